//! Runs a stand-in, alone or for a command.
//!
//! `postworthy-stand-in` prints `LATE_API_URL` and `LATE_API_KEY` and serves until it is killed;
//! `postworthy-stand-in COMMAND...` runs the command with both in its environment and ends with
//! its exit status.

use std::io::{self, Write as _};
use std::process::{Command, ExitCode};

use postworthy_stand_in::{KEY, StandIn};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("postworthy-stand-in: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let service = StandIn::start()?;
    let Some(program) = arguments.next() else {
        let mut out = io::stdout();
        writeln!(out, "LATE_API_URL={}\nLATE_API_KEY={KEY}", service.url())?;
        out.flush()?;
        loop {
            std::thread::park();
        }
    };
    let status = Command::new(program)
        .args(arguments)
        .env("LATE_API_URL", service.url())
        .env("LATE_API_KEY", KEY)
        .status()?;
    Ok(ExitCode::from(
        u8::try_from(status.code().unwrap_or(2)).unwrap_or(2),
    ))
}
