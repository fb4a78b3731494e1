//! Posts: create, list, read, change, delete, publish again, bulk upload, logs.

use std::collections::VecDeque;
use std::time::SystemTime;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::call::{Body, Call, REQUEST_ID, Repeat};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::model::{Message, Pagination, Reference, model, read_members};
use crate::random;

model! {
    /// A post as the service has it.
    Post {
        /// Its id.
        id as "_id": String,
        /// Its title.
        title: String,
        /// Its text.
        content: String,
        /// `draft`, `scheduled`, `publishing`, `published`, `failed` or `partial`.
        status: String,
        /// When it will be published (RFC 3339).
        scheduled_for: String,
        /// The IANA time zone of its schedule.
        timezone: String,
        /// Its media, as they were submitted.
        media_items: Vec<Value>,
        /// What became of it on each platform.
        platforms: Vec<Target>,
        /// When it was made.
        created_at: String,
        /// When it was changed last.
        updated_at: String,
    }

    /// What became of a post on one platform.
    Target {
        /// The platform.
        platform: String,
        /// The account, by its id or whole.
        account_id: Reference,
        /// `pending`, `publishing`, `published` or `failed`.
        status: String,
        /// The platform's own id of the post.
        platform_post_id: String,
        /// Where the public sees it; empty until it is published.
        platform_post_url: String,
        /// Why it failed.
        error_message: String,
        /// What kind of failure that is, such as `auth_expired` or `user_content`.
        error_category: String,
    }

    /// A post, and what the service says of it.
    PostAnswer {
        /// What it says.
        message: String,
        /// The post.
        post: Post,
        /// The post of an earlier request under the same id.
        existing_post: Post,
    }

    /// A page of posts.
    PostPage {
        /// The posts.
        posts: Vec<Post>,
        /// Which page it is.
        pagination: Pagination,
    }

    /// What a bulk upload made. The docs count `totalRows`, `created` and `failed`; today's
    /// service counts `total`, `valid` and `invalid`.
    BulkResult {
        /// Whether all went well (docs).
        success: bool,
        /// Rows read (docs).
        total_rows: u64,
        /// Posts made (docs).
        created: u64,
        /// Rows that failed (docs).
        failed: u64,
        /// What was wrong with rows (docs), or with all.
        errors: Vec<Value>,
        /// The posts made (docs).
        posts: Vec<Post>,
        /// Rows read (today).
        total: u64,
        /// Rows that went well (today).
        valid: u64,
        /// Rows that failed (today).
        invalid: u64,
        /// Row by row, in their order (today).
        results: Vec<BulkRow>,
        /// Remarks on the upload as a whole (today).
        warnings: Vec<String>,
    }

    /// What became of one row of a bulk upload.
    BulkRow {
        /// Its number, from 1, without the heading.
        row_index: u64,
        /// Whether it went well.
        ok: bool,
        /// The post; none in a dry run.
        created_post_id: String,
        /// What was wrong, such as `no_account_for_platform:tiktok`.
        errors: Vec<String>,
    }

    /// One step of publishing a post.
    PostLog {
        /// Its id.
        id as "_id": String,
        /// The post, by its id or whole.
        post_id: Reference,
        /// The platform.
        platform: String,
        /// The account.
        account_id: String,
        /// `publish`, `retry`, `media_upload`, `rate_limit_pause`, `token_refresh` or `cancelled`.
        action: String,
        /// `success`, `failed`, `pending` or `skipped`.
        status: String,
        /// The platform's HTTP status.
        status_code: u16,
        /// How long it took, in milliseconds.
        duration_ms: u64,
        /// From 1.
        attempt_number: u32,
        /// What was sent to the platform.
        request: Value,
        /// What the platform answered.
        response: Value,
        /// When it was.
        created_at: String,
    }

    /// Steps of publishing.
    PostLogs {
        /// The steps.
        logs: Vec<PostLog>,
        /// How many they are.
        count: u64,
        /// Where this page stands among all.
        pagination: Pagination,
    }

    /// One step of publishing, whole.
    PostLogAnswer {
        /// The step.
        log: PostLog,
    }
}

/// Which posts to list; what is `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostFilter {
    /// The page, from 1.
    pub page: Option<u64>,
    /// Posts a page; the service takes 1 to 500 and gives 10 if nothing is said.
    pub limit: Option<u64>,
    /// `draft`, `scheduled`, `published` or `failed`.
    pub status: Option<String>,
    /// Only posts for this platform.
    pub platform: Option<String>,
    /// Only posts of this profile.
    pub profile_id: Option<String>,
    /// Only posts that went through this account.
    pub account_id: Option<String>,
    /// Only posts made by this user.
    pub created_by: Option<String>,
    /// From this day, `YYYY-MM-DD`.
    pub date_from: Option<String>,
    /// Up to this day, `YYYY-MM-DD`.
    pub date_to: Option<String>,
    /// Hidden ones too.
    pub include_hidden: Option<bool>,
    /// Only posts that hold this text.
    pub search: Option<String>,
    /// `scheduled-desc`, `scheduled-asc`, `created-desc`, `created-asc`, `status` or `platform`.
    pub sort_by: Option<String>,
}

