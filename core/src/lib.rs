//! Tells whether a social-media post is fit to publish, before it is published.
#![no_std]

extern crate alloc;

mod code;
pub mod context;
mod engine;
mod json;
pub mod media;
mod names;
pub mod patch;
#[cfg(feature = "probe")]
pub mod probe;
pub mod report;
pub mod rules;
mod suggest;
pub mod text;
mod time;
mod timezone;
mod weburl;

pub use code::{Code, Severity};
pub use context::{AccountFacts, Context};
pub use engine::{Engine, OverlayError, check, explain};
pub use json::{ParseError, Post};
pub use report::{Applicability, Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
