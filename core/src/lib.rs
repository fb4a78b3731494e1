//! Tells whether a social-media post is fit to publish, before it is published.
#![no_std]

extern crate alloc;

pub mod text;
