//! What was submitted from this machine, so that it is known when the service has forgotten it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::digest;
use serde::{Deserialize, Serialize};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::call;
use crate::date;
use crate::error::Error;

/// So long the service knows a request id.
const KNOWN: Duration = Duration::from_secs(300);

/// The record of one submission: a file of its own, so that runs at the same time do not meet.
pub(crate) struct Record {
    path: PathBuf,
    /// The name of such a file before it was the same for every compiler.
    older: PathBuf,
    service: String,
    id: String,
}

/// What stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// Where it was submitted to.
    service: String,
    /// The id of the request.
    request_id: String,
    /// When (RFC 3339); of several without an answer, the first.
    at: String,
    /// The same in seconds since 1970. Older versions went by the time of the file instead, which
    /// every further try renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    /// The post; none as long as no answer has come.
    post: Option<String>,
}

/// What is known of earlier runs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Nothing,
    /// This post was made.
    Post(String),
    /// A run at this time got no answer, and the service may know its request id no more.
    Doubt(String),
}

/// What [`Record::begin`] wrote, and what stood there before.
pub(crate) struct Begun {
    entry: Entry,
    before: Option<Vec<u8>>,
    /// The id was used before, and no answer had come.
    doubtful: bool,
}

impl Begun {
    /// Until when the service knows the id; none where it has not had it before.
    pub(crate) fn until(&self) -> Option<SystemTime> {
        self.doubtful.then(|| self.entry.until())
    }

    /// When it was submitted first.
    pub(crate) fn at(&self) -> &str {
        &self.entry.at
    }
}

impl Entry {
    /// Until when the service knows the id.
    fn until(&self) -> SystemTime {
        let since = Duration::from_secs(self.since.unwrap_or_default());
        let until = UNIX_EPOCH.checked_add(since.saturating_add(KNOWN));
        until.unwrap_or(UNIX_EPOCH)
    }

