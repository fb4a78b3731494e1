//! One request, before it is sent.

use std::time::{Duration, SystemTime};

use reqwest::Method;
use reqwest::header::HeaderName;
use serde::Serialize;
use serde_json::Value;

use crate::error::Error;

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Whenever it failed: to do it twice is to do it once.
    Always,
    /// Whenever it failed, under the same id, by which the service knows it again.
    UnderItsId,
    /// Where it is known not to have been done.
    IfNotDone,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    None,
    Json(Value),
    /// A form with one file.
    Csv(Vec<u8>),
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub method: Method,
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub body: Body,
    pub repeat: Repeat,
    pub id: Option<(HeaderName, String)>,
    /// Until when the service knows the id, where an earlier run used it already.
    pub until: Option<SystemTime>,
}

/// A request takes time to arrive: so long before the service may have forgotten an id, nothing
/// more is sent under it.
pub(crate) const FLIGHT: Duration = Duration::from_secs(30);

/// How long requests may still be sent under an id that the service knows until then.
pub(crate) fn left(until: SystemTime) -> Duration {
    let known = until.duration_since(SystemTime::now());
    known.unwrap_or_default().saturating_sub(FLIGHT)
}

/// The header by which the service knows a repeated post.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The header by which the service knows a repeated profile.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl Call {
    pub(crate) fn new(method: Method, segments: &[&str]) -> Self {
        let repeat = if method == Method::POST || method == Method::PATCH {
            Repeat::IfNotDone
        } else {
            Repeat::Always
        };
        Call {
            method,
            segments: segments.iter().map(|one| (*one).to_string()).collect(),
            query: Vec::new(),
            body: Body::None,
            repeat,
            id: None,
            until: None,
        }
    }

    pub(crate) fn get(segments: &[&str]) -> Self {
        Call::new(Method::GET, segments)
    }

    pub(crate) fn post(segments: &[&str]) -> Self {
        Call::new(Method::POST, segments)
    }

    pub(crate) fn put(segments: &[&str]) -> Self {
        Call::new(Method::PUT, segments)
    }

    pub(crate) fn delete(segments: &[&str]) -> Self {
        Call::new(Method::DELETE, segments)
    }

    /// Adds the fields of a filter, those that are set.
    pub(crate) fn query(mut self, filter: &impl Serialize) -> Result<Self, Error> {
        let filter = serde_json::to_value(filter)
            .map_err(|error| Error::setup(format!("the filter cannot be sent: {error}")))?;
        let fields = filter.as_object().into_iter().flatten();
        self.query.extend(fields.filter_map(|(name, value)| {
            let value = match value {
                Value::Null => return None,
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some((name.clone(), value))
        }));
        Ok(self)
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_value(body)
            .map_err(|error| Error::setup(format!("the body cannot be sent: {error}")))?;
        self.body = Body::Json(body);
        Ok(self)
    }

    pub(crate) fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    pub(crate) fn under(mut self, header: HeaderName, id: String) -> Self {
        self.id = Some((header, id));
        self.repeat = Repeat::UnderItsId;
        self
    }

    /// Sends nothing when the service may have forgotten the id.
    pub(crate) fn until(mut self, until: Option<SystemTime>) -> Self {
        self.until = until;
        self
    }

    /// As messages call it: `POST /v1/posts`.
    pub(crate) fn name(&self) -> String {
        format!("{} /{}", self.method, self.segments.join("/"))
    }
}
