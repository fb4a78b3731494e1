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
        let most = supplied * 2 + WORKING;
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
    assert!(whole.bytes_max <= WORKING, "{} bytes", whole.bytes_max);
}

#[test]
fn bombs_in_a_chain_are_held_within_the_mebibyte() {
    for size in [1 << 20, 200 << 10] {
        let bomb = &miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; size], 6);
        let mut file = b"%PDF-1.5\n".to_vec();
        let mut last = None;
        for _ in 0..6 {
            let prev = last.map_or(String::new(), |at| format!("/Prev {at}"));
            last = Some(file.len());
            let head = format!(
                "1 0 obj\n<</Type/XRef/W[1 4 2]/Size 9{prev}/Filter/FlateDecode/Length {}>>\nstream\n",
                bomb.len()
            );
            file.extend_from_slice(head.as_bytes());
            file.extend_from_slice(bomb);
            file.extend_from_slice(b"\nendstream\nendobj\n");
        }
        let end = format!("startxref\n{}\n%%EOF\n", last.unwrap());
        file.extend_from_slice(end.as_bytes());
        let whole = measure(|| assert_eq!(probe_slice(&file).pages, None));
        assert!(whole.bytes_max > size as u64 / 2, "nothing was unpacked");
        assert!(whole.bytes_max <= WORKING, "{} bytes", whole.bytes_max);
        let (peak, supplied) = peak(&file);
        assert!(peak <= supplied * 2 + WORKING, "{peak} bytes");
    }
}

#[test]
fn a_range_that_grows_is_held_twice_at_most() {
    let piece = vec![0; 256 << 10];
    // One more than fill a power of two.
    let pieces = 17;
    let held = measure(|| {
        let mut prober = Prober::new(None, 4096);
        for at in 0..pieces {
            prober.supply(at * piece.len() as u64, &piece);
        }
    });
    let supplied = pieces * piece.len() as u64;
    assert!(
        held.bytes_max <= supplied * 2 + WORKING,
        "{} bytes",
        held.bytes_max
    );
}
