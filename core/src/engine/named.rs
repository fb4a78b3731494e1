//! What a target says of itself, and the rules about that whatever its platform.

use serde_json::Value as Json;

use super::eval::{Params, Sink};
use super::members::members;
use super::options::shown;
use super::post::schedule;
use crate::context::{AccountFacts, Context};
use crate::json::{Kind, Value};
use crate::rules::{Check, Platform, Rule};
use crate::suggest;

members! {
    /// The members of a target.
    struct Members {
        platform = "platform",
        account = "accountId",
        scheduled = "scheduledFor",
        data = "platformSpecificData",
        content = "customContent",
        media = "customMedia",
    }
}

/// What a target says of itself, read in one go.
pub(super) struct Named<'p> {
    pub value: Value<'p>,
    platform: Option<Value<'p>>,
    account: Option<Value<'p>>,
    /// The id of its account.
    pub id: Option<Value<'p>>,
    scheduled: Option<Value<'p>>,
    /// Its options, whatever they are.
    pub data: Option<Value<'p>>,
    /// Its own text and its own media.
    pub content: Option<Value<'p>>,
    pub media: Option<Value<'p>>,
    /// What is known of its account.
    pub facts: Option<&'p AccountFacts>,
    /// Its platform, named or known from its account.
    pub known: Option<Platform>,
}

impl<'p> Named<'p> {
    pub fn read(value: Value<'p>, context: &'p Context) -> Self {
        let members = Members::read(value);
        let id = members.account.and_then(super::id_of);
        let mut named = Named {
            value,
            platform: members.platform,
            account: members.account,
            id,
            scheduled: members.scheduled,
            data: members.data,
            content: members.content,
            media: members.media,
            facts: id
                .and_then(Value::as_str)
                .and_then(|id| context.accounts.get(id)),
            known: None,
        };
        named.known = match named.platform.filter(|at| !at.is_absent()) {
            Some(platform) => platform.as_str().and_then(super::known),
            None => named.owner(),
        };
        named
    }

    /// Whether it has a time of its own.
    pub fn is_timed(&self) -> bool {
        self.scheduled.is_some_and(|at| !at.is_absent())
    }

    /// Whether no row about a target by itself can find anything: it names an account and a
    /// platform, which agree, and no time.
    fn is_plain(&self) -> bool {
        let owner = self.facts.and_then(|facts| facts.platform.as_deref());
        self.platform.is_some_and(|at| at.kind() == Kind::Str)
            && self.known.is_some()
            && self.account.is_some_and(|at| !at.is_absent())
            && self.scheduled.is_none()
            && owner.is_none()
    }

    /// The platform that its account is known to be on.
    fn owner(&self) -> Option<Platform> {
        super::known(self.facts?.platform.as_deref()?)
    }

    /// Whether a row about the post is decided for each target by itself.
    pub const fn is_about(check: &Check) -> bool {
        matches!(
            check,
            Check::TargetAccount {}
                | Check::TargetPlatform {}
                | Check::TargetNamed {}
                | Check::TargetAccountPlatform {}
                | Check::ScheduleFormat {}
                | Check::ScheduleFuture {}
        )
    }

    /// Decides such rows.
    pub fn decide<'r>(&self, rows: &[&'r Rule], context: &Context, sink: &mut Sink<'r>) {
        if self.value.kind() == Kind::Object && !self.is_plain() {
            for rule in rows {
                self.one(rule, context, sink);
            }
        }
    }

    fn one<'r>(&self, rule: &'r Rule, context: &Context, sink: &mut Sink<'r>) {
        // An empty string stands where a value is missing.
        let missing = |at: Option<Value<'p>>| match at {
            Some(value) if !value.is_absent() => None,
            other => Some(other.filter(|at| at.kind() == Kind::Str)),
        };
        match &rule.check {
            Check::TargetAccount {} => {
                if let Some(empty) = missing(self.account) {
                    sink.broken(rule, empty.unwrap_or(self.value), Params::new());
                }
            }
            Check::TargetNamed {} => {
                if let Some(empty) = missing(self.platform).filter(|_| self.known.is_none()) {
                    sink.broken(rule, empty.unwrap_or(self.value), Params::new());
                }
            }
            Check::TargetPlatform {} => {
                let named = self.platform.filter(|at| !at.is_absent());
                let unknown = named.filter(|_| self.known.is_none());
                if let Some((at, name)) = unknown.and_then(|at| Some((at, at.as_str()?))) {
                    sink.broken(rule, at, || unknown_platform(at, name));
                }
            }
            Check::TargetAccountPlatform {} => {
                if let (Some(at), Some(known), Some(owner)) =
                    (self.platform, self.known, self.owner())
                    && known != owner
                {
                    sink.broken(rule, at, || {
                        alloc::vec![
                            ("actual", known.as_str().into()),
                            ("with", owner.as_str().into())
                        ]
                    });
                }
            }
            Check::ScheduleFormat {} | Check::ScheduleFuture {} => {
                schedule(rule, self.scheduled, context, sink);
            }
            _ => {}
        }
    }
}

fn unknown_platform(at: Value<'_>, name: &str) -> Params {
    let names = Platform::ALL.iter().filter(|one| **one != Platform::Post);
    let nearest = || suggest::nearest(name, names.map(|one| one.as_str()));
    let near = suggest::platform_alias(name).or_else(nearest);
    let mut params: Params = alloc::vec![("actual", shown(at))];
    params.extend(near.map(|near| ("suggestion", Json::from(near))));
    params
}
