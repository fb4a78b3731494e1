//! As much of HTTP/1.1 as clients speak.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;

use crate::twist::{self, Fault, Twist};
use crate::{Shared, control, service};

/// A request, read whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: BTreeMap<String, String>,
    /// Of uploads, nothing is kept.
    pub body: Vec<u8>,
    pub body_bytes: u64,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Uploads go to a storage, which is another host in the real world.
    pub fn is_upload(&self) -> bool {
        self.path.starts_with("/storage/")
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn json(status: u16, body: &Value) -> Self {
        Response {
            status,
            headers: vec![("Content-Type".to_string(), "application/json".to_string())],
            body: body.to_string().into_bytes(),
        }
    }

    pub fn error(status: u16, message: &str) -> Self {
        Response::json(status, &serde_json::json!({ "error": message }))
    }

    pub fn head(&self, length: u64) -> String {
        let mut head = format!("HTTP/1.1 {} x\r\nContent-Length: {length}\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}

/// Answers the requests of a connection until it ends.
pub(crate) fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(mut request) = read_head(&stream)? {
        if request.path.starts_with("/_/") {
            read_body(&mut stream, &mut request)?;
            let response = control::answer(shared, &request);
            write(&mut stream, &response)?;
            continue;
        }
        let twist = shared.state().next_twist();
        if let Some(Twist::Fault(Fault::ResetBeforeBody)) = &twist {
            shared.state().record(&request);
            return twist::reset(stream);
        }
        read_body(&mut stream, &mut request)?;
        shared.state().record(&request);
        match twist {
            Some(Twist::Answer(response)) => write(&mut stream, &response)?,
            Some(Twist::Fault(fault)) => {
                let response = service::answer(shared, &request);
                return twist::misbehave(stream, fault, response, || {
                    shared.stopped.load(Ordering::Relaxed)
                });
            }
            None => {
                let response = service::answer(shared, &request);
                write(&mut stream, &response)?;
            }
        }
        if request.header("connection") == Some("close") {
            break;
        }
    }
    Ok(())
}

fn write(stream: &mut TcpStream, response: &Response) -> io::Result<()> {
    let mut bytes = response.head(response.body.len() as u64).into_bytes();
    bytes.extend_from_slice(&response.body);
    stream.write_all(&bytes)
}

/// The largest head that is read.
const HEAD: usize = 1 << 16;

/// Reads a head and not one byte of the body, so that a body can be left unread. `None` where the
/// connection ended.
fn read_head(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut buffer = vec![0; HEAD];
    let end = loop {
        let length = stream.peek(&mut buffer)?;
        let seen = buffer.get(..length).unwrap_or_default();
        if let Some(at) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if length == 0 {
            return Ok(None);
        }
        if length == HEAD {
            return Err(io::Error::other("the head is too large"));
        }
        // What has been seen stays to be seen: there is nothing to wait on but time.
        std::thread::sleep(Duration::from_millis(1));
    };
    buffer.truncate(end);
    let mut reader = stream;
    reader.read_exact(&mut buffer)?;
    let head = String::from_utf8_lossy(&buffer);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_string();
    let target = first.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_string()))
    });
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    Ok(Some(Request {
        method,
        path: path.to_string(),
        query: pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            })
            .collect(),
        headers: headers.collect(),
        ..Request::default()
    }))
}

fn read_body(stream: &mut TcpStream, request: &mut Request) -> io::Result<()> {
    if request.header("expect") == Some("100-continue") {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    if request.header("transfer-encoding") == Some("chunked") {
        loop {
            let length = u64::from_str_radix(read_line(stream)?.trim(), 16);
            let length = length.map_err(|_| io::Error::other("a chunk has no length"))?;
            read_piece(stream, request, length)?;
            read_line(stream)?;
            if length == 0 {
                return Ok(());
            }
        }
    }
    let length = request
        .header("content-length")
        .and_then(|text| text.parse().ok());
    read_piece(stream, request, length.unwrap_or(0))
}

fn read_piece(stream: &mut TcpStream, request: &mut Request, length: u64) -> io::Result<()> {
    let keep = !request.is_upload();
    if keep && length > 1 << 26 {
        return Err(io::Error::other("the body is too large"));
    }
    let mut buffer = vec![0; 1 << 18];
    let mut left = length;
    while left > 0 {
        let most = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let read = stream.read(buffer.get_mut(..most).unwrap_or_default())?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if keep {
            request
                .body
                .extend_from_slice(buffer.get(..read).unwrap_or_default());
        }
        left -= read as u64;
        request.body_bytes += read as u64;
    }
    Ok(())
}

fn read_line(stream: &mut TcpStream) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\n") && line.len() < 100 {
        stream.read_exact(&mut byte)?;
        line.extend_from_slice(&byte);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Undoes percent-encoding.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let two: Vec<u8> = rest.by_ref().take(2).collect();
                let hex = String::from_utf8_lossy(&two).into_owned();
                u8::from_str_radix(&hex, 16).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
