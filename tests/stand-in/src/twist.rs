//! Ways of misbehaving.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use socket2::SockRef;

use crate::http::Response;

/// What becomes of a request instead of its answer.
#[derive(Clone, Debug)]
pub(crate) enum Twist {
    /// This answer; the service does nothing.
    Answer(Response),
    /// The service does what it was asked (but for the first), and its answer is lost.
    Fault(Fault),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is reset when the head has been read; the service does nothing.
    ResetBeforeBody,
    /// The connection is reset instead of the answer.
    ResetAfterBody,
    /// The connection ends in the middle of the answer.
    HalfResponse,
    /// No answer comes.
    Hang,
    /// The answer comes, a byte every 50 milliseconds.
    SlowDrip,
    /// The answer is 10 GB long.
    EndlessBody,
    /// The answer is a page of HTML.
    InvalidJson,
}

impl Twist {
    /// Reads a twist; `None` where the request is answered as documented.
    pub fn read(twist: &Value) -> Option<Self> {
        let fault = match twist.get("fault").and_then(Value::as_str) {
            Some("reset_before_body") => Fault::ResetBeforeBody,
            Some("reset_after_body") => Fault::ResetAfterBody,
            Some("half_response") => Fault::HalfResponse,
            Some("hang") => Fault::Hang,
            Some("slow_drip") => Fault::SlowDrip,
            Some("endless_body") => Fault::EndlessBody,
            Some("invalid_json") => Fault::InvalidJson,
            _ => return Some(Twist::Answer(response(twist.get("answer")?))),
        };
        Some(Twist::Fault(fault))
    }
}

fn response(answer: &Value) -> Response {
    let status = answer.get("status").and_then(Value::as_u64);
    let status = status.and_then(|status| status.try_into().ok());
    let body = match answer.get("body") {
        None => Vec::new(),
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(other) => other.to_string().into_bytes(),
    };
    let headers = answer.get("headers").and_then(Value::as_object);
    let headers = headers.into_iter().flatten().map(|(name, value)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_string);
        (name.clone(), value)
    });
    Response {
        status: status.unwrap_or(200),
        headers: headers.collect(),
        body,
    }
}

/// Ends a connection with a reset.
pub(crate) fn reset(stream: TcpStream) -> io::Result<()> {
    SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
    drop(stream);
    Ok(())
}

/// Spoils an answer and ends the connection.
pub(crate) fn misbehave(
    mut stream: TcpStream,
    fault: Fault,
    mut response: Response,
    stopped: impl Fn() -> bool,
) -> io::Result<()> {
    const PAUSE: Duration = Duration::from_millis(50);
    let length = response.body.len();
    match fault {
        Fault::ResetBeforeBody | Fault::ResetAfterBody => return reset(stream),
        Fault::HalfResponse => {
            stream.write_all(response.head(length as u64).as_bytes())?;
            stream.write_all(response.body.get(..length / 2).unwrap_or_default())?;
        }
        Fault::Hang => {
            stream.set_read_timeout(Some(PAUSE))?;
            // Until the client has gone.
            while !stopped() {
                match stream.read(&mut [0; 64]) {
                    Ok(0) => break,
                    Err(error) if !is_timeout(&error) => break,
                    _ => {}
                }
            }
        }
        Fault::SlowDrip => {
            let mut bytes = response.head(length as u64).into_bytes();
            bytes.extend_from_slice(&response.body);
            for byte in bytes {
                if stopped() {
                    break;
                }
                stream.write_all(&[byte])?;
                std::thread::sleep(PAUSE);
            }
        }
        Fault::EndlessBody => {
            // Without a length, as one that lies about it would.
            let head = format!(
                "HTTP/1.1 {} x\r\nConnection: close\r\n\r\n[",
                response.status
            );
            stream.write_all(head.as_bytes())?;
            let blanks = vec![b' '; 1 << 16];
            for _ in 0..(10_u64 << 30) >> 16 {
                stream.write_all(&blanks)?;
            }
        }
        Fault::InvalidJson => {
            response.body = b"<html>It works!</html>".to_vec();
            let head = response.head(response.body.len() as u64);
            stream.write_all(head.as_bytes())?;
            stream.write_all(&response.body)?;
        }
    }
    Ok(())
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
