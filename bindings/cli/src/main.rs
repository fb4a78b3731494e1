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

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use args::{Args, Command};
use error::Failure;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return ExitCode::from(refuse(&error)),
    };
    match run(args) {
        Ok(code) => ExitCode::from(code),
        // Whoever read our output has seen enough.
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Says in one line what is wrong with the arguments; help and version are printed as they are.
fn refuse(error: &clap::Error) -> u8 {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return u8::from(error.use_stderr()) * 2;
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
