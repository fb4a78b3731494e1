//! What a check found, and the words for it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::Cell;
use core::cmp::Ordering;

use super::checker::Decided;
use super::eval::{Finding, Length, Sink, Undecided};
use super::fixes::{self, Case};
use super::item::Words;
use super::{Engine, account_id, messages, words};
use crate::code::Severity;
use crate::context::Context;
use crate::json::{Places, Post, Value};
use crate::patch::Patch;
use crate::report::{Diagnostic, Meter, Report, TargetReport, Unchecked};

/// The outcome of a check before it is put into words.
#[derive(Debug)]
pub struct Verdict<'c> {
    pub(super) engine: &'c Engine,
    pub(super) post: &'c Post<'c>,
    pub(super) context: &'c Context,
    /// The targets that were checked, by index; all where it does not say.
    pub(super) wanted: Option<&'c [bool]>,
    pub(super) found: &'c Sink<'c>,
    pub(super) targets: &'c [Decided<'c>],
    pub(super) errors: u32,
    pub(super) warnings: u32,
    pub(super) complete: bool,
    /// How many fixes may still be tried.
    pub(super) tries: Cell<u32>,
    /// How many findings may still come with fixes.
    pub(super) offers: Cell<u32>,
    /// How many bytes of text may still be read to find fixes.
    pub(super) reads: Cell<usize>,
}

impl Verdict<'_> {
    /// Whether nothing of severity `error` was found.
    #[must_use]
    pub const fn valid(&self) -> bool {
        self.errors == 0
    }

    /// Whether no rule of severity `error` is unchecked.
    #[must_use]
    pub const fn complete(&self) -> bool {
        self.complete
    }

    /// Number of errors.
    #[must_use]
    pub const fn errors(&self) -> u32 {
        self.errors
    }

    /// Number of warnings.
    #[must_use]
    pub const fn warnings(&self) -> u32 {
        self.warnings
    }

    /// Number of findings of any severity: where it is 0, there is nothing to put into words.
    #[must_use]
    pub const fn findings(&self) -> usize {
        self.found.findings.len()
    }

    /// Puts it into words: messages, hints, places as JSON Pointers, fixes.
    #[must_use]
    pub fn report(&self) -> Report {
        if self.lacks_words() {
            return self.engine.checker().report(self.post, self.context);
        }
        self.allow_fixes();
        self.worded()
    }

    /// Whether what a report is made of was left out.
    pub(super) fn lacks_words(&self) -> bool {
        self.found.words == Words::Left
    }

    /// Sets how many fixes may be tried and offered.
    pub(super) fn allow_fixes(&self) {
        let root = self.post.root();
        let weight = root.weight(root.end(), TEXT).max(1);
        let within = |most: u32, weight_of_all: u64| {
            let times = weight_of_all.checked_div(weight).unwrap_or_default();
            u32::try_from(times).map_or(most, |times| most.min(times.saturating_add(1)))
        };
        self.tries.set(within(FIXES_TRIED, WEIGHT_TRIED));
        self.offers.set(within(FINDINGS_FIXED, WEIGHT_FIXED));
        self.reads.set(BYTES_READ);
    }

    /// As [`Verdict::report`], without fixes, which are made of changes that are tried.
    #[must_use]
    pub fn report_without_fixes(&self) -> Report {
        if self.lacks_words() {
            let mut checker = self.engine.checker();
            let verdict = checker.check_for_words(self.post, self.context);
            return verdict.report_without_fixes();
        }
        self.tries.set(0);
        self.offers.set(0);
        self.worded()
    }

    /// Whether one more finding may come with fixes.
    pub(super) fn may_offer(&self) -> bool {
        let left = self.offers.get();
        self.offers.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether a patch mends a finding and breaks no rule more often than before.
    pub(super) fn works(&self, finding: &Finding<'_>, path: &str, patch: &Patch) -> bool {
        let Some(left) = self.tries.get().checked_sub(1) else {
            return false;
        };
        self.tries.set(left);
        let mut value = self.post.to_value();
        if crate::patch::apply(&mut value, patch).is_err() {
            return false;
        }
        let post = Post::from_value(&value);
        let mut checker = self.engine.checker();
        let after = checker.check(&post, self.context).found;
        let places = &mut Places::default();
        let mut same = after.findings.iter();
        let same =
            same.any(|one| one.rule.id == finding.rule.id && post.pointer(one.at, places) == path);
        if same {
            return false;
        }
        // A fix may reach targets that were not wanted.
        let mut whole = self.engine.checker();
        let before = match self.wanted {
            Some(_) => whole.check(self.post, self.context).found,
            None => self.found,
        };
        let mut more: BTreeMap<&str, i64> = BTreeMap::new();
        for (found, one) in [(after, 1_i64), (before, -1)] {
            let errors = found.findings.iter();
            for error in errors.filter(|one| one.severity == Severity::Error) {
                let count = more.entry(error.rule.id.as_str()).or_default();
                *count = count.saturating_add(one);
            }
        }
        more.values().all(|count| *count <= 0)
    }

    /// The words, with as many fixes as may be tried and offered.
    fn worded(&self) -> Report {
        let places = &mut Places::default();
        let targets = self.targets.iter().enumerate();
        let mut report = Report {
            valid: self.valid(),
            complete: self.complete,
            errors: self.errors,
            warnings: self.warnings,
            targets: targets
                .map(|(index, target)| self.target(index, target))
                .collect(),
            ..Report::default()
        };
        for finding in self.found.findings.iter().filter(|one| one.listed) {
            let diagnostic = self.diagnostic(finding, places);
            match target_mut(&mut report.targets, finding.target) {
                Some(target) => target.diagnostics.push(diagnostic),
                None => report.diagnostics.push(diagnostic),
            }
        }
        for open in &self.found.undecided {
            let unchecked = self.unchecked(open, places);
            match target_mut(&mut report.targets, open.target) {
                Some(target) => target.unchecked.push(unchecked),
                None => report.unchecked.push(unchecked),
            }
        }
        for length in &self.found.meters {
            if let Some(target) = target_mut(&mut report.targets, length.target) {
                target.meters.push(self.meter(length, places));
            }
        }
        sort(&mut report.diagnostics, &mut report.unchecked);
        for target in &mut report.targets {
            sort(&mut target.diagnostics, &mut target.unchecked);
        }
        report
    }

    fn target(&self, index: usize, target: &Decided<'_>) -> TargetReport {
        let value = self.post.value(target.at);
        let given = value.get("platform").and_then(Value::as_str);
        let known = target.known.map(|(rules, _)| rules.platform.as_str());
        TargetReport {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            platform: known
                .or(given.filter(|name| !name.is_empty()))
                .map(ToString::to_string),
            account_id: account_id(value).map(ToString::to_string),
            content_type: target.known.map(|(_, content_type)| content_type),
            valid: target.valid,
            meters: Vec::new(),
            diagnostics: Vec::new(),
            unchecked: Vec::new(),
        }
    }

    fn meter(&self, length: &Length, places: &mut Places) -> Meter {
        Meter {
            path: self.post.pointer(length.at, places),
            count: length.count,
            limit: length.limit,
            unit: length.unit,
            remaining: i64::from(length.limit).saturating_sub(i64::from(length.count)),
        }
    }

    /// What fixes are made of.
    pub(super) fn case<'v>(&'v self, finding: &'v Finding<'v>, places: &mut Places) -> Case<'v> {
        let place = finding.target.and_then(|index| {
            let index = usize::try_from(index).ok()?;
            Some((index, self.targets.get(index)?.known?.0))
        });
        Case {
            post: self.post,
            context: self.context,
            platforms: self.engine.platforms(),
            finding,
            place,
            target: place
                .and_then(|(index, _)| self.targets.get(index))
                .map(|target| self.post.value(target.at)),
            targets: self.targets.len(),
            path: self.post.pointer(finding.at, places),
            value: self.post.value(finding.at),
            may_try: self.tries.get() > 0,
            reads: &self.reads,
        }
    }

    fn diagnostic(&self, finding: &Finding<'_>, places: &mut Places) -> Diagnostic {
        let case = self.case(finding, places);
        let rule = finding.rule;
        let message = messages::message(&rule.check, &finding.params);
        let source = rule.sources.first();
        let params = finding.params.iter();
        let fixes = if self.may_offer() {
            fixes::of(&case, |patch| self.works(finding, &case.path, patch))
        } else {
            Vec::new()
        };
        Diagnostic {
            rule: rule.id.as_str().to_string(),
            code: rule.code,
            severity: finding.severity,
            path: case.path,
            message: words::fill(message, &finding.params),
            hint: messages::hint(rule, &finding.params),
            params: params
                .map(|(key, value)| ((*key).to_string(), value.clone()))
                .collect(),
            fixes,
            source: source.map_or_else(String::new, |source| source.at.as_str().to_string()),
        }
    }

    fn unchecked(&self, open: &Undecided<'_>, places: &mut Places) -> Unchecked {
        let needs = open.needs.as_slice().iter();
        Unchecked {
            rule: open.rule.id.as_str().to_string(),
            path: self.post.pointer(open.at, places),
            needs: needs.map(|need| (*need).to_string()).collect(),
        }
    }
}

