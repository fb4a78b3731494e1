//! Submitting: facts, check, uploads, and the post, once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postworthy::{AccountFacts, Context, Engine, Post, Report};
use ring::digest;
use serde::Serialize;
use serde_json::{Value, json};

use crate::accounts::{Account, AccountFilter};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::local::{self, LocalFile, local_files, with_urls};
use crate::media::{self, OnProgress, Uploaded};
use crate::notice::Notice;
use crate::posts::Submitted;
use crate::random;
use crate::record::{Known, Record};

/// How to submit a post.
///
/// ```
/// use postworthy_late::SubmitOptions;
/// let options = SubmitOptions { dry_run: true, ..SubmitOptions::default() };
/// ```
#[derive(Clone, Default)]
pub struct SubmitOptions {
    /// The rules; the built-in ones if nothing is said.
    pub engine: Option<Engine>,
    /// Facts that the caller knows; those of accounts and local files are added to it.
    pub context: Context,
    /// Where paths in the post count from, before the working directory.
    pub folder: Option<PathBuf>,
    /// Submits also what the check finds errors in, and says so.
    pub force: bool,
    /// Reads and checks, and neither uploads nor posts.
    pub dry_run: bool,
    /// Posts the same again, although the service, or `record`, would recognise it.
    pub again: bool,
    /// A folder that remembers what was submitted, so that a later run finds its post when the
    /// service has forgotten the request. It is made where it does not exist.
    pub record: Option<PathBuf>,
    /// Hears how far uploads are.
    pub progress: Option<OnProgress>,
}

/// What came of submitting a post.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct Submission {
    /// What the check found.
    pub report: Report,
    /// What was uploaded.
    pub uploads: Vec<Uploaded>,
    /// What was done.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What was done with a post.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Outcome {
    /// Nothing: the check found errors.
    Refused,
    /// Nothing: it was a dry run. These would have been sent.
    Planned {
        /// The requests, in their order.
        requests: Vec<Planned>,
    },
    /// The service has the post.
    Submitted(Box<Submitted>),
}

/// A request that would be sent. The key would stand in the `Authorization` header of those to
/// the service, and is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Planned {
    /// The method.
    pub method: String,
    /// The address; where it is not known before, what it will be, in angle brackets.
    pub url: String,
    /// Headers beside `Authorization`.
    pub headers: BTreeMap<String, String>,
    /// The body; of an upload, the path and size of the file.
    pub body: Value,
}

impl Client {
    /// Checks a post and submits it: reads what the service knows of its accounts, probes its
    /// local files, checks it, uploads the files and creates the post with their URLs.
    ///
    /// Where the check finds errors, nothing is uploaded and nothing posted. The same post with
    /// the same files has the same request id, so that a second run within five minutes finds the
    /// first one's post instead of making another; with [`SubmitOptions::record`], whenever it is.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// use postworthy_late::{Outcome, SubmitOptions};
    /// let post = serde_json::json!({
    ///     "content": "Hello", "publishNow": true,
    ///     "mediaItems": [{ "url": "launch.jpg" }],
    ///     "platforms": [{ "platform": "bluesky", "accountId": "acc_1" }],
    /// });
    /// let done = client.submit(&post, &SubmitOptions::default()).await?;
    /// match done.outcome {
    ///     Outcome::Submitted(made) => println!("{:?}", made.post.id),
    ///     _ => println!("{:?}", done.report.diagnostics),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call, and [`ErrorKind::File`] for files that cannot be read or are not taken.
    pub async fn submit(&self, post: &Value, options: &SubmitOptions) -> Result<Submission, Error> {
        let (own, folder) = (post.clone(), options.folder.clone());
        let files = local::aside(move || local_files(&Post::from_value(&own), folder.as_deref()));
        let files = files.await?;
        let mut context = options.context.clone();
        for (id, facts) in self.account_facts(post).await? {
            let known = context.accounts.remove(&id).unwrap_or_default();
            context.accounts.insert(id, merged(known, facts));
        }
        for file in &files {
            let known = context.media.entry(file.url.clone());
            known.or_insert_with(|| file.info.clone());
        }
        context.now.get_or_insert_with(postworthy::now);
        let parsed = Post::from_value(post);
        let report = match &options.engine {
            Some(engine) => engine.check(&parsed, &context),
            None => postworthy::check(&parsed, &context),
        };
        let done = |uploads, outcome| Submission {
            report: report.clone(),
            uploads,
            outcome,
        };
        if !report.valid && !options.force {
            return Ok(done(Vec::new(), Outcome::Refused));
        }
        if !report.valid {
            let errors = report.errors;
            self.inner().tell(&Notice::Forced { errors });
        }
        // Before anything is uploaded: a file that is not taken must not leave others behind.
        for file in &files {
            media::content_type(&file.info)
                .ok_or_else(|| media::not_taken(&file.path, &file.info))?;
        }
        let print = {
            let (own, files) = (post.clone(), files.clone());
            local::aside(move || fingerprint(&own, &files)).await??
        };
        let base = self.inner().base.as_str();
        let record = options.record.as_deref();
        let record = record.map(|folder| Record::new(folder, base, &print));
        let heeded = record.as_ref().filter(|_| !options.again);
        let mut seen = Known::Nothing;
        if let Some(record) = heeded {
            seen = record.read().await?;
            if let Some(outcome) = self.known(&seen, &print, options.dry_run).await? {
                return Ok(done(Vec::new(), outcome));
            }
        }
        let id = if options.again {
            random::request_id()?
        } else {
            print.clone()
        };
        if options.dry_run {
            let requests = self.planned(post, &files, &id);
            return Ok(done(Vec::new(), Outcome::Planned { requests }));
        }
        let mut uploads = Vec::new();
        let mut urls = BTreeMap::new();
        for file in &files {
            let uploaded = self.upload(&file.path, options.progress.clone()).await?;
            urls.insert(file.url.clone(), uploaded.public_url.clone());
            uploads.push(uploaded);
        }
        // Uploads take their time: what the service knew before it may have forgotten, and another
        // run may have been faster. A post that was seen already is one that was deleted.
        if let Some(record) = heeded {
            let now = record.read().await?;
            if now != seen
                && let Some(outcome) = self.known(&now, &print, false).await?
            {
                return Ok(done(uploads, outcome));
            }
        }
        let post = with_urls(post, &urls);
        let made = self.create_recorded(&post, &id, record.as_ref()).await?;
        Ok(done(uploads, Outcome::Submitted(Box::new(made))))
    }

