//! Checks social-media posts before they are published: the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(postworthy_cli::main(std::env::args_os()))
}
