//! What is the same stays as it is written, and the text says what was meant.

use super::*;
use serde_json::json;

fn kept(text: &str) -> Kept<'_> {
    let read: Value = serde_json::from_str(text).unwrap();
    Kept::read(text, &read.to_string()).unwrap()
}

/// The text with the value that a change makes of its own.
fn changed(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let kept = kept(text);
    let mut mended = kept.value.clone();
    change(&mut mended);
    let written = rewrite(text, &kept, &mended).unwrap();
    let read = serde_json::from_str(&written).unwrap();
    assert!(kept.means(&mended, &read), "{mended} is not {written}");
    written
}

fn patched(text: &str, patch: Value) -> String {
    changed(text, |value| {
        let patch: postworthy::patch::Patch = serde_json::from_value(patch).unwrap();
        postworthy::patch::apply(value, &patch).unwrap();
    })
}

/// Asserts what each list of removed places leaves of a text.
fn without(text: &str, expected: &[(&[&str], &str)]) {
    for (paths, left) in expected {
        let patch = paths
            .iter()
            .map(|path| json!({ "op": "remove", "path": path }));
        assert_eq!(patched(text, patch.collect()), *left, "{paths:?} of {text}");
    }
}

fn with(text: &str, path: &str, value: Value) -> String {
    patched(text, json!([{ "op": "add", "path": path, "value": value }]))
}

#[test]
fn what_has_not_changed_is_copied() {
    let text = " {\n\t\"a\" : [{ \"type\": \"image\" },1e2 , -0],\r\n\n  \"Gr\\u00fc\\u00dfe \\/ a\":\"Gr\\u00fc\\u00dfe \\/ a\",\"x\":1}\r\n";
    assert_eq!(changed(text, |_| {}), text);
    let mended = changed(text, |value| value["x"] = json!({ "y": [] }));
    assert_eq!(mended, text.replace(":1}", ":{ \"y\": [] }}"));
    let mended = changed(text, |value| value["a"][0]["type"] = "gif".into());
    assert_eq!(mended, text.replace("image", "gif"));
}

