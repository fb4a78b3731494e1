//! What somebody probably meant: the nearest known name to a mistyped one.
//!
//! Everything works in fixed arrays on the stack, so a stranger's input decides neither how much
//! memory is used nor, beyond [`LONGEST`] bytes, how long it takes.

/// Words longer than this many bytes are never matched: no known name is.
const LONGEST: usize = 64;

/// Names that people give to platforms, without case and separators, and the platform meant.
const PLATFORM_ALIASES: &[(&str, &str)] = &[
    ("bluesky", "bluesky"),
    ("bluesky.social", "bluesky"),
    ("bsky", "bluesky"),
    ("bsky.app", "bluesky"),
    ("bsky.social", "bluesky"),
    ("facebook", "facebook"),
    ("facebook.com", "facebook"),
    ("fb", "facebook"),
    ("gbp", "googlebusiness"),
    ("gmb", "googlebusiness"),
    ("google", "googlebusiness"),
    ("googlebusiness", "googlebusiness"),
    ("googlebusinessprofile", "googlebusiness"),
    ("googlemybusiness", "googlebusiness"),
    ("ig", "instagram"),
    ("insta", "instagram"),
    ("instagram", "instagram"),
    ("instagram.com", "instagram"),
    ("li", "linkedin"),
    ("linkedin", "linkedin"),
    ("linkedin.com", "linkedin"),
    ("pin", "pinterest"),
    ("pinterest", "pinterest"),
    ("pinterest.com", "pinterest"),
    ("pins", "pinterest"),
    ("reddit", "reddit"),
    ("reddit.com", "reddit"),
    ("snap", "snapchat"),
    ("snapchat", "snapchat"),
    ("snapchat.com", "snapchat"),
    ("subreddit", "reddit"),
    ("telegram", "telegram"),
    ("telegram.org", "telegram"),
    ("tg", "telegram"),
    ("threads", "threads"),
    ("threads.com", "threads"),
    ("threads.net", "threads"),
    ("tiktok", "tiktok"),
    ("tiktok.com", "tiktok"),
    ("tt", "tiktok"),
    ("tweet", "twitter"),
    ("twitter", "twitter"),
    ("twitter.com", "twitter"),
    ("x", "twitter"),
    ("x.com", "twitter"),
    ("youtube", "youtube"),
    ("youtube.com", "youtube"),
    ("youtubeshorts", "youtube"),
    ("yt", "youtube"),
];

/// The candidate that `word` most probably stands for, or `None` if none is near enough.
///
/// Case, `_`, `-` and spaces do not count, so `media_items` is `mediaItems`. A word may differ in
/// one edit (insertion, deletion, substitution, swap of neighbours) for every three letters, and
/// in three at most; names of one or two letters are only matched whole. Of candidates equally
/// near, the first wins.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = Folded::new(word)?;
    let mut best: Option<(&'a str, usize)> = None;
    for candidate in candidates {
        let Some(folded) = Folded::new(candidate) else {
            continue;
        };
        let shorter = word.bytes().len().min(folded.bytes().len());
        let allowed = (shorter / 3).min(3);
        if word.bytes().len().abs_diff(folded.bytes().len()) > allowed {
            continue;
        }
        let distance = distance(word.bytes(), folded.bytes());
        if distance == 0 {
            return Some(candidate);
        }
        if distance <= allowed && best.is_none_or(|(_, least)| distance < least) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// Whether two names are the same but for case, `_`, `-` and spaces.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    folded_bytes(left).eq(folded_bytes(right))
}

/// The platform that `word` is another name for: `gmb` is `googlebusiness`, `x` is `twitter`.
///
/// A platform's own name in another case or with separators (`Tik-Tok`) counts as well.
pub(crate) fn platform_alias(word: &str) -> Option<&'static str> {
    let word = word.strip_prefix("www.").unwrap_or(word);
    PLATFORM_ALIASES
        .iter()
        .find(|(alias, _)| same_name(alias, word))
        .map(|(_, platform)| *platform)
}

fn folded_bytes(word: &str) -> impl Iterator<Item = u8> {
    word.bytes()
        .filter(|byte| !matches!(byte, b'_' | b'-' | b' '))
        .map(|byte| byte.to_ascii_lowercase())
}

