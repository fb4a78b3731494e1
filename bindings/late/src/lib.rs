#![doc = include_str!("../README.md")]
#![deny(clippy::arithmetic_side_effects)]

mod accounts;
pub mod blocking;
mod call;
mod client;
mod date;
mod error;
mod key;
mod local;
mod media;
mod model;
mod notice;
mod pace;
mod posts;
mod profiles;
mod queue;
mod random;
mod record;
mod retry;
mod submit;
mod tls;
mod usage;
mod validate;

pub use accounts::{
    Account, AccountAnswer, AccountFilter, AccountHealth, AccountPage, Board, BoardAnswer, Boards,
    CreatorInfo, FollowerFilter, FollowerStats, HealthCounts, HealthSummary, NewBoard,
    PostingLimits, PrivacyLevel, Subreddit, Subreddits,
};
pub use client::{Builder, Client, DEFAULT_URL};
pub use error::{Error, ErrorKind};
pub use key::{KEY_VARIABLE, Key};
pub use local::{LocalFile, local_files, with_urls};
pub use media::{OnProgress, Presigned, Progress, SecretUrl, Uploaded, content_type};
pub use model::{Message, Pagination, Reference};
pub use notice::Notice;
pub use pace::Pacing;
pub use posts::{
    BulkResult, BulkRow, LogFilter, Post, PostAnswer, PostFilter, PostLog, PostLogAnswer, PostLogs,
    PostPage, Posts, Submitted, Target,
};
pub use profiles::{NewProfile, Profile, ProfileAnswer, ProfileFilter, ProfileList};
pub use queue::{NextSlot, Queue, QueueAnswer, QueuePreview, QueueSettings, Queues, Slot};
pub use random::request_id;
pub use submit::{Outcome, Planned, Submission, SubmitOptions};
pub use usage::{Usage, UsageCounts, UsageLimits};
pub use validate::{MediaVerdict, PostVerdict, TextLength, TextLengths};
