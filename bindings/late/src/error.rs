//! Why a call failed, by what its caller can do about it.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// What kind of trouble it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The key, the address or an argument cannot be used; nothing was sent.
    Setup,
    /// The service does not accept the key (401).
    NotAuthorized,
    /// The plan or its payment does not cover this (402).
    PaymentRequired,
    /// The key may not do this (403).
    Forbidden {
        /// Such as `ACCOUNT_DISCONNECTED` or `PROFILE_OVER_LIMIT`; none where the account is
        /// somebody else's.
        code: Option<String>,
    },
    /// The service refuses what was sent (400, 422 and other 4xx).
    Invalid {
        /// The field that caused it, where the service names one.
        field: Option<String>,
    },
    /// There is no such thing (404).
    NotFound,
    /// The same was posted or created before (409).
    Duplicate {
        /// The id of what exists.
        existing: String,
    },
    /// It cannot be done at this moment, as while a post is publishing (409).
    Conflict,
    /// Too many requests, or posts, at the moment (429).
    RateLimited {
        /// How long the service asks to wait, where it says so.
        wait: Option<Duration>,
    },
    /// A platform behind the service refused or failed.
    Platform {
        /// Which.
        platform: Option<String>,
    },
    /// The service itself failed (5xx).
    Service,
    /// The service answered with a redirect, and the key goes nowhere else.
    Redirect {
        /// The host that it names, where it names one.
        to: Option<String>,
    },
    /// The connection could not be made, or broke.
    Network,
    /// There was no answer in time.
    Timeout,
    /// The answer cannot be read: not JSON, of another shape, or too large.
    Answer,
    /// A local file cannot be read or uploaded.
    File,
}

impl ErrorKind {
    /// Its name, the same in every language: `rate_limited`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            ErrorKind::Setup => "setup",
            ErrorKind::NotAuthorized => "not_authorized",
            ErrorKind::PaymentRequired => "payment_required",
            ErrorKind::Forbidden { .. } => "forbidden",
            ErrorKind::Invalid { .. } => "invalid",
            ErrorKind::NotFound => "not_found",
            ErrorKind::Duplicate { .. } => "duplicate",
            ErrorKind::Conflict => "conflict",
            ErrorKind::RateLimited { .. } => "rate_limited",
            ErrorKind::Platform { .. } => "platform",
            ErrorKind::Service => "service",
            ErrorKind::Redirect { .. } => "redirect",
            ErrorKind::Network => "network",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Answer => "answer",
            ErrorKind::File => "file",
        }
    }
}

