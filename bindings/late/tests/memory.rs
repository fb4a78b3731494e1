//! Memory while a large file is uploaded. It has a process of its own, so that nobody else's memory
//! is counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postworthy_late::{Client, Key, OnProgress};
use postworthy_stand_in::{KEY, StandIn};
use serde_json::json;

/// The most memory that this process has had, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_streamed_and_tells_how_far_it_is() {
    const BYTES: u64 = 256 << 20;
    let service = StandIn::start().unwrap();
    let client = Client::builder(Key::new(KEY).unwrap())
        .url(service.url())
        .build()
        .unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(BYTES).unwrap();
    let place = client
        .presign("clip.mp4", "video/mp4", Some(BYTES))
        .await
        .unwrap();
    let before = peak_memory();
    let last = Arc::new(AtomicU64::new(0));
    let heard = Arc::clone(&last);
    let progress: OnProgress = Arc::new(move |at| {
        let earlier = heard.swap(at.sent, Ordering::Relaxed);
        assert!(at.sent > earlier && at.sent <= at.total);
    });
    let done = client
        .put(&place, file.path(), "video/mp4", Some(progress))
        .await
        .unwrap();
    assert_eq!(done.bytes, BYTES);
    assert_eq!(last.load(Ordering::Relaxed), BYTES);
    assert_eq!(service.log()["uploads"][0]["received"], json!(BYTES));
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        assert!(after - before < 32 << 20, "{before} to {after} bytes");
    }
}
