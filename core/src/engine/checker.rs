//! Decides every rule for every target, in memory that is kept from one post to the next.

use alloc::vec::Vec;
use core::cell::Cell;

use super::eval::{self, Most, Sink};
use super::item::Words;
use super::named::Named;
use super::post::{self as whole, Body, Shapes, Timing};
use super::target::{self, Arena};
use super::verdict::Verdict;
use super::{Engine, media};
use crate::code::Severity;
use crate::context::Context;
use crate::distinct;
use crate::json::{Kind, Post, Value};
use crate::report::Report;
use crate::rules::{Check, ContentType, Platform, PlatformRules, Rule};

/// Checks one post after the other and keeps its memory: checking a post without findings
/// allocates nothing once the memory is large enough.
///
/// ```
/// use postworthy::{Context, Engine, Post};
///
/// let engine = Engine::builtin();
/// let mut checker = engine.checker();
/// let context = Context::default();
/// let post = Post::parse(
///     r#"{ "content": "Hello", "publishNow": true,
///          "platforms": [{ "platform": "bluesky", "accountId": "a" }] }"#,
/// )?;
/// let verdict = checker.check(&post, &context);
/// assert!(verdict.valid());
/// assert_eq!(verdict.report(), engine.check(&post, &context));
/// # Ok::<(), postworthy::ParseError>(())
/// ```
#[derive(Debug)]
pub struct Checker<'e> {
    engine: &'e Engine,
    pub(super) sink: Sink<'e>,
    pub(super) targets: Vec<Decided<'e>>,
    /// The rows about the post that are decided for each media item by itself.
    about_items: Vec<&'e Rule>,
    /// Those that are decided for each target by itself.
    about_targets: Vec<&'e Rule>,
    /// The row about the size of a post, and its limit.
    size: Option<(&'e Rule, u64)>,
    /// The row about the size of a report.
    listed: Option<&'e Rule>,
    /// The rows about types and names in the post.
    shapes: Option<Shapes<'e>>,
    /// The rows about an account that is named twice.
    once: Vec<&'e Rule>,
    arena: Arena<'static>,
}

/// What is known of one target once its rules are decided.
#[derive(Debug)]
pub(super) struct Decided<'e> {
    /// Its first node and the one behind its last.
    pub at: u32,
    pub end: u32,
    /// Where the id of its account stands, or 0.
    account: u32,
    /// Its platform's rules and what it becomes, where the platform is known.
    pub known: Option<(&'e PlatformRules, ContentType)>,
    pub valid: bool,
}

