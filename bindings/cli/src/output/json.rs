//! Reports as JSON.

use postworthy::Report;

use super::Place;

/// The report on one line.
pub fn render(_: Place<'_>, report: &Report) -> String {
    // A report holds nothing that JSON cannot say.
    serde_json::to_string(report).unwrap_or_default()
}

/// The report on a line of its own, with its index first.
pub fn render_indexed(place: Place<'_>, report: &Report) -> String {
    let text = render(place, report);
    let members = text.strip_prefix('{').unwrap_or_default();
    format!("{{\"index\":{},{members}\n", place.index)
}
