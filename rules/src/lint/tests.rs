use std::collections::BTreeMap;

use crate::{read, read_all};

const HEAD: &str = "platform = \"bluesky\"\ntitle = \"Bluesky\"\nread = \"2026-11-24\"\n";

const LENGTH: &str = r#"
[[rule]]
id = "bluesky/text-length"
code = "text_too_long"
severity = "error"
check = { text-length = { of = "content", unit = "graphemes", max = 300 } }
summary = "A post holds up to 300 characters."
hint = "Shorten the text."
sources = [{ kind = "docs", at = "platforms/bluesky#limits" }]
"#;

/// The three rows that every platform has.
fn shape(platform: &str) -> String {
    [
        ("types", "option_invalid"),
        ("names", "unknown_field"),
        ("foreign", "option_ignored"),
    ]
    .iter()
    .map(|(name, code)| {
        row(
            &format!("{platform}/option-{name}"),
            code,
            &format!("option-{name} = {{}}"),
        )
    })
    .collect()
}

fn row(id: &str, code: &str, check: &str) -> String {
    let severity = match code {
        "recommendation" => "info",
        "unknown_field" | "option_ignored" | "text_ignored" | "text_truncated"
        | "media_recompressed" => "warning",
        _ => "error",
    };
    format!(
        "[[rule]]\nid = \"{id}\"\ncode = \"{code}\"\nseverity = \"{severity}\"\ncheck = {{ {check} }}\n\
         summary = \"A sentence.\"\nsources = [{{ kind = \"docs\", at = \"a#b\" }}]\n"
    )
}

fn option(name: &str) -> String {
    format!("[[option]]\nname = \"{name}\"\ntype = \"any\"\nabout = \"A.\"\nsource = \"docs\"\n")
}

/// All that is wrong with a file of these options and rows beside those of every platform.
fn problems(options: &str, rows: &str) -> Vec<String> {
    let text = format!("{HEAD}{options}{}{rows}", shape("bluesky"));
    read("rules/bluesky.toml", &text).err().unwrap_or_default()
}

/// What the row of this check says is wrong with it.
fn of_check(code: &str, check: &str) -> String {
    let options = option("title") + &option("langs");
    let found = problems(&options, &row("bluesky/x", code, check));
    let says = |line: &String| {
        let fault = line.strip_prefix("rules/bluesky.toml: rule \"bluesky/x\": ");
        fault.unwrap_or_else(|| panic!("{line}")).to_string()
    };
    found.iter().map(says).collect::<Vec<_>>().join("; ")
}

/// The one problem of the row on lengths after a change of its text.
#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert!(LENGTH.contains(from), "{from}");
    let found = problems("", &LENGTH.replace(from, to));
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn a_sound_file_passes() {
    assert_eq!(problems("", LENGTH), Vec::<String>::new());
}

#[test]
fn a_problem_names_the_file_the_row_and_what_is_wrong() {
    assert_eq!(
        changed(
            "[{ kind = \"docs\", at = \"platforms/bluesky#limits\" }]",
            "[]"
        ),
        "rules/bluesky.toml: rule \"bluesky/text-length\": a source is missing"
    );
}

#[test]
fn all_problems_are_listed() {
    let rows = LENGTH
        .replace("characters.", "characters")
        .replace("the text.", "it")
        + &LENGTH.replace("max = 300", "max = -1")
        + &row("bluesky/Y", "text_ignored", "text-ignored = {}");
    assert_eq!(problems(&option("a.b"), &rows).len(), 5);
}

#[test]
fn malformed_toml_is_named_with_its_line() {
    let found = read("rules/bluesky.toml", &format!("{HEAD}[[rule]\n")).unwrap_err();
    assert!(
        found[0].starts_with("rules/bluesky.toml: line 4: "),
        "{found:?}"
    );
    assert!(!found[0].contains('\n'));
}

#[test]
fn an_unknown_field_of_a_file_is_named() {
    let found = read("rules/bluesky.toml", &format!("{HEAD}colour = \"blue\"\n")).unwrap_err();
    assert!(
        found[0].contains("line 4: unknown field `colour`"),
        "{found:?}"
    );
}

