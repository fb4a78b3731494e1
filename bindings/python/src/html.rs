//! Reports for people: one line for a console, a table for a notebook.

use std::fmt::Write as _;

use postworthy::{Diagnostic, Report, TargetReport};
use postworthy_cli::plain;

/// So many findings stand in the line of a report.
const SHOWN: usize = 3;

/// Everything that was found, with the target it stands in.
pub fn all(report: &Report) -> impl Iterator<Item = (Option<&TargetReport>, &Diagnostic)> {
    let of_post = report.diagnostics.iter().map(|one| (None, one));
    let of_targets = report.targets.iter().flat_map(|target| {
        let of_target = target.diagnostics.iter();
        of_target.map(move |one| (Some(target), one))
    });
    of_post.chain(of_targets)
}

fn counted(count: u32, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        other => format!("{other} {one}s"),
    }
}

fn summary(report: &Report) -> String {
    let mut text = String::from(if report.valid { "valid" } else { "not valid" });
    if report.errors > 0 {
        text.push_str(&format!(", {}", counted(report.errors, "error")));
    }
    if report.warnings > 0 {
        text.push_str(&format!(", {}", counted(report.warnings, "warning")));
    }
    if !report.complete {
        text.push_str(", not everything checked");
    }
    text
}

/// A report in one line.
pub fn line(report: &Report) -> String {
    let mut text = format!("<Report: {}", summary(report));
    let mut rest = all(report);
    for (at, (_, one)) in rest.by_ref().take(SHOWN).enumerate() {
        text.push_str(if at == 0 { ": " } else { ", " });
        let _ = write!(text, "{} at {:?}", plain(&one.rule), one.path);
    }
    if rest.next().is_some() {
        text.push_str(", ...");
    }
    text.push('>');
    text
}

/// The report of a target in one line.
pub fn target_line(target: &TargetReport) -> String {
    let name = plain(target.platform.as_deref().unwrap_or("no platform"));
    let kind = target
        .content_type
        .map(|one| format!(" {one}"))
        .unwrap_or_default();
    let valid = if target.valid { "valid" } else { "not valid" };
    let count = u32::try_from(target.diagnostics.len()).unwrap_or(u32::MAX);
    let found = match count {
        0 => String::new(),
        some => format!(", {}", counted(some, "finding")),
    };
    format!(
        "<TargetReport {}: {name}{kind}, {valid}{found}>",
        target.index
    )
}

/// A finding in one line.
pub fn finding_line(one: &Diagnostic) -> String {
    format!(
        "<Finding: {} {} at {:?}: {}>",
        one.severity,
        plain(&one.rule),
        one.path,
        plain(&one.message)
    )
}

/// A report as a table. What the post says is escaped.
pub fn table(report: &Report) -> String {
    let mut text = format!("<p><b>{}</b></p>", escape(&summary(report)));
    if all(report).next().is_none() {
        return text;
    }
    text.push_str(
        "<table><thead><tr><th></th><th>platform</th><th>where</th><th>what</th><th>rule</th>\
         </tr></thead><tbody>",
    );
    for (target, one) in all(report) {
        let platform = target.and_then(|target| target.platform.as_deref());
        let _ = write!(
            text,
            "<tr><td>{}</td><td>{}</td><td><code>{}</code></td>\
             <td style=\"text-align: left\">{}<br><small>{}</small></td><td><code>{}</code></td></tr>",
            one.severity,
            escape(platform.unwrap_or("all")),
            escape(&one.path),
            escape(&one.message),
            escape(&one.hint),
            escape(&one.rule),
        );
    }
    text.push_str("</tbody></table>");
    text
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
