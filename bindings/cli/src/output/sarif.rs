//! SARIF 2.1.0, written result by result.

use std::collections::BTreeSet;

use postworthy::{Engine, Report, Severity};
use serde_json::{Value, json};

use super::{Place, Positions, findings};
use crate::terminal::{plain, plain_json};

/// What stands before the results.
pub const HEAD: &str = concat!(
    "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/",
    "sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"results\":["
);

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The results of one post, separated by commas.
pub fn render(place: Place<'_>, report: &Report) -> String {
    let mut results = Vec::new();
    let mut positions = Positions::new(place.item);
    for (target, one) in findings(report) {
        let (line, column) = positions.of(one);
        let fixes: Vec<Value> = one
            .fixes
            .iter()
            .map(|fix| json!({ "title": fix.title, "applicability": fix.applicability }))
            .collect();
        let result = json!({
            "ruleId": one.rule,
            "level": level(one.severity),
            "message": { "text": message(&format!("{} {}", one.message, one.hint)) },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(place.name) },
                    "region": { "startLine": line, "startColumn": column.max(1) },
                },
                "logicalLocations": [{ "fullyQualifiedName": one.path, "kind": "value" }],
            }],
            "properties": {
                "code": one.code,
                "postIndex": place.index,
                "platform": target.and_then(|target| target.platform.as_deref()),
                "accountId": target.and_then(|target| target.account_id.as_deref()),
                "params": one.params,
                "fixes": fixes,
            },
        });
        results.push(plain_json(&result.to_string()).into_owned());
    }
    results.join(",\n")
}

/// What stands behind the results: the tool, with the rules that the results name.
pub fn tail(engine: &Engine, used: &BTreeSet<String>) -> String {
    let rules: Vec<Value> = used
        .iter()
        .map(|id| match engine.rule(id) {
            Some(rule) => {
                let mut described = json!({
                    "id": id,
                    "shortDescription": { "text": message(rule.summary.as_str()) },
                    "defaultConfiguration": { "level": level(rule.severity) },
                    "properties": { "code": rule.code },
                });
                let why = rule.why.as_ref().map(|why| why.as_str());
                if let (Some(why), Some(members)) = (why, described.as_object_mut()) {
                    members.insert(
                        "fullDescription".to_string(),
                        json!({ "text": message(why) }),
                    );
                }
                described
            }
            None => json!({ "id": id }),
        })
        .collect();
    let driver = json!({
        "name": "postworthy",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    let tool = json!({ "driver": driver });
    format!("\n],\"tool\":{tool},\"columnKind\":\"unicodeCodePoints\"}}]}}\n")
}

/// A text as a plain text message, of which viewers make links and replace parts (SARIF 2.1.0, 3.11.5
/// and 3.11.6): braces are doubled, and a blank is what no link has in its middle. Backslashes before
/// brackets count inside of links alone, and viewers that look for `[...](...)` overlook them.
fn message(text: &str) -> String {
    let braces = plain(text).replace('{', "{{").replace('}', "}}");
    braces.replace("](", "] (")
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_string()
    };
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{message, uri};

    #[test]
    fn a_message_has_no_links_and_no_placeholders() {
        assert_eq!(
            message("[here](https://a.example) is {0} of [2]\u{202e}\u{9b}"),
            "[here] (https://a.example) is {{0}} of [2]\\u{{202e}}\\u{{9b}}"
        );
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/ü.json"), "a%20b/%C3%BC.json");
        assert_eq!(uri("/tmp/a.json"), "file:///tmp/a.json");
    }
}
