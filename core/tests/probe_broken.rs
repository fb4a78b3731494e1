//! Files broken where their own structure says: cut at every boundary, every size set to what hurts,
//! loops, depth, claims of gigabytes, and files that are two things at once.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod broken;
mod corpus;

use allocation_counter::measure;
use broken::{Size, parts};
use corpus::{files, part};
use postworthy::media::{Format, MediaInfo, MediaKind};
use postworthy::probe::{Limits, Prober, Step, probe_slice};

/// The most that a probe may hold beside the ranges that it read.
const WORKING: u64 = 1 << 20;

/// Probes within the stated bounds, and asks that every fact is there or missed for a reason.
fn honest(what: &str, content: &[u8]) -> MediaInfo {
    honest_of(what, content.len() as u64, |offset, length| {
        part(content, offset, length)
    })
}

fn honest_of<'c>(what: &str, size: u64, read: impl Fn(u64, u32) -> &'c [u8]) -> MediaInfo {
    let limits = Limits::default();
    let (mut requests, mut bytes, mut info) = (0, 0, None);
    let memory = measure(|| {
        let mut prober = Prober::new(Some(size), 4096);
        info = Some(loop {
            match prober.step() {
                Step::Done(info) => break info,
                Step::Need { offset, length } => {
                    let supplied = read(offset, length);
                    requests += 1;
                    bytes += supplied.len() as u64;
                    prober.supply(offset, supplied);
                }
            }
        });
    });
    let info = info.unwrap();
    assert!(requests <= limits.requests, "{what}: {requests} requests");
    assert!(bytes <= limits.bytes, "{what}: {bytes} bytes");
    // While a range grows, it is there twice.
    let most = bytes * 2 + WORKING;
    assert!(
        memory.bytes_max <= most,
        "{what}: {} held",
        memory.bytes_max
    );
    for (fact, known) in expected(&info) {
        let reason = info.unknown.get(fact);
        assert!(known != reason.is_some(), "{what}: {fact} of {info:?}");
    }
    info
}

/// What a file of this kind should say, and whether it is known.
fn expected(info: &MediaInfo) -> Vec<(&'static str, bool)> {
    let size = [
        ("width", info.width.is_some()),
        ("height", info.height.is_some()),
    ];
    match info.kind {
        None => vec![("format", info.format.is_some())],
        Some(MediaKind::Document) => vec![("pages", info.pages.is_some())],
        Some(MediaKind::Image) => {
            [size.as_slice(), &[("animated", info.animated.is_some())]].concat()
        }
        Some(MediaKind::Video) => [
            size.as_slice(),
            &[("durationMs", info.duration_ms.is_some())],
        ]
        .concat(),
    }
}

/// Every sound file.
fn samples() -> Vec<(String, Vec<u8>)> {
    let files = files("sound");
    assert!(files.len() > 100);
    files
}

#[test]
fn files_cut_at_any_boundary_say_nothing_wrong() {
    let mut cuts = 0;
    for (name, content) in samples() {
        let whole = probe_slice(&content);
        for part in parts(&content) {
            let what = format!("{name} cut at {}", part.at);
            let info = honest(&what, &content[..part.at]);
            cuts += 1;
            let same = |ours: &Option<u32>, theirs: &Option<u32>, fact: &str| {
                let fits = ours.is_none() || ours == theirs;
                assert!(fits, "{what}: {fact} is {ours:?}, was {theirs:?}");
            };
            if info.format == whole.format {
                same(&info.coded_width, &whole.coded_width, "width");
                same(&info.coded_height, &whole.coded_height, "height");
                // Cut off its update, a document is what it was before.
                if name != "pdf-updated.pdf" {
                    same(&info.pages, &whole.pages, "pages");
                }
                let codec = &info.video_codec;
                assert!(
                    codec.is_none() || *codec == whole.video_codec,
                    "{what}: {codec:?}"
                );
            }
        }
    }
    assert!(cuts > 3000, "{cuts} cuts");
}

#[test]
fn sizes_that_hurt_are_survived_at_every_part() {
    let mut tried = 0;
    for (name, content) in samples() {
        for part in parts(&content) {
            for size in [0, 1, 7, u64::from(u32::MAX), 1 << 63, u64::MAX] {
                let mut broken = content.clone();
                part.size.write(&mut broken, size);
                honest(&format!("{name} with {size} at {}", part.at), &broken);
                tried += 1;
            }
        }
    }
    assert!(tried > 10_000, "{tried} tried");
}

#[test]
fn long_sizes_of_boxes_are_survived() {
    for (name, content) in samples() {
        for part in parts(&content) {
            let Size::Big32(at) = part.size else { continue };
            if content.get(4..8) != Some(b"ftyp") {
                continue;
            }
            for size in [0_u64, 1, 15, 16, 1 << 32, 1 << 63, u64::MAX] {
                let mut broken = content.clone();
                broken[at..at + 4].copy_from_slice(&1_u32.to_be_bytes());
                broken.splice(at + 8..at + 8, size.to_be_bytes());
                honest(&format!("{name} with a long {size} at {at}"), &broken);
            }
        }
    }
}

