//! Calls by their name: the methods of the Rust client, with arguments as Python gave them.

use std::path::PathBuf;
use std::sync::Arc;

use postworthy_late::{Client, Error, OnProgress, PostFilter, Posts, Submission, SubmitOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use crate::media::camel_case;

/// The posts of a list, as far as it has been read.
pub type Pages = Arc<Mutex<Posts>>;

/// The arguments of a call.
pub struct Given {
    /// The post, where the call takes one.
    pub post: Value,
    /// How a post is to be submitted.
    pub options: SubmitOptions,
    /// A file.
    pub path: PathBuf,
    /// The bytes of a file.
    pub data: Vec<u8>,
    /// A list that was begun.
    pub pages: Option<Pages>,
    /// All others, by name.
    pub rest: Map<String, Value>,
}

/// What a call returns.
pub enum Answer {
    Value(Value),
    Submission(Box<Submission>),
}

/// Why there is no answer.
pub enum Trouble {
    Late(Error),
    /// An argument that makes no sense.
    Argument(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Late(error)
    }
}

impl Given {
    /// An argument, as what the call takes.
    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Trouble> {
        let value = self.rest.get(name).unwrap_or(&Value::Null);
        T::deserialize(value).map_err(|error| Trouble::Argument(format!("{name}: {error}")))
    }

    fn text(&self, name: &str) -> Result<String, Trouble> {
        self.read(name)
    }

    fn optional(&self, name: &str) -> Result<Option<String>, Trouble> {
        self.read(name)
    }

    /// Keyword arguments, which stand for the fields of a struct.
    fn fields<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        fields(self.rest.get("fields")).map_err(Trouble::Argument)
    }
}

/// Reads a struct whose fields are named as in Python.
pub fn fields<T: DeserializeOwned>(fields: Option<&Value>) -> Result<T, String> {
    let fields = fields.and_then(Value::as_object).into_iter().flatten();
    let renamed = fields.map(|(name, value)| (camel_case(name), value.clone()));
    let renamed = Value::Object(renamed.collect::<Map<_, _>>());
    T::deserialize(renamed).map_err(|error| error.to_string())
}

fn value(answer: Result<impl Serialize, Error>) -> Result<Answer, Trouble> {
    let value = serde_json::to_value(answer?);
    value
        .map(Answer::Value)
        .map_err(|error| Trouble::Argument(error.to_string()))
}

/// Makes the call of that name.
pub async fn call(
    client: Client,
    name: &str,
    mut given: Given,
    progress: OnProgress,
) -> Result<Answer, Trouble> {
    match name {
        "submit" => {
            let mut options = std::mem::take(&mut given.options);
            options.progress = Some(progress);
            let done = Box::pin(client.submit(&given.post, &options)).await?;
            Ok(Answer::Submission(Box::new(done)))
        }
        "upload" => value(Box::pin(client.upload(&given.path, Some(progress))).await),
        "put" => {
            let (place, kind) = (given.read("place")?, given.text("content_type")?);
            value(Box::pin(client.put(&place, &given.path, &kind, Some(progress))).await)
        }
        "next" => match &given.pages {
            Some(pages) => match pages.lock().await.next().await {
                Some(post) => value(post),
                None => Ok(Answer::Value(Value::Null)),
            },
            None => Err(Trouble::Argument("there is no list to read".to_string())),
        },
        _ => match post_call(&client, name, &given).await {
            Some(outcome) => outcome,
            None => match account_call(&client, name, &given).await {
                Some(outcome) => outcome,
                None => Err(Trouble::Argument(format!("there is no call {name}"))),
            },
        },
    }
}

