//! Reports for people.

use std::collections::{BTreeMap, BTreeSet};

use postworthy::{Applicability, Diagnostic, Engine, Meter, Severity, TargetReport, Unchecked};
use serde_json::Value;

use super::{Place, Style};
use crate::check::Checked;
use crate::terminal::{plain, short};

/// Characters of a value that are shown.
const EXCERPT: usize = 72;

/// Places of undecided rules that are named.
const PLACES: usize = 3;

/// The report of one post; nothing for a post of a batch in which nothing was found.
pub fn render(style: Style, engine: &Engine, place: Place<'_>, checked: &Checked) -> String {
    let report = &checked.report;
    let targets = &report.targets;
    let found = !report.diagnostics.is_empty()
        || targets.iter().any(|target| !target.diagnostics.is_empty());
    if !found && (style.quiet || place.number.is_some()) {
        return String::new();
    }
    let mut page = Page {
        style,
        engine,
        post: checked.post.as_ref(),
        text: String::new(),
    };
    page.heading(place);
    if !report.diagnostics.is_empty() || !report.unchecked.is_empty() {
        page.line(2, &style.palette.bold("the post").to_string());
        page.findings(&report.diagnostics);
        page.unchecked(&report.unchecked);
    }
    for target in targets {
        page.target(target);
    }
    page.text.push('\n');
    page.text
}

struct Page<'a> {
    style: Style,
    engine: &'a Engine,
    post: Option<&'a Value>,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn heading(&mut self, place: Place<'_>) {
        let name = plain(place.name);
        let heading = match place.number {
            Some(number) => format!(
                "{name}:{} (post {})",
                place.item.start.line,
                number.saturating_add(1)
            ),
            None => name.into_owned(),
        };
        let heading = self.style.palette.bold(&heading).to_string();
        self.line(0, &heading);
    }

    fn target(&mut self, target: &TargetReport) {
        if self.style.quiet && target.diagnostics.is_empty() {
            return;
        }
        let number = format!("target {}", target.index.saturating_add(1));
        let parts = [
            target.platform.as_deref().or(Some(number.as_str())),
            target
                .content_type
                .map(|content_type| content_type.as_str()),
            target.account_id.as_deref(),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().map(plain).collect();
        let title = parts.join(" · ");
        let mut heading = self.style.palette.bold(&title).to_string();
        if target.diagnostics.is_empty() {
            // Of a target that is one too many nothing is known.
            let state = match target.content_type {
                Some(_) => self.style.palette.help("ok"),
                None => self.style.palette.dim("not checked"),
            };
            heading.push_str(&format!("  {state}"));
        }
        self.line(2, &heading);
        self.findings(&target.diagnostics);
        if !self.style.quiet {
            self.unchecked(&target.unchecked);
            self.meters(&target.meters);
        }
    }

    fn findings(&mut self, findings: &[Diagnostic]) {
        for one in findings {
            self.finding(one);
        }
    }

    fn finding(&mut self, one: &Diagnostic) {
        let palette = self.style.palette;
        let message = plain(&one.message).into_owned();
        let rule = plain(&one.rule);
        let line = format!(
            "{}: {message}  {}",
            palette.severity(one.severity),
            palette.dim(&rule)
        );
        self.line(4, &line);
        let path = plain(&one.path);
        let path = if path.is_empty() { "the top" } else { &path };
        let excerpt = self.excerpt(&one.path);
        let line = format!("at {path}  {}", palette.dim(&excerpt));
        self.line(6, line.trim_end());
        if !one.hint.is_empty() {
            let line = format!("{} {}", palette.help("help:"), plain(&one.hint));
            self.line(6, &line);
        }
        for fix in &one.fixes {
            let how = match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
                Applicability::Manual => "by hand",
            };
            let line = format!("{} {} ({how})", palette.help("fix:"), plain(&fix.title));
            self.line(6, &line);
        }
    }

    /// The value at a place, cut short.
    fn excerpt(&self, path: &str) -> String {
        let Some(value) = self.post.and_then(|post| post.pointer(path)) else {
            return String::new();
        };
        // All of the post says nothing.
        if path.is_empty() {
            return String::new();
        }
        let text = value.to_string();
        short(&plain(&text), EXCERPT).into_owned()
    }

    /// One line: how many rules, and what they lack.
    fn unchecked(&mut self, unchecked: &[Unchecked]) {
        if unchecked.is_empty() || self.style.quiet {
            return;
        }
        let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in unchecked {
            let needs = places.entry(&one.path).or_default();
            needs.extend(one.needs.iter().map(String::as_str));
        }
        let mut facts: BTreeMap<BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
        for (path, needs) in places {
            facts.entry(needs).or_default().push(path);
        }
        let facts: Vec<String> = facts
            .into_iter()
            .map(|(needs, paths)| {
                let needs: Vec<&str> = needs.into_iter().collect();
                format!("{} of {}", needs.join(", "), listed(&paths))
            })
            .collect();
        let grave = unchecked.iter().any(|one| {
            let rule = self.engine.rule(&one.rule);
            rule.is_some_and(|rule| rule.severity == Severity::Error)
        });
        let count = crate::terminal::counted(unchecked.len() as u64, "rule");
        let line = format!("{count} not checked: needs {}", facts.join("; "));
        let line = plain(&line);
        let line = if grave {
            line.into_owned()
        } else {
            self.style.palette.dim(&line).to_string()
        };
        self.line(4, &line);
    }

    fn meters(&mut self, meters: &[Meter]) {
        if meters.is_empty() {
            return;
        }
        let palette = self.style.palette;
        let meters: Vec<String> = meters
            .iter()
            .map(|meter| {
                let name = meter.path.rsplit('/').next().unwrap_or_default();
                let Meter {
                    count, limit, unit, ..
                } = meter;
                let unit = unit.as_str();
                let text = format!("{} {count} / {limit} {unit}", plain(name));
                if meter.remaining < 0 {
                    palette.bad(&text).to_string()
                } else {
                    palette.dim(&text).to_string()
                }
            })
            .collect();
        self.line(4, &meters.join(", "));
    }
}

fn listed(paths: &[&str]) -> String {
    let named: Vec<&str> = paths
        .iter()
        .take(PLACES)
        .map(|path| if path.is_empty() { "the post" } else { path })
        .collect();
    let named = named.join(", ");
    match paths.len().saturating_sub(PLACES) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
