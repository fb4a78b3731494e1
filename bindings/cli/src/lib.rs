//! The command line of postworthy as a library: the binary and the Python package both call [`main`].
//!
//! Beside it stands what other bindings share with it: posts cut from NDJSON ([`ndjson`]) or read in
//! any form ([`posts`]), work on all cores in order ([`in_order`]), facts of local files
//! ([`add_local`]), text that moves no cursor ([`plain`]).
#![deny(clippy::arithmetic_side_effects)]

mod args;
mod batch;
mod check;
mod csv_rows;
mod error;
mod explain;
mod filter;
mod fix;
mod frames;
mod input;
mod limits;
mod locate;
mod measure;
mod numbers;
mod output;
mod probe;
mod probe_local;
mod resume;
mod rewrite;
mod rules;
#[cfg(feature = "submit")]
mod submit;
mod suggest;
mod terminal;
mod unpack;
mod workers;

use std::ffi::OsString;
use std::io::Write as _;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use args::{Args, Command};
pub use error::Failure;
pub use frames::ndjson;
pub use input::{Numbered, posts};
pub use probe_local::add_local;
pub use terminal::plain;
pub use workers::in_order;

/// Runs the command line and returns its exit status: 0, 1 or 2, as the README says.
///
/// The first argument is the name of the program.
///
/// ```
/// assert_eq!(postworthy_cli::main(["postworthy", "explain", "bluesky/text-length"]), 0);
/// ```
#[must_use]
pub fn main<A: Into<OsString> + Clone>(args: impl IntoIterator<Item = A>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return refuse(&error),
    };
    let outcome = run(args).and_then(|code| {
        // A library is left without anybody flushing for it.
        match std::io::stdout().flush().map_err(Failure::from) {
            Ok(()) | Err(Failure::ClosedPipe) => Ok(code),
            Err(failure) => Err(failure),
        }
    });
    match outcome {
        Ok(code) => code,
        // Whoever read our output has seen enough.
        Err(Failure::ClosedPipe) => 0,
        Err(failure) => {
            terminal::complain(&failure);
            2
        }
    }
}

/// Says in one line what is wrong with the arguments; help and version are printed as they are.
fn refuse(error: &clap::Error) -> u8 {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return if error.use_stderr() { 2 } else { 0 };
    }
    let text = error.to_string();
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    terminal::complain(&line);
    2
}

fn run(args: Args) -> Result<u8, Failure> {
    match args.command {
        Command::Check(args) => check::run(&args),
        Command::Probe(args) => probe::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Limits(args) => limits::run(&args),
        Command::Measure(args) => measure::run(&args),
        #[cfg(feature = "submit")]
        Command::Submit(args) => submit::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "postworthy", &mut script);
            terminal::print_bytes(&script)?;
            Ok(0)
        }
        Command::Man { command } => {
            let mut all = Args::command();
            all.build();
            let page = match command {
                None => all,
                Some(name) => {
                    let found = all.find_subcommand(&name).cloned();
                    found.ok_or_else(|| Failure::new(format!("there is no command `{name}`")))?
                }
            };
            let mut text = Vec::new();
            clap_mangen::Man::new(page).render(&mut text)?;
            terminal::print_bytes(&text)?;
            Ok(0)
        }
    }
}
