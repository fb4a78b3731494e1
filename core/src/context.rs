//! What the post itself does not say: media facts, account facts, the time.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

#[cfg(not(feature = "codegen"))]
use crate::json::ParseError;
use crate::media::MediaInfo;

/// What is known beside the post. Every part is optional; what is missing leaves rules unchecked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(default))]
pub struct Context {
    /// Media facts, by the URL or path as the post writes it.
    pub media: BTreeMap<String, MediaInfo>,
    /// Account facts, by account id.
    pub accounts: BTreeMap<String, AccountFacts>,
    /// The current time (RFC 3339). The core has no clock.
    pub now: Option<String>,
}

#[cfg(not(feature = "codegen"))]
impl Context {
    /// Reads a context from JSON.
    ///
    /// # Errors
    /// With line, column and field where the JSON is malformed or a value has the wrong type.
    pub fn from_json(json: &str) -> Result<Self, ParseError> {
        crate::facts::from_text(json)
    }
}

#[cfg(not(feature = "codegen"))]
impl AccountFacts {
    /// Reads what is known of one account from JSON.
    ///
    /// # Errors
    /// As [`Context::from_json`].
    pub fn from_json(json: &str) -> Result<Self, ParseError> {
        crate::facts::from_text(json)
    }
}

/// What is known of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(default))]
#[serde(rename_all = "camelCase")]
pub struct AccountFacts {
    /// The platform, for targets that name only an account.
    pub platform: Option<String>,
    /// LinkedIn: `personal` or `organization`.
    pub account_type: Option<String>,
    /// X: whether the account has a premium plan.
    pub premium: Option<bool>,
    /// TikTok: the privacy levels that the creator may choose from.
    pub privacy_levels: Option<Vec<String>>,
    /// TikTok: the longest video the creator may post, in seconds.
    pub max_video_seconds: Option<u64>,
    /// Pinterest: the ids of the boards.
    pub boards: Option<Vec<String>>,
}