/// Why a call failed. The API key never stands in it.
///
/// ```
/// use postworthy_late::{ErrorKind, Key};
///
/// let error = Key::new("a password").unwrap_err();
/// assert_eq!(error.kind(), &ErrorKind::Setup);
/// assert!(!error.may_have_arrived());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    kind: ErrorKind,
    message: String,
    status: Option<u16>,
    call: Option<String>,
    request_id: Option<String>,
    may_have_arrived: bool,
    attempts: u32,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Detail {
            kind,
            message: message.into(),
            status: None,
            call: None,
            request_id: None,
            may_have_arrived: false,
            attempts: 0,
        }))
    }

    pub(crate) fn setup(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Setup, message)
    }

    pub(crate) fn file(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::File, message)
    }

    /// What kind of trouble it was.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What the service said, or else what happened, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The call, such as `POST /v1/posts`.
    #[must_use]
    pub fn call(&self) -> Option<&str> {
        self.0.call.as_deref()
    }

    /// The id that all attempts of the call carried.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Whether the service may have done what it was asked, although the call failed: the
    /// connection broke, or time ran out, after the request was sent.
    ///
    /// Such a create is repeated safely under the same request id alone, within five minutes:
    /// [`crate::Client::create_post_under`].
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        self.0.may_have_arrived
    }

    /// How many times the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_call(mut self, call: String, id: Option<&str>, attempts: u32) -> Self {
        self.0.call = Some(call);
        self.0.request_id = id.map(str::to_string);
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_doubt(mut self, doubt: bool) -> Self {
        self.0.may_have_arrived |= doubt;
        self
    }

    /// The error that an answer of 400 or more tells of.
    pub(crate) fn from_answer(status: u16, body: &[u8], wait: Option<Duration>) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| body.get(name)?.as_str().map(str::to_string);
        let detail = |name: &str| body.get("details")?.get(name)?.as_str().map(str::to_string);
        // The docs show `error` as a sentence, and `message` as a longer one beside it.
        let message = match (text("error"), text("message")) {
            (Some(error), Some(message)) => format!("{error}: {message}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => format!("the service answered {status} and no reason"),
        };
        let existing = detail("existingPostId")
            .or_else(|| detail("existingProfileId"))
            .or_else(|| text("existingPostId"));
        let kind = match (status, text("type").as_deref()) {
            (401, _) => ErrorKind::NotAuthorized,
            (402, _) => ErrorKind::PaymentRequired,
            (403, _) => ErrorKind::Forbidden { code: text("code") },
            (404, _) => ErrorKind::NotFound,
            (409, _) => match existing {
                Some(existing) => ErrorKind::Duplicate { existing },
                None => ErrorKind::Conflict,
            },
            (429, _) => ErrorKind::RateLimited { wait },
            (_, Some("platform_error")) => ErrorKind::Platform {
                platform: text("platform"),
            },
            (500.., _) => ErrorKind::Service,
            _ => ErrorKind::Invalid {
                field: text("param"),
            },
        };
        Error::new(kind, message).with_status(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = &self.0;
        f.write_str(&detail.message)?;
        match &detail.kind {
            ErrorKind::Duplicate { existing } => write!(f, " (it exists: {existing})")?,
            ErrorKind::RateLimited { wait: Some(wait) } => {
                write!(f, " (wait {} s)", wait.as_secs_f64().ceil())?;
            }
            ErrorKind::Forbidden { code: Some(code) } => write!(f, " ({code})")?,
            ErrorKind::Invalid { field: Some(field) } => write!(f, " (in `{field}`)")?,
            _ => {}
        }
        let Some(call) = &detail.call else {
            return Ok(());
        };
        write!(f, " [{call}")?;
        if let Some(status) = detail.status {
            write!(f, ", status {status}")?;
        }
        if detail.attempts > 1 {
            write!(f, ", {} attempts", detail.attempts)?;
        }
        if let Some(id) = &detail.request_id {
            write!(f, ", request id {id}")?;
        }
        f.write_str("]")?;
        if detail.may_have_arrived {
            f.write_str(" The service may have done it all the same.")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_status_has_its_kind() {
        let kind = |status, body: &str| {
            let error = Error::from_answer(status, body.as_bytes(), None);
            (error.kind().as_str(), error.message().to_string())
        };
        for (status, body, expected) in [
            (400, r#"{"error":"x","param":"content"}"#, "invalid"),
            (401, r#"{"error":"Unauthorized"}"#, "not_authorized"),
            (402, "{}", "payment_required"),
            (403, "{}", "forbidden"),
            (404, "{}", "not_found"),
            (409, r#"{"details":{"existingPostId":"p1"}}"#, "duplicate"),
            (409, "{}", "conflict"),
            (422, "{}", "invalid"),
            (429, "not JSON", "rate_limited"),
            (
                500,
                r#"{"type":"platform_error","platform":"meta"}"#,
                "platform",
            ),
            (502, "", "service"),
        ] {
            assert_eq!(kind(status, body).0, expected, "{status} {body}");
        }
        assert_eq!(kind(500, "").1, "the service answered 500 and no reason");
        assert_eq!(kind(403, r#"{"error":"a","message":"b"}"#).1, "a: b");
    }
}