#[test]
fn four_gigabytes_claimed_by_a_kilobyte_are_not_believed() {
    let mut claims = 0;
    for (name, content) in samples() {
        let head = &content[..content.len().min(1024)];
        for size in [u64::from(u32::MAX), 5 << 30] {
            // The directory entry lies, and the file with it.
            let info = honest_of(&name, size, |offset, length| part(head, offset, length));
            assert!(info.bytes.is_some_and(|bytes| bytes <= size), "{name}");
            claims += 1;
        }
    }
    assert!(claims > 200);
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes(), kind.as_slice(), content].concat()
}

/// `depth` boxes, each exactly around the next.
fn nested(depth: usize, kinds: &[[u8; 4]], header: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for level in 0..depth {
        let length = u32::try_from((depth - level) * (8 + header)).unwrap();
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&kinds[level % kinds.len()]);
        out.resize(out.len() + header, 0);
    }
    out
}

#[test]
fn ten_thousand_levels_are_survived() {
    const DEPTH: usize = 10_000;
    let ftyp = |brand: &[u8; 4]| boxed(b"ftyp", &[brand.as_slice(), b"\0\0\0\0", brand].concat());
    for (name, kinds, header) in [
        ("moov", [*b"moov", *b"moov"], 0),
        ("trak", [*b"trak", *b"mdia"], 0),
        ("minf", [*b"minf", *b"stbl"], 0),
        ("udta", [*b"udta", *b"meta"], 4),
    ] {
        let inside = boxed(b"moov", &boxed(b"trak", &nested(DEPTH, &kinds, header)));
        honest(name, &[ftyp(b"isom"), inside].concat());
        honest(
            name,
            &[ftyp(b"qt  "), nested(DEPTH, &kinds, header)].concat(),
        );
        let fragment = boxed(b"moof", &boxed(b"traf", &nested(DEPTH, &kinds, header)));
        honest(
            name,
            &[
                ftyp(b"iso5"),
                boxed(b"moov", &boxed(b"mvex", b"")),
                fragment,
            ]
            .concat(),
        );
    }
    for kinds in [
        [*b"meta", *b"iprp"],
        [*b"iprp", *b"ipco"],
        [*b"ipco", *b"ipco"],
    ] {
        honest("heic", &[ftyp(b"heic"), nested(DEPTH, &kinds, 4)].concat());
    }
    // EBML, each element as long as what is left; the lists of RIFF; objects of ASF.
    for id in [0x1853_8067_u32, 0x1654_ae6b, 0x114d_9b74, 0x1f43_b675] {
        let mut file =
            b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff".to_vec();
        for level in 0..DEPTH {
            file.extend_from_slice(&id.to_be_bytes());
            let length = 1_u64 << 56 | ((DEPTH - level - 1) * 12) as u64;
            file.extend_from_slice(&length.to_be_bytes());
        }
        honest("ebml", &file);
    }
    let mut lists = b"RIFF\xff\xff\xff\x7fAVI ".to_vec();
    for level in 0..DEPTH {
        let length = u32::try_from((DEPTH - level) * 12 - 8).unwrap();
        lists.extend_from_slice(b"LIST");
        lists.extend_from_slice(&length.to_le_bytes());
        lists.extend_from_slice(if level == 0 { b"hdrl" } else { b"strl" });
    }
    honest("lists", &lists);
    let wmv = files("sound")
        .into_iter()
        .find(|(name, _)| name.ends_with("wmv"))
        .unwrap()
        .1;
    let extension = [
        0xb5, 0x03, 0xbf, 0x5f, 0x2e, 0xa9, 0xcf, 0x11, 0x8e, 0xe3, 0, 0xc0, 0x0c, 0x20, 0x53, 0x65,
    ];
    let mut objects = wmv[..30].to_vec();
    for level in 0..DEPTH {
        objects.extend_from_slice(&extension);
        objects.extend_from_slice(&(((DEPTH - level) * 46) as u64).to_le_bytes());
        objects.extend_from_slice(&[0; 22]);
    }
    let length = objects.len() as u64;
    objects[16..24].copy_from_slice(&length.to_le_bytes());
    honest("objects", &objects);
    for opening in ["<<", "[", "(", "<</A", "<</Kids[<<", "<</Type/Pages/Kids["] {
        let body = opening.repeat(DEPTH);
        honest(
            opening,
            format!("%PDF-1.4\n1 0 obj\n{body}\nstartxref\n9\n%%EOF").as_bytes(),
        );
    }
}

