//! Checks a post against the rules.

mod edit;
mod eval;
mod fixes;
mod item;
mod messages;
mod options;
mod overlay;
mod post;
mod shape;
mod target;
mod text;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::Value as Json;

use crate::code::{Code, Severity};
use crate::context::Context;
use crate::json::{Kind, ParseError, Post, Value};
use crate::patch::Operation;
use crate::report::{Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
use crate::rules::{Check, ContentType, PLATFORMS, Platform, PlatformRules, Rule};
use eval::Sink;
pub use overlay::OverlayError;

/// Checks a post against the built-in rules.
///
/// ```
/// use postworthy::{Context, Post, check};
///
/// let post = Post::parse(r#"{ "platforms": [] }"#)?;
/// let report = check(&post, &Context::default());
/// assert_eq!(report.targets.len(), 0);
/// # Ok::<(), postworthy::ParseError>(())
/// ```
#[must_use]
pub fn check(post: &Post<'_>, context: &Context) -> Report {
    Engine::builtin().check(post, context)
}

/// The built-in rule of this id.
#[must_use]
pub fn explain(id: &str) -> Option<&'static Rule> {
    PLATFORMS
        .iter()
        .flat_map(|platform| platform.rules.iter())
        .find(|rule| rule.id.as_str() == id)
}

/// A set of rules, ready to check with.
#[derive(Clone, Debug)]
pub struct Engine {
    platforms: Cow<'static, [PlatformRules]>,
}

impl Engine {
    /// The built-in rules.
    #[must_use]
    pub const fn builtin() -> Self {
        Engine {
            platforms: Cow::Borrowed(PLATFORMS),
        }
    }

    /// The built-in rules with rows of your own laid over them: a row whose id is known changes
    /// what it names (a limit, the severity, `"enabled": false`), another one is added.
    ///
    /// ```
    /// use postworthy::{Context, Engine, Post};
    ///
    /// let rows = r#"[{ "id": "bluesky/text-length", "check": { "text-length": { "max": 4 } } }]"#;
    /// let engine = Engine::with_overlay(rows)?;
    /// let post = Post::parse(
    ///     r#"{ "content": "Hello", "publishNow": true,
    ///          "platforms": [{ "platform": "bluesky", "accountId": "a" }] }"#,
    /// )?;
    /// assert_eq!(engine.check(&post, &Context::default()).errors, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Names the first row that is not sound, and what is wrong with it.
    pub fn with_overlay(json: &str) -> Result<Self, OverlayError> {
        Ok(Engine {
            platforms: Cow::Owned(overlay::lay(json)?),
        })
    }

