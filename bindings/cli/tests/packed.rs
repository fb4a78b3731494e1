//! Archives are read as what is in them.
#![expect(
    clippy::unwrap_used,
    reason = "what goes wrong here must fail the test"
)]

mod common;

use std::io::Write as _;

use common::{Desk, GOOD, Said};
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

fn posts(count: usize) -> String {
    format!("{GOOD}\n").repeat(count)
}

#[test]
fn every_form_may_be_packed_in_a_file_and_on_the_standard_input() {
    let desk = Desk::new();
    let csv = "content,platforms,accountIds\nHi,bluesky,a\n";
    let whole = |said: Said| {
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
        said.out
    };
    for (name, text) in [
        ("post.json", GOOD.to_string()),
        ("posts.json", format!("[{GOOD},{GOOD}]")),
        // One line is NDJSON by the name of its file alone.
        ("posts.ndjson", posts(1)),
        ("many.ndjson", posts(1_000)),
        ("posts.csv", csv.to_string()),
    ] {
        desk.write(name, &text);
        let plain = whole(desk.run(&["check", name, "--format", "json"]));
        let from_input = whole(desk.run_with(&["check", "-", "--format", "json"], text.as_bytes()));
        for (ending, archive) in [
            ("gz", gzip(text.as_bytes())),
            ("zst", zstd(text.as_bytes())),
        ] {
            let packed = format!("{name}.{ending}");
            desk.write(&packed, &archive);
            let said = desk.run(&["check", &packed, "--format", "json"]);
            assert_eq!(whole(said), plain, "{packed}");
            let said = desk.run_with(&["check", "-", "--format", "json"], &archive);
            assert_eq!(whole(said), from_input, "{packed}");
        }
    }
}

#[test]
fn the_packing_is_told_by_the_bytes_and_not_by_the_name() {
    let desk = Desk::new();
    desk.write("posts.ndjson", gzip(posts(2).as_bytes()));
    desk.write("posts.ndjson.gz", zstd(posts(2).as_bytes()));
    desk.write("plain.gz", posts(2));
    for name in ["posts.ndjson", "posts.ndjson.gz", "plain.gz"] {
        let said = desk.run(&["check", name]);
        assert!(
            said.out.contains("2 posts: 2 valid"),
            "{name}: {}",
            said.out
        );
    }
}

#[test]
fn a_cut_archive_is_one_clear_line_behind_what_was_in_it() {
    let desk = Desk::new();
    // Lines that differ do not all fit into the first blocks.
    let lines: String = (0..20_000)
        .map(|number| GOOD.replace("Hello", &format!("Hello {number}")) + "\n")
        .collect();
    for (name, archive) in [
        ("cut.ndjson.gz", gzip(lines.as_bytes())),
        ("cut.ndjson.zst", zstd(lines.as_bytes())),
    ] {
        desk.write(name, &archive[..archive.len() / 2]);
        let said = desk.run(&["check", name, "--format", "ndjson"]);
        let refused = said.refused();
        assert!(
            refused.contains(name) && refused.contains("archive is cut off"),
            "{refused}"
        );
        let read = said.out.lines().count();
        assert!((1_000..20_000).contains(&read), "{read}");
        assert!(said.out.lines().all(|line| line.contains("\"valid\":true")));
    }
    desk.write("cut.json.gz", &gzip(GOOD.as_bytes())[..30]);
    let said = desk.run(&["check", "cut.json.gz"]);
    assert!(said.refused().contains("cut off"), "{}", said.err);
    assert_eq!(said.out, "");
}

#[test]
fn archives_are_not_mended() {
    let desk = Desk::new();
    desk.write("post.json.gz", gzip(GOOD.as_bytes()));
    let said = desk.run(&["check", "post.json.gz", "--fix"]);
    assert!(said.refused().contains("unpack it first"), "{}", said.err);
}

/// A few kilobytes that become the text and then 64 MiB of a byte: a frame of zstd in which every
/// block says one byte and how often.
fn bomb(text: &str, byte: u8) -> Vec<u8> {
    const BLOCK: u32 = 128 << 10;
    let head = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
    let mut archive = [&zstd(text.as_bytes())[..], &head].concat();
    for left in (0..512_u32).rev() {
        let repeated = 1_u32 << 1;
        let header = BLOCK << 3 | repeated | u32::from(left == 0);
        archive.extend_from_slice(&header.to_le_bytes()[..3]);
        archive.push(byte);
    }
    archive
}

#[test]
fn a_small_archive_of_a_huge_post_is_one_clear_line() {
    let desk = Desk::new();
    let post = bomb("{\"content\":\"", b'x');
    assert!(post.len() < 4_096);
    desk.write("post.json.zst", post);
    let mut row = b"content\n\"".to_vec();
    row.resize(65 << 20, b'x');
    desk.write("posts.csv.gz", gzip(&row));
    for (packed, line) in [("post.json.zst", 1), ("posts.csv.gz", 2)] {
        let said = desk.run(&["check", packed]);
        let wanted =
            format!("{packed}: line {line}, column 1: a single post is longer than 64 MiB");
        assert!(said.refused().contains(&wanted), "{}", said.err);
    }
}

/// The most memory that a process has held, in KiB, as Linux tells it.
#[cfg(target_os = "linux")]
fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn ten_times_as_many_posts_take_no_more_memory() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let mut child = Command::new(env!("CARGO_BIN_EXE_postworthy"))
        .args(["check", "-", "--format", "ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reports = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut archive = GzEncoder::new(child.stdin.take().unwrap(), Compression::fast());
    // The last reports stay on their way until more comes behind them.
    archive.write_all(posts(2_000).as_bytes()).unwrap();
    let mut pass = |parts: usize| {
        for _ in 0..parts {
            archive.write_all(posts(1_000).as_bytes()).unwrap();
            archive.flush().unwrap();
            assert_eq!(reports.by_ref().take(1_000).count(), 1_000);
        }
    };
    pass(10);
    let early = most_memory(child.id());
    pass(100);
    let late = most_memory(child.id());
    archive.finish().unwrap();
    let left = reports.map(|report| assert!(report.unwrap().contains("\"valid\":true")));
    assert_eq!(left.count(), 2_000);
    assert!(child.wait().unwrap().success());
    assert!(late < early + 2_048, "{early} KiB, then {late} KiB");
}
