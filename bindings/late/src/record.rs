//! What was submitted from this machine, so that it is known when the service has forgotten it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ring::digest;
use serde::{Deserialize, Serialize};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::error::Error;

/// So long the service knows a request id.
const KNOWN: Duration = Duration::from_secs(300);

/// The record of one submission: a file of its own, so that runs at the same time do not meet.
pub(crate) struct Record {
    path: PathBuf,
    /// The name of such a file before it was the same for every compiler.
    older: PathBuf,
    entry: Entry,
}

/// What stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// Where it was submitted to.
    service: String,
    /// The id of the request.
    request_id: String,
    /// When (RFC 3339).
    at: String,
    /// The post; none as long as no answer has come.
    post: Option<String>,
}

/// What is known of earlier runs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Nothing,
    /// This post was made.
    Post(String),
    /// A run at this time got no answer, and the service knows its request id no more.
    Doubt(String),
}

impl Record {
    /// The record of a submission in a folder of such.
    pub(crate) fn new(folder: &Path, service: &str, id: &str) -> Self {
        let digest = digest::digest(&digest::SHA256, service.as_bytes());
        let place: String = digest.as_ref().iter().take(4).map(hex).collect();
        let mut older = DefaultHasher::new();
        service.hash(&mut older);
        Record {
            path: folder.join(format!("{id}-{place}.json")),
            older: folder.join(format!("{id}-{:08x}.json", older.finish() as u32)),
            entry: Entry {
                service: service.to_string(),
                request_id: id.to_string(),
                at: postworthy::now(),
                post: None,
            },
        }
    }

    /// What an earlier run wrote.
    pub(crate) async fn read(&self) -> Result<Known, Error> {
        let Some((path, text)) = self.found().await? else {
            return Ok(Known::Nothing);
        };
        let unreadable = |why: &str| Error::file(format!("{}: {why}", path.display()));
        let entry: Entry = serde_json::from_slice(&text)
            .map_err(|error| unreadable(&format!("this is no record of a submission: {error}")))?;
        if let Some(post) = entry.post {
            return Ok(Known::Post(post));
        }
        let changed = fs::metadata(path).await.and_then(|it| it.modified());
        let changed = changed.map_err(|error| unreadable(&error.to_string()))?;
        // A clock that was set back makes it no younger.
        let age = SystemTime::now().duration_since(changed);
        Ok(match age {
            Ok(age) if age < KNOWN => Known::Nothing,
            _ => Known::Doubt(entry.at),
        })
    }

    /// Writes that the post is about to be created, and returns what stood there before.
    pub(crate) async fn begin(&self) -> Result<Option<Vec<u8>>, Error> {
        let before = self.found().await?;
        self.write(&self.entry).await?;
        Ok(before.map(|(_, text)| text))
    }

    /// Writes which post it was.
    pub(crate) async fn done(&self, post: Option<&str>) -> Result<(), Error> {
        let entry = Entry {
            post: post.map(str::to_string),
            ..self.entry.clone()
        };
        self.write(&entry).await
    }

    /// Undoes [`Record::begin`]: it is known that no post was created.
    pub(crate) async fn undo(&self, before: Option<Vec<u8>>) -> Result<(), Error> {
        let undone = match before {
            Some(text) => self.replace(&text).await,
            None => fs::remove_file(&self.path).await,
        };
        undone.map_err(|error| self.unwritable(&error))
    }

    /// The file that there is, and its text.
    async fn found(&self) -> Result<Option<(&Path, Vec<u8>)>, Error> {
        for path in [self.path.as_path(), &self.older] {
            match fs::read(path).await {
                Ok(text) => return Ok(Some((path, text))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::file(format!("{}: {error}", path.display()))),
            }
        }
        Ok(None)
    }

    async fn write(&self, entry: &Entry) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(entry).map_err(io::Error::from);
        let written = match text {
            Ok(text) => self.replace(&text).await,
            Err(error) => Err(error),
        };
        written.map_err(|error| self.unwritable(&error))
    }

    /// Puts a text in the place of the file, whole or not at all, so that it outlasts a power cut.
    async fn replace(&self, text: &[u8]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).await?;
        }
        let beside = self
            .path
            .with_extension(format!("{}.new", std::process::id()));
        let mut file = fs::File::create(&beside).await?;
        file.write_all(text).await?;
        file.flush().await?;
        file.sync_all().await?;
        fs::rename(&beside, &self.path).await?;
        // Some file systems do not know how to make a folder last, and do so by themselves.
        if let (true, Some(folder)) = (cfg!(unix), self.path.parent())
            && let Ok(folder) = fs::File::open(folder).await
        {
            let _ = folder.sync_all().await;
        }
        Ok(())
    }

    fn unwritable(&self, error: &io::Error) -> Error {
        let path = self.path.display();
        Error::file(format!(
            "{path}: this submission cannot be recorded: {error}"
        ))
    }
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_record_has_the_same_name_whatever_it_was_built_with() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        let name = record.path.file_name().unwrap();
        assert_eq!(name, "id-6f4e4598.json");
        // What was recorded under an older name is known.
        record.done(Some("post_1")).await.unwrap();
        std::fs::rename(&record.path, &record.older).unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        let before = record.begin().await.unwrap();
        record.undo(before).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
    }

    #[tokio::test]
    async fn a_post_is_known_again_and_an_unanswered_one_only_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("deeper");
        let record = Record::new(&folder, "https://a.dev", "id");
        assert_eq!(record.read().await.unwrap(), Known::Nothing);
        assert_eq!(record.begin().await.unwrap(), None);
        assert_eq!(record.read().await.unwrap(), Known::Nothing);
        let file = std::fs::File::options()
            .write(true)
            .open(&record.path)
            .unwrap();
        file.set_modified(SystemTime::now() - KNOWN).unwrap();
        assert!(matches!(record.read().await.unwrap(), Known::Doubt(at) if at.ends_with('Z')));
        record.done(Some("post_1")).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        // A second one that fails leaves the first one known.
        let before = record.begin().await.unwrap();
        record.undo(before).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        let other = Record::new(&folder, "https://b.dev", "id");
        assert_eq!(other.read().await.unwrap(), Known::Nothing);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_record_that_cannot_be_read_is_no_leave_to_post() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        std::fs::write(&record.path, "{").unwrap();
        assert!(record.read().await.is_err());
    }
}