#[test]
fn a_malformed_row_is_named_by_its_id() {
    for (from, to, says) in [
        ("max = 300", "max = -1", "-1"),
        ("max = 300", "max = 300, more = 1", "unknown field `more`"),
        (", max = 300", "", "missing field `max`"),
        (
            "severity = \"error\"",
            "severity = \"bad\"",
            "unknown variant `bad`",
        ),
        ("summary", "sumary", "unknown field `sumary`"),
        (
            "text-length = {",
            "text-size = {",
            "unknown variant `text-size`",
        ),
        ("\"content\"", "\"contents\"", "`contents` is not content"),
    ] {
        let found = changed(from, to);
        assert!(
            found.starts_with("rules/bluesky.toml: rule \"bluesky/text-length\": ")
                && found.contains(says),
            "{found}"
        );
    }
}

#[test]
fn a_row_without_an_id_is_named_by_its_place() {
    assert!(
        changed("id = \"bluesky/text-length\"", "").contains("rule 4 (without a readable `id`)")
    );
}

#[test]
fn an_id_that_stands_twice_is_found() {
    let found = problems("", &LENGTH.repeat(2));
    assert_eq!(
        found,
        ["rules/bluesky.toml: rule \"bluesky/text-length\": the id stands twice"]
    );
}

#[test]
fn an_id_that_stands_in_two_files_is_found() {
    let mut files = BTreeMap::new();
    files.insert(
        "rules/bluesky.toml".into(),
        format!("{HEAD}{}", shape("bluesky")),
    );
    let other = HEAD.replace("bluesky", "threads") + &shape("threads") + LENGTH;
    files.insert("rules/threads.toml".into(), other);
    files
        .entry("rules/bluesky.toml".into())
        .and_modify(|text: &mut String| text.push_str(LENGTH));
    let found = read_all(&files).unwrap_err();
    assert!(
        found.contains(
            &"rules/threads.toml: rule \"bluesky/text-length\": the id stands in rules/bluesky.toml too"
                .to_string()
        ),
        "{found:?}"
    );
}

#[test]
fn a_platform_has_one_file_named_for_it() {
    let text = format!("{HEAD}{}", shape("bluesky"));
    let found = read("rules/blue.toml", &text).unwrap_err();
    assert_eq!(
        found,
        ["rules/blue.toml: the file of `bluesky` is `bluesky.toml`"]
    );
}

#[test]
fn an_id_is_of_its_own_platform_and_in_kebab_case() {
    for id in [
        "threads/text-length",
        "bluesky/Text",
        "bluesky/text_length",
        "bluesky/",
        "bluesky/-x",
        "bluesky/a--b",
        "bluesky/a/b",
        "blueskytext",
    ] {
        let found = changed("bluesky/text-length", id);
        assert!(
            found.contains("an id of this file is `bluesky/kebab-case`"),
            "{found}"
        );
    }
}

#[test]
fn a_code_is_the_code_of_its_check() {
    let found = changed("text_too_long", "text_required");
    assert!(found.contains("`text-length` finds `text_too_long`, not `text_required`"));
}

#[test]
fn a_content_type_is_one_of_its_platform() {
    let found = changed("severity", "content_types = [\"reel\"]\nseverity");
    assert!(found.contains("`reel` is no content type of bluesky"));
}

#[test]
fn a_content_type_stands_once() {
    let found = changed("severity", "content_types = [\"post\", \"post\"]\nseverity");
    assert!(found.contains("`post` stands twice"));
}

#[test]
fn every_unknown_option_is_named() {
    let row = row(
        "bluesky/x",
        "option_conflict",
        "option-conflict = { option = \"one\", with = [\"two\"] }",
    );
    let found = problems(
        "",
        &row.replace("severity", "when = [{ option_set = \"three\" }]\nseverity"),
    );
    assert!(
        found[0].contains("there is no option `one`, `two`, `three`"),
        "{found:?}"
    );
}

#[test]
fn a_known_option_is_found_wherever_a_row_names_it() {
    let row = row("bluesky/x", "option_conflict", "option-conflict = { option = \"a\", with = [\"b\"] }")
        .replace(
            "severity",
            "when = [{ option_not = { option = \"a\", value = true } }, { option_is = { option = \"b\", value = 1 } }]\n\
             fix = { title = \"Set it\", option = \"b\", value = \"c\" }\nseverity",
        );
    assert_eq!(
        problems(&(option("a") + &option("b")), &row),
        Vec::<String>::new()
    );
}

