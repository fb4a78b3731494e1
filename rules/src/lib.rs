//! Reads `rules/*.toml`, stops on rows that are not sound, and writes what is made of them: the
//! table of the core, its types of a post, the JSON Schema that editors complete rows by, and the list of what the
//! documentation says with the row that enforces it.

pub mod coverage;
mod lint;
mod model;
mod read;
mod schema;
mod table;
mod types;
mod unicode;

pub use model::model;
pub use read::{read, read_all};
pub use schema::schema;
pub use table::{packed, table};
pub use types::types;
pub use unicode::unicode;
