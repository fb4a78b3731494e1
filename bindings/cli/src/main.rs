//! Checks social-media posts before they are published: the command line.

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
mod output;
mod probe;
mod probe_local;
mod rules;
mod suggest;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use args::{Args, Command};
use error::Failure;

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(code) => ExitCode::from(code),
        // Whoever read our output has seen enough.
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("postworthy: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> Result<u8, Failure> {
    match args.command {
        Command::Check(args) => check::run(&args),
        Command::Probe(args) => probe::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Limits(args) => limits::run(&args),
        Command::Measure(args) => measure::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "postworthy", &mut script);
            terminal::print_bytes(&script)?;
            Ok(0)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Args::command()).render(&mut page)?;
            terminal::print_bytes(&page)?;
            Ok(0)
        }
    }
}
