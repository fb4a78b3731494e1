//! Tells whether a social-media post is fit to publish, before it is published.
#![no_std]

extern crate alloc;

pub mod patch;

#[allow(dead_code, reason = "used by the checks")]
mod suggest;
#[allow(dead_code, reason = "used by the checks")]
mod time;
#[allow(dead_code, reason = "used by the checks")]
mod timezone;
#[allow(dead_code, reason = "used by the checks")]
mod weburl;