#[test]
fn a_docs_source_names_an_anchor() {
    assert!(changed("bluesky#limits", "bluesky").contains("names no anchor"));
}

#[test]
fn a_source_says_when_it_was_read() {
    let found = changed("kind = \"docs\"", "read = \"24.11.2026\", kind = \"docs\"");
    assert!(found.contains("`read` is a date"), "{found}");
}

#[test]
fn a_summary_is_not_empty() {
    let found = problems(
        "",
        &LENGTH.replace("A post holds up to 300 characters.", ""),
    );
    assert!(found[0].ends_with("the summary is empty"), "{found:?}");
}

#[test]
fn a_summary_and_a_hint_end_in_a_period() {
    assert!(changed("characters.", "characters").contains("the summary is no sentence"));
    assert!(changed("the text.", "the text").contains("the hint is no sentence"));
}

#[test]
fn a_hint_may_be_missing() {
    let rows = LENGTH.replace("hint = \"Shorten the text.\"\n", "");
    assert_eq!(problems("", &rows), Vec::<String>::new());
}

#[test]
fn a_range_has_a_bound() {
    for (code, check) in [
        ("option_invalid", "option-range = { option = \"title\" }"),
        ("invalid_payload", "field-range = { field = \"a\" }"),
        ("invalid_payload", "field-count = { field = \"a\" }"),
        ("frame_rate", "media-frame-rate = { of = \"video\" }"),
        ("recommendation", "recommend-bitrate = { of = \"video\" }"),
    ] {
        assert_eq!(
            of_check(code, check),
            "`min` or `max` must be given",
            "{check}"
        );
    }
}

#[test]
fn a_minimum_is_not_over_its_maximum() {
    for (code, check) in [
        (
            "option_invalid",
            "option-range = { option = \"title\", min = 2, max = 1 }",
        ),
        (
            "invalid_payload",
            "field-count = { field = \"a\", min = 2, max = 1 }",
        ),
        (
            "frame_rate",
            "media-frame-rate = { of = \"video\", min = 60, max = 24 }",
        ),
        (
            "recommendation",
            "recommend-frame-rate = { of = \"video\", min = 60, max = 24 }",
        ),
        (
            "aspect_ratio",
            "media-ratio = { of = \"image\", min = \"1.91:1\", max = \"4:5\" }",
        ),
    ] {
        assert!(of_check(code, check).contains("is over `max`"), "{check}");
    }
}

#[test]
fn a_minimum_may_equal_its_maximum() {
    for (code, check) in [
        (
            "option_invalid",
            "option-range = { option = \"title\", min = 1, max = 1 }",
        ),
        (
            "recommendation",
            "recommend-frame-rate = { of = \"video\", min = 30, max = 30 }",
        ),
        (
            "aspect_ratio",
            "media-ratio = { of = \"image\", min = \"1:1\", max = \"2:2\" }",
        ),
    ] {
        assert_eq!(of_check(code, check), "", "{check}");
    }
}

#[test]
fn a_ratio_row_names_a_ratio() {
    assert_eq!(
        of_check("aspect_ratio", "media-ratio = { of = \"image\", any = [] }"),
        "`min`, `max`, `any` or `portrait` must be given"
    );
    assert_eq!(
        of_check(
            "recommendation",
            "recommend-ratio = { of = \"image\", any = [] }"
        ),
        "`any` is empty"
    );
    assert_eq!(
        of_check(
            "aspect_ratio",
            "media-ratio = { of = \"image\", portrait = true }"
        ),
        ""
    );
}

#[test]
fn a_size_row_names_a_side() {
    for (code, check) in [
        (
            "dimensions_too_small",
            "media-min-size = { of = \"image\" }",
        ),
        (
            "dimensions_too_large",
            "media-max-size = { of = \"image\" }",
        ),
        ("recommendation", "recommend-size = { of = \"image\" }"),
    ] {
        assert!(of_check(code, check).contains("must be given"), "{check}");
    }
    let sides = "media-max-size = { of = \"image\", long = 1080, short = 1920 }";
    assert_eq!(
        of_check("dimensions_too_large", sides),
        "`short` 1920 is over `long` 1080"
    );
}

