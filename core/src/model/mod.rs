//! A post as Rust types, for those who build one in code rather than read one from JSON.
//!
//! Every documented field is optional, since a post that lacks one is still a post that can be
//! checked. What is not documented stays in `rest`.
//!
//! ```
//! use postworthy::model::{BlueskyOptions, MediaItem, Options as _, PostBody, TwitterOptions};
//! use postworthy::{Context, check};
//!
//! let post = PostBody {
//!     content: Some("Out now".into()),
//!     media_items: Some(vec![MediaItem::of("https://example.com/cover.jpg")]),
//!     platforms: Some(vec![
//!         TwitterOptions::default().target("acc_x"),
//!         BlueskyOptions::default().target("acc_b"),
//!     ]),
//!     publish_now: Some(true),
//!     ..PostBody::default()
//! };
//! assert!(check(&post.to_post(), &Context::default()).valid);
//! ```

#[rustfmt::skip]
mod types;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::Post;
use crate::rules::Platform;

pub use types::*;

/// What a target of one platform can be told.
pub trait Options: Serialize + DeserializeOwned {
    /// The platform.
    const PLATFORM: Platform;

    /// A target with these options.
    ///
    /// ```
    /// use postworthy::model::{InstagramOptions, Options as _};
    ///
    /// let story = InstagramOptions {
    ///     content_type: Some("story".into()),
    ///     ..InstagramOptions::default()
    /// };
    /// let target = story.target("acc_1");
    /// assert_eq!(target.platform.as_deref(), Some("instagram"));
    /// assert_eq!(target.options::<InstagramOptions>().unwrap(), story);
    /// ```
    fn target(&self, account_id: impl Into<String>) -> Target {
        let options = match serde_json::to_value(self) {
            Ok(Value::Object(members)) => members.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        Target {
            platform: Some(Self::PLATFORM.as_str().to_string()),
            account_id: Some(account_id.into()),
            platform_specific_data: Some(options).filter(|options| !options.is_empty()),
            ..Target::default()
        }
    }
}

impl Target {
    /// Its options, as those of a platform.
    ///
    /// # Errors
    /// Where one has another JSON type than it is documented to have.
    pub fn options<T: Options>(&self) -> Result<T, serde_json::Error> {
        let members = self.platform_specific_data.clone().unwrap_or_default();
        serde_json::from_value(Value::Object(members.into_iter().collect()))
    }
}

impl MediaItem {
    /// The file at an address.
    #[must_use]
    pub fn of(url: impl Into<String>) -> Self {
        MediaItem {
            url: Some(url.into()),
            ..MediaItem::default()
        }
    }
}

impl PostBody {
    /// The post, ready to be checked.
    #[must_use]
    pub fn to_post(&self) -> Post<'static> {
        Post::from_value(&serde_json::to_value(self).unwrap_or_default())
    }

    /// Takes a post apart.
    ///
    /// # Errors
    /// Where a field has another JSON type than it is documented to have. A check needs no types:
    /// it reports them all, each at its place.
    pub fn from_post(post: &Post<'_>) -> Result<Self, serde_json::Error> {
        serde_json::from_value(post.to_value())
    }
}

/// An address, alone or in an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UrlOrObject {
    /// The address.
    Url(String),
    /// An object that holds it.
    Object {
        /// The address.
        url: String,
        /// What else stands there.
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_survives_the_way_through_the_types() {
        let value = serde_json::json!({
            "content": "Hi",
            "mediaItems": [{ "type": "video", "url": "a.mp4", "thumbnail": { "url": "b.jpg" } }],
            "platforms": [{
                "platform": "tiktok",
                "accountId": "acc",
                "platformSpecificData": { "tiktokSettings": { "privacyLevel": "SELF_ONLY" } },
                "colour": "red",
            }],
            "recycling": { "gap": 2 },
            "notes": [1, 2],
        });
        let body = PostBody::from_post(&Post::from_value(&value)).unwrap();
        assert_eq!(body.to_post().to_value(), value);
        let target = &body.platforms.unwrap()[0];
        let options = target.options::<TiktokOptions>().unwrap();
        let settings = options.settings.unwrap();
        assert_eq!(settings.privacy_level.as_deref(), Some("SELF_ONLY"));
    }

    #[test]
    fn a_wrong_type_is_named() {
        let body = PostBody::from_post(&Post::parse(r#"{ "content": 5 }"#).unwrap());
        assert!(body.unwrap_err().to_string().contains("expected a string"));
    }
}
