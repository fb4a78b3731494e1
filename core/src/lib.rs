//! Tells whether a social-media post is fit to publish, before it is published.
#![no_std]

extern crate alloc;

// The rules' compiler is built on the row types alone: what needs the table cannot be needed to
// build the program that writes the table.
#[cfg(all(feature = "codegen", feature = "probe"))]
compile_error!(
    "`codegen` is for the rules' compiler alone and leaves out the engine; \
     name the features you want instead of `--all-features`"
);

mod code;
#[cfg(not(feature = "codegen"))]
pub mod context;
mod distinct;
#[cfg(not(feature = "codegen"))]
mod engine;
#[cfg(not(feature = "codegen"))]
mod json;
pub mod media;
mod names;
#[cfg(not(feature = "codegen"))]
pub mod patch;
#[cfg(all(feature = "probe", not(feature = "codegen")))]
pub mod probe;
#[cfg(not(feature = "codegen"))]
pub mod report;
pub mod rules;
#[cfg(not(feature = "codegen"))]
mod suggest;
pub mod text;
#[cfg(not(feature = "codegen"))]
mod time;
#[cfg(not(feature = "codegen"))]
mod timezone;
#[cfg(not(feature = "codegen"))]
mod weburl;

pub use code::{Code, Severity};
#[cfg(not(feature = "codegen"))]
pub use context::{AccountFacts, Context};
#[cfg(not(feature = "codegen"))]
pub use engine::{
    Checker, Engine, Limit, Limits, OverlayError, TextLimit, TextMeasure, Verdict, check, explain,
    limits, measure,
};
#[cfg(not(feature = "codegen"))]
pub use json::{ParseError, Post};
#[cfg(not(feature = "codegen"))]
pub use report::{Applicability, Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