read_members! {
    PostFilter: page, limit, status, platform, profile_id, account_id, created_by, date_from, date_to, include_hidden, search, sort_by,
}

/// Which steps of publishing to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogFilter {
    /// `success`, `failed`, `pending` or `skipped`.
    pub status: Option<String>,
    /// Only steps on this platform.
    pub platform: Option<String>,
    /// Only steps of this kind.
    pub action: Option<String>,
    /// How many days back, at most 7.
    pub days: Option<u32>,
    /// How many to give, at most 100.
    pub limit: Option<u32>,
    /// How many to leave out before.
    pub skip: Option<u32>,
}

read_members! {
    LogFilter: status, platform, action, days, limit, skip,
}

/// What came of a create, an update or a retry.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Submitted {
    /// The post.
    pub post: Post,
    /// What the service said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The id that the request carried; none where the service knows none for the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The service had this post already, from a request under the same id: none was made now.
    pub repeated: bool,
    /// Some platforms took it and some did not (207).
    pub partial: bool,
    /// How many times the request was sent.
    pub attempts: u32,
    /// What else the service sent.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub other: Map<String, Value>,
}

impl Submitted {
    /// The platforms on which it failed.
    pub fn failures(&self) -> impl Iterator<Item = &Target> {
        let targets = self.post.platforms.iter().flatten();
        targets.filter(|target| target.status.as_deref() == Some("failed"))
    }
}

impl Client {
    /// Creates a post: at once, at a time, in a queue, or as a draft, as its body says. It is not
    /// checked before; [`Client::submit`] does that.
    ///
    /// It carries a request id of its own, the same over all its repeats, by which the service
    /// knows it again: it is never made twice.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let done = client.create_post(&serde_json::json!({
    ///     "content": "Hello",
    ///     "publishNow": true,
    ///     "platforms": [{ "platform": "bluesky", "accountId": "acc_1" }],
    /// })).await?;
    /// for target in done.failures() {
    ///     println!("{:?}: {:?}", target.platform, target.error_message);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] where the account posted the same within 24 hours; else as every
    /// call. Where [`Error::may_have_arrived`], try again with [`Client::create_post_under`].
    pub async fn create_post(&self, post: &Value) -> Result<Submitted, Error> {
        self.create_post_under(post, &random::request_id()?).await
    }

    /// Creates a post under a request id that you choose: under the same id, within five minutes,
    /// it is made once, however often and from wherever you call.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client, post: serde_json::Value)
    /// # -> Result<(), postworthy_late::Error> {
    /// let id = postworthy_late::request_id()?;
    /// let mut done = client.create_post_under(&post, &id).await;
    /// if done.as_ref().is_err_and(|error| error.may_have_arrived()) {
    ///     done = client.create_post_under(&post, &id).await;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`Client::create_post`].
    pub async fn create_post_under(&self, post: &Value, id: &str) -> Result<Submitted, Error> {
        self.create_post_until(post, id, None).await
    }

