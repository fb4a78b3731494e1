//! Local files: found in a post, probed, and put into its place by their URLs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use postworthy::Post;
use postworthy::media::MediaInfo;
use postworthy::probe::probe_file;
use reqwest::Url;
use ring::digest;
use serde_json::Value;

use crate::error::Error;

/// A local file that a post names.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalFile {
    /// As the post writes it.
    pub url: String,
    /// Where it was found.
    pub path: PathBuf,
    /// What it is.
    pub info: MediaInfo,
}

/// The local files that a post names in the place of media URLs, each once. Paths count from the
/// folder, then from the working directory; what is not found there is left out, and the check
/// finds fault with it.
///
/// ```
/// use postworthy::Post;
/// let post = Post::parse(r#"{ "mediaItems": [{ "url": "https://a.dev/b.jpg" }, { "url": "none.jpg" }] }"#)?;
/// assert!(postworthy_late::local_files(&post, None).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn local_files(post: &Post<'_>, folder: Option<&Path>) -> Vec<LocalFile> {
    let mut files: Vec<LocalFile> = Vec::new();
    for url in post.media_urls() {
        if !is_path(url) || files.iter().any(|file| file.url == url) {
            continue;
        }
        let beside = folder.map(|folder| folder.join(url));
        let places = beside.into_iter().chain([PathBuf::from(url)]);
        let found = places
            .filter_map(|path| probe_file(&path).ok().map(|info| (path, info)))
            .next();
        if let Some((path, info)) = found {
            files.push(LocalFile {
                url: url.to_string(),
                path,
                info,
            });
        }
    }
    files
}

/// A post with other media URLs: each that the map names, by what it names for it.
///
/// ```
/// let post = serde_json::json!({ "content": "a.jpg", "mediaItems": [{ "url": "a.jpg" }] });
/// let urls = [("a.jpg".to_string(), "https://a.dev/1.jpg".to_string())].into();
/// let post = postworthy_late::with_urls(&post, &urls);
/// assert_eq!(post["mediaItems"][0]["url"], "https://a.dev/1.jpg");
/// assert_eq!(post["content"], "a.jpg");
/// ```
#[must_use]
pub fn with_urls(post: &Value, urls: &BTreeMap<String, String>) -> Value {
    let mut post = post.clone();
    replace(&mut post, urls);
    post
}

/// The fields that hold media URLs.
const URL_FIELDS: [&str; 4] = ["url", "thumbnail", "instagramThumbnail", "reelCover"];

fn replace(value: &mut Value, urls: &BTreeMap<String, String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter_mut() {
                let named = value.as_str().and_then(|url| urls.get(url));
                match named {
                    Some(url) if URL_FIELDS.contains(&name.as_str()) => {
                        *value = Value::String(url.clone());
                    }
                    _ => replace(value, urls),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, urls)),
        _ => {}
    }
}

/// Does what reads files away from the async runtime, which has other calls to see to.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::file("the files could not be read: the runtime is shutting down"))
}

/// Adds the bytes of a file to a hash.
pub(crate) fn hash(path: &Path, hash: &mut digest::Context) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 18];
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        hash.update(buffer.get(..length).unwrap_or_default());
    }
}

/// Whether a media URL is rather a path: it has no scheme (a drive letter is none).
fn is_path(url: &str) -> bool {
    match Url::parse(url) {
        Ok(url) => url.scheme().len() == 1,
        Err(_) => !url.contains("://"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_from_paths() {
        assert!(is_path("media/a.jpg") && is_path("C:\\a.jpg") && is_path("./a:b.jpg"));
        for url in [
            "https://a/b.jpg",
            "data:image/png;base64,",
            "https://",
            "http://[x",
        ] {
            assert!(!is_path(url), "{url}");
        }
    }

    #[test]
    fn every_place_of_a_media_url_is_replaced() {
        let post = serde_json::json!({
            "content": "a",
            "mediaItems": [{ "url": "a", "thumbnail": { "url": "a" }, "altText": "a" }],
            "platforms": [{ "customMedia": [{ "url": "b", "instagramThumbnail": "a" }],
                "platformSpecificData": { "reelCover": "a", "threadItems": [{ "mediaItems": [{ "url": "a" }] }] } }],
        });
        let urls = BTreeMap::from([("a".to_string(), "A".to_string())]);
        let text = with_urls(&post, &urls).to_string();
        assert_eq!(text.matches("\"A\"").count(), 5);
        assert!(text.contains("\"content\":\"a\"") && text.contains("\"altText\":\"a\""));
    }

    #[test]
    fn a_folder_is_not_a_file() {
        assert!(probe_file(Path::new("src")).is_err());
    }
}