impl<'e> Checker<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        let post = engine.platform(Platform::Post);
        let rows = || {
            let all = post.into_iter().flat_map(|rules| rules.rules.iter());
            all.filter(|rule| rule.enabled)
        };
        let (mut size, mut listed, mut most) = (None, None, Most::default());
        for rule in rows() {
            match rule.check {
                Check::PostSize { max } => size = Some((rule, u64::from(max))),
                Check::ReportSize {
                    findings,
                    unchecked,
                } => {
                    listed = Some(rule);
                    most = Most {
                        findings,
                        unchecked,
                    };
                }
                _ => {}
            }
        }
        let about = |is: fn(&Check) -> bool| rows().filter(|rule| is(&rule.check)).collect();
        Checker {
            engine,
            shapes: post.map(Shapes::of),
            once: about(|check| matches!(check, Check::TargetOnce {})),
            size,
            listed,
            sink: Sink::of(engine.platforms(), most),
            targets: Vec::new(),
            about_items: about(media::is_about_items),
            about_targets: about(Named::is_about),
            arena: Arena::default(),
        }
    }

    /// Checks a post. The verdict puts what was found into words when it is asked to, which takes
    /// another pass: texts are counted only as far as telling whether they are too long.
    pub fn check<'c>(&'c mut self, post: &'c Post<'c>, context: &'c Context) -> Verdict<'c> {
        self.run(post, context, Words::Left, None)
    }

    /// Checks a post and puts what was found into words at once: one pass where
    /// [`Verdict::report`] needs another one.
    #[must_use]
    pub fn report(&mut self, post: &Post<'_>, context: &Context) -> Report {
        self.run(post, context, Words::Made, None).report()
    }

    /// Checks a post as [`Checker::check`] does, and keeps what its report is made of: for those who
    /// ask the verdict for it wherever there are findings.
    ///
    /// ```
    /// use postworthy::{Context, Engine, Post};
    ///
    /// let engine = Engine::builtin();
    /// let post = Post::parse(r#"{ "platforms": [{ "platform": "tiktok", "accountId": "a" }] }"#)?;
    /// let (mut checker, context) = (engine.checker(), Context::default());
    /// let verdict = checker.check_for_words(&post, &context);
    /// let mut report = verdict.report();
    /// for finding in report.targets.iter_mut().flat_map(|target| &mut target.diagnostics) {
    ///     finding.fixes.clear();
    /// }
    /// assert_eq!(verdict.report_without_fixes(), report);
    /// # Ok::<(), postworthy::ParseError>(())
    /// ```
    pub fn check_for_words<'c>(
        &'c mut self,
        post: &'c Post<'c>,
        context: &'c Context,
    ) -> Verdict<'c> {
        self.run(post, context, Words::Made, None)
    }

    /// Checks the post as a whole, and of its targets those that are `wanted`, by index: for an
    /// editor that knows which ones a change cannot have touched. The report has an entry for the
    /// others too, with nothing but what rules about the post as a whole say there.
    ///
    /// ```
    /// use postworthy::{Context, Engine, Post};
    ///
    /// let engine = Engine::builtin();
    /// let post = Post::parse(
    ///     r#"{ "publishNow": true, "platforms": [{ "platform": "bluesky", "accountId": "a" },
    ///                                            { "platform": "threads", "accountId": "b" }] }"#,
    /// )?;
    /// let (mut checker, context) = (engine.checker(), Context::default());
    /// let report = checker.report_some(&post, &context, &[false, true]);
    /// assert_eq!(report.targets[0].diagnostics.len(), 0);
    /// assert_eq!(report.targets[1].diagnostics.len(), 1);
    /// # Ok::<(), postworthy::ParseError>(())
    /// ```
    #[must_use]
    pub fn report_some(&mut self, post: &Post<'_>, context: &Context, wanted: &[bool]) -> Report {
        let wanted = Some(wanted);
        self.run(post, context, Words::Made, wanted).report()
    }

    pub(super) fn run<'c>(
        &'c mut self,
        post: &'c Post<'c>,
        context: &'c Context,
        words: Words,
        wanted: Option<&'c [bool]>,
    ) -> Verdict<'c> {
        self.sink.clear();
        self.sink.words = words;
        self.targets.clear();
        let mut arena = core::mem::take(&mut self.arena).recycled();
        let body = Body::read(post.root());
        self.decide(&body, context, wanted, &mut arena);
        self.arena = arena.recycled();
        self.settle();
        self.list();
        let found = &self.sink;
        let count = |severity| {
            let all = found.findings.iter();
            let count = all.filter(|one| one.severity == severity).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        Verdict {
            engine: self.engine,
            post,
            context,
            wanted,
            found,
            targets: &self.targets,
            errors,
            warnings,
            tries: Cell::new(0),
            offers: Cell::new(0),
            reads: Cell::new(0),
            complete: !found.doubtful,
        }
    }

    fn decide<'c>(
        &mut self,
        body: &Body<'c>,
        context: &'c Context,
        wanted: Option<&[bool]>,
        arena: &mut Arena<'c>,
    ) {
        let timing = Timing::of(body);
        self.sink.enter(None, timing.is_draft());
        if let Some(shapes) = self.shapes {
            whole::decide(shapes, body, context, &mut self.sink);
        }
        arena.share(body.fields.media, context);
        for item in arena.items() {
            media::decide(&self.about_items, item, false, context, &mut self.sink);
        }
        let platforms = body.fields.platforms.filter(|at| at.kind() == Kind::Array);
        let mut room = Room::new(body.root, platforms, self.size);
        for (index, value) in platforms.into_iter().flat_map(Value::items).enumerate() {
            let fits = room.fits(value, self.size);
            let wanted = wanted.is_none_or(|wanted| wanted.get(index) == Some(&true));
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let named = Named::read(value, context);
            self.sink.enter(Some(index), timing.is_draft_for(&named));
            named.decide(&self.about_targets, context, &mut self.sink);
            let mut decided = Decided {
                at: value.at,
                end: value.end(),
                account: named.id.map_or(0, |id| id.at),
                known: None,
                valid: true,
            };
            if fits {
                let engine = self.engine;
                let rules = named.known.and_then(|one| engine.platform(one));
                let target = target::read(arena, rules, body, &named, context);
                for item in target.own_items {
                    let rows = &self.about_items;
                    media::decide(rows, item, target.in_thread, context, &mut self.sink);
                }
                if let Some(rules) = rules.filter(|_| wanted) {
                    eval::target(rules, &target, &mut self.sink);
                }
                decided.known = rules.map(|rules| (rules, target.content_type));
            }
            self.targets.push(decided);
        }
        self.sink.enter(None, timing.is_draft());
        self.twice(body.root);
        if let (Some((rule, max)), Some(platforms), Some((index, first))) =
            (self.size, platforms, room.beyond)
        {
            self.sink.enter(None, false);
            self.sink.broken(rule, platforms, || {
                alloc::vec![
                    ("actual", room.taken.into()),
                    ("max", max.into()),
                    ("over", room.taken.saturating_sub(max).into()),
                    ("count", room.targets.into()),
                ]
            });
            self.sink.enter(Some(index), false);
            self.sink.unknown(rule, first, &["fewer targets"]);
        }
    }

    /// Finds the targets whose account an earlier one names too.
    fn twice(&mut self, root: Value<'_>) {
        let id = |target: &Decided<'_>| root.elsewhere(target.account).as_str();
        let named = || self.targets.iter().filter(|target| target.account != 0);
        let mut all = named();
        let (once, sink) = (&self.once, &mut self.sink);
        distinct::each(
            || named().filter_map(id),
            |id, again| {
                let Some(target) = all.next().filter(|_| again) else {
                    return;
                };
                for rule in once {
                    sink.broken(rule, root.elsewhere(target.at), || {
                        alloc::vec![("actual", id.into())]
                    });
                }
            },
        );
    }

    /// Gives what stands in a target to that target, drops what a graver finding says already,
    /// and sorts by place.
    fn settle(&mut self) {
        let targets = &self.targets;
        let target_of = |at: u32| {
            let index = targets
                .partition_point(|target| target.at <= at)
                .checked_sub(1)?;
            let inside = targets.get(index).is_some_and(|target| at < target.end);
            inside.then(|| u32::try_from(index).ok()).flatten()
        };
        let Sink {
            findings,
            undecided,
            ..
        } = &mut self.sink;
        for finding in findings.iter_mut().filter(|one| one.target.is_none()) {
            finding.target = target_of(finding.at);
        }
        for open in undecided.iter_mut().filter(|one| one.target.is_none()) {
            open.target = target_of(open.at);
        }
        findings.sort_unstable_by(|a, b| {
            let key = |one: &eval::Finding<'_>| {
                let gravest_first = core::cmp::Reverse(one.severity);
                (one.target, one.at, one.rule.code, gravest_first)
            };
            let ids = || a.rule.id.as_str().cmp(b.rule.id.as_str());
            key(a).cmp(&key(b)).then_with(ids)
        });
        let mut gravest = None;
        findings.retain(|one| {
            let place = (one.target, one.at, one.rule.code);
            if one.severity == Severity::Error {
                gravest = Some(place);
            }
            one.severity == Severity::Error || gravest != Some(place)
        });
        for one in findings
            .iter()
            .filter(|one| one.severity == Severity::Error)
        {
            let index = one.target.and_then(|index| usize::try_from(index).ok());
            if let Some(target) = index.and_then(|index| self.targets.get_mut(index)) {
                target.valid = false;
            }
        }
        undecided.sort_unstable_by(|a, b| {
            let ids = || a.rule.id.as_str().cmp(b.rule.id.as_str());
            (a.target, a.at).cmp(&(b.target, b.at)).then_with(ids)
        });
    }

    /// Marks the findings that a report lists, the gravest first, and says how many it does not.
    fn list(&mut self) {
        let Some(rule) = self.listed else { return };
        let found = &mut self.sink;
        let mut left = found.most.findings;
        let (mut errors, mut warnings, mut all) = (0_u32, 0_u32, 0_u32);
        if found.findings.len() > left as usize {
            for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                let same = found.findings.iter_mut();
                for one in same.filter(|one| one.severity == severity) {
                    if one.listed && left > 0 {
                        left = left.saturating_sub(1);
                        continue;
                    }
                    one.listed = false;
                    all = all.saturating_add(1);
                    match severity {
                        Severity::Error => errors = errors.saturating_add(1),
                        Severity::Warning => warnings = warnings.saturating_add(1),
                        Severity::Info => {}
                    }
                }
            }
        }
        if all > 0 || found.unlisted > 0 {
            let unchecked = found.unlisted;
            found.about_itself(rule, || {
                alloc::vec![
                    ("findings", all.into()),
                    ("errors", errors.into()),
                    ("warnings", warnings.into()),
                    ("unchecked", unchecked.into()),
                ]
            });
        }
    }
}

