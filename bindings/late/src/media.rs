//! Media: a presigned address, and a file streamed to it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use postworthy::media::{Format, MediaInfo};
use postworthy::probe::probe_file;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Url};
use serde::{Deserialize, Serialize};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::time::timeout;

use crate::call::{Call, Repeat};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::local;
use crate::model::model;
use crate::notice::Notice;
use crate::retry::{self, Answer, Broken};

model! {
    /// Where a file is put, and where it will be seen.
    Presigned {
        /// Where its bytes are put, within an hour.
        upload_url: SecretUrl,
        /// Where it will be seen: the URL for the post.
        public_url: String,
        /// Its name in the storage.
        key: String,
        /// `image`, `video` or `document`.
        kind as "type": String,
        /// Seconds until the address expires.
        expires_in: u64,
    }
}

/// An address that whoever has it can put bytes to: a secret, and its `Debug` form hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretUrl(pub String);

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretUrl(hidden)")
    }
}

/// A file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// The file.
    pub path: PathBuf,
    /// The URL for the post.
    pub public_url: String,
    /// Its media type.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
}

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file.
    pub path: &'a Path,
    /// Bytes sent. It falls back to 0 where an upload begins anew.
    pub sent: u64,
    /// Bytes in all.
    pub total: u64,
}

/// Who hears how far uploads are.
pub type OnProgress = Arc<dyn Fn(Progress<'_>) + Send + Sync>;

/// Bytes read from the disk at once.
const PIECE: usize = 1 << 16;

/// The media type that the service takes a file under, by what the file is, not by its name.
///
/// ```
/// use postworthy::media::{Format, MediaInfo};
/// let mut info = MediaInfo::default();
/// info.format = Some(Format::Mov);
/// assert_eq!(postworthy_late::content_type(&info), Some("video/quicktime"));
/// ```
#[must_use]
pub fn content_type(info: &MediaInfo) -> Option<&'static str> {
    Some(match info.format? {
        Format::Jpeg => "image/jpeg",
        Format::Png => "image/png",
        Format::Webp => "image/webp",
        Format::Gif => "image/gif",
        Format::Mp4 => "video/mp4",
        Format::Mov => "video/quicktime",
        Format::M4v => "video/x-m4v",
        Format::Webm => "video/webm",
        Format::Avi => "video/x-msvideo",
        Format::Mpeg => "video/mpeg",
        Format::Pdf => "application/pdf",
        _ => return None,
    })
}

impl Client {
    /// Asks for an address to put a file to. The service takes up to 5 GB.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let place = client.presign("clip.mp4", "video/mp4", Some(1_048_576)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn presign(
        &self,
        filename: &str,
        content_type: &str,
        bytes: Option<u64>,
    ) -> Result<Presigned, Error> {
        let mut body = serde_json::json!({ "filename": filename, "contentType": content_type });
        if let (Some(bytes), Some(body)) = (bytes, body.as_object_mut()) {
            body.insert("size".to_string(), bytes.into());
        }
        // An address that nobody uses is no harm.
        let call = Call::post(&["v1", "media", "presign"])
            .json(&body)?
            .repeat(Repeat::Always);
        self.send(&call).await
    }

    /// Uploads a file: asks for an address and streams the file there, whatever its size.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let file = client.upload("clip.mp4".as_ref(), None).await?;
    /// println!("{}", file.public_url);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::File`] where it cannot be read, or is nothing that the service takes; else as
    /// every call.
    pub async fn upload(
        &self,
        path: &Path,
        progress: Option<OnProgress>,
    ) -> Result<Uploaded, Error> {
        let own = path.to_path_buf();
        let info = local::aside(move || probe_file(&own)).await?;
        let info = info.map_err(|error| unreadable(path, &error))?;
        let content_type = content_type(&info).ok_or_else(|| not_taken(path, &info))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let place = self.presign(&name, content_type, info.bytes).await?;
        self.put(&place, path, content_type, progress).await
    }

    /// Streams a file to an address that [`Client::presign`] gave, under the media type named
    /// there. The key stays behind: the storage is somebody else.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let place = client.presign("clip.mp4", "video/mp4", None).await?;
    /// let shown: postworthy_late::OnProgress =
    ///     std::sync::Arc::new(|at| eprintln!("{} of {}", at.sent, at.total));
    /// client.put(&place, "clip.mp4".as_ref(), "video/mp4", Some(shown)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::File`] where it cannot be read; else as every call.
    pub async fn put(
        &self,
        place: &Presigned,
        path: &Path,
        content_type: &str,
        progress: Option<OnProgress>,
    ) -> Result<Uploaded, Error> {
        let inner = self.inner();
        let answer = |what: &str| Err(Error::new(ErrorKind::Answer, what));
        let (Some(to), Some(public_url)) = (&place.upload_url, &place.public_url) else {
            return answer("the service gave no address to upload to");
        };
        let Ok(to) = Url::parse(&to.0) else {
            return answer("the service gave an address to upload to that is no URL");
        };
        if !inner.may_reach(&to) {
            return answer("the service gave an address to upload to that is not https");
        }
        // What stands behind `?` signs the address and is not to be shown.
        let name = format!("PUT {}{}", to.host_str().unwrap_or_default(), to.path());
        let mut attempt = 0_u32;
        loop {
            attempt = attempt.saturating_add(1);
            let source = Source::open(path, progress.clone()).await?;
            let bytes = source.total;
            let (error, again) = match self.put_once(&to, source, content_type).await? {
                Ok(answer) if answer.status < 300 => {
                    return Ok(Uploaded {
                        path: path.to_path_buf(),
                        public_url: public_url.clone(),
                        content_type: content_type.to_string(),
                        bytes,
                    });
                }
                Ok(answer) => {
                    let status = answer.status;
                    // Storages answer in XML, which is nothing to show.
                    let error = Error::from_answer(status, b"", None);
                    (error, matches!(status, 429 | 500..=504))
                }
                Err(broken) => {
                    let again = broken.passing;
                    (
                        Error::new(broken.kind, inner.key.hide(&broken.message)),
                        again,
                    )
                }
            };
            let error = error.with_call(name.clone(), None, attempt);
            if !again || attempt >= inner.settings.attempts {
                return Err(error);
            }
            let wait = retry::backoff(&inner.settings, attempt);
            inner.tell(&Notice::Repeat {
                call: name.clone(),
                reason: error.message().to_string(),
                wait,
                attempt: attempt.saturating_add(1),
                request_id: None,
                may_have_arrived: false,
            });
            tokio::time::sleep(wait).await;
        }
    }

    /// One upload: refused or broken inside, or a file that could not be read.
    async fn put_once(
        &self,
        to: &Url,
        source: Source,
        content_type: &str,
    ) -> Result<Result<Answer, Broken>, Error> {
        let inner = self.inner();
        let settings = &inner.settings;
        let (sent, failed) = (Arc::clone(&source.sent), Arc::clone(&source.failed));
        let path = source.path.clone();
        let request = inner
            .http
            .request(Method::PUT, to.clone())
            .header(CONTENT_TYPE, content_type)
            .body(reqwest::Body::wrap(source));
        let mut sending = pin!(request.send());
        let mut before = 0;
        let response = loop {
            match timeout(settings.idle, sending.as_mut()).await {
                Ok(response) => break response,
                // An upload may take as long as it needs, if only it goes on.
                Err(_) => {
                    let now = sent.load(Ordering::Relaxed);
                    if now == before {
                        return Ok(Err(retry::idle(settings)));
                    }
                    before = now;
                }
            }
        };
        let broken_file = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(error) = broken_file {
            return Err(unreadable(&path, &error));
        }
        Ok(match response {
            Ok(response) => timeout(settings.deadline, retry::read_whole(response, settings))
                .await
                .unwrap_or_else(|_| Err(retry::idle(settings))),
            Err(error) => Err(retry::broken(error)),
        })
    }
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::file(format!("{}: {error}", path.display()))
}

