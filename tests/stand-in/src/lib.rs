//! Late's API as it is documented, on loopback, for tests: a real HTTP/1.1 server that keeps what
//! it is given, finds fault with requests that the documents do not describe, and misbehaves when
//! it is told to.
//!
//! ```
//! use postworthy_stand_in::{KEY, StandIn};
//! let service = StandIn::start()?;
//! println!("LATE_API_URL={} LATE_API_KEY={KEY}", service.url());
//! # Ok::<(), std::io::Error>(())
//! ```

mod control;
mod describe;
mod http;
mod limit;
mod service;
mod twist;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use serde_json::Value;

pub use service::State;

/// The one key that the stand-in accepts.
pub const KEY: &str = "sk_5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// A running stand-in; it stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub address: SocketAddr,
    pub stopped: AtomicBool,
    state: Mutex<State>,
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StandIn {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// Where no port can be had.
    pub fn start() -> io::Result<Self> {
        StandIn::start_on(0)
    }

    /// Starts one on a port of loopback.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub fn start_on(port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            address,
            stopped: AtomicBool::new(false),
            state: Mutex::new(State::new()),
        });
        let for_listener = Arc::clone(&shared);
        let listener = thread::spawn(move || {
            for stream in socket.incoming() {
                if for_listener.stopped.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&for_listener);
                // A connection that breaks is the client's affair, or was the point.
                thread::spawn(move || drop(http::serve(stream, &shared)));
            }
        });
        Ok(StandIn {
            address,
            shared,
            listener: Some(listener),
        })
    }

    /// Where it is reached: the base of the API, as `https://getlate.dev/api/v1` is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/api/v1", self.address)
    }

    /// Says what becomes of the next requests, one twist each (see `fixtures/late/README.md`);
    /// those behind them are answered as documented.
    pub fn script(&self, twists: Vec<Value>) {
        self.shared.state().script = twists.into();
    }

    /// Allows a number of requests in a window of milliseconds.
    pub fn allow(&self, requests: u32, per_ms: u64) {
        self.shared.state().limit = limit::Limit::new(requests, per_ms);
    }

    /// What has happened: `requests`, `posts`, `uploads` and `complaints`.
    #[must_use]
    pub fn log(&self) -> Value {
        self.shared.state().log()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees that it has to stop.
        drop(TcpStream::connect(self.address));
        if let Some(listener) = self.listener.take() {
            drop(listener.join());
        }
    }
}
