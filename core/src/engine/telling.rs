//! A verdict as JSON text: what serde makes of its report, without making the report.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use super::checker::Checker;
use super::eval::{Finding, Params, Undecided};
use super::item::Words;
use super::verdict::{Verdict, by_path};
use super::{account_id, fixes, messages, words};
use crate::context::Context;
use crate::json::{Places, Post, Value};
use crate::rules::Rule;
use crate::written::{Writer, Written as _};

/// Findings, or what could not be decided, each written before it is known where.
struct Told<'r> {
    text: Writer,
    entries: Vec<Entry<'r>>,
    /// How many of them stand in the report already.
    given: usize,
}

struct Entry<'r> {
    target: Option<u32>,
    path: String,
    rule: &'r Rule,
    at: Range<usize>,
}

impl<'r> Told<'r> {
    const fn by(text: Writer) -> Self {
        Told {
            text,
            entries: Vec::new(),
            given: 0,
        }
    }

    /// Notes what was written since the last one.
    fn add(&mut self, target: Option<u32>, path: String, rule: &'r Rule) {
        let start = self.entries.last().map_or(0, |last| last.at.end);
        self.entries.push(Entry {
            target,
            path,
            rule,
            at: start..self.text.as_bytes().len(),
        });
    }

    /// By target, then as a report lists them.
    fn sort(&mut self) {
        let order = |a: &Entry<'_>, b: &Entry<'_>| {
            let places = || match a.path == b.path {
                true => Ordering::Equal,
                false => by_path(&a.path, &b.path),
            };
            let targets = a.target.cmp(&b.target).then_with(places);
            targets.then_with(|| a.rule.id.as_str().cmp(b.rule.id.as_str()))
        };
        if !self.entries.is_sorted_by(|a, b| order(a, b).is_le()) {
            self.entries.sort_by(order);
        }
    }

    /// Whether the next one stands in this target.
    fn next(&self, target: Option<u32>) -> Option<&Entry<'r>> {
        let next = self.entries.get(self.given);
        next.filter(|entry| entry.target == target)
    }

    /// Writes those of this target, behind those of the targets before.
    fn give(&mut self, target: Option<u32>, writer: &mut Writer) {
        writer.open(b'[');
        while let Some(entry) = self.next(target) {
            let text = self.text.as_bytes().get(entry.at.clone());
            writer.next();
            writer.written(text.unwrap_or_default());
            self.given = self.given.saturating_add(1);
        }
        writer.close(b']');
    }
}

impl Checker<'_> {
    /// Checks a post as [`Checker::report_some`] does, or all of its targets, and writes the
    /// report as [`Verdict::write_report`] does.
    pub fn write_report(
        &mut self,
        post: &Post<'_>,
        context: &Context,
        wanted: Option<&[bool]>,
        writer: &mut Writer,
    ) {
        let verdict = self.run(post, context, Words::Made, wanted);
        verdict.write_report(writer);
    }
}

