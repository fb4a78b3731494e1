//! Reads media facts from local files.

use std::path::{Path, PathBuf};

use postworthy::Context;
use postworthy::probe::probe_file;

use crate::error::Failure;

/// Adds the files given as `URL=PATH` to the context.
pub fn add_given(context: &mut Context, given: &[String]) -> Result<(), Failure> {
    for pair in given {
        let (url, path) = split(pair)
            .ok_or_else(|| Failure::new(format!("--media {pair}: this must be URL=PATH")))?;
        let info = probe_file(&path).map_err(|error| Failure::file(&path, &error))?;
        context.media.insert(url, info);
    }
    Ok(())
}

/// Splits `URL=PATH` at the `=` behind which there is a file, as URLs hold such signs too.
fn split(pair: &str) -> Option<(String, PathBuf)> {
    let cuts = pair.match_indices('=').filter_map(|(at, sign)| {
        let (url, rest) = pair.split_at_checked(at)?;
        let path = rest.strip_prefix(sign)?;
        let whole = !url.is_empty() && !path.is_empty();
        whole.then(|| (url.to_string(), PathBuf::from(path)))
    });
    let cuts: Vec<_> = cuts.collect();
    let existing = cuts.iter().find(|(_, path)| path.exists());
    existing.or(cuts.last()).cloned()
}

/// Adds the facts of local files that a post names. Returns what was added.
///
/// Paths count from the folder of the post's file, then from the working directory.
pub fn add_local(context: &mut Context, urls: &[&str], folder: Option<&Path>) -> Vec<String> {
    let mut added = Vec::new();
    for url in urls {
        if !is_path(url) || context.media.contains_key(*url) {
            continue;
        }
        let beside = folder.map(|folder| folder.join(url));
        let places = beside.into_iter().chain([PathBuf::from(url)]);
        if let Some(info) = places.flat_map(|path| probe_file(&path)).next() {
            context.media.insert((*url).to_string(), info);
            added.push((*url).to_string());
        }
    }
    added
}

/// Whether a media URL is rather a path: it has no scheme (a drive letter is none), and names no other
/// machine and no device, as paths of Windows may (`\\server\share`, `\\.\pipe`).
fn is_path(url: &str) -> bool {
    let separates = |byte: &u8| matches!(byte, b'/' | b'\\');
    let mut first = url.bytes().take(2);
    if first.by_ref().filter(separates).count() == 2 || url.starts_with("\\??\\") {
        return false;
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    !scheme.is_some_and(|scheme| {
        scheme.len() > 1
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_from_paths() {
        assert!(is_path("media/a.jpg") && is_path("C:\\a.jpg") && is_path("./a:b.jpg"));
        assert!(!is_path("https://a/b.jpg") && !is_path("data:image/png;base64,"));
    }

    #[test]
    fn other_machines_and_devices_are_no_paths() {
        for url in [
            "\\\\server\\share\\a.jpg",
            "//server/share/a.jpg",
            "/\\server/a.jpg",
            "\\\\.\\pipe\\a",
            "\\\\?\\C:\\a.jpg",
            "\\??\\C:\\a.jpg",
        ] {
            assert!(!is_path(url), "{url}");
        }
        assert!(is_path("/media/a.jpg") && is_path("\\media\\a.jpg") && is_path("a//b.jpg"));
    }

    #[test]
    fn a_url_may_hold_equals_signs() {
        let (url, path) = split("https://a/?x=1=clip.mp4").unwrap();
        assert_eq!(
            (url.as_str(), path.to_str()),
            ("https://a/?x=1", Some("clip.mp4"))
        );
        assert!(split("clip.mp4").is_none());
    }
}