#[test]
fn a_removed_member_takes_its_separator_and_its_line_along() {
    without(
        r#"{"a":1, "b":[2,3] ,"c":3}"#,
        &[
            (&["/a"], r#"{"b":[2,3] ,"c":3}"#),
            (&["/b"], r#"{"a":1, "c":3}"#),
            (&["/c"], r#"{"a":1, "b":[2,3]}"#),
            (&["/a", "/b"], r#"{"c":3}"#),
            (&["/b", "/c"], r#"{"a":1}"#),
            (&["/a", "/c"], r#"{"b":[2,3]}"#),
            (&["/a", "/b", "/c"], "{}"),
        ],
    );
    without(
        "{\r\n\t\"a\": 1,\r\n\r\n\t\"b\": 2,\r\n\t\"c\": 3\r\n}",
        &[
            (&["/a"], "{\r\n\t\"b\": 2,\r\n\t\"c\": 3\r\n}"),
            (&["/b"], "{\r\n\t\"a\": 1,\r\n\r\n\t\"c\": 3\r\n}"),
            (&["/c"], "{\r\n\t\"a\": 1,\r\n\r\n\t\"b\": 2\r\n}"),
            (&["/a", "/b", "/c"], "{}"),
        ],
    );
    // Two on one line, and commas that begin lines.
    without(
        "{ \"a\": 1, \"b\": 2,\n  \"c\": 3, \"d\": 4 }",
        &[
            (&["/b"], "{ \"a\": 1,\n  \"c\": 3, \"d\": 4 }"),
            (&["/c"], "{ \"a\": 1, \"b\": 2,\n  \"d\": 4 }"),
            (&["/b", "/c"], "{ \"a\": 1, \"d\": 4 }"),
        ],
    );
    without(
        "{ \"a\": 1\n, \"b\": 2\n, \"c\": 3\n}",
        &[
            (&["/a"], "{ \"b\": 2\n, \"c\": 3\n}"),
            (&["/b"], "{ \"a\": 1\n, \"c\": 3\n}"),
            (&["/c"], "{ \"a\": 1\n, \"b\": 2\n}"),
        ],
    );
}

#[test]
fn elements_that_stay_keep_their_text() {
    let text = r#"[ "\u0061", {"t": "\/", "n":1.50},1e2,  1e2, "\u0062" ]"#;
    without(
        text,
        &[
            (&["/0"], r#"[ {"t": "\/", "n":1.50},1e2,  1e2, "\u0062" ]"#),
            (&["/1"], r#"[ "\u0061", 1e2,  1e2, "\u0062" ]"#),
            (
                &["/2"],
                r#"[ "\u0061", {"t": "\/", "n":1.50},1e2, "\u0062" ]"#,
            ),
            (&["/4"], r#"[ "\u0061", {"t": "\/", "n":1.50},1e2,  1e2 ]"#),
            (&["/3", "/0"], r#"[ {"t": "\/", "n":1.50},1e2,  "\u0062" ]"#),
            (&["/4", "/3", "/2", "/1", "/0"], "[]"),
        ],
    );
    // One that is removed before one that is mended.
    let mended = patched(
        text,
        json!([{ "op": "remove", "path": "/0" }, { "op": "add", "path": "/0/n", "value": 2 }]),
    );
    assert_eq!(mended, r#"[ {"t": "\/", "n":2},1e2,  1e2, "\u0062" ]"#);
    // In lines.
    without(
        "[\n  1,\n  2,\n  3\n]\n",
        &[
            (&["/0"], "[\n  2,\n  3\n]\n"),
            (&["/1"], "[\n  1,\n  3\n]\n"),
            (&["/2"], "[\n  1,\n  2\n]\n"),
        ],
    );
}

#[test]
fn an_added_member_is_like_its_neighbours() {
    let list = || json!([1, { "x": [] }]);
    for (text, expected) in [
        ("{}", r#"{"k":[1,{"x":[]}]}"#),
        ("{ }", r#"{ "k": [1, {"x": []}] }"#),
        (r#"{"a":1}"#, r#"{"a":1,"k":[1,{"x":[]}]}"#),
        (r#"{ "a": 1 }"#, r#"{ "a": 1, "k": [1, { "x": [] }] }"#),
        (
            r#"{"a" : 1 , "b" : 2}"#,
            r#"{"a" : 1 , "b" : 2 , "k" : [1, {"x": []}]}"#,
        ),
        (
            "{\n\t\"a\": 1\n}\n",
            "{\n\t\"a\": 1,\n\t\"k\": [\n\t\t1,\n\t\t{\n\t\t\t\"x\": []\n\t\t}\n\t]\n}\n",
        ),
        (
            "{\r\n \"a\":1,\r\n\r\n \"b\":1\r\n}",
            "{\r\n \"a\":1,\r\n\r\n \"b\":1,\r\n \"k\":[\r\n  1,\r\n  {\r\n   \"x\":[]\r\n  }\r\n ]\r\n}",
        ),
        (
            "{ \"a\": 1\n, \"b\": 2\n}",
            "{ \"a\": 1\n, \"b\": 2\n, \"k\": [\n  1,\n  {\n    \"x\": []\n  }\n]\n}",
        ),
    ] {
        assert_eq!(with(text, "/k", list()), expected);
    }
    let text = "{\n    \"o\": {\n    },\n    \"p\": {}\n}";
    assert_eq!(
        with(text, "/o/k", json!(1)),
        "{\n    \"o\": {\n        \"k\": 1\n    },\n    \"p\": {}\n}"
    );
    assert_eq!(
        with(text, "/p/k", json!({ "\"": 1 })),
        "{\n    \"o\": {\n    },\n    \"p\": {\"k\": {\"\\\"\": 1}}\n}"
    );
}

#[test]
fn an_added_element_is_like_its_neighbours() {
    let item = || json!({ "type": "gif" });
    for (text, expected) in [
        ("[]", r#"[{"type":"gif"}]"#),
        ("[1]", r#"[1,{"type":"gif"}]"#),
        ("[1, 2]", r#"[1, 2, {"type": "gif"}]"#),
        (
            "[\n  { \"type\": \"image\" }\n]",
            "[\n  { \"type\": \"image\" },\n  { \"type\": \"gif\" }\n]",
        ),
        (
            "[{\n  \"type\": \"image\"\n}, {\n  \"type\": \"image\"\n}]",
            "[{\n  \"type\": \"image\"\n}, {\n  \"type\": \"image\"\n}, {\n  \"type\": \"gif\"\n}]",
        ),
        ("[\n  1\n]", "[\n  1,\n  {\n    \"type\": \"gif\"\n  }\n]"),
    ] {
        assert_eq!(with(text, "/-", item()), expected);
    }
    assert_eq!(
        with("[\n  1,\n  2\n]", "/0", json!(0)),
        "[\n  0,\n  1,\n  2\n]"
    );
    assert_eq!(
        with("[\n  1,\n  2\n]", "/1", json!(0)),
        "[\n  1,\n  0,\n  2\n]"
    );
}

#[test]
fn a_renamed_member_keeps_its_place() {
    let text = r#"{"a":1,"b":{"x":1e2,"y": "\/"}, "c":3}"#;
    let renamed = json!([{ "op": "move", "from": "/b", "path": "/k\"" }]);
    assert_eq!(patched(text, renamed), text.replace("\"b\"", r#""k\"""#));
    let mended_inside = json!([{ "op": "move", "from": "/b", "path": "/k" },
                               { "op": "remove", "path": "/k/x" }]);
    assert_eq!(
        patched(text, mended_inside),
        r#"{"a":1,"k":{"y": "\/"}, "c":3}"#
    );
    let another = json!([{ "op": "remove", "path": "/a" },
                         { "op": "add", "path": "/k", "value": 2 }]);
    assert_eq!(
        patched(text, another),
        r#"{"b":{"x":1e2,"y": "\/"}, "c":3, "k":2}"#
    );
    let all = json!([{ "op": "add", "path": "", "value": { "k": true } }]);
    assert_eq!(patched("{\n \"a\": 1\n}", all), "{\n \"k\": true\n}");
}

#[test]
fn what_becomes_of_another_kind_is_written_anew() {
    let set = |text: &str, value: Value| {
        patched(
            text,
            json!([{ "op": "replace", "path": "/a", "value": value }]),
        )
    };
    assert_eq!(set("{\"a\":[ ]}", json!("ü")), "{\"a\":\"ü\"}");
    assert_eq!(
        set("{\r\n  \"a\": \"x\"\r\n}", json!(["x"])),
        "{\r\n  \"a\": [\r\n    \"x\"\r\n  ]\r\n}"
    );
    assert_eq!(
        set("{\n  \"a\": [1, 2]\n}", json!({ "x": 1 })),
        "{\n  \"a\": {\"x\": 1}\n}"
    );
    assert_eq!(changed("\n1\n", |value| *value = json!([2])), "\n[2]\n");
}

#[test]
fn numbers_keep_their_spelling_wherever_they_go() {
    let text = "{\"a\":[1e2,-0,1.50,12345678901234567890123],\"b\":{}}";
    let copied = json!([{ "op": "copy", "from": "/a", "path": "/b/c" },
                        { "op": "move", "from": "/a/0", "path": "/b/d" }]);
    assert_eq!(
        patched(text, copied),
        "{\"a\":[-0,1.50,12345678901234567890123],\"b\":{\"c\":[1e2,-0,1.50,12345678901234567890123],\"d\":1e2}}"
    );
}

#[test]
fn what_is_no_such_text_is_refused() {
    let kept = kept("{\"a\":{\"b\":1}}");
    let mended = json!({ "a": { "b": 2 } });
    for text in [
        "",
        "{",
        "[]",
        "{\"a\":1",
        "{\"a\":{}}",
        "{\"a\"",
        "{\"ü",
        "1",
    ] {
        let written = rewrite(text, &kept, &mended);
        let read = written.map(|written| serde_json::from_str::<Value>(&written));
        assert!(!matches!(read, Some(Ok(read)) if read == mended), "{text}");
    }
}

#[test]
fn a_long_list_keeps_what_did_not_change() {
    let item = |index: usize| format!("{{\"n\":1e2 , \"id\": {index}, \"s\":\"\\u0061\"}}");
    let items: Vec<String> = (0..20_000).map(item).collect();
    let text = format!("[{}]", items.join(", "));
    let mended = changed(&text, |value| {
        let items = value.as_array_mut().unwrap();
        items.remove(17_000);
        items[15_000]["id"] = "x".into();
        items.remove(10);
    });
    let mut expected = items;
    expected.remove(17_000);
    expected[15_000] = expected[15_000].replace("15000", "\"x\"");
    expected.remove(10);
    assert!(mended == format!("[{}]", expected.join(", ")));
}

/// Numbers that look like chance, the same ones in every run.
struct Dice(u64);

#[expect(
    clippy::arithmetic_side_effects,
    reason = "the numbers of a test are small"
)]
impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<'s>(&mut self, texts: &[&'s str]) -> &'s str {
        texts[self.below(texts.len())]
    }

    fn blank(&mut self) -> &'static str {
        self.one_of(&["", "", " ", "\n  ", "\r\n\t", "\n\n", "  "])
    }

    fn name(&mut self) -> &'static str {
        self.one_of(&[
            "a",
            "b",
            "c",
            "d",
            "e\\u0066",
            "\\\"",
            "ü",
            "",
            "number 0 0",
            ",:{}[]",
        ])
    }

    fn text(&mut self, levels: usize) -> String {
        let kinds = if levels == 0 { 2 } else { 6 };
        match self.below(kinds) {
            0 => format!("\"{}\"", self.name()),
            1 => {
                let scalars = [
                    "1e2",
                    "-0",
                    "1.50",
                    "12345678901234567890123",
                    "7",
                    "0.1",
                    "true",
                    "null",
                ];
                self.one_of(&scalars).to_string()
            }
            kind => {
                let is_object = kind % 2 == 0;
                let mut names = Vec::new();
                let mut text = String::from(if is_object { "{" } else { "[" });
                for _ in 0..self.below(6) {
                    let name = self.name();
                    if is_object && names.contains(&name) {
                        continue;
                    }
                    if !names.is_empty() {
                        text += self.blank();
                        text += ",";
                    }
                    text += self.blank();
                    if is_object {
                        text += &format!("\"{name}\"{}:{}", self.blank(), self.blank());
                    }
                    text += &self.text(levels - 1);
                    names.push(name);
                }
                text += self.blank();
                text += if is_object { "}" } else { "]" };
                text
            }
        }
    }

    /// Changes something somewhere in a value.
    fn edit(&mut self, value: &mut Value, depth: usize) {
        let fresh: Value = serde_json::from_str(&self.text(2)).unwrap();
        match value {
            Value::Object(members) if depth == 0 || self.below(4) > 0 => {
                let names: Vec<String> = members.keys().cloned().collect();
                let name = (!names.is_empty()).then(|| names[self.below(names.len())].clone());
                match (self.below(6), name) {
                    (0, Some(name)) => drop(members.remove(&name)),
                    (1, Some(name)) => {
                        let value = members.remove(&name).unwrap();
                        members.insert(self.one_of(&["x", "y", "a"]).into(), value);
                    }
                    (2.., Some(name)) => self.edit(&mut members[&name], depth + 1),
                    _ => drop(members.insert(self.one_of(&["v", "w", "b"]).into(), fresh)),
                }
            }
            Value::Array(elements) if depth == 0 || self.below(4) > 0 => {
                let count = elements.len();
                match self.below(6) {
                    0 if count > 0 => drop(elements.remove(self.below(count))),
                    1 if count > 0 => elements.swap(0, count - 1),
                    2.. if count > 0 => {
                        let index = self.below(count);
                        self.edit(&mut elements[index], depth + 1);
                    }
                    _ => elements.insert(self.below(count + 1), fresh),
                }
            }
            other => *other = fresh,
        }
    }
}

#[test]
fn whatever_is_changed_the_text_means_what_was_meant() {
    let mut dice = Dice(1);
    for _ in 0..4_000 {
        let text = format!("{}{}{}", dice.blank(), dice.text(4), dice.blank());
        let kept = kept(&text);
        assert_eq!(rewrite(&text, &kept, &kept.value).unwrap(), text);
        let mut mended = kept.value.clone();
        for _ in 0..=dice.below(4) {
            dice.edit(&mut mended, 0);
        }
        let written = rewrite(&text, &kept, &mended).unwrap();
        let read: Value = serde_json::from_str(&written)
            .unwrap_or_else(|error| panic!("{error}: {text} became {written}"));
        assert!(
            kept.means(&mended, &read),
            "{text} became {written}, not {mended}"
        );
        assert!(!self::kept(&written).lost_members(), "{written}");
    }
}

/// The places of all values that hold no others.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            leaves(member, &format!("{path}/{name}"), found);
        }),
        Value::Array(elements) => elements.iter().enumerate().for_each(|(index, element)| {
            leaves(element, &format!("{path}/{index}"), found);
        }),
        _ => found.push(path.to_string()),
    }
}

#[test]
fn whatever_is_replaced_all_around_it_stays() {
    let mut dice = Dice(2);
    for _ in 0..1_000 {
        let text = dice.text(4);
        let mut all = Vec::new();
        leaves(&kept(&text).value, "", &mut all);
        if all.is_empty() {
            continue;
        }
        let path = &all[dice.below(all.len())];
        let written = changed(&text, |value| {
            *value.pointer_mut(path).unwrap() = "REPLACED".into();
        });
        let (before, behind) = written.split_once("\"REPLACED\"").unwrap();
        assert!(
            text.starts_with(before) && text.ends_with(behind),
            "{path}: {text} became {written}"
        );
        let old = text.strip_prefix(before).unwrap();
        let old = old.strip_suffix(behind).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            Some(&serde_json::from_str(old).unwrap()),
            read.pointer(path)
        );
    }
}
