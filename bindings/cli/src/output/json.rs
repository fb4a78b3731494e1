//! Reports as JSON.

use std::fmt::Write as _;

use postworthy::Report;

use super::Place;

/// The report on one line.
pub fn render(_: Place<'_>, report: &Report) -> String {
    report.to_json()
}

/// The report on a line of its own, with its index first.
pub fn render_indexed(place: Place<'_>, report: &Report) -> String {
    let text = report.to_json();
    let mut line = String::with_capacity(text.len().saturating_add(24));
    // INVARIANT: writing to a string does not fail.
    let _ = write!(line, "{{\"index\":{},", place.index);
    line.push_str(text.strip_prefix('{').unwrap_or_default());
    line.push('\n');
    line
}