    /// [`Client::create_post_under`] an id that the service forgets at a time. Where that leaves
    /// no time to send anything, it is an [`ErrorKind::Timeout`] after no attempt.
    pub(crate) async fn create_post_until(
        &self,
        post: &Value,
        id: &str,
        until: Option<SystemTime>,
    ) -> Result<Submitted, Error> {
        if id.is_empty() || id.len() > 255 || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::setup(
                "a request id is 1 to 255 visible ASCII characters",
            ));
        }
        let call = Call::post(&["v1", "posts"])
            .json(post)?
            .under(REQUEST_ID, id.to_string())
            .until(until);
        self.submitted(&call).await
    }

    /// Lists a page of posts.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// use postworthy_late::PostFilter;
    /// let failed = PostFilter { status: Some("failed".into()), ..PostFilter::default() };
    /// let page = client.list_posts(&failed).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn list_posts(&self, filter: &PostFilter) -> Result<PostPage, Error> {
        self.send(&Call::get(&["v1", "posts"]).query(filter)?).await
    }

    /// All posts that a filter lets through, page by page as they are asked for.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let mut posts = client.posts(Default::default());
    /// while let Some(post) = posts.next().await {
    ///     println!("{:?}", post?.id);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn posts(&self, filter: PostFilter) -> Posts {
        Posts {
            client: self.clone(),
            filter,
            ready: VecDeque::new(),
            done: false,
        }
    }

    /// Reads a post, such as for its URLs after it was published.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// for target in client.post("post_1").await?.platforms.unwrap_or_default() {
    ///     println!("{:?}", target.platform_post_url);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn post(&self, id: &str) -> Result<Post, Error> {
        let call = Call::get(&["v1", "posts", id]);
        let answer: PostAnswer = self.send(&call).await?;
        answer.post.ok_or_else(|| missing("post"))
    }

    /// Changes a post that is not published yet. One that `publishNow` publishes is not repeated
    /// after a failure that leaves open whether it was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.update_post("post_1", &serde_json::json!({ "content": "Better" })).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn update_post(&self, id: &str, changes: &Value) -> Result<Submitted, Error> {
        let publishes = changes.get("publishNow").is_some_and(|now| now == true);
        let mut call = Call::put(&["v1", "posts", id]).json(changes)?;
        if publishes {
            call = call.repeat(Repeat::IfNotDone);
        }
        self.submitted(&call).await
    }

    /// Deletes a post that is not published.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.delete_post("post_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_post(&self, id: &str) -> Result<Message, Error> {
        self.send(&Call::delete(&["v1", "posts", id])).await
    }

    /// Publishes a failed or partial post again. It is not repeated after a failure that leaves
    /// open whether it was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let done = client.retry_post("post_1").await?;
    /// println!("{}", if done.partial { "partly" } else { "done" });
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`] while it is publishing; else as every call.
    pub async fn retry_post(&self, id: &str) -> Result<Submitted, Error> {
        let call = Call::post(&["v1", "posts", id, "retry"]);
        self.submitted(&call).await
    }

    /// Schedules the posts of a CSV, a row each; a dry run validates them and makes none. It is
    /// not repeated after a failure that leaves open whether it was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let csv = std::fs::read("posts.csv")?;
    /// let tried = client.bulk_upload(&csv, true).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn bulk_upload(&self, csv: &[u8], dry_run: bool) -> Result<BulkResult, Error> {
        let mut call = Call::post(&["v1", "posts", "bulk-upload"]);
        call.body = Body::Csv(csv.to_vec());
        if dry_run {
            call.query.push(("dryRun".to_string(), "true".to_string()));
            call = call.repeat(Repeat::Always);
        }
        self.send(&call).await
    }

    /// The steps of publishing a post, kept for seven days.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let steps = client.post_logs("post_1", Some(100)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn post_logs(&self, id: &str, limit: Option<u32>) -> Result<PostLogs, Error> {
        let filter = LogFilter {
            limit,
            ..LogFilter::default()
        };
        let call = Call::get(&["v1", "posts", id, "logs"]);
        self.send(&call.query(&filter)?).await
    }

    /// The steps of publishing all posts, kept for seven days.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let steps = client.logs(&Default::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn logs(&self, filter: &LogFilter) -> Result<PostLogs, Error> {
        self.send(&Call::get(&["v1", "logs"]).query(filter)?).await
    }

    /// One step of publishing, with all that was sent and answered.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let step = client.log("log_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn log(&self, id: &str) -> Result<PostLog, Error> {
        let call = Call::get(&["v1", "logs", id]);
        let answer: PostLogAnswer = self.send(&call).await?;
        answer.log.ok_or_else(|| missing("log"))
    }

    async fn submitted(&self, call: &Call) -> Result<Submitted, Error> {
        let answer = self.answer(call).await?;
        let read: PostAnswer = self.read(call, &answer)?;
        let repeated = read.existing_post.is_some();
        let post = read.existing_post.or(read.post).ok_or_else(|| {
            // It was accepted, so whoever asked must not simply ask again.
            missing("post")
                .with_status(answer.status)
                .with_call(call.name(), call.id(), answer.attempts)
                .with_doubt(true)
        })?;
        Ok(Submitted {
            post,
            message: read.message,
            request_id: call.id().map(str::to_string),
            repeated,
            partial: answer.status == 207,
            attempts: answer.attempts,
            other: read.other,
        })
    }
}

pub(crate) fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Answer, format!("the answer holds no `{what}`"))
}

/// The posts of [`Client::posts`].
#[derive(Debug)]
pub struct Posts {
    client: Client,
    filter: PostFilter,
    ready: VecDeque<Post>,
    done: bool,
}

impl Posts {
    /// The next post; `None` behind the last. An error ends it.
    pub async fn next(&mut self) -> Option<Result<Post, Error>> {
        loop {
            if let Some(post) = self.ready.pop_front() {
                return Some(Ok(post));
            }
            if self.done {
                return None;
            }
            let page = self.filter.page.unwrap_or(1);
            match self.client.list_posts(&self.filter).await {
                Ok(answer) => {
                    self.filter.page = Some(page.saturating_add(1));
                    self.ready = answer.posts.unwrap_or_default().into();
                    let pages = answer.pagination.and_then(|at| at.pages);
                    self.done = self.ready.is_empty() || pages.is_none_or(|pages| page >= pages);
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
    }
}
