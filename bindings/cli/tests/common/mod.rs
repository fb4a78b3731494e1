//! Runs the built command.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here must fail the test"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The standard output as JSON.
    #[allow(dead_code, reason = "not every test file reads JSON")]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }

    /// It could not run, and said why in one line.
    #[allow(dead_code, reason = "not every test file fails")]
    pub fn refused(&self) -> &str {
        assert_eq!(self.code, 2, "{} {}", self.out, self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("postworthy: "), "{}", self.err);
        assert!(self.err.len() < 400, "{}", self.err);
        &self.err
    }
}

/// A folder with files for one test.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, b"")
    }

    /// Runs with a text on the standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_postworthy"))
            .args(args)
            .current_dir(self.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || {
            // A command that refuses its arguments reads nothing.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Said {
            code: output.status.code().expect("it must not be killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A post in which nothing is wrong.
#[allow(dead_code, reason = "not every test file needs it")]
pub const GOOD: &str =
    r#"{"content":"Hello","platforms":[{"platform":"bluesky","accountId":"acc_1"}]}"#;

/// A post that is refused: 301 characters for Bluesky.
#[allow(dead_code, reason = "not every test file needs it")]
pub fn bad() -> String {
    GOOD.replace("Hello", &"x".repeat(301))
}
