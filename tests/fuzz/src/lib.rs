//! What must hold for any input, as functions that panic where it does not.
//!
//! `targets/` makes each a program for libFuzzer, `tests/replay.rs` runs each on its seeds.
#![forbid(unsafe_code)]
#![expect(
    clippy::missing_panics_doc,
    reason = "panicking is how a target says that it has found something"
)]

mod batch;
pub mod made;
mod media;
mod patch;
mod post;
mod rules;
pub mod seeds;
pub mod sound;
mod telegram;
mod text;

/// A target: its name, what it runs, and what to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As the command line calls it.
    pub name: &'static str,
    /// Panics where a promise is broken.
    pub run: fn(&[u8]),
    /// Inputs made of the fixtures.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

const fn target(name: &'static str, run: fn(&[u8]), seeds: fn() -> Vec<Vec<u8>>) -> Target {
    Target { name, run, seeds }
}

/// Every target.
pub const TARGETS: &[Target] = &[
    target("post", post::post, seeds::posts),
    target("context", post::context, seeds::posts_in_context),
    target("fixes", post::fixes, seeds::posts_in_context),
    target("rows", post::rows, seeds::dice),
    target("overlay", rules::overlay, seeds::overlays),
    target("batch", batch::batch, seeds::batches),
    target("patch", patch::patch, seeds::patches),
    target("units", text::units, seeds::texts),
    target("weighted", text::weighted, seeds::texts),
    target("telegram", telegram::telegram, seeds::markup),
    target("isobmff", media::isobmff, seeds::isobmff),
    target("matroska", media::matroska, seeds::matroska),
    target("streams", media::streams, seeds::streams),
    target("images", media::images, seeds::images),
    target("documents", media::documents, seeds::documents),
];

/// Runs the target of this name.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target
        .unwrap_or_else(|| panic!("there is no target {name}"))
        .run)(input);
}
