//! The tags of Telegram's HTML.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::output::{Cursor, Output, is_space};
use super::{MarkupError, MarkupErrorKind, error};

const TAGS: [&str; 17] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-emoji",
    "tg-spoiler",
    "tg-time",
    "u",
];

/// Longest reference to a character that Telegram decodes, in bytes before its `;`.
const LONGEST_REFERENCE: usize = 9;

pub(super) fn parse(source: &str, output: &mut Output<'_>) -> Result<(), MarkupError> {
    let mut cursor = Cursor::new(source);
    let mut open: Vec<Open> = Vec::new();
    while let Some(c) = cursor.peek() {
        match c {
            '<' => tag(&mut cursor, &mut open)?,
            '&' => match reference(cursor.rest()) {
                Some((Some(decoded), length)) => {
                    output.push(decoded);
                    cursor.skip(length);
                }
                Some((None, length)) => {
                    let reference = cursor.rest().get(..length).unwrap_or_default();
                    let reference = reference.to_string();
                    return Err(error(
                        cursor.at(),
                        MarkupErrorKind::BadReference { reference },
                    ));
                }
                None => {
                    let begin = cursor.rest().get(..unreadable(cursor.rest()));
                    let begin = begin.unwrap_or_default();
                    begin.chars().for_each(|c| output.push(c));
                    cursor.skip(begin.len());
                }
            },
            _ => {
                output.push(c);
                cursor.skip(c.len_utf8());
            }
        }
        if open.is_empty() {
            output.safe(cursor.at());
        }
    }
    match open.last() {
        Some(last) => Err(error(
            last.begin as usize,
            MarkupErrorKind::UnclosedTag {
                tag: last.name().to_string(),
            },
        )),
        None => Ok(()),
    }
}

/// A tag that is not closed yet. A text may open one with every third byte, so that it is small.
struct Open {
    /// Its index among the [`TAGS`].
    tag: u8,
    /// Where it begins; no further than 32 bits say.
    begin: u32,
}

impl Open {
    fn name(&self) -> &'static str {
        let name = TAGS.get(usize::from(self.tag));
        name.copied().unwrap_or_default()
    }
}

fn tag(cursor: &mut Cursor<'_>, open: &mut Vec<Open>) -> Result<(), MarkupError> {
    let begin = cursor.at();
    let stray = error(begin, MarkupErrorKind::StrayLess);
    cursor.skip(1);
    let closing = cursor.eat("/");
    let name = cursor.until(|c| is_space(c) || c == '>' || c == '<');
    if !closing {
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(stray);
        }
        let known = (0..).zip(TAGS);
        let mut known = known.filter(|(_, tag)| tag.eq_ignore_ascii_case(name));
        let Some((index, known)) = known.next() else {
            // What has no `>` is rather a sign than a tag.
            cursor.until(|c| c == '>' || c == '<');
            let tag = lower(name);
            let whole = cursor.peek() == Some('>');
            return Err(if whole {
                error(begin, MarkupErrorKind::UnknownTag { tag })
            } else {
                stray
            });
        };
        attributes(cursor, known, begin)?;
        open.push(Open {
            tag: index,
            begin: u32::try_from(begin).unwrap_or(u32::MAX),
        });
        return Ok(());
    }
    cursor.until(|c| !is_space(c));
    if !cursor.eat(">") {
        return Err(stray);
    }
    match open.last() {
        // `</>` closes whatever is open.
        Some(last) if name.is_empty() || last.name().eq_ignore_ascii_case(name) => {
            open.pop();
            Ok(())
        }
        last => {
            let expected = last.map(|last| last.name().to_string());
            Err(error(
                begin,
                MarkupErrorKind::CrossedTag {
                    tag: lower(name),
                    expected,
                },
            ))
        }
    }
}

