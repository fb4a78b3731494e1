//! Where fuzzing begins: the fixtures, read and never copied.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use postworthy::media::Format;
use postworthy::probe::probe_slice;
use postworthy::{Context, Engine, Post};
use postworthy_cases::cases;
use serde_json::{Value, json};

use crate::media::MANNERS;
use crate::sound::diagnostics;

/// Posts that every set of rules is tried on.
pub const SAMPLES: &[&str] = &[
    include_str!("../../../fixtures/examples/broken.json"),
    include_str!("../../../fixtures/examples/launch.json"),
    include_str!("../../../fixtures/examples/ready.json"),
];

/// A case longer than this repeats itself.
const LONGEST: usize = 4096;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn some(all: impl Iterator<Item = Vec<u8>>) -> Vec<Vec<u8>> {
    let all: BTreeSet<_> = all.filter(|seed| seed.len() <= LONGEST).collect();
    all.into_iter().collect()
}

/// The posts of the shared cases.
pub fn posts() -> Vec<Vec<u8>> {
    let samples = SAMPLES.iter().map(|text| text.as_bytes().to_vec());
    some(
        cases()
            .into_iter()
            .map(|case| case.post.to_string().into_bytes())
            .chain(samples),
    )
}

/// The same, each with its context.
pub fn posts_in_context() -> Vec<Vec<u8>> {
    some(
        cases()
            .into_iter()
            .map(|case| format!("{}\0{}", case.post, case.context).into_bytes()),
    )
}

/// Bytes without a meaning of their own, for posts to be made of.
pub fn dice() -> Vec<Vec<u8>> {
    let mut random = random();
    let mut seeds = || (0..120).map(|_| random(256).to_le_bytes()[0]).collect();
    (0..200).map(|_| seeds()).collect()
}

/// Numbers below an end, the same ones every time.
pub fn random() -> impl FnMut(usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |end| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end as u64).unwrap()
    }
}

/// A row for every check, as it is and with what can be changed.
pub fn overlays() -> Vec<Vec<u8>> {
    let engine = Engine::builtin();
    let rows = engine.rules().map(|rule| {
        let row = serde_json::to_value(rule).unwrap();
        json!([{ "id": row["id"], "check": row["check"], "severity": row["severity"] }])
    });
    some(
        rows.map(|row| row.to_string().into_bytes())
            .collect::<Vec<_>>()
            .into_iter(),
    )
}

/// Arrays, NDJSON and CSV.
pub fn batches() -> Vec<Vec<u8>> {
    let posts: Vec<String> = cases().iter().map(|case| case.post.to_string()).collect();
    let small: Vec<_> = posts.into_iter().filter(|post| post.len() < 800).collect();
    let form = |form: u8, text: String| [&[form, 40], text.as_bytes()].concat();
    let mut seeds = Vec::new();
    for some in small.chunks(4).step_by(9) {
        seeds.push(form(0, format!("[{}]", some.join(", "))));
        seeds.push(form(1, some.join("\n")));
        seeds.push(form(3, some.join("\n")));
    }
    let tables = [
        "content,platforms,accountIds,mediaUrls\n\"Hi, all\",twitter;bluesky,a;b,https://a/1.jpg https://a/2.jpg\n",
        "text;platform;options;schedule_time;draft\nHi;instagram;\"{\"\"instagram\"\":{\"\"contentType\"\":\"\"story\"\"}}\";2026-01-01T00:00:00Z;yes\n",
        "title\ttags\ttiktokSettings\na\tb,c\t{}\n\"d\ne\"\tf\t{oops\n",
    ];
    seeds.extend(tables.map(|table| form(2, table.to_string())));
    seeds
}

/// The fixes of the shared cases, each with its post.
pub fn patches() -> Vec<Vec<u8>> {
    let engine = Engine::builtin();
    let mut seeds = Vec::new();
    for case in cases().into_iter().step_by(5) {
        let context: Context = serde_json::from_value(case.context).unwrap();
        let report = engine.check(&Post::from_value(&case.post), &context);
        for fix in diagnostics(&report).flat_map(|one| &one.fixes) {
            let patch = serde_json::to_string(&fix.patch).unwrap();
            seeds.push(format!("{}\0{patch}", case.post).into_bytes());
        }
    }
    let document = r#"{"a":[1,{"b~/c":null}],"d":{"e":2}}"#;
    for patch in [
        r#"[{"op":"move","from":"/a/0","path":"/d/f"},{"op":"copy","from":"/d","path":"/a/-"}]"#,
        r#"[{"op":"test","path":"/a/1/b~0~1c","value":null},{"op":"remove","path":""}]"#,
        r#"[{"op":"replace","path":"","value":[]},{"op":"add","path":"/0","value":1.0}]"#,
    ] {
        seeds.push(format!("{document}\0{patch}").into_bytes());
    }
    some(seeds.into_iter())
}

