//! Tells whether a social-media post is fit to publish, before it is published.
#![no_std]

extern crate alloc;

mod code;
pub mod context;
#[allow(dead_code, reason = "used by the checks")]
mod json;
pub mod media;
mod names;
pub mod patch;
#[cfg(feature = "probe")]
pub mod probe;
pub mod report;
#[allow(dead_code, reason = "used by the checks")]
pub mod rules;
#[allow(dead_code, reason = "used by the checks")]
mod suggest;
pub mod text;
#[allow(dead_code, reason = "used by the checks")]
mod time;
#[allow(dead_code, reason = "used by the checks")]
mod timezone;
#[allow(dead_code, reason = "used by the checks")]
mod weburl;

pub use code::{Code, Severity};
pub use context::{AccountFacts, Context};
pub use json::{ParseError, Post};
pub use report::{Applicability, Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
