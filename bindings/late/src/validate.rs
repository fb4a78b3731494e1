//! The service's own validation, to compare with a check here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::call::{Call, Repeat};
use crate::client::Client;
use crate::error::Error;
use crate::model::model;

model! {
    /// How long a text is on each platform.
    TextLengths {
        /// The text.
        text: String,
        /// By platform; `twitterPremium` is one of them.
        platforms: BTreeMap<String, TextLength>,
    }

    /// How long a text is on one platform.
    TextLength {
        /// Its length as the platform counts.
        count: u64,
        /// The longest that is taken.
        limit: u64,
        /// Whether it fits.
        valid: bool,
    }

    /// What the service finds in a post.
    PostVerdict {
        /// Whether it would take it.
        valid: bool,
        /// What it says.
        message: String,
        /// What it would refuse: platform and error.
        errors: Vec<Value>,
        /// What it remarks: platform and warning.
        warnings: Vec<Value>,
    }

    /// What the service finds behind a media URL.
    MediaVerdict {
        /// Whether it can be fetched.
        valid: bool,
        /// The URL.
        url: String,
        /// Why it cannot.
        error: String,
        /// The media type.
        content_type: String,
        /// Bytes, where they are told.
        size: u64,
        /// `image`, `video` or `unknown`.
        kind as "type": String,
        /// By platform, whether it is small enough.
        platform_limits: Value,
    }
}

impl Client {
    /// Lets the service count a text.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let lengths = client.validate_text("Hello").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn validate_text(&self, text: &str) -> Result<TextLengths, Error> {
        self.validate("post-length", &serde_json::json!({ "text": text }))
            .await
    }

    /// Lets the service judge a post without making it.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let verdict = client.validate_post(&serde_json::json!({
    ///     "content": "Hello", "platforms": [{ "platform": "bluesky" }],
    /// })).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn validate_post(&self, post: &Value) -> Result<PostVerdict, Error> {
        self.validate("post", post).await
    }

    /// Lets the service look at a media URL.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let verdict = client.validate_media("https://example.com/a.jpg").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn validate_media(&self, url: &str) -> Result<MediaVerdict, Error> {
        self.validate("media", &serde_json::json!({ "url": url }))
            .await
    }

    async fn validate<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        body: &Value,
    ) -> Result<T, Error> {
        // These change nothing, whatever their method says.
        let call = Call::post(&["v1", "tools", "validate", what]);
        self.send(&call.json(body)?.repeat(Repeat::Always)).await
    }
}
