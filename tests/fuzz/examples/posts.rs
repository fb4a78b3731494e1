//! Writes posts for every face to check one after the other: made ones, and hostile ones between
//! them, with one context for all. `fixtures/batch` is what it wrote.

use std::fs;
use std::io;
use std::path::Path;

use postworthy_fuzz::made::{self, Dice};
use postworthy_fuzz::seeds;
use serde_json::{Map, Value, json};

/// How many posts are made.
const POSTS: usize = 120;

/// No post of a batch is longer.
const LONGEST: usize = 1_200;

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1);
    let folder = folder.ok_or_else(|| io::Error::other("usage: posts FOLDER"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut random = seeds::random();
    let hostile = hostile();
    let (mut lines, mut media, mut accounts) = (Vec::new(), Map::new(), Map::new());
    while lines.len() < POSTS + POSTS / 3 {
        let bytes: Vec<u8> = (0..160).map(|_| random(256).to_le_bytes()[0]).collect();
        let mut made = made::next(&mut Dice::new(&bytes));
        let line = made.post.to_string();
        if line.len() > LONGEST {
            continue;
        }
        for (all, name) in [(&mut media, "media"), (&mut accounts, "accounts")] {
            if let Some(Value::Object(more)) = made.context.get_mut(name) {
                all.append(more);
            }
        }
        lines.push(line);
        if lines.len() % 4 == 3 {
            lines.push(hostile[random(hostile.len())].clone());
        }
    }
    lines.extend(hostile);
    let context = json!({ "media": media, "accounts": accounts, "now": "2026-06-01T12:00:00Z" });
    fs::write(folder.join("posts.ndjson"), lines.join("\n") + "\n")?;
    fs::write(folder.join("context.json"), format!("{context}\n"))
}

/// What a batch may hold beside posts, and posts that leave much behind.
fn hostile() -> Vec<String> {
    let list = |count: usize, one: &str| vec![one; count].join(",");
    let target = r#"{"platform":"tiktok","accountId":"a"}"#;
    let of = |members: &str| format!(r#"{{"platforms":[{target}],{members}}}"#);
    vec![
        "{}".into(),
        "[1]".into(),
        "null".into(),
        r#""text""#.into(),
        r#"{"content":"#.into(),
        r#"{"content":"\ud800"}"#.into(),
        r#"{"content":"a","content":["b"],"platforms":1}"#.into(),
        of(&format!(r#""a":{}{}"#, "[".repeat(62), "]".repeat(62))),
        "[".repeat(400),
        of(r#""a":18446744073709551615,"b":-9223372036854775808,"c":1e308"#),
        of(&format!(r#""{}":1"#, "k".repeat(800))),
        of(&format!(r#""content":"{}""#, "\u{301}".repeat(400))),
        of(&format!(
            r#""content":"{}\u202e\u0000""#,
            "<b>@a#b".repeat(100)
        )),
        of(&format!(
            r#""mediaItems":[{}]"#,
            list(60, r#"{"url":"http://localhost"}"#)
        )),
        format!(
            r#"{{"platforms":[{}],"publishNow":true}}"#,
            list(60, target)
        ),
        format!(r#"{{"platforms":[{}],"mediaItems":"none"}}"#, list(60, "0")),
        format!(
            r#"{{"platforms":[{{"platform":"twitter","accountId":"a","platformSpecificData":{{"threadItems":[{}]}}}}]}}"#,
            list(60, r#"{"content":"\u00e9"}"#)
        ),
    ]
}
