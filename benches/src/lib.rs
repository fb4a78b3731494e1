//! Posts as people plan them, made from a seed: the same seed makes the same posts.
//!
//! ```
//! use postworthy_benches::{Corpus, Kind};
//!
//! let posts: Vec<String> = Corpus::new(7, Kind::Valid).take(2).collect();
//! assert_eq!(posts, Corpus::new(7, Kind::Valid).take(2).collect::<Vec<_>>());
//! ```
#![expect(
    clippy::indexing_slicing,
    reason = "it indexes lists and posts of its own making, and runs in benchmarks and tests alone"
)]

pub mod borrowed;
mod corpus;
mod words;

pub use corpus::{Corpus, Kind, context};
pub use words::{LANGUAGES, text};