    /// Every rule, by platform and id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.platforms
            .iter()
            .flat_map(|platform| platform.rules.iter())
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules().find(|rule| rule.id.as_str() == id)
    }

    fn platform(&self, platform: Platform) -> Option<&PlatformRules> {
        self.platforms
            .iter()
            .find(|rules| rules.platform == platform)
    }

    /// Checks a post.
    #[must_use]
    pub fn check(&self, post: &Post<'_>, context: &Context) -> Report {
        let mut report = self.decide(post, context);
        self.try_renames(post, context, &mut report);
        report
    }

    /// A name written right may let a value count that is wrong itself: such a fix is no help.
    fn try_renames(&self, post: &Post<'_>, context: &Context, report: &mut Report) {
        let errors = report.errors;
        let targets = report
            .targets
            .iter_mut()
            .flat_map(|target| &mut target.diagnostics);
        let all = report.diagnostics.iter_mut().chain(targets);
        let renames = |fix: &Fix| matches!(fix.patch.first(), Some(Operation::Move { .. }));
        let mut left = RENAMES_TRIED;
        for diagnostic in all.filter(|one| one.fixes.iter().any(renames)) {
            diagnostic.fixes.retain(|fix| {
                if !renames(fix) {
                    return true;
                }
                let mut value = post.to_value();
                let tried = left > 0 && crate::patch::apply(&mut value, &fix.patch).is_ok();
                left = left.saturating_sub(1);
                tried && self.decide(&Post::from_value(&value), context).errors <= errors
            });
        }
    }

    fn decide(&self, post: &Post<'_>, context: &Context) -> Report {
        let root = post.root();
        let mut shared = Sink::default();
        if let Some(rules) = self.platform(Platform::Post) {
            post::decide(rules, root, context, &mut shared);
        }
        let mut report = Report {
            valid: true,
            complete: true,
            ..Report::default()
        };
        let targets = root.get("platforms").filter(|at| at.kind() == Kind::Array);
        for (index, value) in targets.into_iter().flat_map(Value::items).enumerate() {
            report
                .targets
                .push(self.target(post, value, index, context));
        }
        let draft = post::is_draft(root, None);
        for finding in &shared.findings {
            let diagnostic = diagnostic(post, finding, draft, None);
            match target_of(&diagnostic.path).and_then(|index| report.targets.get_mut(index)) {
                Some(target) => target.diagnostics.push(diagnostic),
                None => report.diagnostics.push(diagnostic),
            }
        }
        for undecided in &shared.undecided {
            let unchecked = unchecked(post, undecided);
            match target_of(&unchecked.path).and_then(|index| report.targets.get_mut(index)) {
                Some(target) => target.unchecked.push(unchecked),
                None => report.unchecked.push(unchecked),
            }
        }
        self.finish(&mut report);
        report
    }

    fn target(
        &self,
        post: &Post<'_>,
        value: Value<'_>,
        index: usize,
        context: &Context,
    ) -> TargetReport {
        let given = value
            .get("platform")
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty());
        let id = account_id(value);
        let platform = platform_of(value, context);
        let mut report = TargetReport {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            platform: platform
                .map(|platform| platform.as_str().to_string())
                .or(given.map(ToString::to_string)),
            account_id: id.map(ToString::to_string),
            content_type: None,
            valid: true,
            meters: Vec::new(),
            diagnostics: Vec::new(),
            unchecked: Vec::new(),
        };
        let Some(rules) = platform.and_then(|platform| self.platform(platform)) else {
            return report;
        };
        let account = id.and_then(|id| context.accounts.get(id));
        let draft = post::is_draft(post.root(), Some(value));
        let spans = (
            longest(rules, ContentType::Reel),
            longest(rules, ContentType::Short),
        );
        let target = target::read(rules, post.root(), value, context, account, draft, spans);
        let mut sink = Sink::default();
        eval::target(rules, &target, &mut sink);
        report.content_type = Some(target.content_type);
        report.diagnostics = sink
            .findings
            .iter()
            .map(|finding| diagnostic(post, finding, target.draft, Some((index, rules))))
            .collect();
        report.unchecked = sink
            .undecided
            .iter()
            .map(|undecided| unchecked(post, undecided))
            .collect();
        report.meters = sink
            .meters
            .iter()
            .map(|length| Meter {
                path: post.pointer(length.at),
                count: length.count,
                limit: length.limit,
                unit: length.unit,
                remaining: i64::from(length.limit) - i64::from(length.count),
            })
            .collect();
        report
    }

    /// Drops what a graver finding says already, sorts, and counts.
    fn finish(&self, report: &mut Report) {
        let severity_of = |id: &str| self.rule(id).map(|rule| rule.severity);
        let complete = |list: &[Unchecked]| {
            list.iter()
                .all(|one| severity_of(&one.rule) != Some(Severity::Error))
        };
        let mut counts = (0_u32, 0_u32);
        let mut settle = |diagnostics: &mut Vec<Diagnostic>, unchecked: &mut Vec<Unchecked>| {
            let errors: Vec<(Code, String)> = diagnostics
                .iter()
                .filter(|one| one.severity == Severity::Error)
                .map(|one| (one.code, one.path.clone()))
                .collect();
            diagnostics.retain(|one| {
                one.severity == Severity::Error
                    || !errors
                        .iter()
                        .any(|(code, path)| *code == one.code && *path == one.path)
            });
            diagnostics.sort_by(|a, b| by_path(&a.path, &b.path).then_with(|| a.rule.cmp(&b.rule)));
            unchecked.sort_by(|a, b| by_path(&a.path, &b.path).then_with(|| a.rule.cmp(&b.rule)));
            let errors = diagnostics
                .iter()
                .filter(|one| one.severity == Severity::Error)
                .count();
            let warnings = diagnostics
                .iter()
                .filter(|one| one.severity == Severity::Warning)
                .count();
            counts.0 += errors as u32;
            counts.1 += warnings as u32;
            errors == 0
        };
        let mut valid = settle(&mut report.diagnostics, &mut report.unchecked);
        for target in &mut report.targets {
            target.valid = settle(&mut target.diagnostics, &mut target.unchecked);
            valid &= target.valid;
        }
        report.valid = valid;
        report.complete = complete(&report.unchecked)
            && report
                .targets
                .iter()
                .all(|target| complete(&target.unchecked));
        (report.errors, report.warnings) = counts;
    }

    /// The report of a text that is no JSON, for batches that go on.
    #[must_use]
    pub fn unreadable(&self, error: &ParseError) -> Report {
        let rules = self
            .rules()
            .find(|rule| matches!(rule.check, Check::PostShape {}));
        let source = rules
            .and_then(|rule| rule.sources.first())
            .map(|source| source.at.as_str().to_string());
        let diagnostic = Diagnostic {
            rule: rules
                .map_or("post/shape", |rule| rule.id.as_str())
                .to_string(),
            code: Code::InvalidPayload,
            severity: Severity::Error,
            path: String::new(),
            message: alloc::format!("This cannot be read as JSON: {error}."),
            hint: "Correct the text at that place.".to_string(),
            params: BTreeMap::from([
                ("line".to_string(), Json::from(error.line)),
                ("column".to_string(), Json::from(error.column)),
            ]),
            fixes: Vec::new(),
            source: source.unwrap_or_default(),
        };
        Report {
            errors: 1,
            complete: true,
            diagnostics: alloc::vec![diagnostic],
            ..Report::default()
        }
    }
}