#[test]
fn loops_come_to_an_end() {
    // A cross-reference table, and one of two, that lead back to themselves.
    let table =
        |prev: usize| format!("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev {prev}>>\n");
    let first = table(9);
    let second = table(9 + first.len());
    honest(
        "xref",
        format!("%PDF-1.4\n{first}startxref\n9\n%%EOF").as_bytes(),
    );
    let both = format!("%PDF-1.4\n{second}{first}startxref\n9\n%%EOF");
    honest("two xrefs", both.as_bytes());
    // A length, a count and a page tree that are references to themselves.
    let tree = "1 0 obj\n<</Pages 1 0 R/Count 1 0 R/Type/Pages/Kids[1 0 R]>>\nendobj\n";
    let at = 9 + tree.len();
    let end = format!(
        "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{at}\n%%EOF"
    );
    honest("page tree", format!("%PDF-1.4\n{tree}{end}").as_bytes());
    // A directory whose next one is itself.
    let tiff = b"II*\0\x08\0\0\0\x01\0\0\x01\x03\0\x01\0\0\0\x10\0\0\0\x08\0\0\0";
    honest("tiff", tiff);
    // EXIF that points at itself, in a JPEG.
    let exif = [b"Exif\0\0".as_slice(), tiff].concat();
    let segment = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    honest(
        "exif",
        &[b"\xff\xd8\xff\xe1".as_slice(), &segment, &exif, b"\xff\xd9"].concat(),
    );
    // A list of parts that names itself.
    let seek = b"\x11\x4d\x9b\x74\x8b\x4d\xbb\x88\x53\xab\x84\x16\x54\xae\x6b\x53\xac\x81\0";
    let head = b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff";
    honest("seek head", &[head.as_slice(), seek].concat());
    // A compound file whose directory follows itself.
    let (_, mut doc) = files("sound")
        .into_iter()
        .find(|(name, _)| name.ends_with(".doc"))
        .unwrap();
    let fat = u32::from_le_bytes(doc[76..80].try_into().unwrap());
    let directory = u32::from_le_bytes(doc[48..52].try_into().unwrap());
    let entry = (fat as usize + 1) * 512 + directory as usize * 4;
    doc[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
    honest("directory", &doc);
    // An index of fragments that names itself.
    let mfra_length = 8 + 8 + 16 + 11 + 16;
    let (_, mp4) = files("sound")
        .into_iter()
        .find(|(name, _)| name == "mp4-fragmented.mp4")
        .unwrap();
    let at = u32::try_from(mp4.len()).unwrap();
    let tfra = boxed(
        b"tfra",
        &[
            [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0].as_slice(),
            &at.to_be_bytes(),
            &[1, 1, 1],
        ]
        .concat(),
    );
    let mfro = boxed(
        b"mfro",
        &[[0; 4].as_slice(), &u32::to_be_bytes(mfra_length)].concat(),
    );
    let mfra = boxed(b"mfra", &[tfra, mfro].concat());
    assert_eq!(mfra.len(), mfra_length as usize);
    honest("mfra", &[mp4, mfra].concat());
}

#[test]
fn a_file_that_is_two_things_is_one_of_them() {
    let sound = |wanted: &str| {
        files("sound")
            .into_iter()
            .find(|(name, _)| name == wanted)
            .unwrap()
            .1
    };
    let (pdf, pptx, gif) = (
        sound("pdf-classic.pdf"),
        sound("pptx.pptx"),
        sound("gif.gif"),
    );
    let (mp4, jpeg, png) = (
        sound("mp4-faststart.mp4"),
        sound("jpeg.jpg"),
        sound("png-rgb.png"),
    );
    let script = b"GIF89a/*\0\0\0\0*/=1;alert(1)//";
    let page = b"<!doctype html><script>alert(1)</script>";
    for (name, content, format) in [
        (
            "PDF, then ZIP",
            [&pdf[..], &pptx].concat(),
            Some(Format::Pdf),
        ),
        (
            "ZIP, then PDF",
            [&pptx[..], &pdf].concat(),
            Some(Format::Pptx),
        ),
        ("GIF and a script", script.to_vec(), Some(Format::Gif)),
        (
            "GIF, then a page",
            [&gif[..], page].concat(),
            Some(Format::Gif),
        ),
        (
            "MP4 and a page",
            [&mp4[..], page].concat(),
            Some(Format::Mp4),
        ),
        ("a page, then MP4", [page.as_slice(), &mp4].concat(), None),
        (
            "JPEG, then ZIP",
            [&jpeg[..], &pptx].concat(),
            Some(Format::Jpeg),
        ),
        (
            "PNG, then PDF",
            [&png[..], &pdf].concat(),
            Some(Format::Png),
        ),
        // A PDF may start late: whoever opens this one sees pages.
        (
            "a page, then PDF",
            [page.as_slice(), &pdf].concat(),
            Some(Format::Pdf),
        ),
    ] {
        let info = honest(name, &content);
        assert_eq!(info.format, format, "{name}: {info:?}");
    }
    // What comes behind does not change what is said of the first.
    let info = honest("MP4 and a page", &[&mp4[..], page].concat());
    assert_eq!(info.duration_ms, probe_slice(&mp4).duration_ms);
}
