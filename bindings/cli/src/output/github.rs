//! Annotations of GitHub workflows.

use postworthy::{Report, Severity};

use super::{Place, Positions, findings};
use crate::terminal::plain;

/// A line for each finding.
pub fn render(place: Place<'_>, report: &Report) -> String {
    let mut text = String::new();
    let mut positions = Positions::new(place.item);
    for (_, one) in findings(report) {
        let command = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (line, column) = positions.of(one);
        text.push_str(&format!(
            "::{command} file={},line={line},col={column},title={}::{}\n",
            property(place.name),
            property(&one.rule),
            data(&plain(&format!("{} {}", one.message, one.hint))),
        ));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn what_means_something_to_the_runner_is_escaped() {
        assert_eq!(property("a:b,c%d\n"), "a%3Ab%2Cc%25d%0A");
    }
}