/// So many misspelt names are tried in their right spelling; a check stays linear in the post.
const RENAMES_TRIED: u32 = 8;

/// The longest video that a content type takes, from the rows that say so.
fn longest(rules: &PlatformRules, content_type: ContentType) -> u64 {
    let spans = rules
        .rules
        .iter()
        .filter(|rule| rule.enabled && *rule.content_types == [content_type]);
    let spans = spans.filter_map(|rule| match rule.check {
        Check::MediaMaxDuration { ms, .. } => Some(ms),
        _ => None,
    });
    spans.min().unwrap_or(u64::MAX)
}

/// A platform by its exact name.
fn known(name: &str) -> Option<Platform> {
    Platform::from_name(name).filter(|platform| *platform != Platform::Post)
}

fn account_id(target: Value<'_>) -> Option<&str> {
    let id = target.get("accountId")?;
    id.as_str()
        .or_else(|| id.get("_id")?.as_str())
        .filter(|id| !id.is_empty())
}

fn platform_of(target: Value<'_>, context: &Context) -> Option<Platform> {
    match target
        .get("platform")
        .filter(|platform| !platform.is_absent())
    {
        Some(platform) => platform.as_str().and_then(known),
        None => known(
            context
                .accounts
                .get(account_id(target)?)?
                .platform
                .as_deref()?,
        ),
    }
}

/// The target that a path stands in.
fn target_of(path: &str) -> Option<usize> {
    path.strip_prefix("/platforms/")?
        .split('/')
        .next()?
        .parse()
        .ok()
}

/// By path, array indices as numbers.
fn by_path(a: &str, b: &str) -> core::cmp::Ordering {
    let parts = |path: &str| -> Vec<(Option<u64>, String)> {
        path.split('/')
            .map(|part| (part.parse().ok(), part.to_string()))
            .collect()
    };
    parts(a).cmp(&parts(b))
}

/// What is merely missing in a draft can still come.
fn severity(rule: &Rule, draft: bool) -> Severity {
    let missing = matches!(
        rule.code,
        Code::TextRequired | Code::MediaRequired | Code::OptionRequired
    );
    let consent = rule.fix.as_ref().is_some_and(|fix| fix.manual);
    let no_targets = matches!(rule.check, Check::PostTargets {});
    if draft && rule.severity == Severity::Error && (missing || consent || no_targets) {
        Severity::Warning
    } else {
        rule.severity
    }
}

fn diagnostic(
    post: &Post<'_>,
    finding: &eval::Finding<'_>,
    draft: bool,
    place: fixes::Place<'_>,
) -> Diagnostic {
    let rule = finding.rule;
    let (message, hint) = messages::template(&rule.check);
    Diagnostic {
        rule: rule.id.as_str().to_string(),
        code: rule.code,
        severity: severity(rule, draft),
        path: post.pointer(finding.at),
        message: messages::fill(message, &finding.params),
        hint: rule
            .hint
            .as_ref()
            .map_or(hint, |hint| hint.as_str())
            .to_string(),
        params: finding
            .params
            .iter()
            .map(|(key, value)| ((*key).to_string(), value.clone()))
            .collect(),
        fixes: fixes::of(post, finding, place),
        source: rule
            .sources
            .first()
            .map(|source| source.at.as_str().to_string())
            .unwrap_or_default(),
    }
}

fn unchecked(post: &Post<'_>, undecided: &eval::Undecided<'_>) -> Unchecked {
    Unchecked {
        rule: undecided.rule.id.as_str().to_string(),
        path: post.pointer(undecided.at),
        needs: undecided
            .needs
            .iter()
            .map(|need| (*need).to_string())
            .collect(),
    }
}
