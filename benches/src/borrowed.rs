//! The posts of the corpus as structs that borrow their texts: what reading one with serde takes at
//! the least, and what the engine is held against.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

/// A text that is borrowed unless it has escapes; `Option<Cow<str>>` alone never borrows.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// A post of the corpus.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostBody<'a> {
    /// The text.
    #[serde(borrow)]
    pub content: Option<Text<'a>>,
    /// What goes with it.
    #[serde(borrow, default)]
    pub media_items: Vec<MediaItem<'a>>,
    /// Where it goes.
    #[serde(borrow, default)]
    pub platforms: Vec<Target<'a>>,
    /// When it goes there.
    #[serde(borrow)]
    pub scheduled_for: Option<Text<'a>>,
    /// The time zone of that.
    #[serde(borrow)]
    pub timezone: Option<Text<'a>>,
    /// Whatever its author wants to keep.
    #[serde(borrow, default)]
    pub metadata: BTreeMap<Text<'a>, Text<'a>>,
}

/// A picture or video.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaItem<'a> {
    /// Picture or video.
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
    /// Where it is.
    #[serde(borrow)]
    pub url: Option<Text<'a>>,
    /// What is to be seen on it.
    #[serde(borrow)]
    pub alt_text: Option<Text<'a>>,
}

/// One place to post to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target<'a> {
    /// The platform.
    #[serde(borrow)]
    pub platform: Option<Text<'a>>,
    /// The account there.
    #[serde(borrow)]
    pub account_id: Option<Text<'a>>,
    /// Its options.
    #[serde(borrow)]
    pub platform_specific_data: Option<Options<'a>>,
}

/// The options that the corpus has, of all platforms.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options<'a> {
    /// On Facebook, below the post.
    #[serde(borrow)]
    pub first_comment: Option<Text<'a>>,
    /// On LinkedIn.
    pub disable_link_preview: Option<bool>,
    /// On Telegram.
    pub disable_notification: Option<bool>,
    /// On Pinterest and YouTube.
    #[serde(borrow)]
    pub title: Option<Text<'a>>,
    /// On Pinterest.
    #[serde(borrow)]
    pub board_id: Option<Text<'a>>,
    /// On YouTube.
    #[serde(borrow)]
    pub visibility: Option<Text<'a>>,
    /// On TikTok.
    #[serde(borrow)]
    pub tiktok_settings: Option<TiktokSettings<'a>>,
}

/// TikTok's settings.
#[derive(Debug, Deserialize)]
pub struct TiktokSettings<'a> {
    /// Who may see it.
    #[serde(borrow)]
    pub privacy_level: Option<Text<'a>>,
    /// Whether there may be comments.
    pub allow_comment: Option<bool>,
    /// Whether there may be duets.
    pub allow_duet: Option<bool>,
    /// Whether there may be stitches.
    pub allow_stitch: Option<bool>,
    /// Whether the author saw it as it will be.
    pub content_preview_confirmed: Option<bool>,
    /// Whether the author agreed.
    pub express_consent_given: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Corpus, Kind};

    #[test]
    fn every_post_of_the_corpus_is_read_and_borrowed() {
        for line in Corpus::new(1, Kind::Mixed).take(1_000) {
            let post: PostBody<'_> = serde_json::from_str(&line).unwrap();
            assert!(!post.platforms.is_empty());
            assert!(matches!(post.content, Some(Text(Cow::Borrowed(_)))));
        }
    }
}
