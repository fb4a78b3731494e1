//! Checks social-media posts before they are published: the command line.

use std::process::ExitCode;

// Posts and reports go from thread to thread: this allocator gives their memory back without a lock.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(postworthy_cli::main(std::env::args_os()))
}