/// Texts that are counted elsewhere too.
pub fn texts() -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for file in ["conformance.json", "weighted.json"] {
        let text = fs::read(fixtures().join("text").join(file)).unwrap();
        strings(&serde_json::from_slice(&text).unwrap(), &mut texts);
    }
    some(
        texts
            .into_iter()
            .map(|text| [&[60], text.as_bytes()].concat()),
    )
}

/// What the cases of Telegram say, and marks beside each other.
pub fn markup() -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for case in cases()
        .iter()
        .filter(|case| case.rule.starts_with("telegram/"))
    {
        strings(&case.post, &mut texts);
    }
    texts.extend(
        [
            "<b>a <i>b</i></b> <a href=\"https://example.com\">c</a> &amp;&#x1F44D;&#128077;",
            "<pre><code class=\"language-rust\">x</code></pre><tg-spoiler>y</tg-spoiler>",
            "<blockquote expandable>q</blockquote><tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>",
            "*bold _italic ~strike ||spoiler||~_* __under__ `code` ![👍](tg://emoji?id=1)",
            "```rust\nlet x\\;\n``` >a\n**>b\n>c||",
            "*a* _b_ [c](https://example.com) `d` ```e``` \\_",
        ]
        .map(String::from),
    );
    some(
        texts
            .into_iter()
            .map(|text| [&[20], text.as_bytes()].concat()),
    )
}

fn strings(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::Object(members) => members.values().for_each(|item| strings(item, all)),
        _ => {}
    }
}

/// The files whose format is one of these, before an honest host; and those of no known format.
fn files(formats: &[Format]) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for part in ["sound", "odd"] {
        for entry in fs::read_dir(fixtures().join("media").join(part)).unwrap() {
            let mut file = fs::read(entry.unwrap().path()).unwrap();
            let format = probe_slice(&file).format;
            if format.is_some_and(|format| formats.contains(&format)) {
                file.extend([0; MANNERS]);
                seeds.push(file);
            }
        }
    }
    seeds.sort();
    seeds
}

/// MP4 and its kin.
pub fn isobmff() -> Vec<Vec<u8>> {
    use Format as F;
    files(&[F::Mp4, F::Mov, F::M4v, F::ThreeGp, F::Heic, F::Avif])
}

/// Matroska and WebM.
pub fn matroska() -> Vec<Vec<u8>> {
    files(&[Format::Mkv, Format::Webm])
}

/// The other containers of video.
pub fn streams() -> Vec<Vec<u8>> {
    files(&[Format::Avi, Format::Wmv, Format::Flv, Format::Mpeg])
}

/// Pictures.
pub fn images() -> Vec<Vec<u8>> {
    use Format as F;
    files(&[F::Jpeg, F::Png, F::Gif, F::Webp, F::Bmp, F::Tiff])
}

/// Documents.
pub fn documents() -> Vec<Vec<u8>> {
    use Format as F;
    files(&[F::Pdf, F::Ppt, F::Pptx, F::Doc, F::Docx])
}

/// Inputs that a target once fell over, each named for what is odd in it.
pub fn found(target: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(fixtures().join("fuzz").join(target)) else {
        return Vec::new();
    };
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    };
    let mut all: Vec<_> = entries.map(|entry| read(entry.unwrap())).collect();
    all.sort();
    all
}

/// The words that inputs are made of, as a dictionary of libFuzzer.
pub fn dictionary() -> String {
    let mut words = BTreeSet::new();
    for case in cases() {
        collect(&case.post, &mut words);
        collect(&case.context, &mut words);
    }
    let rows = Engine::builtin();
    for rule in rows.rules() {
        collect(&serde_json::to_value(rule).unwrap()["check"], &mut words);
    }
    let quoted = words.iter().map(|word| format!("\"\\\"{word}\\\"\"\n"));
    quoted.collect()
}

fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => add(text, words),
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        Value::Object(members) => {
            for (name, value) in members {
                add(name, words);
                collect(value, words);
            }
        }
        _ => {}
    }
}

fn add(word: &str, words: &mut BTreeSet<String>) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if word.len() < 30 && word.bytes().all(plain) {
        words.insert(word.to_string());
    }
}
