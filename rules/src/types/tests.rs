fn types() -> String {
    let home = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(home).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if name.ends_with(".toml") && name != "Cargo.toml" {
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    super::types(&crate::read_all(&files).unwrap())
}

#[test]
fn every_option_has_a_type_and_nothing_is_any() {
    let types = types();
    assert!(!types.contains(": any") && !types.contains("any["));
    for piece in [
        "  | \"bluesky/text-length\"\n",
        "export interface TiktokOptions extends TiktokSettings {",
        "  contentType?: \"story\" | null;",
        "  platform: \"googlebusiness\";",
        "  tiktokSettings?: TiktokSettings | null;",
        "  instagram: \"feed\" | \"carousel\" | \"story\" | \"reel\";",
        "  rule: RuleId | (string & {});",
    ] {
        assert!(types.contains(piece), "{piece}");
    }
}

#[test]
fn every_name_that_is_used_is_declared() {
    let types = types();
    let declared: std::collections::BTreeSet<&str> = types
        .lines()
        .filter_map(|line| {
            let line = line.strip_prefix("export ")?;
            let name = line
                .strip_prefix("interface ")
                .or_else(|| line.strip_prefix("type "))?;
            name.split([' ', ';']).next()
        })
        .collect();
    let code = types
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['*', '/']) && !line.contains('"'));
    for word in code.flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')) {
        let names_a_type = word.starts_with(|c: char| c.is_ascii_uppercase()) && word != "Record";
        assert!(!names_a_type || declared.contains(word), "{word}");
    }
}

#[test]
fn a_doc_comment_cannot_end_early() {
    let mut out = String::new();
    super::doc(&mut out, "  ", "of */ and more");
    assert_eq!(out, "  /** of * / and more */\n");
}
