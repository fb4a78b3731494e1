//! The client against a stand-in of the service.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "what goes wrong here must fail the test"
)]

mod calls;
mod conversations;
mod make;
mod streams;
mod submissions;