/// Reads the rest of a start tag, from after its name to after its `>`.
fn attributes(cursor: &mut Cursor<'_>, tag: &str, begin: usize) -> Result<(), MarkupError> {
    let stray = || error(begin, MarkupErrorKind::StrayLess);
    let bad = || {
        error(
            begin,
            MarkupErrorKind::BadAttribute {
                tag: tag.to_string(),
            },
        )
    };
    let mut needed = !matches!(tag, "span" | "tg-emoji");
    loop {
        cursor.until(|c| !is_space(c));
        match cursor.peek() {
            None | Some('<') => return Err(stray()),
            Some('>') => break,
            Some(_) => {}
        }
        let name = cursor.until(|c| is_space(c) || matches!(c, '=' | '>' | '<' | '/' | '"' | '\''));
        if name.is_empty() {
            return Err(bad());
        }
        cursor.until(|c| !is_space(c));
        if !cursor.eat("=") {
            continue;
        }
        cursor.until(|c| !is_space(c));
        let value = match cursor.peek().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => {
                cursor.skip(1);
                let value = cursor.until(|c| c == quote);
                if cursor.take().is_none() {
                    return Err(stray());
                }
                value
            }
            None => {
                let value =
                    cursor.until(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
                match cursor.peek() {
                    None => return Err(stray()),
                    Some(c) if is_space(c) || c == '>' => value,
                    Some(_) => return Err(bad()),
                }
            }
        };
        needed |= match (tag, name) {
            ("span", "class") => value == "tg-spoiler",
            ("tg-emoji", "emoji-id") => value.parse::<i64>().is_ok_and(|id| id != 0),
            _ => false,
        };
    }
    cursor.skip(1);
    if needed { Ok(()) } else { Err(bad()) }
}

