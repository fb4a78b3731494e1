//! What a probe holds in memory at its peak, whatever the file claims of itself.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use allocation_counter::measure;
use corpus::{all_files, part};
use postworthy::media::MediaInfo;
use postworthy::probe::{Prober, Step, probe_slice};

/// The most that a reader may hold beside the ranges that it was given.
const WORKING: u64 = 1 << 20;

/// The peak of a probe whose host keeps nothing itself, and the bytes that it supplied.
fn peak(content: &[u8]) -> (u64, u64) {
    let mut supplied = 0;
    let info = measure(|| {
        let mut prober = Prober::new(Some(content.len() as u64), 4096);
        while let Step::Need { offset, length } = prober.step() {
            let bytes = part(content, offset, length);
            supplied += bytes.len() as u64;
            prober.supply(offset, bytes);
        }
    });
    (info.bytes_max, supplied)
}

#[test]
fn ranges_and_a_mebibyte_are_all_that_is_held() {
    let mut files = all_files();
    // Counts and sizes that claim the most there is.
    for (name, content) in all_files() {
        let end = content.len().min(4096);
        for at in (0..end.saturating_sub(4)).step_by(29) {
            let mut mutant = content.clone();
            mutant[at..at + 4].fill(0xff);
            mutant[at] = 0x7f;
            files.push((format!("{name} with a large number at {at}"), mutant));
        }
    }
    for (name, content) in &files {
        let (peak, supplied) = peak(content);
        // While a range grows, it is there twice.
        let most = supplied * 3 + WORKING;
        assert!(
            peak <= most,
            "{name} takes {peak} bytes, {supplied} of them read"
        );
        let whole = measure(|| {
            let _: MediaInfo = probe_slice(content);
        });
        assert!(
            whole.bytes_max <= WORKING,
            "{name} takes {}",
            whole.bytes_max
        );
    }
}

/// A PDF whose cross-reference stream is `packed`.
fn pdf(packed: &[u8]) -> Vec<u8> {
    let head = format!(
        "%PDF-1.5\n1 0 obj\n<</Type/XRef/W[1 4 2]/Size 9/Root 2 0 R/Filter/FlateDecode\
         /DecodeParms<</Predictor 12/Columns 7>>/Length {}>>\nstream\n",
        packed.len()
    );
    let tail = b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n";
    [head.as_bytes(), packed, tail].concat()
}

#[test]
fn a_bomb_in_a_pdf_is_unpacked_to_its_limit_only() {
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 200 << 20], 6);
    let file = pdf(&bomb);
    let whole = measure(|| {
        let info = probe_slice(&file);
        assert_eq!(info.pages, None);
    });
    // Unpacked, and freed of its predictor: each a mebibyte, and half of one while it grows.
    assert!(whole.bytes_max <= 3 * WORKING, "{} bytes", whole.bytes_max);
}