/// A word in lower case and without separators.
struct Folded {
    buffer: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// `None` for a word that is too long, or that has nothing but separators.
    fn new(word: &str) -> Option<Self> {
        if word.len() > LONGEST {
            return None;
        }
        let mut buffer = [0; LONGEST];
        let mut length = 0_usize;
        for (slot, byte) in buffer.iter_mut().zip(folded_bytes(word)) {
            *slot = byte;
            length = length.saturating_add(1);
        }
        (length > 0).then_some(Self { buffer, length })
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

/// The Damerau-Levenshtein distance (optimal string alignment) of two words of at most
/// [`LONGEST`] bytes.
fn distance(left: &[u8], right: &[u8]) -> usize {
    type Row = [u8; LONGEST + 1];
    let at = |row: &Row, column: usize| row.get(column).copied().unwrap_or(u8::MAX);

    let mut before: Row = [u8::MAX; LONGEST + 1];
    let mut previous: Row = core::array::from_fn(|column| u8::try_from(column).unwrap_or(u8::MAX));
    let mut last_left = None;
    for (row, &letter) in (1u8..).zip(left) {
        let mut current: Row = [row; LONGEST + 1];
        let mut diagonal = at(&previous, 0);
        let mut nearest_left = row;
        let mut last_right = None;
        for (column, &other) in right.iter().enumerate() {
            let above = at(&previous, column.saturating_add(1));
            let mut cost = diagonal
                .saturating_add(u8::from(letter != other))
                .min(above.saturating_add(1))
                .min(nearest_left.saturating_add(1));
            if last_left == Some(other) && last_right == Some(letter) {
                // INVARIANT: `last_right` is only set from the second column on.
                cost = cost.min(at(&before, column.saturating_sub(1)).saturating_add(1));
            }
            if let Some(slot) = current.get_mut(column.saturating_add(1)) {
                *slot = cost;
            }
            diagonal = above;
            nearest_left = cost;
            last_right = Some(other);
        }
        before = previous;
        previous = current;
        last_left = Some(letter);
    }
    usize::from(at(&previous, right.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[&str] = &[
        "content",
        "title",
        "mediaItems",
        "scheduledFor",
        "timezone",
        "url",
        "tags",
    ];

    fn meant(word: &str) -> Option<&'static str> {
        nearest(word, FIELDS.iter().copied())
    }

    #[test]
    fn case_and_separators_do_not_count() {
        assert_eq!(meant("mediaitems"), Some("mediaItems"));
        assert_eq!(meant("media_items"), Some("mediaItems"));
        assert_eq!(meant("Media-Items"), Some("mediaItems"));
        assert_eq!(meant("scheduled for"), Some("scheduledFor"));
    }

    #[test]
    fn a_name_differing_only_in_case_beats_an_earlier_near_one() {
        assert_eq!(nearest("TAGS", ["tag", "tabs", "tags"]), Some("tags"));
    }

    #[test]
    fn typing_errors_are_forgiven_in_proportion_to_the_length() {
        assert_eq!(meant("contnet"), Some("content"));
        assert_eq!(meant("titel"), Some("title"));
        assert_eq!(meant("mediaItem"), Some("mediaItems"));
        assert_eq!(meant("sheduleFor"), Some("scheduledFor"));
        assert_eq!(meant("ulr"), Some("url"));
        assert_eq!(meant("u"), None);
        assert_eq!(meant("arl2"), None);
        assert_eq!(meant("description"), None);
    }

    #[test]
    fn the_first_of_equally_near_names_wins() {
        assert_eq!(nearest("bat", ["cat", "rat"]), Some("cat"));
        assert_eq!(nearest("bat", ["rat", "cat"]), Some("rat"));
    }

    #[test]
    fn short_names_match_only_whole() {
        assert_eq!(nearest("c", ["a", "b"]), None);
        assert_eq!(nearest("ac", ["ab", "AC"]), Some("AC"));
    }

    #[test]
    fn words_too_long_or_empty_match_nothing() {
        let long = "a".repeat(65);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        let longest = "a".repeat(64);
        assert_eq!(
            nearest(&longest, [longest.as_str()]),
            Some(longest.as_str())
        );
        assert_eq!(nearest("", ["", "a"]), None);
        assert_eq!(nearest("_-", ["-_", "a"]), None);
    }

    #[test]
    fn letters_beyond_ascii_are_compared_as_bytes() {
        assert_eq!(nearest("contént", ["content"]), Some("content"));
        assert_eq!(nearest("日本語", ["content"]), None);
    }

    #[test]
    fn distance_counts_edits_and_swaps_of_neighbours() {
        let cases: &[(&str, &str, usize)] = &[
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("ab", "ba", 1),
            ("ca", "abc", 3),
            ("kitten", "sitting", 3),
            ("abcdef", "badcfe", 3),
        ];
        for &(left, right, expected) in cases {
            assert_eq!(
                distance(left.as_bytes(), right.as_bytes()),
                expected,
                "{left} {right}"
            );
        }
        assert_eq!(distance(&[b'a'; 64], &[b'b'; 64]), 64);
    }

    #[test]
    fn platforms_are_known_by_their_other_names() {
        let cases: &[(&str, Option<&str>)] = &[
            ("gmb", Some("googlebusiness")),
            ("google", Some("googlebusiness")),
            ("google_business", Some("googlebusiness")),
            ("google-business", Some("googlebusiness")),
            ("Google Business Profile", Some("googlebusiness")),
            ("gbp", Some("googlebusiness")),
            ("x", Some("twitter")),
            ("X", Some("twitter")),
            ("x.com", Some("twitter")),
            ("ig", Some("instagram")),
            ("insta", Some("instagram")),
            ("fb", Some("facebook")),
            ("yt", Some("youtube")),
            ("li", Some("linkedin")),
            ("linked_in", Some("linkedin")),
            ("tg", Some("telegram")),
            ("bsky", Some("bluesky")),
            ("snap", Some("snapchat")),
            ("tik_tok", Some("tiktok")),
            ("tik-tok", Some("tiktok")),
            ("pin", Some("pinterest")),
            ("threads.net", Some("threads")),
            ("www.reddit.com", Some("reddit")),
            ("mastodon", None),
            ("", None),
        ];
        for &(word, platform) in cases {
            assert_eq!(platform_alias(word), platform, "{word}");
        }
    }
}
