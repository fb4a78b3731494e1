//! postworthy for JavaScript: what the module exports. `convert` has the work, `js/` the face that
//! people use.
//!
//! Text goes in and out through two buffers that are kept, and never as a JavaScript object: the
//! host writes into the memory that [`Engine::reserve`] names, calls a verb with the lengths of
//! what it wrote, and reads the answer at [`Engine::output`]. A verb returns whether it could do
//! what it was asked; if not, the answer is the error.
#![deny(clippy::arithmetic_side_effects)]

mod convert;

use wasm_bindgen::prelude::wasm_bindgen;

/// A set of rules with its buffers.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Engine(convert::Session);

#[wasm_bindgen]
impl Engine {
    /// The built-in rules.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many bytes of input and says where it is.
    pub fn reserve(&mut self, bytes: usize) -> *const u8 {
        self.0.reserve(bytes)
    }

    /// Where the answer stands.
    #[must_use]
    pub fn output(&self) -> *const u8 {
        self.0.output().as_ptr()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn output_length(&self) -> usize {
        self.0.output().len()
    }

    /// Lays rows over the built-in ones.
    pub fn lay(&mut self, rules: usize) -> bool {
        self.0.lay(rules)
    }

    /// Checks a post in a context; an empty one is that of the last check.
    pub fn check(&mut self, post: usize, context: usize) -> bool {
        self.0.check(post, context)
    }

    /// The same of those targets of the post for which `wanted` has a `1`.
    pub fn check_some(&mut self, post: usize, context: usize, wanted: usize) -> bool {
        self.0.check_some(post, context, wanted)
    }

    /// Measures a text for a platform.
    pub fn measure(&mut self, text: usize, query: usize) -> bool {
        self.0.measure(text, query)
    }

    /// Says what a platform takes.
    pub fn limits(&mut self, query: usize) -> bool {
        self.0.limits(query)
    }

    /// Gives the row of a rule.
    pub fn explain(&mut self, rule: usize) -> bool {
        self.0.explain(rule)
    }

    /// Lists the platforms with their options.
    pub fn platforms(&mut self) -> bool {
        self.0.platforms()
    }

    /// Applies a patch to a post.
    pub fn patch(&mut self, post: usize, patch: usize) -> bool {
        self.0.patch(post, patch)
    }
}

/// Reads media facts from ranges of a file.
#[cfg(feature = "probe")]
#[wasm_bindgen]
#[derive(Debug)]
pub struct Prober(convert::Probing);

#[cfg(feature = "probe")]
#[wasm_bindgen]
impl Prober {
    /// Starts on a file of so many bytes, which ranges of at least `read_ahead` are read from.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(size: f64, read_ahead: u32) -> Self {
        Self(convert::Probing::new(size, read_ahead))
    }

    /// How many bytes are needed next, or 0 when all is known.
    pub fn step(&mut self) -> u32 {
        self.0.step()
    }

    /// Where the bytes that are needed start.
    #[must_use]
    pub fn offset(&self) -> f64 {
        self.0.offset()
    }

    /// Hands over the bytes that were asked for; fewer where the file ends.
    pub fn supply(&mut self, bytes: &[u8]) {
        self.0.supply(bytes);
    }

    /// What is known.
    #[must_use]
    pub fn info(&self) -> String {
        self.0.info()
    }
}
