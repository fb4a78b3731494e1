//! Checks a post against the rules.

mod checker;
mod edit;
mod entries;
mod eval;
mod fields;
mod fixes;
mod item;
mod limits;
mod measure;
mod media;
mod members;
mod messages;
mod named;
mod offered;
mod options;
mod overlay;
mod post;
mod references;
mod shape;
mod target;
mod telling;
mod text;
mod verdict;
mod words;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde_json::Value as Json;

use crate::code::{Code, Severity};
use crate::context::Context;
use crate::json::{Kind, ParseError, Post, Value};
use crate::report::{Diagnostic, Report};
use crate::rules::{Check, PLATFORMS, Platform, PlatformRules, Rule, packed};
pub use checker::Checker;
pub use limits::{Limit, Limits, TextLimit, limits};
pub use measure::{TextMeasure, measure};
pub use overlay::OverlayError;
pub use verdict::Verdict;

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
    BUILTIN.check(post, context)
}

/// The built-in rule of this id.
#[must_use]
pub fn explain(id: &str) -> Option<&'static Rule> {
    PLATFORMS
        .iter()
        .flat_map(|platform| platform.rules.iter())
        .find(|rule| rule.id.as_str() == id)
}

static BUILTIN: Engine = Engine::builtin();

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
        Self::builtin().overlaid(json)
    }

    /// This engine's rules with rows of your own laid over them, as [`Engine::with_overlay`] does.
    ///
    /// # Errors
    /// Names the first row that is not sound, and what is wrong with it.
    pub fn overlaid(&self, json: &str) -> Result<Self, OverlayError> {
        Ok(Engine {
            platforms: Cow::Owned(overlay::lay(&self.platforms, json)?),
        })
    }

    /// The built-in rules out of a packed form, for programs that are downloaded: one that has no
    /// other engine is smaller by the table, and takes some hundred microseconds to start.
    ///
    /// ```
    /// use postworthy::Engine;
    ///
    /// assert!(Engine::unpacked().rules().eq(Engine::builtin().rules()));
    /// ```
    #[must_use]
    pub fn unpacked() -> Self {
        Engine {
            platforms: Cow::Owned(packed::builtin()),
        }
    }

    /// What is known of each platform, and of the post as a whole.
    #[must_use]
    pub fn platforms(&self) -> &[PlatformRules] {
        &self.platforms
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
        // The table has them in the order of the names.
        let at = self.platforms.get(platform as usize);
        at.filter(|rules| rules.platform == platform).or_else(|| {
            let mut all = self.platforms.iter();
            all.find(|rules| rules.platform == platform)
        })
    }

    /// Checks a post.
    #[must_use]
    pub fn check(&self, post: &Post<'_>, context: &Context) -> Report {
        self.checker().report(post, context)
    }

    /// A checker that keeps its memory from one post to the next.
    #[must_use]
    pub fn checker(&self) -> Checker<'_> {
        Checker::new(self)
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

/// A platform by its exact name.
fn known(name: &str) -> Option<Platform> {
    Platform::from_name(name).filter(|platform| *platform != Platform::Post)
}

fn account_id(target: Value<'_>) -> Option<&str> {
    id_of(target.get("accountId")?)?.as_str()
}

/// The id of an account, which may be written out with what is known of it.
fn id_of(account: Value<'_>) -> Option<Value<'_>> {
    let id = match account.kind() {
        Kind::Object => account.get("_id")?,
        _ => account,
    };
    id.as_str().filter(|id| !id.is_empty()).map(|_| id)
}