#[test]
fn a_limit_that_nobody_can_mean_is_found() {
    for (code, check) in [
        (
            "text_too_long",
            "text-length = { of = \"content\", unit = \"utf16\", max = 0 }",
        ),
        (
            "text_too_many",
            "text-count = { counted = \"links\", max = 20000 }",
        ),
        (
            "media_too_large",
            "media-bytes = { of = \"image\", max = 8 }",
        ),
        (
            "media_too_large",
            "media-bytes = { of = \"image\", max = 9_000_000_000_000 }",
        ),
        (
            "duration_too_long",
            "media-max-duration = { of = \"video\", ms = 60 }",
        ),
        (
            "duration_too_long",
            "media-max-duration = { of = \"video\", ms = 60_000_000_000 }",
        ),
        (
            "dimensions_too_large",
            "media-max-size = { of = \"image\", long = 200_000 }",
        ),
        (
            "frame_rate",
            "media-frame-rate = { of = \"video\", max = 30_000 }",
        ),
        ("bitrate", "media-bitrate = { of = \"video\", max = 25 }"),
        (
            "too_many_pages",
            "media-pages = { of = \"document\", max = 0 }",
        ),
        (
            "option_too_many",
            "option-count = { option = \"langs\", max = 0 }",
        ),
    ] {
        assert!(
            of_check(code, check).contains("what can be meant"),
            "{check}"
        );
    }
    assert!(
        of_check(
            "aspect_ratio",
            "media-ratio = { of = \"image\", max = \"191:1\" }"
        )
        .contains("nobody means a ratio")
    );
}

#[test]
fn no_media_at_all_has_a_check_of_its_own() {
    let check = "media-count = { of = \"video\", max = 0 }";
    assert!(of_check("media_too_many", check).contains("`media-unsupported`"));
}

#[test]
fn a_list_of_what_is_allowed_is_not_empty_and_repeats_nothing() {
    for (code, check) in [
        (
            "media_format",
            "media-format = { of = \"image\", allowed = [] }",
        ),
        (
            "option_invalid",
            "option-value = { option = \"title\", allowed = [] }",
        ),
    ] {
        assert_eq!(of_check(code, check), "`allowed` is empty", "{check}");
    }
    assert_eq!(
        of_check(
            "media_format",
            "media-format = { of = \"image\", allowed = [\"jpg\", \"jpeg\"] }"
        ),
        "`allowed` lists jpeg twice"
    );
    assert!(of_check("codec", "media-codec = { of = \"video\" }").contains("must name a codec"));
}

#[test]
fn a_conflict_says_with_what() {
    assert!(
        of_check(
            "option_conflict",
            "option-conflict = { option = \"title\" }"
        )
        .contains("must say what it conflicts with")
    );
    assert!(
        of_check(
            "option_conflict",
            "option-conflict = { option = \"title\", with = [\"title\"] }"
        )
        .contains("conflicts with itself")
    );
    assert!(
        of_check(
            "media_mixed",
            "media-mixed = { one = \"video\", other = \"video\" }"
        )
        .contains("are the same")
    );
}

#[test]
fn a_nested_option_stands_behind_its_parent() {
    for (options, missing) in [
        (option("a.b"), "`a` must"),
        (option("a[]"), "`a` must"),
        (option("a") + &option("a[].b"), "`a[]` must"),
        (option("a.b") + &option("a"), "`a` must"),
    ] {
        let found = problems(&options, "");
        assert!(found.len() == 1 && found[0].contains(missing), "{found:?}");
    }
    let nested = option("a") + &option("a[]") + &option("a[].b");
    assert_eq!(problems(&nested, ""), Vec::<String>::new());
}

#[test]
fn an_option_is_listed_once() {
    assert_eq!(
        problems(&option("a").repeat(2), ""),
        ["rules/bluesky.toml: option \"a\": it is listed twice"]
    );
}

#[test]
fn a_malformed_option_is_named() {
    let found = problems(&option("a").replace("\"any\"", "\"text\""), "");
    assert!(found[0].starts_with("rules/bluesky.toml: option \"a\": unknown variant `text`"));
}

#[test]
fn a_platform_has_the_rows_that_make_its_options_count() {
    let found = read("rules/bluesky.toml", HEAD).unwrap_err();
    assert_eq!(found.len(), 3);
    for (line, check) in found
        .iter()
        .zip(["option-types", "option-names", "option-foreign"])
    {
        assert!(line.ends_with(&format!("there is no row with the check `{check}`")));
    }
}

