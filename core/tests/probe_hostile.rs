//! Files that lie, break off or were made to hurt: bounded requests, bytes and work, no panic.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use std::panic::AssertUnwindSafe;

use allocation_counter::measure;
use corpus::{all_files, drive, files, part, probe};
use postworthy::media::{Format, MediaInfo};
use postworthy::probe::{Limits, Prober, Step, probe_slice};

/// A small generator, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

/// How often an exhaustive test runs; the variable is for a long night.
fn times(variable: &str, usual: usize) -> usize {
    std::env::var(variable)
        .ok()
        .and_then(|times| times.parse().ok())
        .unwrap_or(usual)
}

#[test]
fn every_truncation_is_survived() {
    // Every point of the headers; of the data behind them one in some, unless asked for all.
    let stride = times("PROBE_TRUNCATION_STRIDE", 23);
    for (_, content) in all_files() {
        let dense = content.len().min(1500);
        for end in (0..dense).chain((dense..content.len()).step_by(stride)) {
            probe(&content[..end], 4096);
        }
    }
}

#[test]
fn a_file_shorter_than_its_size_is_survived() {
    for (_, content) in all_files() {
        for step in 0..40 {
            let end = content.len() * step / 40;
            drive(Some(content.len() as u64), 512, |offset, length| {
                part(&content[..end], offset, length).to_vec()
            });
        }
    }
}

#[test]
fn mutations_are_survived() {
    let rounds = times("PROBE_MUTATIONS", 40_000);
    let files = all_files();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let (name, content) = &files[round % files.len()];
        let mut mutant = content.clone();
        for _ in 0..=random.below(4) {
            mutate(&mut mutant, &mut random);
        }
        let read_ahead = [512, 4096, 65_536][random.below(3)];
        // Files claim anything of their size, too.
        let size = match random.below(8) {
            0 => None,
            1 => Some(random.next()),
            2 => Some(mutant.len() as u64 + random.next() % 10_000),
            _ => Some(mutant.len() as u64),
        };
        let (mut requests, mut supplied) = (0_u32, 0_u64);
        let memory = measure(|| {
            let run = std::panic::catch_unwind(AssertUnwindSafe(|| {
                let mut prober = Prober::new(size, read_ahead);
                while let Step::Need { offset, length } = prober.step() {
                    let bytes = part(&mutant, offset, length);
                    requests += 1;
                    supplied += bytes.len() as u64;
                    prober.supply(offset, bytes);
                }
            }));
            assert!(run.is_ok(), "round {round}, {name}");
        });
        let limits = Limits::default();
        assert!(
            requests <= limits.requests && supplied <= limits.bytes,
            "round {round}, {name}: {requests} requests, {supplied} bytes"
        );
        // While a range grows, it is there twice; nothing else takes more than a mebibyte.
        assert!(
            memory.bytes_max <= supplied * 2 + (1 << 20),
            "round {round}, {name}: {} bytes held, {supplied} read",
            memory.bytes_max
        );
        if random.below(4) == 0 {
            let whole = measure(|| {
                let _: MediaInfo = probe_slice(&mutant);
            });
            assert!(
                whole.bytes_max <= 1 << 20,
                "round {round}, {name}: {} bytes held",
                whole.bytes_max
            );
        }
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    let at = match random.below(3) {
        // Headers are where it hurts.
        0 => random.below(bytes.len()),
        1 => random.below(bytes.len().min(200)),
        _ => random.below(bytes.len().min(2000)),
    };
    let interesting = [
        0_u64,
        1,
        7,
        8,
        0x7f,
        0xff,
        0x7fff_ffff,
        0xffff_ffff,
        1 << 63,
        u64::MAX,
    ];
    match random.below(7) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
        2 | 3 => {
            let number = interesting[random.below(interesting.len())];
            let width = [2, 4, 8][random.below(3)];
            let number = if random.below(2) == 0 {
                number.to_be_bytes()
            } else {
                number.to_le_bytes()
            };
            let number = if random.below(2) == 0 {
                &number[..width]
            } else {
                &number[8 - width..]
            };
            for (byte, new) in bytes[at..].iter_mut().zip(number) {
                *byte = *new;
            }
        }
        4 => bytes.truncate(at),
        5 => {
            let end = (at + random.below(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        _ => {
            let end = (at + random.below(64)).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, copy);
        }
    }
}

fn mp4_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes(), kind.as_slice(), content].concat()
}

#[test]
fn sizes_at_the_edges_are_survived() {
    for (_, content) in files("sound") {
        for size in [0, 1, 7, (1 << 32) - 1, 1 << 32, 1 << 63, u64::MAX] {
            drive(Some(size), 4096, |offset, length| {
                part(&content, offset, length).to_vec()
            });
            // A host that invents what it does not have.
            drive(Some(size), 4096, |offset, length| {
                let mut bytes = part(&content, offset, length).to_vec();
                bytes.resize(length as usize, 0x41);
                bytes
            });
        }
    }
}

