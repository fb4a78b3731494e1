//! The same client for programs without an async runtime.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    AccountAnswer, AccountFilter, AccountHealth, AccountPage, Board, BulkResult, CreatorInfo,
    Error, FollowerFilter, FollowerStats, HealthSummary, LogFilter, MediaVerdict, Message,
    NewBoard, NewProfile, NextSlot, OnProgress, Post, PostFilter, PostLog, PostLogs, PostPage,
    PostVerdict, Presigned, Profile, ProfileFilter, Queue, QueueAnswer, QueuePreview,
    QueueSettings, Queues, Submission, SubmitOptions, Submitted, Subreddits, TextLengths, Uploaded,
    Usage,
};

/// A [`crate::Client`] whose calls wait for their answers. Clones share their connections.
///
/// ```no_run
/// let client = postworthy_late::blocking::Client::from_env()?;
/// for post in client.posts(Default::default()) {
///     println!("{:?}", post?.id);
/// }
/// # Ok::<(), postworthy_late::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Running>,
}

#[derive(Debug)]
struct Running(Option<Runtime>);

impl Drop for Running {
    fn drop(&mut self) {
        // An ordinary drop panics inside an async runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Methods that wait for those of the same name.
macro_rules! waiting {
    ($( $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty; )*) => { $(
        #[doc = concat!("Waits for [`crate::Client::", stringify!($name), "`].")]
        ///
        /// # Errors
        /// The same; and of kind [`crate::ErrorKind::Setup`] inside an async runtime.
        pub fn $name(&self, $($argument: $kind),*) -> Result<$answer, Error> {
            self.wait(self.client.$name($($argument),*))
        }
    )* };
}

impl Client {
    /// A client with the key of the environment variable `LATE_API_KEY`.
    ///
    /// # Errors
    /// As [`crate::Client::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        Client::new(crate::Client::from_env()?)
    }

    /// Waits for the calls of a client that was set up by [`crate::Client::builder`].
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where the system gives no resources for it.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::setup(format!("no runtime could be started: {error}")))?;
        Ok(Client {
            client,
            runtime: Arc::new(Running(Some(runtime))),
        })
    }

    fn wait<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::setup(
                "a blocking client cannot be used inside an async runtime: use `postworthy_late::Client`",
            ));
        }
        match &self.runtime.0 {
            Some(runtime) => runtime.block_on(call),
            None => Err(Error::setup("the client is shut down")),
        }
    }

    /// All posts that a filter lets through, page by page as they are asked for.
    pub fn posts(&self, filter: PostFilter) -> Posts {
        Posts {
            client: self.clone(),
            posts: self.client.posts(filter),
        }
    }

    waiting! {
        request(method: &str, path: &str, body: Option<&Value>) -> Value;
        create_post(post: &Value) -> Submitted;
        create_post_under(post: &Value, id: &str) -> Submitted;
        list_posts(filter: &PostFilter) -> PostPage;
        post(id: &str) -> Post;
        update_post(id: &str, changes: &Value) -> Submitted;
        delete_post(id: &str) -> Message;
        retry_post(id: &str) -> Submitted;
        bulk_upload(csv: &[u8], dry_run: bool) -> BulkResult;
        post_logs(id: &str, limit: Option<u32>) -> PostLogs;
        logs(filter: &LogFilter) -> PostLogs;
        log(id: &str) -> PostLog;
        presign(filename: &str, content_type: &str, bytes: Option<u64>) -> Presigned;
        upload(path: &Path, progress: Option<OnProgress>) -> Uploaded;
        put(place: &Presigned, path: &Path, content_type: &str, progress: Option<OnProgress>)
            -> Uploaded;
        accounts(filter: &AccountFilter) -> AccountPage;
        update_account(id: &str, changes: &Value) -> AccountAnswer;
        disconnect_account(id: &str) -> Message;
        follower_stats(filter: &FollowerFilter) -> FollowerStats;
        accounts_health(filter: &AccountFilter) -> HealthSummary;
        account_health(id: &str) -> AccountHealth;
        pinterest_boards(account: &str) -> Vec<Board>;
        set_pinterest_board(account: &str, board: &str, name: Option<&str>) -> AccountAnswer;
        create_pinterest_board(account: &str, board: &NewBoard) -> Board;
        reddit_subreddits(account: &str) -> Subreddits;
        set_reddit_subreddit(account: &str, subreddit: &str) -> AccountAnswer;
        tiktok_creator_info(account: &str, photo: bool) -> CreatorInfo;
        profiles(filter: &ProfileFilter) -> Vec<Profile>;
        create_profile(profile: &NewProfile) -> Profile;
        profile(id: &str) -> Profile;
        update_profile(id: &str, changes: &Value) -> Profile;
        delete_profile(id: &str) -> Message;
        queue(profile: &str, queue: Option<&str>) -> Queues;
        queues(profile: &str) -> Vec<Queue>;
        create_queue(queue: &QueueSettings) -> QueueAnswer;
        update_queue(queue: &QueueSettings) -> QueueAnswer;
        delete_queue(profile: &str, queue: &str) -> Message;
        queue_preview(profile: &str, queue: Option<&str>, count: Option<u32>) -> QueuePreview;
        next_slot(profile: &str, queue: Option<&str>) -> NextSlot;
        usage() -> Usage;
        validate_text(text: &str) -> TextLengths;
        validate_post(post: &Value) -> PostVerdict;
        validate_media(url: &str) -> MediaVerdict;
        account_facts(post: &Value)
            -> std::collections::BTreeMap<String, postworthy::AccountFacts>;
        submit(post: &Value, options: &SubmitOptions) -> Submission;
    }
}

/// The posts of [`Client::posts`]. An error ends it.
#[derive(Debug)]
pub struct Posts {
    client: Client,
    posts: crate::Posts,
}

impl Iterator for Posts {
    type Item = Result<Post, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = async { Ok(self.posts.next().await) };
        match self.client.wait(next) {
            Ok(next) => next,
            Err(error) => Some(Err(error)),
        }
    }
}
