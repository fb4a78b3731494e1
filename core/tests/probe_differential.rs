//! The prober beside other crates, on the files and facts where those are right.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use std::io::Cursor;

use corpus::files;
use postworthy::media::MediaKind;
use postworthy::probe::probe_slice;

#[test]
fn stored_sizes_of_pictures_agree_with_imagesize() {
    let mut compared = 0;
    for (name, content) in files("sound") {
        let info = probe_slice(&content);
        // imagesize turns the picture by irot, but never by EXIF: compared before any turn.
        // In HEIF it takes the largest size, which may be that of the padding.
        if info.kind != Some(MediaKind::Image) || name.ends_with("heic") {
            continue;
        }
        let Ok(other) = imagesize::blob_size(&content) else {
            continue;
        };
        let ours = (
            info.coded_width.unwrap() as usize,
            info.coded_height.unwrap() as usize,
        );
        assert_eq!(ours, (other.width, other.height), "{name}");
        compared += 1;
    }
    assert!(compared >= 30, "only {compared} pictures were compared");
}

#[test]
fn tracks_of_plain_mp4_files_agree_with_mp4() {
    let mut compared = 0;
    for (name, content) in files("sound") {
        // Not fit for fragments, nor for files from strangers: some make it loop for ever.
        if !name.starts_with("mp4-") || name.contains("fragment") || name.contains("dash") {
            continue;
        }
        let Ok(other) = mp4::Mp4Reader::read_header(Cursor::new(&content), content.len() as u64)
        else {
            continue;
        };
        let info = probe_slice(&content);
        let duration = u64::try_from(other.duration().as_millis()).unwrap();
        assert!(info.duration_ms.unwrap().abs_diff(duration) <= 1, "{name}");
        let mut tracks = other.tracks().values();
        let Some(video) =
            tracks.find(|track| matches!(track.track_type(), Ok(mp4::TrackType::Video)))
        else {
            continue;
        };
        // For codecs that it does not know it says the size on the screen.
        if matches!(video.media_type(), Ok(mp4::MediaType::H264)) {
            let stored = (info.coded_width.unwrap(), info.coded_height.unwrap());
            let other = (video.width().into(), video.height().into());
            assert_eq!(stored, other, "{name}");
        }
        let rate = info.frame_rate.unwrap();
        assert!(
            (rate - video.frame_rate()).abs() < 1.0,
            "{name}: {rate}, {}",
            video.frame_rate()
        );
        compared += 1;
    }
    assert!(compared >= 5, "only {compared} films were compared");
}