#[test]
fn deep_nesting_is_survived() {
    for kind in [b"mdia", b"moov", b"meta", b"wave", b"traf", b"minf"] {
        let mut nested = Vec::new();
        for _ in 0..10_000 {
            // The innermost come last; the sizes need not fit for a reader that trusts none.
            nested.extend_from_slice(&80_008_u32.to_be_bytes());
            nested.extend_from_slice(kind);
        }
        let file = [
            mp4_box(b"ftyp", b"isom\0\0\0\0isom"),
            mp4_box(b"moov", &mp4_box(b"trak", &nested)),
        ]
        .concat();
        probe(&file, 4096);
        let _ = probe_slice(&file);
    }
    let mut matroska = files("sound")
        .into_iter()
        .find(|(name, _)| name.ends_with("mkv"))
        .unwrap()
        .1;
    matroska.truncate(60);
    for _ in 0..10_000 {
        matroska.extend_from_slice(&[0xa0, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    }
    let _ = probe_slice(&matroska);
    for opening in ["<<", "[", "(", "<</A", "<</Kids[<<"] {
        let pdf = format!(
            "%PDF-1.4\n1 0 obj\n{}\nstartxref\n9\n%%EOF",
            opening.repeat(100_000)
        );
        let _ = probe_slice(pdf.as_bytes());
    }
}

#[test]
fn floods_of_tiny_parts_end() {
    let ftyp = mp4_box(b"ftyp", b"isom\0\0\0\0isom");
    let boxes = [ftyp.clone(), mp4_box(b"free", b"").repeat(1_000_000)].concat();
    let _ = probe_slice(&boxes);
    let inside = mp4_box(b"moov", &mp4_box(b"trak", b"").repeat(500_000));
    let _ = probe_slice(&[ftyp, inside].concat());
    let _ = probe_slice(&[b"\xff\xd8\xff".as_slice(), &[0xff; 4_000_000]].concat());
    let _ = probe_slice(
        &[
            b"GIF89a\x01\0\x01\0\0\0\0".as_slice(),
            &b"!\xfe\0".repeat(2_000_000),
        ]
        .concat(),
    );
    let _ = probe_slice(&[b"PK\x03\x04".as_slice(), &b"PK\x05\x06".repeat(1_000_000)].concat());
    let _ = probe_slice(&[b"%PDF-1.4 ".as_slice(), &b"/Type/Pages".repeat(200_000)].concat());
    let _ = probe_slice(&b"\0\0\x01\xba".repeat(500_000));
    let _ = probe_slice(
        &[
            &[0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff],
            b"\xec\x80".repeat(1_000_000).as_slice(),
        ]
        .concat(),
    );
}

#[test]
fn moov_at_the_end_of_five_gigabytes_takes_eight_reads() {
    let content = files("sound")
        .into_iter()
        .find(|(name, _)| name == "mp4-moov-last.mp4")
        .unwrap()
        .1;
    let moov = content.windows(4).position(|word| word == b"moov").unwrap() - 4;
    let mdat = content.windows(4).position(|word| word == b"mdat").unwrap() - 4;
    const DATA: u64 = 5 << 30;
    // Everything before mdat, mdat with a long size and invented content, then moov.
    let head = [
        &content[..mdat],
        &1_u32.to_be_bytes(),
        b"mdat",
        &(DATA + 16).to_be_bytes(),
    ]
    .concat();
    let tail = &content[moov..];
    let tail_at = head.len() as u64 + DATA;
    let size = tail_at + tail.len() as u64;
    let run = drive(Some(size), 4096, |offset, length| {
        (offset..size.min(offset + u64::from(length)))
            .map(|at| match (usize::try_from(at), at.checked_sub(tail_at)) {
                (_, Some(at)) => tail[usize::try_from(at).unwrap()],
                (Ok(at), None) if at < head.len() => head[at],
                _ => 0,
            })
            .collect()
    });
    assert!(
        run.requests <= 8 && run.bytes <= 64 << 10,
        "{} reads, {} bytes",
        run.requests,
        run.bytes
    );
    assert_eq!(run.info.width, Some(64));
    assert_eq!(run.info.fast_start, Some(false));
    assert_eq!(run.info.truncated, None);
    assert_eq!(run.info.bytes, Some(size));
}

#[test]
fn a_photo_of_twelve_megapixels_takes_sixteen_kilobytes() {
    // As a phone writes it: EXIF with a thumbnail, a colour profile, tables, the frame header.
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], length.as_slice(), content].concat()
    };
    let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let exif = [tiff.as_slice(), &[0; 12_000]].concat();
    let frame = b"\x08\x0b\xd0\x0f\xc0\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
    let head = [
        b"\xff\xd8".to_vec(),
        segment(0xe1, &exif),
        segment(0xe2, &[0; 600]),
        segment(0xdb, &[0; 130]),
        segment(0xc0, frame),
    ]
    .concat();
    let size = 6_500_000;
    let run = drive(Some(size), 4096, |offset, length| {
        let mut bytes = part(&head, offset, length).to_vec();
        bytes.resize(
            length.min(u32::try_from(size - offset).unwrap()) as usize,
            0x55,
        );
        bytes
    });
    assert!(run.bytes <= 16 << 10, "{} bytes", run.bytes);
    assert_eq!((run.info.width, run.info.height), (Some(3024), Some(4032)));
}

#[test]
fn a_host_that_supplies_nothing_or_the_wrong_range_comes_to_an_end() {
    for supply in [None, Some(0_u64), Some(1 << 40)] {
        let mut prober = Prober::new(Some(1 << 30), 4096);
        let mut steps = 0;
        while let Step::Need { .. } = prober.step() {
            steps += 1;
            assert!(steps <= 16);
            if let Some(offset) = supply {
                prober.supply(offset, b"\0\0\0\x08free");
            }
        }
    }
}

#[test]
fn a_head_supplied_beforehand_saves_the_request() {
    let (_, content) = files("sound")
        .into_iter()
        .find(|(name, _)| name == "png-rgb.png")
        .unwrap();
    let mut prober = Prober::new(Some(content.len() as u64), 4096);
    prober.supply(0, &content);
    let Step::Done(info) = prober.step() else {
        panic!("a request")
    };
    assert_eq!(info.format, Some(Format::Png));
}
