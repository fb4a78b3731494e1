//! Why a command could not run, each in one line.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a command could not run.
#[derive(Debug)]
pub enum Failure {
    /// What is wrong, in one line.
    Message(String),
    /// Nobody reads the output any more.
    ClosedPipe,
}

impl Failure {
    /// A failure with something to say of it.
    pub fn new(message: impl Into<String>) -> Self {
        Failure::Message(message.into())
    }

    /// A failure to read or write a file.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_string(),
            io::ErrorKind::PermissionDenied => "permission denied".to_string(),
            io::ErrorKind::IsADirectory => "this is a directory, not a file".to_string(),
            _ => error.to_string(),
        };
        Failure::Message(format!("{}: {reason}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Message(message) => f.write_str(message),
            Failure::ClosedPipe => f.write_str("the output was closed"),
        }
    }
}

/// Errors of writing to the standard output; others are given their file by [`Failure::file`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::ClosedPipe
        } else {
            Failure::Message(format!("cannot write the output: {error}"))
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}