/// The character that `rest`, which begins with `&`, names, and the bytes of the name.
/// Half of a surrogate pair is no character.
fn reference(rest: &str) -> Option<(Option<char>, usize)> {
    let body = rest.get(1..)?;
    let (decoded, length) = if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix('x') {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let count = digits
            .bytes()
            .take(16)
            .take_while(|b| char::from(*b).is_digit(radix))
            .count();
        let length = count.saturating_add(prefix);
        if length > LONGEST_REFERENCE {
            return None;
        }
        let code = u32::from_str_radix(digits.get(..count)?, radix).ok()?;
        let code = Some(code).filter(|code| (1..0x10_FFFF).contains(code))?;
        (char::from_u32(code), length)
    } else {
        let count = body
            .bytes()
            .take(5)
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let decoded = match body.get(..count)? {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (Some(decoded), count.saturating_add(1))
    };
    let ended = rest.as_bytes().get(length) == Some(&b';');
    Some((decoded, length.saturating_add(usize::from(ended))))
}

/// The bytes of what begins with `&` and is no reference, as far as cutting it could make it one.
fn unreadable(rest: &str) -> usize {
    let Some(number) = rest.strip_prefix("&#") else {
        return 1;
    };
    let letters = number.bytes().take(LONGEST_REFERENCE);
    let letters = letters.take_while(u8::is_ascii_alphanumeric);
    letters.count().saturating_add(2)
}

/// A name for a message: short, and without what closes a tag.
fn lower(name: &str) -> String {
    let name = name.trim_end_matches('/').chars().take(32);
    name.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::telegram::{ParseMode, count, measure, parse as visible};

    fn text(source: &str) -> String {
        visible(source, ParseMode::Html).unwrap().text
    }

    fn refused(source: &str) -> (usize, MarkupErrorKind) {
        let error = count(source, ParseMode::Html).unwrap_err();
        (error.offset, error.kind)
    }

    #[test]
    fn tags_are_not_seen() {
        for tag in [
            "b",
            "strong",
            "i",
            "em",
            "u",
            "ins",
            "s",
            "strike",
            "del",
            "code",
            "pre",
            "tg-spoiler",
            "tg-time",
            "blockquote",
            "B",
        ] {
            assert_eq!(text(&alloc::format!("<{tag}>x</{tag}>y")), "xy");
        }
        assert_eq!(
            text("<a href=\"http://e.com/?a=1&amp;b=<>\">link</a>"),
            "link"
        );
        assert_eq!(text("<span class='tg-spoiler'>x</span >"), "x");
        assert_eq!(
            text("<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>"),
            "👍"
        );
        assert_eq!(
            text("<pre><code class=\"language-rust\">a\n</code></pre>"),
            "a\n"
        );
        assert_eq!(text("<blockquote expandable>q</blockquote>"), "q");
        assert_eq!(text("<b><i>x</i></>"), "x");
    }

    #[test]
    fn references_are_one_character() {
        assert_eq!(text("&lt;&gt;&amp;&quot;&#8364;&#x1F44D;&lt"), "<>&\"€👍<");
        assert_eq!(
            text("&nbsp; &copy; & a&b &#0; &;"),
            "&nbsp; &copy; & a&b &#0; &;"
        );
        assert_eq!(count("&#x1F44D;", ParseMode::Html), Ok(2));
    }

    #[test]
    fn halves_of_pairs_are_no_characters() {
        for (source, reference) in [
            ("é&#57311;", "&#57311;"),
            ("é&#xDFDF!", "&#xDFDF"),
            ("é&#55357;&#56832;", "&#55357;"),
        ] {
            let reference = String::from(reference);
            assert_eq!(
                refused(source),
                (2, MarkupErrorKind::BadReference { reference })
            );
        }
        assert_eq!(text("&#xD7FF;&#xE000;"), "\u{D7FF}\u{E000}");
    }

    #[test]
    fn no_cut_makes_a_reference_of_what_is_none() {
        for source in ["ab&#568683553c", "&#xDFDF00000", "&#5686800;", "&#"] {
            for limit in 0..20 {
                let fits = measure(source, ParseMode::Html, limit).unwrap().fits;
                let cut = count(source.get(..fits).unwrap(), ParseMode::Html);
                assert!(cut.is_ok_and(|cut| cut <= limit), "{source} {limit}");
            }
        }
        assert_eq!(
            measure("ab&#568683553c", ParseMode::Html, 9).unwrap().fits,
            2
        );
    }

    #[test]
    fn a_greater_sign_or_ampersand_is_text() {
        assert_eq!(text("a > b & c"), "a > b & c");
    }

    #[test]
    fn a_bare_less_sign_is_refused() {
        for source in ["a < b", "a <", "i <3 u", "a <b", "x<b and c", "<>", "</b"] {
            assert_eq!(
                refused(source),
                (source.find('<').unwrap(), MarkupErrorKind::StrayLess)
            );
        }
    }

    #[test]
    fn wrong_tags_are_refused_where_they_stand() {
        let tag = |name: &str| String::from(name);
        assert_eq!(
            refused("a<br>"),
            (1, MarkupErrorKind::UnknownTag { tag: tag("br") })
        );
        assert_eq!(
            refused("<p>a</p>"),
            (0, MarkupErrorKind::UnknownTag { tag: tag("p") })
        );
        assert_eq!(
            refused("é<b>a"),
            (2, MarkupErrorKind::UnclosedTag { tag: tag("b") })
        );
        let crossed = MarkupErrorKind::CrossedTag {
            tag: tag("b"),
            expected: Some(tag("i")),
        };
        assert_eq!(refused("<b><i>a</b></i>"), (7, crossed));
        let crossed = MarkupErrorKind::CrossedTag {
            tag: tag("b"),
            expected: None,
        };
        assert_eq!(refused("a</b>"), (1, crossed));
        for (source, name) in [
            ("<span>a</span>", "span"),
            ("<a href=\"https://x.com/?q=\"shoes\"\">Buy</a>", "a"),
            ("<a href=\"https://x.com\" />a</a>", "a"),
            ("<a href='it's'>a</a>", "a"),
        ] {
            assert_eq!(
                refused(source),
                (0, MarkupErrorKind::BadAttribute { tag: tag(name) }),
                "{source}"
            );
        }
    }
}