impl Verdict<'_> {
    /// Writes the report as JSON: the text that serde makes of [`Verdict::report`], in less time,
    /// for those who hand it on.
    ///
    /// ```
    /// use postworthy::{Context, Engine, Post, Writer};
    ///
    /// let engine = Engine::builtin();
    /// let post = Post::parse(r#"{ "platforms": [{ "platform": "tiktok", "accountId": "a" }] }"#)?;
    /// let (mut checker, context) = (engine.checker(), Context::default());
    /// let verdict = checker.check_for_words(&post, &context);
    /// let mut writer = Writer::default();
    /// verdict.write_report(&mut writer);
    /// assert_eq!(writer.as_str(), serde_json::to_string(&verdict.report())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_report(&self, writer: &mut Writer) {
        if self.lacks_words() {
            let mut checker = self.engine.checker();
            let verdict = checker.check_for_words(self.post, self.context);
            return verdict.write_report(writer);
        }
        self.allow_fixes();
        let places = &mut Places::default();
        let (mut findings, mut undecided) = (Told::by(writer.alike()), Told::by(writer.alike()));
        for finding in self.found.findings.iter().filter(|one| one.listed) {
            let path = self.tell(finding, places, &mut findings.text);
            findings.add(finding.target, path, finding.rule);
        }
        for open in &self.found.undecided {
            let path = self.tell_undecided(open, places, &mut undecided.text);
            undecided.add(open.target, path, open.rule);
        }
        findings.sort();
        undecided.sort();
        writer.record();
        writer.field("valid");
        writer.flag(self.valid());
        writer.field("complete");
        writer.flag(self.complete);
        writer.field("errors");
        writer.number(u64::from(self.errors));
        writer.field("warnings");
        writer.number(u64::from(self.warnings));
        writer.field("diagnostics");
        findings.give(None, writer);
        if writer.is_positional() || undecided.next(None).is_some() {
            writer.field("unchecked");
            undecided.give(None, writer);
        }
        writer.field("targets");
        writer.open(b'[');
        let mut meters = self.found.meters.iter().peekable();
        for (index, target) in (0_u32..).zip(self.targets) {
            let value = self.post.value(target.at);
            let given = value.get("platform").and_then(Value::as_str);
            let known = target.known.map(|(rules, _)| rules.platform.as_str());
            let platform = known.or(given.filter(|name| !name.is_empty()));
            writer.next();
            writer.record();
            writer.field("index");
            writer.number(u64::from(index));
            writer.field("platform");
            platform.write(writer);
            writer.field("accountId");
            account_id(value).write(writer);
            writer.field("contentType");
            let content_type = target.known.map(|(_, content_type)| content_type);
            content_type.write(writer);
            writer.field("valid");
            writer.flag(target.valid);
            writer.field("meters");
            writer.open(b'[');
            while let Some(length) = meters.next_if(|length| length.target == Some(index)) {
                writer.next();
                writer.record();
                writer.field("path");
                writer.str(&self.post.pointer(length.at, places));
                writer.field("count");
                writer.number(u64::from(length.count));
                writer.field("limit");
                writer.number(u64::from(length.limit));
                writer.field("unit");
                writer.str(length.unit.as_str());
                writer.field("remaining");
                writer.signed(i64::from(length.limit).saturating_sub(i64::from(length.count)));
                writer.end();
            }
            writer.close(b']');
            writer.field("diagnostics");
            findings.give(Some(index), writer);
            writer.field("unchecked");
            undecided.give(Some(index), writer);
            writer.end();
        }
        writer.close(b']');
        writer.end();
    }

    /// Writes a finding, and says where it stands.
    fn tell(&self, finding: &Finding<'_>, places: &mut Places, writer: &mut Writer) -> String {
        let case = self.case(finding, places);
        let rule = finding.rule;
        let message = messages::message(&rule.check, &finding.params);
        writer.record();
        writer.field("rule");
        writer.str(rule.id.as_str());
        writer.field("code");
        writer.str(rule.code.as_str());
        writer.field("severity");
        writer.str(finding.severity.as_str());
        writer.field("path");
        writer.str(&case.path);
        writer.field("message");
        writer.str(&words::fill(message, &finding.params));
        writer.field("hint");
        writer.str(&messages::hint(rule, &finding.params));
        writer.field("params");
        tell_params(&finding.params, writer);
        writer.field("fixes");
        if self.may_offer() {
            fixes::of(&case, |patch| self.works(finding, &case.path, patch)).write(writer);
        } else {
            writer.word("[]");
        }
        writer.field("source");
        let source = rule.sources.first();
        writer.str(source.map_or("", |source| source.at.as_str()));
        writer.end();
        case.path
    }

    /// The same of what could not be decided.
    fn tell_undecided(
        &self,
        open: &Undecided<'_>,
        places: &mut Places,
        writer: &mut Writer,
    ) -> String {
        let path = self.post.pointer(open.at, places);
        writer.record();
        writer.field("rule");
        writer.str(open.rule.id.as_str());
        writer.field("path");
        writer.str(&path);
        writer.field("needs");
        writer.items(open.needs.as_slice().iter());
        writer.end();
        path
    }
}

/// By name; of two of a name the later one.
fn tell_params(params: &Params, writer: &mut Writer) {
    writer.open(b'{');
    let mut last = "";
    loop {
        let behind = params.iter().rev().filter(|(name, _)| *name > last);
        let Some((name, value)) = behind.min_by_key(|(name, _)| *name) else {
            break;
        };
        writer.name(name);
        value.write(writer);
        last = name;
    }
    writer.close(b'}');
}
