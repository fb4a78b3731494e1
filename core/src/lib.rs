//! Tells whether a social-media post is fit to publish, *before* it is published: what is wrong,
//! where, why, and how to mend it, for 13 platforms as the Late API documents them.
//!
//! # Checking
//!
//! A post is the JSON body of `POST /v1/posts`. What it does not say itself (facts of its media
//! and accounts, the time) comes in a [`Context`]; a rule that lacks a fact is listed as unchecked,
//! never as passed.
//!
//! ```
//! use postworthy::{Code, Context, Post, check};
//!
//! let post = Post::parse(
//!     r#"{ "content": "New in the shop", "publishNow": true,
//!          "mediaItems": [{ "type": "image", "url": "https://example.com/jar.jpg" }],
//!          "platforms": [{ "platform": "instagram", "accountId": "acc_1" }] }"#,
//! )?;
//! let context = Context::from_json(
//!     r#"{ "media": { "https://example.com/jar.jpg": { "width": 1080, "height": 1920 } } }"#,
//! )?;
//! let report = check(&post, &context);
//! let finding = &report.targets[0].diagnostics[0];
//! assert_eq!((finding.code, finding.path.as_str()), (Code::AspectRatio, "/mediaItems/0"));
//! assert_eq!(finding.fixes[0].title, "Post it as a Story");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Engine::with_overlay`] lays rows of your own over the built-in ones; [`Engine::checker`] gives
//! a checker for many posts, which keeps its memory and words findings only when asked to.
//!
//! # The other verbs
//!
//! [`limits()`] says what a platform takes, [`measure()`] how long a text is there and how much of
//! it fits, [`explain()`] what a rule says and where it was read. [`probe`] reads media facts from
//! a few kilobytes of a file that the caller supplies, [`patch`] applies a fix, [`model`] has a
//! post and the options of each platform as Rust types.
//!
//! Without its feature `std` the crate does no input or output, has no clock, and needs `alloc` alone; it
//! has no unsafe code in any case.
//!
//! # Features
//!
//! `probe` (on): reading media facts. `model` (on): the Rust types of a post. `schema`: JSON
//! Schemas of rows and media facts, by `schemars`. `std`: probing whatever the standard library
//! reads, and the time of the clock.
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The rules' compiler is built on the row types alone: what needs the table cannot be needed to
// build the program that writes the table.
#[cfg(all(feature = "codegen", feature = "probe"))]
compile_error!(
    "`codegen` is for the rules' compiler alone and leaves out the engine; \
     name the features you want instead of `--all-features`"
);

#[cfg(feature = "std")]
mod clock;
#[deny(clippy::arithmetic_side_effects)]
mod code;
#[deny(clippy::arithmetic_side_effects)]
pub mod context;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod decimal;
#[deny(clippy::arithmetic_side_effects)]
mod distinct;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod engine;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod facts;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod json;
#[deny(clippy::arithmetic_side_effects)]
mod mark;
#[deny(clippy::arithmetic_side_effects)]
pub mod media;
#[cfg(all(feature = "model", not(feature = "codegen")))]
#[deny(clippy::arithmetic_side_effects)]
pub mod model;
#[deny(clippy::arithmetic_side_effects)]
mod names;
#[deny(clippy::arithmetic_side_effects)]
pub mod patch;
#[cfg(all(feature = "probe", not(feature = "codegen")))]
#[deny(clippy::arithmetic_side_effects)]
pub mod probe;
#[deny(clippy::arithmetic_side_effects)]
mod quote;
#[deny(clippy::arithmetic_side_effects)]
pub mod report;
#[deny(clippy::arithmetic_side_effects)]
pub mod rules;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod suggest;
#[deny(clippy::arithmetic_side_effects)]
pub mod text;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod time;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod timezone;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod weburl;
#[cfg(not(feature = "codegen"))]
#[deny(clippy::arithmetic_side_effects)]
mod written;

#[cfg(feature = "std")]
pub use clock::now;
pub use code::{Code, Severity};
pub use context::{AccountFacts, Context};
#[cfg(not(feature = "codegen"))]
pub use engine::{
    Checker, Engine, Limit, Limits, OverlayError, TextLimit, TextMeasure, Verdict, check, explain,
    limits, measure,
};
#[cfg(not(feature = "codegen"))]
pub use json::{ParseError, Post};
pub use report::{Applicability, Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
#[cfg(not(feature = "codegen"))]
pub use written::{Writer, Written};

// The README's example runs as a test of its own.
#[cfg(all(doctest, not(feature = "codegen")))]
#[doc = include_str!("../../README.md")]
struct Readme;