    /// Sets since when there has been no answer: the oldest of what is known. Where that is
    /// nothing, or lies ahead as after a clock was set back, it is long ago.
    fn settle(&mut self, changed: Option<SystemTime>) {
        let said = date::read_utc(&self.at);
        let written = self.since.into_iter().chain(said).min();
        let oldest = written.into_iter().chain(changed.map(seconds)).min();
        let newest = written.into_iter().chain(changed.map(seconds)).max();
        let sound = written.is_some() && newest <= Some(seconds(SystemTime::now()));
        self.since = oldest.filter(|_| sound).or(Some(0));
    }
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
            service: service.to_string(),
            id: id.to_string(),
        }
    }

    /// What an earlier run wrote.
    pub(crate) async fn read(&self) -> Result<Known, Error> {
        let Some((path, text)) = self.found().await? else {
            return Ok(Known::Nothing);
        };
        let entry = parsed(path, &text).await.map_err(|error| {
            let path = path.display();
            Error::file(format!(
                "{path}: this is no record of a submission: {error}"
            ))
        })?;
        if let Some(post) = entry.post {
            return Ok(Known::Post(post));
        }
        // `again` takes another id, under which the service would not find it.
        let known = entry.request_id == self.id && !call::left(entry.until()).is_zero();
        Ok(if known {
            Known::Nothing
        } else {
            Known::Doubt(entry.at)
        })
    }

    /// Writes that the post is about to be created under an id.
    pub(crate) async fn begin(&self, id: &str) -> Result<Begun, Error> {
        let mut begun = Begun {
            entry: Entry {
                service: self.service.clone(),
                request_id: id.to_string(),
                at: postworthy::now(),
                since: Some(seconds(SystemTime::now())),
                post: None,
            },
            before: None,
            doubtful: false,
        };
        if let Some((path, mut text)) = self.found().await? {
            // What cannot be read is put back as it is.
            if let Ok(entry) = parsed(path, &text).await
                && entry.post.is_none()
            {
                // With its time: that of the file is about to be lost.
                text = self.text(&entry)?;
                if entry.request_id == id {
                    begun.entry = entry;
                    begun.doubtful = true;
                }
            }
            begun.before = Some(text);
        }
        self.write(&begun.entry).await?;
        Ok(begun)
    }

    /// Writes which post it was.
    pub(crate) async fn done(&self, begun: &Begun, post: Option<&str>) -> Result<(), Error> {
        let entry = Entry {
            post: post.map(str::to_string),
            ..begun.entry.clone()
        };
        self.write(&entry).await
    }

    /// Undoes [`Record::begin`]: it is known that it created no post.
    pub(crate) async fn undo(&self, begun: &Begun) -> Result<(), Error> {
        let undone = match &begun.before {
            Some(text) => self.replace(text).await,
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
        let written = self.replace(&self.text(entry)?).await;
        written.map_err(|error| self.unwritable(&error))
    }

    fn text(&self, entry: &Entry) -> Result<Vec<u8>, Error> {
        serde_json::to_vec_pretty(entry).map_err(|error| self.unwritable(&error.into()))
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

/// What a file says, with the time since when there has been no answer.
async fn parsed(path: &Path, text: &[u8]) -> Result<Entry, serde_json::Error> {
    let mut entry: Entry = serde_json::from_slice(text)?;
    let changed = fs::metadata(path).await.and_then(|it| it.modified());
    entry.settle(changed.ok());
    Ok(entry)
}

/// Seconds since 1970.
fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECENT: u64 = 100;

    fn ago(seconds: u64) -> SystemTime {
        let before = Duration::from_secs(seconds);
        SystemTime::now().checked_sub(before).unwrap()
    }

    /// A record without an answer, as it stands in a file.
    fn unanswered(at: &str, since: Option<u64>) -> String {
        let entry = Entry {
            service: "https://a.dev".into(),
            request_id: "id".into(),
            at: at.into(),
            since,
            post: None,
        };
        serde_json::to_string(&entry).unwrap()
    }

    fn touch(record: &Record, changed: SystemTime) {
        let file = std::fs::File::options().write(true).open(&record.path);
        file.unwrap().set_modified(changed).unwrap();
    }

    fn since(record: &Record) -> u64 {
        let text = std::fs::read(&record.path).unwrap();
        let entry: Entry = serde_json::from_slice(&text).unwrap();
        entry.since.unwrap()
    }

    #[tokio::test]
    async fn a_record_has_the_same_name_whatever_it_was_built_with() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        let name = record.path.file_name().unwrap();
        assert_eq!(name, "id-6f4e4598.json");
        // What was recorded under an older name is known.
        let begun = record.begin("id").await.unwrap();
        record.done(&begun, Some("post_1")).await.unwrap();
        std::fs::rename(&record.path, &record.older).unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        let begun = record.begin("id").await.unwrap();
        record.undo(&begun).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
    }

    #[tokio::test]
    async fn a_post_is_known_again_and_an_unanswered_one_only_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("deeper");
        let record = Record::new(&folder, "https://a.dev", "id");
        assert_eq!(record.read().await.unwrap(), Known::Nothing);
        let begun = record.begin("id").await.unwrap();
        assert_eq!((begun.until(), &begun.before), (None, &None));
        assert_eq!(record.read().await.unwrap(), Known::Nothing);
        touch(&record, SystemTime::now() - KNOWN);
        assert!(matches!(record.read().await.unwrap(), Known::Doubt(at) if at.ends_with('Z')));
        record.done(&begun, Some("post_1")).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        // A second one that fails leaves the first one known.
        let begun = record.begin("id").await.unwrap();
        assert_eq!(begun.until(), None);
        record.undo(&begun).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_1".into()));
        let other = Record::new(&folder, "https://b.dev", "id");
        assert_eq!(other.read().await.unwrap(), Known::Nothing);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn further_tries_make_an_unanswered_one_no_younger() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        let first = seconds(ago(RECENT));
        std::fs::write(&record.path, unanswered(&postworthy::now(), Some(first))).unwrap();
        let begun = record.begin("id").await.unwrap();
        let until = UNIX_EPOCH + Duration::from_secs(first) + KNOWN;
        assert_eq!((begun.until(), since(&record)), (Some(until), first));
        record.undo(&begun).await.unwrap();
        assert_eq!(since(&record), first);
        assert_eq!(record.read().await.unwrap(), Known::Nothing);
        // No more time than a request takes to arrive.
        let old = seconds(SystemTime::now() - (KNOWN - call::FLIGHT));
        std::fs::write(&record.path, unanswered("A", Some(old))).unwrap();
        let begun = record.begin("id").await.unwrap();
        for _ in 0..2 {
            assert_eq!(record.read().await.unwrap(), Known::Doubt("A".into()));
            record.undo(&begun).await.unwrap();
        }
        // An answer that names no post leaves the time as well.
        record.done(&begun, None).await.unwrap();
        assert_eq!(since(&record), old);
    }

    #[tokio::test]
    async fn a_record_of_an_older_version_is_as_old_as_its_time_or_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        let now = postworthy::now();
        let now = now.as_str();
        for (at, changed, young) in [
            (now, ago(0), true),
            (now, ago(RECENT), true),
            (now, ago(300), false),
            ("2026-01-01T00:00:00Z", ago(0), false),
            // A clock was set back, or nothing is known.
            ("9999-01-01T00:00:00Z", ago(0), false),
            (now, SystemTime::now() + KNOWN, false),
            ("yesterday", ago(0), false),
        ] {
            let text = unanswered(at, None);
            assert!(!text.contains("since"), "{text}");
            std::fs::write(&record.path, text).unwrap();
            touch(&record, changed);
            let expected = if young {
                Known::Nothing
            } else {
                Known::Doubt(at.into())
            };
            assert_eq!(record.read().await.unwrap(), expected, "{at}");
            // Nor does a try that is undone change that.
            let begun = record.begin("another").await.unwrap();
            record.undo(&begun).await.unwrap();
            assert_eq!(record.read().await.unwrap(), expected, "{at}");
            if changed < ago(RECENT - 1) {
                assert!(since(&record) <= seconds(changed), "{at}");
            }
        }
    }

    #[tokio::test]
    async fn under_the_own_id_the_service_does_not_find_what_was_sent_under_another() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        let begun = record.begin("another").await.unwrap();
        assert!(matches!(record.read().await.unwrap(), Known::Doubt(_)));
        record.done(&begun, Some("post_2")).await.unwrap();
        assert_eq!(record.read().await.unwrap(), Known::Post("post_2".into()));
    }

    #[tokio::test]
    async fn a_record_that_cannot_be_read_is_no_leave_to_post() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::new(folder.path(), "https://a.dev", "id");
        std::fs::write(&record.path, "{").unwrap();
        assert!(record.read().await.is_err());
        // `again` does post, and puts it back where that fails.
        let begun = record.begin("another").await.unwrap();
        record.undo(&begun).await.unwrap();
        assert_eq!(std::fs::read(&record.path).unwrap(), b"{");
    }
}