pub(crate) fn not_taken(path: &Path, info: &MediaInfo) -> Error {
    let path = path.display();
    Error::file(match info.format {
        Some(format) => format!("{path}: the service takes no {}", format.as_str()),
        None => format!("{path}: this is no picture, video or document that the service takes"),
    })
}

/// The bytes of a file, read as they are sent: the file is never in memory as a whole.
struct Source {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    total: u64,
    left: u64,
    sent: Arc<AtomicU64>,
    failed: Arc<Mutex<Option<io::Error>>>,
    progress: Option<OnProgress>,
}

impl Source {
    async fn open(path: &Path, progress: Option<OnProgress>) -> Result<Self, Error> {
        let opened = async {
            let file = File::open(path).await?;
            let metadata = file.metadata().await?;
            if !metadata.is_file() {
                return Err(io::Error::other("this is not a file"));
            }
            Ok((file, metadata.len()))
        };
        let (file, total) = opened.await.map_err(|error| unreadable(path, &error))?;
        Ok(Source {
            path: path.to_path_buf(),
            file,
            buffer: vec![0; PIECE],
            total,
            left: total,
            sent: Arc::default(),
            failed: Arc::default(),
            progress,
        })
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        // What is appended while the file is read is not sent: its length was announced.
        let want = usize::try_from(self.left).unwrap_or(PIECE).min(PIECE);
        if want == 0 {
            return Poll::Ready(Ok(None));
        }
        let buffer = self.buffer.get_mut(..want).unwrap_or_default();
        let mut buffer = ReadBuf::new(buffer);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let piece = Bytes::copy_from_slice(buffer.filled());
        if piece.is_empty() {
            let error = io::Error::other("the file became shorter while it was uploaded");
            return Poll::Ready(Err(error));
        }
        self.left = self.left.saturating_sub(piece.len() as u64);
        let sent = self.total.saturating_sub(self.left);
        self.sent.store(sent, Ordering::Relaxed);
        if let Some(progress) = &self.progress {
            progress(Progress {
                path: &self.path,
                sent,
                total: self.total,
            });
        }
        Poll::Ready(Ok(Some(piece)))
    }
}

impl Body for Source {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match ready!(self.poll_piece(context)) {
            Ok(piece) => Poll::Ready(piece.map(|piece| Ok(Frame::data(piece)))),
            Err(error) => {
                let said = io::Error::new(error.kind(), error.to_string());
                *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Poll::Ready(Some(Err(said)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