#[test]
fn the_post_as_a_whole_needs_no_such_rows() {
    assert!(read("rules/post.toml", &HEAD.replace("bluesky", "post")).is_ok());
}

#[test]
fn the_table_lists_platforms_in_their_order_and_rows_by_id() {
    let mut files = BTreeMap::new();
    for platform in ["bluesky", "twitter"] {
        let text = HEAD.replace("bluesky", platform) + &shape(platform);
        files.insert(format!("rules/{platform}.toml"), text);
    }
    let table = crate::table(&read_all(&files).unwrap());
    assert!(
        table.starts_with("// @generated by the rules' compiler from rules/*.toml; do not edit.")
    );
    let ids: Vec<&str> = table
        .split("id: Text::of(\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "twitter/option-foreign",
            "twitter/option-names",
            "twitter/option-types",
            "bluesky/option-foreign",
            "bluesky/option-names",
            "bluesky/option-types"
        ]
    );
}

#[test]
fn the_table_imports_what_it_names_and_nothing_else() {
    let text = format!("{HEAD}{}", shape("bluesky"));
    let table = crate::table(&[read("rules/bluesky.toml", &text).unwrap()]);
    assert!(table.contains("use crate::code::Code;"));
    assert!(
        !table.contains("Ratio") && !table.contains("crate::media"),
        "{table}"
    );
}

#[test]
fn a_field_of_the_body_is_one_that_the_post_lists() {
    let post = format!(
        "{}{}{}",
        HEAD.replace("bluesky", "post"),
        option("recycling"),
        row(
            "post/x",
            "invalid_payload",
            "field-required = { field = \"recycling\" }"
        )
        .replace(
            "check",
            "when = [{ field_is = { field = \"recylcing\", value = true } }]\ncheck"
        )
    );
    let own = row(
        "bluesky/x",
        "recommendation",
        "recommend-field = { field = \"title\" }",
    );
    let bluesky = format!("{HEAD}{}{own}", shape("bluesky"));
    let files = BTreeMap::from([
        ("rules/post.toml".to_string(), post),
        ("rules/bluesky.toml".to_string(), bluesky),
    ]);
    assert_eq!(
        read_all(&files).unwrap_err(),
        [
            "rules/post.toml: rule \"post/x\": the body has no field `recylcing`",
            "rules/bluesky.toml: rule \"bluesky/x\": the body has no field `title`",
        ]
    );
}

#[test]
fn a_row_of_the_post_has_conditions_on_fields_alone() {
    let row = row("post/x", "invalid_payload", "post-targets = {}")
        .replace("check", "when = [{ premium = true }]\ncheck");
    let text = HEAD.replace("bluesky", "post") + &row;
    assert_eq!(
        read("rules/post.toml", &text).unwrap_err(),
        [
            "rules/post.toml: rule \"post/x\": rows of the post know the conditions `field_is` and `field_not`"
        ]
    );
}

#[test]
fn a_condition_inside_a_list_is_about_what_the_check_looks_at() {
    let options = option("tags") + &option("tags[]") + &option("tags[].kind") + &option("tags[].x");
    let when = "when = [{ option_is = { option = \"tags[].kind\", value = \"a\" } }]\ncheck";
    let inside = row(
        "bluesky/x",
        "option_required",
        "option-required = { option = \"tags[].x\" }",
    );
    assert!(problems(&options, &inside.replace("check", when)).is_empty());
    let outside = row(
        "bluesky/x",
        "option_required",
        "option-required = { option = \"tags\" }",
    );
    let found = problems(&options, &outside.replace("check", when));
    assert_eq!(
        found,
        [
            "rules/bluesky.toml: rule \"bluesky/x\": the check looks at no option inside `tags[]`, which the condition is about"
        ]
    );
}

#[test]
fn a_severity_does_not_contradict_its_code() {
    let check = "recommend-bytes = { of = \"gif\", max = 10485760 }";
    let row = row("bluesky/x", "recommendation", check).replace("info", "error");
    assert_eq!(
        problems("", &row),
        ["rules/bluesky.toml: rule \"bluesky/x\": `recommendation` is no error"]
    );
}