    /// What an earlier run made of a submission.
    async fn known(
        &self,
        known: &Known,
        id: &str,
        dry_run: bool,
    ) -> Result<Option<Outcome>, Error> {
        let post = match known {
            Known::Nothing => return Ok(None),
            Known::Post(post) => post,
            Known::Doubt(at) => return Err(doubtful(at)),
        };
        if dry_run {
            let base = self.inner().base.as_str().trim_end_matches('/');
            return Ok(Some(Outcome::Planned {
                requests: vec![Planned {
                    method: "GET".to_string(),
                    url: format!("{base}/v1/posts/{post}"),
                    headers: BTreeMap::new(),
                    body: Value::Null,
                }],
            }));
        }
        match self.post(post).await {
            Ok(post) => Ok(Some(Outcome::Submitted(Box::new(Submitted {
                partial: post.status.as_deref() == Some("partial"),
                post,
                message: None,
                request_id: Some(id.to_string()),
                repeated: true,
                attempts: 1,
                other: serde_json::Map::new(),
            })))),
            // It was deleted there.
            Err(error) if *error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates a post, and records it before and after.
    async fn create_recorded(
        &self,
        post: &Value,
        id: &str,
        record: Option<&Record>,
    ) -> Result<Submitted, Error> {
        let Some(record) = record else {
            return self.create_post_under(post, id).await;
        };
        // Where nothing can be recorded, nothing is posted: the next run would post it again.
        let begun = record.begin(id).await?;
        let made = self.create_post_until(post, id, begun.until()).await;
        let recorded = match &made {
            Ok(made) => record.done(&begun, made.post.id.as_deref()).await,
            Err(error) if error.may_have_arrived() => Ok(()),
            Err(_) => record.undo(&begun).await,
        };
        if let Err(error) = recorded {
            let reason = error.message().to_string();
            self.inner().tell(&Notice::Record { reason });
        }
        made.map_err(|error| {
            let unsent = *error.kind() == ErrorKind::Timeout && error.attempts() == 0;
            if unsent { doubtful(begun.at()) } else { error }
        })
    }

    /// What the service knows of the accounts that a post names: their platforms, what kind of
    /// LinkedIn account they are, TikTok's privacy levels and longest video, Pinterest's boards.
    /// What cannot be read is left out and told of, as the check can do without.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client, post: serde_json::Value)
    /// # -> Result<(), postworthy_late::Error> {
    /// let mut context = postworthy::Context::default();
    /// context.accounts = client.account_facts(&post).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Those of [`Client::accounts`].
    pub async fn account_facts(
        &self,
        post: &Value,
    ) -> Result<BTreeMap<String, AccountFacts>, Error> {
        let named = named_accounts(post);
        let mut facts = BTreeMap::new();
        if named.is_empty() {
            return Ok(facts);
        }
        let known = self.accounts(&AccountFilter::default()).await?;
        let known = known.accounts.unwrap_or_default();
        for id in named {
            let account = known.iter().find(|one| one.id.as_deref() == Some(&id));
            let Some(account) = account else {
                self.note(&id, "it is not among the accounts that this key can see");
                continue;
            };
            if account.is_active == Some(false) || account.needs_reconnection == Some(true) {
                self.note(&id, "it must be connected anew before it can post");
            }
            facts.insert(id.clone(), self.facts_of(&id, account).await?);
        }
        Ok(facts)
    }

    async fn facts_of(&self, id: &str, account: &Account) -> Result<AccountFacts, Error> {
        let mut facts = AccountFacts {
            platform: account.platform.clone(),
            ..AccountFacts::default()
        };
        match account.platform.as_deref() {
            Some("linkedin") => facts.account_type = linkedin_type(account),
            Some("tiktok") => {
                if let Some(info) =
                    self.unless_lost(id, self.tiktok_creator_info(id, false).await)?
                {
                    let levels = info.privacy_levels.into_iter().flatten();
                    let levels: Vec<String> = levels.filter_map(|level| level.value).collect();
                    facts.privacy_levels = (!levels.is_empty()).then_some(levels);
                    let limits = info.posting_limits.unwrap_or_default();
                    facts.max_video_seconds = limits.max_video_duration_sec;
                }
            }
            Some("pinterest") => {
                if let Some(boards) = self.unless_lost(id, self.pinterest_boards(id).await)? {
                    facts.boards = Some(boards.into_iter().filter_map(|board| board.id).collect());
                }
            }
            _ => {}
        }
        Ok(facts)
    }

    /// A fact that can be done without: told of where it is lost, unless the key is at fault.
    fn unless_lost<T>(&self, id: &str, fact: Result<T, Error>) -> Result<Option<T>, Error> {
        match fact {
            Ok(fact) => Ok(Some(fact)),
            Err(error) if *error.kind() == ErrorKind::NotAuthorized => Err(error),
            Err(error) => {
                self.note(id, error.message());
                Ok(None)
            }
        }
    }

    fn note(&self, id: &str, reason: &str) {
        self.inner().tell(&Notice::Account {
            account_id: id.to_string(),
            reason: reason.to_string(),
        });
    }

    /// The requests of a submission after its check.
    fn planned(&self, post: &Value, files: &[LocalFile], id: &str) -> Vec<Planned> {
        let base = self.inner().base.as_str().trim_end_matches('/');
        let mut requests = Vec::new();
        let mut urls = BTreeMap::new();
        let json_type = || ("content-type".to_string(), "application/json".to_string());
        for file in files {
            let path = file.path.display();
            let kind = media::content_type(&file.info).unwrap_or_default();
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            requests.push(Planned {
                method: "POST".to_string(),
                url: format!("{base}/v1/media/presign"),
                headers: [json_type()].into(),
                body: json!({ "filename": name, "contentType": kind, "size": file.info.bytes }),
            });
            requests.push(Planned {
                method: "PUT".to_string(),
                url: format!("<uploadUrl of {path}>"),
                headers: [("content-type".to_string(), kind.to_string())].into(),
                body: json!({ "file": path.to_string(), "bytes": file.info.bytes }),
            });
            urls.insert(file.url.clone(), format!("<publicUrl of {path}>"));
        }
        let id = ("x-request-id".to_string(), id.to_string());
        requests.push(Planned {
            method: "POST".to_string(),
            url: format!("{base}/v1/posts"),
            headers: [json_type(), id].into(),
            body: with_urls(post, &urls),
        });
        requests
    }
}

/// A run at this time got no answer, and the service does not surely know its request any more.
fn doubtful(at: &str) -> Error {
    let message = format!(
        "this was submitted at {at}, no answer came, and the service cannot tell any more whether it has the post: look there, and if it has not, submit it again with `again`"
    );
    Error::new(ErrorKind::Conflict, message).with_doubt(true)
}

/// What the caller knows, and what the service knows for the rest.
fn merged(known: AccountFacts, told: AccountFacts) -> AccountFacts {
    AccountFacts {
        platform: known.platform.or(told.platform),
        account_type: known.account_type.or(told.account_type),
        premium: known.premium.or(told.premium),
        privacy_levels: known.privacy_levels.or(told.privacy_levels),
        max_video_seconds: known.max_video_seconds.or(told.max_video_seconds),
        boards: known.boards.or(told.boards),
    }
}

fn named_accounts(post: &Value) -> BTreeSet<String> {
    let targets = post.get("platforms").and_then(Value::as_array);
    let ids = targets.into_iter().flatten().filter_map(|target| {
        let id = target.get("accountId")?.as_str()?;
        (!id.trim().is_empty()).then(|| id.to_string())
    });
    ids.collect()
}

/// Whether a LinkedIn account is a person's or an organization's, as its address tells.
fn linkedin_type(account: &Account) -> Option<String> {
    let metadata = account.metadata.as_ref();
    let organization = metadata.is_some_and(|data| data.get("organizationInfo").is_some());
    let address = account.profile_url.as_deref().unwrap_or_default();
    if organization || address.contains("/company/") {
        Some("organization".to_string())
    } else if address.contains("/in/") {
        Some("personal".to_string())
    } else {
        None
    }
}

/// A request id that is the same for the same post with the same files.
fn fingerprint(post: &Value, files: &[LocalFile]) -> Result<String, Error> {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(post.to_string().as_bytes());
    for file in files {
        let path: &Path = &file.path;
        let length = file.info.bytes.unwrap_or_default();
        hash.update(&length.to_be_bytes());
        local::hash(path, &mut hash).map_err(|error| media::unreadable(path, &error))?;
    }
    Ok(random::id_of(hash))
}
