//! Hashtags, mentions and links that a platform counts.

use super::url;
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
        Entity::Hashtags if has(text, b'#', '＃') => marked(text, &['#', '＃'], is_hashtag),
        Entity::Mentions if has(text, b'@', '＠') => marked(text, &['@', '＠'], is_mention),
        Entity::Hashtags | Entity::Mentions => 0,
        Entity::Links => links(text),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Most texts have no mark, which is told faster than where marks stand.
fn has(text: &str, narrow: u8, wide: char) -> bool {
    text.as_bytes().contains(&narrow) || (!text.is_ascii() && text.contains(wide))
}

fn links(text: &str) -> usize {
    let all = || url::urls(text).filter_map(|found| text.get(found.start..found.end));
    let mut count = 0_usize;
    distinct::each(all, |_, again| {
        count = count.saturating_add(usize::from(!again))
    });
    count
}

/// Counts names after one of `marks`, where no letter, digit or other mark stands before it.
fn marked(text: &str, marks: &[char], accept: fn(&str) -> bool) -> usize {
    let mut count = 0_usize;
    let mut before = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        // `&#39;` and `/#anchor` are no hashtags, `a@b.com` is no mention.
        let free = before.is_none_or(|b: char| !is_name(b) && !matches!(b, '&' | '/'));
        let doubled = before.is_some_and(|b| marks.contains(&b) && b == c && c != '#' && c != '＃');
        before = Some(c);
        if marks.contains(&c) && free && !doubled {
            let end = rest
                .find(|c: char| !is_name(c) && c != '.')
                .unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or_default();
            if accept(name) {
                count = count.saturating_add(1);
            }
            let plain = name.find('.').unwrap_or(name.len());
            // `#one#two` are two hashtags, `@one@two` is one mention.
            let last = name.get(..plain).and_then(|n| n.chars().next_back());
            before = last
                .filter(|_| matches!(c, '@' | '＠'))
                .or(Some(c).filter(|_| plain == 0));
            rest = rest.get(plain..).unwrap_or_default();
        }
    }
    count
}

fn is_hashtag(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default();
    name.chars().any(|c| !c.is_numeric())
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
    fn different_links_count_once_each() {
        let text = "a.com https://a.com a.com b.com/x";
        assert_eq!(count_entities(text, Entity::Links), 3);
    }
}