/// Calls of the families of posts, media, and validation; `None` for others.
async fn post_call(client: &Client, name: &str, given: &Given) -> Option<Result<Answer, Trouble>> {
    let call = async {
        Ok::<_, Trouble>(Some(match name {
            "request" => {
                let body: Option<Value> = given.read("body")?;
                let (method, path) = (given.text("method")?, given.text("path")?);
                value(client.request(&method, &path, body.as_ref()).await)?
            }
            "create_post" => value(client.create_post(&given.post).await)?,
            "create_post_under" => {
                let id = given.text("id")?;
                value(client.create_post_under(&given.post, &id).await)?
            }
            "list_posts" => value(client.list_posts(&given.fields::<PostFilter>()?).await)?,
            "post" => value(client.post(&given.text("id")?).await)?,
            "update_post" => {
                let (id, changes) = (given.text("id")?, given.read("changes")?);
                value(client.update_post(&id, &changes).await)?
            }
            "delete_post" => value(client.delete_post(&given.text("id")?).await)?,
            "retry_post" => value(client.retry_post(&given.text("id")?).await)?,
            "bulk_upload" => {
                let dry_run = given.read("dry_run")?;
                value(client.bulk_upload(&given.data, dry_run).await)?
            }
            "post_logs" => {
                let (id, limit) = (given.text("id")?, given.read("limit")?);
                value(client.post_logs(&id, limit).await)?
            }
            "logs" => value(client.logs(&given.fields()?).await)?,
            "log" => value(client.log(&given.text("id")?).await)?,
            "presign" => {
                let (name, kind) = (given.text("filename")?, given.text("content_type")?);
                value(client.presign(&name, &kind, given.read("bytes")?).await)?
            }
            "account_facts" => value(client.account_facts(&given.post).await)?,
            "validate_text" => value(client.validate_text(&given.text("text")?).await)?,
            "validate_post" => value(client.validate_post(&given.post).await)?,
            "validate_media" => value(client.validate_media(&given.text("url")?).await)?,
            "usage" => value(client.usage().await)?,
            _ => return Ok(None),
        }))
    };
    call.await.transpose()
}

/// Calls of the families of accounts, profiles and queues; `None` for others.
async fn account_call(
    client: &Client,
    name: &str,
    given: &Given,
) -> Option<Result<Answer, Trouble>> {
    let call = async {
        Ok::<_, Trouble>(Some(match name {
            "accounts" => value(client.accounts(&given.fields()?).await)?,
            "update_account" => {
                let (id, changes) = (given.text("id")?, given.read("changes")?);
                value(client.update_account(&id, &changes).await)?
            }
            "disconnect_account" => value(client.disconnect_account(&given.text("id")?).await)?,
            "follower_stats" => value(client.follower_stats(&given.fields()?).await)?,
            "accounts_health" => value(client.accounts_health(&given.fields()?).await)?,
            "account_health" => value(client.account_health(&given.text("id")?).await)?,
            "pinterest_boards" => value(client.pinterest_boards(&given.text("account")?).await)?,
            "set_pinterest_board" => {
                let (account, board) = (given.text("account")?, given.text("board")?);
                let name = given.optional("name")?;
                let name = name.as_deref();
                value(client.set_pinterest_board(&account, &board, name).await)?
            }
            "create_pinterest_board" => {
                let account = given.text("account")?;
                value(
                    client
                        .create_pinterest_board(&account, &given.fields()?)
                        .await,
                )?
            }
            "reddit_subreddits" => value(client.reddit_subreddits(&given.text("account")?).await)?,
            "set_reddit_subreddit" => {
                let (account, name) = (given.text("account")?, given.text("subreddit")?);
                value(client.set_reddit_subreddit(&account, &name).await)?
            }
            "tiktok_creator_info" => {
                let (account, photo) = (given.text("account")?, given.read("photo")?);
                value(client.tiktok_creator_info(&account, photo).await)?
            }
            "profiles" => value(client.profiles(&given.fields()?).await)?,
            "create_profile" => value(client.create_profile(&given.fields()?).await)?,
            "profile" => value(client.profile(&given.text("id")?).await)?,
            "update_profile" => {
                let (id, changes) = (given.text("id")?, given.read("changes")?);
                value(client.update_profile(&id, &changes).await)?
            }
            "delete_profile" => value(client.delete_profile(&given.text("id")?).await)?,
            "queue" => {
                let (profile, queue) = (given.text("profile")?, given.optional("queue")?);
                value(client.queue(&profile, queue.as_deref()).await)?
            }
            "queues" => value(client.queues(&given.text("profile")?).await)?,
            "create_queue" => value(client.create_queue(&given.fields()?).await)?,
            "update_queue" => value(client.update_queue(&given.fields()?).await)?,
            "delete_queue" => {
                let (profile, queue) = (given.text("profile")?, given.text("queue")?);
                value(client.delete_queue(&profile, &queue).await)?
            }
            "queue_preview" => {
                let (profile, queue) = (given.text("profile")?, given.optional("queue")?);
                let count = given.read("count")?;
                value(
                    client
                        .queue_preview(&profile, queue.as_deref(), count)
                        .await,
                )?
            }
            "next_slot" => {
                let (profile, queue) = (given.text("profile")?, given.optional("queue")?);
                value(client.next_slot(&profile, queue.as_deref()).await)?
            }
            _ => return Ok(None),
        }))
    };
    call.await.transpose()
}