/// So many findings come with fixes, which may take a walk through the post each.
const FINDINGS_FIXED: u32 = 1_000;
/// So many bytes of text are read again to find fixes.
const BYTES_READ: usize = 4 << 20;
/// So many fixes are tried before they are offered; a check stays linear in the post.
const FIXES_TRIED: u32 = 32;
/// And fewer of both in a post so large that each takes long: by its values, and text of this size
/// as one.
const WEIGHT_FIXED: u64 = 1 << 25;
const WEIGHT_TRIED: u64 = 1 << 19;
const TEXT: usize = 8;

fn target_mut(targets: &mut [TargetReport], index: Option<u32>) -> Option<&mut TargetReport> {
    targets.get_mut(usize::try_from(index?).ok()?)
}

fn sort(diagnostics: &mut [Diagnostic], unchecked: &mut [Unchecked]) {
    diagnostics.sort_by(|a, b| by_path(&a.path, &b.path).then_with(|| a.rule.cmp(&b.rule)));
    unchecked.sort_by(|a, b| by_path(&a.path, &b.path).then_with(|| a.rule.cmp(&b.rule)));
}

/// By path, array indices as numbers.
pub(super) fn by_path(a: &str, b: &str) -> Ordering {
    fn parts(path: &str) -> impl Iterator<Item = (Option<u64>, &str)> {
        path.split('/').map(|part| (part.parse().ok(), part))
    }
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    if same == a.len() && same == b.len() {
        return Ordering::Equal;
    }
    // What differs begins behind the last slash that both have.
    let slash = a.bytes().take(same).rposition(|byte| byte == b'/');
    let from = slash.map_or(0, |slash| slash.saturating_add(1));
    let a = parts(a.get(from..).unwrap_or_default());
    a.cmp(parts(b.get(from..).unwrap_or_default()))
}
