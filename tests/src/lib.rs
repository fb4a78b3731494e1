//! Reads `fixtures/cases` and tells whether a report is what a case expects.
//!
//! It knows reports as JSON alone, so that it holds for every face of the engine.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a case that cannot be read should fail the test that reads it"
)]

mod expand;
mod shapes;

pub use shapes::{SHAPES, Shape, context};

use std::path::Path;

use serde_json::{Value, json};

/// One case: a post, what is known beside it, and what a rule finds in it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rule it is about.
    pub rule: String,
    /// What it shows.
    pub name: String,
    /// The post.
    pub post: Value,
    /// The context; an empty object where the case has none.
    pub context: Value,
    /// What the rule finds: see `fixtures/README.md`.
    pub expect: Value,
}

/// Every case, in the order of files and in them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let text = |case: &Value, key: &str| case[key].as_str().unwrap().to_string();
        cases.extend(file["cases"].as_array().unwrap().iter().map(|case| Case {
            rule: text(case, "rule"),
            name: text(case, "name"),
            post: expand::expand(&case["post"]),
            context: case.get("context").map_or(json!({}), expand::expand),
            expect: case["expect"].clone(),
        }));
    }
    assert!(!cases.is_empty());
    cases
}

/// The lines of `fixtures/batch`, some of which are no posts, and the context of all of them.
#[must_use]
pub fn batch() -> (Vec<String>, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/batch");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let lines = read("posts.ndjson").lines().map(String::from).collect();
    (lines, read("context.json"))
}

/// Every finding of a report, those of its targets included.
pub fn diagnostics(report: &Value) -> impl Iterator<Item = &Value> {
    lists(report, "diagnostics")
}

fn lists<'r>(report: &'r Value, name: &'static str) -> impl Iterator<Item = &'r Value> {
    let targets = report["targets"].as_array().into_iter().flatten();
    let all = targets.chain([report]).filter_map(move |one| one.get(name));
    all.filter_map(Value::as_array).flatten()
}

impl Case {
    /// Whether the rule finds nothing and is decided.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.expect == "pass"
    }

    /// What of a report goes against the expectation, if anything.
    #[must_use]
    pub fn fault(&self, report: &Value) -> Option<String> {
        self.unmet(report)
            .map(|fault| format!("{} ({}): {fault}", self.rule, self.name))
    }

    fn unmet(&self, report: &Value) -> Option<String> {
        let of_rule = |one: &&Value| one["rule"] == self.rule.as_str();
        let found: Vec<&Value> = lists(report, "diagnostics").filter(of_rule).collect();
        let open: Vec<&Value> = lists(report, "unchecked").filter(of_rule).collect();
        let all = || format!("found {}, unchecked {}", json!(found), json!(open));
        let expect = &self.expect;
        if self.passes() {
            return (!found.is_empty() || !open.is_empty()).then(all);
        }
        if let Some(path) = expect.get("unchecked") {
            let is_it = |one: &&&Value| one["path"] == *path && one["needs"] == expect["needs"];
            return open.iter().find(is_it).is_none().then(all);
        }
        let path = expect["path"].as_str();
        let path = path.expect("an expectation is pass, unchecked or a path");
        let Some(one) = found.iter().find(|one| one["path"] == path) else {
            return Some(all());
        };
        if expect["severity"] != one["severity"] {
            return Some(format!("severity {}", one["severity"]));
        }
        if let Some(wanted) = expect.get("fix") {
            let fixes = one["fixes"].as_array().unwrap();
            let is_it = |fix: &Value| {
                *wanted == json!({ "applicability": fix["applicability"], "patch": fix["patch"] })
            };
            if !(fixes.iter().any(is_it) || wanted.is_null() && fixes.is_empty()) {
                return Some(format!("fixes {}", one["fixes"]));
            }
        }
        let params = expect["params"].as_object().into_iter().flatten();
        let wrong: Vec<_> = params
            .filter(|(key, value)| one["params"].get(*key) != Some(value))
            .collect();
        let gap = one["message"]
            .as_str()
            .is_none_or(|text| text.contains('{'));
        (!wrong.is_empty() || gap)
            .then(|| format!("{wrong:?}, found {}: {}", one["params"], one["message"]))
    }
}
