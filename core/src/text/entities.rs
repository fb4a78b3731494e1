//! Hashtags, mentions and links that a platform counts.

use super::{has_any, url};
use crate::distinct;

/// What a limit such as "30 hashtags" counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Entity {
    /// `#` and at least one letter, digit or underscore, of which one is no digit.
    Hashtags,
    /// `@` and the name of an account.
    Mentions,
    /// Links, each address once.
    Links,
}

/// How many hashtags, mentions or different links a text has.
///
/// ```
/// use postworthy::text::{Entity, count_entities};
///
/// let text = "#one #two @me, a@b.com https://a.com and https://a.com again";
/// assert_eq!(count_entities(text, Entity::Hashtags), 2);
/// assert_eq!(count_entities(text, Entity::Mentions), 1);
/// assert_eq!(count_entities("https://a.com and https://a.com", Entity::Links), 1);
/// ```
#[must_use]
pub fn count_entities(text: &str, entity: Entity) -> u32 {
    let count = match entity {
        Entity::Hashtags => marked(text, ('#', '＃'), is_hashtag),
        Entity::Mentions => marked(text, ('@', '＠'), is_mention),
        Entity::Links => links(text),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The count, where it is more than `max`: most texts have fewer marks than that.
#[cfg(not(feature = "codegen"))]
pub(crate) fn count_above(text: &str, entity: Entity, max: u32) -> Option<u32> {
    // A full-width mark begins with `0xEF`, and no link is without a dot.
    let marks = match entity {
        Entity::Hashtags => occurrences(text, [b'#', 0xEF]),
        Entity::Mentions => occurrences(text, [b'@', 0xEF]),
        Entity::Links => occurrences(text, [b'.', b'.']),
    };
    if marks <= max as usize {
        return None;
    }
    Some(count_entities(text, entity)).filter(|count| *count > max)
}

/// How many bytes of a text are one of two.
#[cfg(not(feature = "codegen"))]
fn occurrences(text: &str, [one, other]: [u8; 2]) -> usize {
    // Sums of few bytes fit in a byte, and many are added at once.
    let found =
        |sum: u8, byte: &u8| sum.wrapping_add(u8::from(*byte == one) | u8::from(*byte == other));
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    let sums = blocks.iter().map(|block| block.iter().fold(0, found));
    let rest = rest.iter().fold(0, found);
    sums.fold(usize::from(rest), |all, sum| {
        all.saturating_add(usize::from(sum))
    })
}

fn links(text: &str) -> usize {
    let all = || url::urls(text).filter_map(|found| text.get(found.start..found.end));
    let mut count = 0_usize;
    distinct::each(all, |_, again| {
        count = count.saturating_add(usize::from(!again))
    });
    count
}

/// Counts names after a mark, narrow or wide, where no letter, digit or other mark stands before
/// it.
fn marked(text: &str, marks: (char, char), accept: fn(&str) -> bool) -> usize {
    // Full-width characters begin with this byte.
    let wide = has_any(text, [0xEF]) && text.contains(marks.1);
    let mut count = 0_usize;
    // What stands before `rest`, as far as it matters.
    let mut last = None;
    let mut rest = text;
    loop {
        let found = match wide {
            true => rest.find([marks.0, marks.1]),
            false => rest.find(marks.0),
        };
        let parts = found.and_then(|at| rest.split_at_checked(at));
        let Some((front, after)) = parts else {
            return count;
        };
        let before = front.chars().next_back().or(last);
        let Some(c) = after.chars().next() else {
            return count;
        };
        rest = after.get(c.len_utf8()..).unwrap_or_default();
        // `&#39;` and `/#anchor` are no hashtags, `a@b.com` is no mention.
        let joined = |b: char| (is_name(b) && !is_picture(b)) || matches!(b, '&' | '/');
        let free = before.is_none_or(|b: char| !joined(b));
        let doubled = before == Some(c) && c != '#' && c != '＃';
        last = Some(c);
        if free && !doubled {
            let end = rest
                .find(|c: char| !is_name(c) && c != '.')
                .unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or_default();
            if accept(name) {
                count = count.saturating_add(1);
            }
            let plain = name.find('.').unwrap_or(name.len());
            // `#one#two` are two hashtags, `@one@two` is one mention.
            let end = name.get(..plain).and_then(|n| n.chars().next_back());
            last = end
                .filter(|_| matches!(c, '@' | '＠'))
                .or(Some(c).filter(|_| plain == 0));
            rest = rest.get(plain..).unwrap_or_default();
        }
    }
}

fn is_hashtag(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default();
    // The key `#` as an emoji is no hashtag.
    let key = |c| matches!(c, '\u{FE0F}' | '\u{20E3}');
    name.chars().any(|c| !c.is_numeric() && !key(c))
}

fn is_mention(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| *c != '.');
    letters
        .next()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Letters, digits, marks and emoji belong to a hashtag; punctuation and space end it.
fn is_name(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let symbol = matches!(c,
        '\u{80}'..='\u{A9}' | '\u{AB}'..='\u{B4}' | '\u{B6}'..='\u{B9}' | '\u{BB}'..='\u{BF}'
        | '\u{D7}' | '\u{F7}' | '\u{2000}'..='\u{200B}' | '\u{200E}'..='\u{20CF}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{30FB}'
        | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF3E}'
        | '\u{FF5B}'..='\u{FF65}');
    !symbol && !c.is_whitespace()
}

/// Signs, and what joins and paints them: a name may hold them, and another may begin after them.
fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{200D}' | '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}'
        | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_in_any_script_count() {
        let text = "#日本 #été，#русский ＃全角 #a_b #1st\n#नमस्ते";
        assert_eq!(count_entities(text, Entity::Hashtags), 7);
    }

    #[test]
    fn numbers_entities_and_anchors_are_no_hashtags() {
        let text = "We're #1! &#39; a#b https://a.com/#top # ##";
        assert_eq!(count_entities(text, Entity::Hashtags), 0);
    }

    #[test]
    fn what_follows_an_emoji_counts() {
        assert_eq!(count_entities("📷@a 📷@b ☀️@c x@d", Entity::Mentions), 3);
        assert_eq!(
            count_entities("🔥#tag #tag🔥 👩‍🚀#one🔥#two", Entity::Hashtags),
            4
        );
    }

    #[test]
    fn the_key_of_an_emoji_is_no_hashtag() {
        assert_eq!(count_entities("#️⃣ #⃣ #️⃣1", Entity::Hashtags), 0);
    }

    #[test]
    fn adjoining_hashtags_count_each() {
        assert_eq!(count_entities("#one#two", Entity::Hashtags), 2);
        assert_eq!(count_entities("@one@two", Entity::Mentions), 1);
    }

    #[test]
    fn addresses_of_mail_are_no_mentions() {
        let text = "(@me) @you. @first.last mail me@home.org @ @@";
        assert_eq!(count_entities(text, Entity::Mentions), 3);
    }

    #[test]
    fn a_count_above_a_limit_is_the_count() {
        let texts = [
            "#a ＃b #c ﹟",
            "@a @b ＠c a@b.c",
            "a.com b.de. a.com c.it x..",
            "",
            "ï¼ 。",
        ];
        for text in texts {
            for entity in [Entity::Hashtags, Entity::Mentions, Entity::Links] {
                let count = count_entities(text, entity);
                for max in 0..5 {
                    let above = (count > max).then_some(count);
                    assert_eq!(count_above(text, entity, max), above, "{text} {entity:?}");
                }
            }
        }
    }

    #[test]
    fn different_links_count_once_each() {
        let text = "a.com https://a.com a.com b.com/x";
        assert_eq!(count_entities(text, Entity::Links), 3);
    }
}