/// Text of this size weighs as much as a value.
const TEXT: usize = 1 << 10;

/// How much the targets of a post come to, and which is the first that is too much.
struct Room<'p> {
    /// What each target is held against beside itself.
    shared: u64,
    taken: u64,
    targets: u32,
    beyond: Option<(u32, Value<'p>)>,
}

impl<'p> Room<'p> {
    fn new(root: Value<'p>, platforms: Option<Value<'p>>, size: Option<(&Rule, u64)>) -> Self {
        // A single target costs what the post does, and of few values there is room for any number.
        let several = platforms.filter(|platforms| {
            let count = u64::from(platforms.end().saturating_sub(platforms.at));
            let most = root.most_weight(TEXT as u64).saturating_mul(count);
            size.is_some_and(|(_, max)| most > max) && platforms.items().nth(1).is_some()
        });
        let shared = several.map_or(0, |platforms| {
            let before = root.weight(platforms.at, TEXT);
            let behind = root.elsewhere(platforms.end()).weight(root.end(), TEXT);
            before.saturating_add(behind)
        });
        Room {
            shared,
            taken: 0,
            targets: 0,
            beyond: None,
        }
    }

    /// Whether the next target is one of those that are checked.
    fn fits(&mut self, target: Value<'p>, size: Option<(&Rule, u64)>) -> bool {
        let own = u64::from(target.end().saturating_sub(target.at));
        self.taken = self.taken.saturating_add(self.shared).saturating_add(own);
        let index = self.targets;
        self.targets = index.saturating_add(1);
        let fits = size.is_none_or(|(_, max)| index == 0 || self.taken <= max);
        if !fits && self.beyond.is_none() {
            self.beyond = Some((index, target));
        }
        fits
    }
}
