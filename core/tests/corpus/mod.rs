//! The corpus, and a host that counts what it is asked for.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use postworthy::media::MediaInfo;
use postworthy::probe::{Limits, Prober, Step};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/media")
}

/// Name and content of every file in `sound` or `odd`, in order.
pub fn files(part: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder().join(part))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

pub fn all_files() -> Vec<(String, Vec<u8>)> {
    [files("sound"), files("odd")].concat()
}

/// What came of a probe, and what it cost.
pub struct Run {
    pub info: MediaInfo,
    pub requests: u32,
    pub bytes: u64,
}

/// Probes a virtual file: `read(offset, length)` gives the bytes that the host supplies.
pub fn drive(size: Option<u64>, read_ahead: u32, mut read: impl FnMut(u64, u32) -> Vec<u8>) -> Run {
    let limits = Limits::default();
    let mut prober = Prober::new(size, read_ahead);
    let (mut requests, mut bytes) = (0, 0);
    loop {
        match prober.step() {
            Step::Done(info) => {
                return Run {
                    info,
                    requests,
                    bytes,
                };
            }
            Step::Need { offset, length } => {
                assert!(length > 0, "a request for nothing");
                let supplied = read(offset, length);
                requests += 1;
                bytes += supplied.len() as u64;
                assert!(requests <= limits.requests, "too many requests");
                assert!(bytes <= limits.bytes, "too many bytes");
                prober.supply(offset, &supplied);
            }
        }
    }
}

/// Probes bytes as a file on disk is probed.
pub fn probe(content: &[u8], read_ahead: u32) -> Run {
    drive(Some(content.len() as u64), read_ahead, |offset, length| {
        part(content, offset, length).to_vec()
    })
}

pub fn part(content: &[u8], offset: u64, length: u32) -> &[u8] {
    let start = usize::try_from(offset).map_or(content.len(), |at| at.min(content.len()));
    &content[start..content.len().min(start + length as usize)]
}
