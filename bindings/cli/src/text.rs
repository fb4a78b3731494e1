//! Reports and rules as text for people.

use std::fmt::Write as _;

use postworthy::rules::Rule;
use postworthy::{Diagnostic, Report};

/// User text without what could steer a terminal or reorder the line.
fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if steers(c) { '\u{fffd}' } else { c })
        .collect()
}

/// A report, grouped by target.
pub fn report(name: &str, report: &Report) -> String {
    let mut out = format!("{}\n", plain(name));
    report
        .diagnostics
        .iter()
        .for_each(|one| finding(&mut out, one));
    for target in &report.targets {
        let kind = target
            .content_type
            .map(|kind| format!(" · {kind}"))
            .unwrap_or_default();
        let account = target
            .account_id
            .as_deref()
            .map(|id| format!(" · {id}"))
            .unwrap_or_default();
        let verdict = if target.valid { "ok" } else { "not valid" };
        let platform = target.platform.as_deref().unwrap_or("no platform");
        let _ = writeln!(
            out,
            "\n{}{kind}{}: {verdict}",
            plain(platform),
            plain(&account)
        );
        for meter in &target.meters {
            let _ = writeln!(
                out,
                "  {} / {} {} at {}",
                meter.count,
                meter.limit,
                meter.unit.as_str(),
                meter.path
            );
        }
        target
            .diagnostics
            .iter()
            .for_each(|one| finding(&mut out, one));
        if !target.unchecked.is_empty() {
            let mut needs: Vec<&str> = target
                .unchecked
                .iter()
                .flat_map(|one| &one.needs)
                .map(String::as_str)
                .collect();
            needs.sort_unstable();
            needs.dedup();
            let _ = writeln!(
                out,
                "  {} rules not checked: needs {}",
                target.unchecked.len(),
                needs.join(", ")
            );
        }
    }
    let verdict = if report.valid { "valid" } else { "not valid" };
    let _ = writeln!(
        out,
        "\n{verdict}: {} errors, {} warnings\n",
        report.errors, report.warnings
    );
    out
}

fn finding(out: &mut String, one: &Diagnostic) {
    let place = if one.path.is_empty() {
        "the post"
    } else {
        &one.path
    };
    let _ = writeln!(
        out,
        "  {}: {} [{}]",
        one.severity,
        plain(&one.message),
        one.rule
    );
    let _ = writeln!(
        out,
        "    at {}\n    help: {}",
        plain(place),
        plain(&one.hint)
    );
}

/// What a rule says and where that was read.
pub fn explained(rule: &Rule) -> String {
    let mut out = format!(
        "{} ({}, {})\n\n{}\n",
        rule.id, rule.severity, rule.code, rule.summary
    );
    if let Some(hint) = &rule.hint {
        let _ = writeln!(out, "{hint}");
    }
    for source in rule.sources.iter() {
        let says = source
            .says
            .as_ref()
            .map(|says| format!(": {says}"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "\nsource: {} ({}, read {}){says}",
            source.at, source.kind, source.read
        );
    }
    out
}
