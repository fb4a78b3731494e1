//! MarkdownV2: entities nest, and every reserved character that opens none is escaped.

use alloc::string::String;
use alloc::vec::Vec;

use super::output::{Cursor, Output};
use super::{MarkupError, MarkupErrorKind, error};

/// What must be escaped where it opens nothing.
pub(super) const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entity {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    Link,
    Emoji,
    Quote,
}

impl Entity {
    const fn mark(self) -> &'static str {
        match self {
            Self::Bold => "*",
            Self::Italic => "_",
            Self::Underline => "__",
            Self::Strikethrough => "~",
            Self::Spoiler => "||",
            Self::Code => "`",
            Self::Pre => "```",
            Self::Link => "[",
            Self::Emoji => "![",
            Self::Quote => ">",
        }
    }

    /// What closes it, if that stands at the start of `rest`.
    fn end(self, rest: &str) -> Option<&'static str> {
        let end = match self {
            Self::Quote => return None,
            Self::Link | Self::Emoji => "]",
            _ => self.mark(),
        };
        // Two underscores are always read together.
        let double = self == Self::Italic && rest.starts_with("__");
        (rest.starts_with(end) && !double).then_some(end)
    }

    const fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Pre)
    }
}

struct Parser<'a, 'o, 's> {
    cursor: Cursor<'a>,
    output: &'o mut Output<'s>,
    open: Vec<(Entity, usize)>,
    quoted: bool,
    /// Whether a quotation may begin here: at the start of a line.
    fresh: bool,
}

pub(super) fn parse(source: &str, output: &mut Output<'_>) -> Result<(), MarkupError> {
    let cursor = Cursor::new(source);
    let mut parser = Parser {
        cursor,
        output,
        open: Vec::new(),
        quoted: false,
        fresh: true,
    };
    while let Some(c) = parser.cursor.peek() {
        parser.step(c)?;
        if parser
            .open
            .iter()
            .take(2)
            .all(|(entity, _)| *entity == Entity::Quote)
        {
            parser.output.safe(parser.cursor.at());
        }
    }
    if parser.top() == Some(Entity::Quote) {
        parser.open.pop();
    }
    parser
        .open
        .last()
        .map_or(Ok(()), |last| Err(unclosed(*last)))
}

impl<'a> Parser<'a, '_, '_> {
    fn top(&self) -> Option<Entity> {
        self.open.last().map(|(entity, _)| *entity)
    }

    fn step(&mut self, c: char) -> Result<(), MarkupError> {
        let code = self.top().is_some_and(Entity::is_code);
        let fresh = core::mem::take(&mut self.fresh);
        if c == '\\' {
            self.cursor.skip(1);
            let escaped = self.cursor.peek().filter(|c| matches!(c, '\x01'..='~'));
            self.output.push(escaped.unwrap_or(c));
            self.cursor.skip(escaped.map_or(0, char::len_utf8));
            return Ok(());
        }
        if c == '\n' && !code {
            return self.line();
        }
        let plain = if code {
            c != '`'
        } else {
            !RESERVED.contains(c)
        };
        if plain {
            self.output.push(c);
            self.cursor.skip(c.len_utf8());
            return Ok(());
        }
        // `||` at the end of a quotation makes it expandable.
        if self.top() == Some(Entity::Quote) {
            let rest = self.cursor.rest().strip_prefix("||");
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('\n')) {
                self.cursor.skip(2);
                return Ok(());
            }
        }
        let rest = self.cursor.rest();
        match self
            .top()
            .and_then(|top| top.end(rest).map(|end| (top, end)))
        {
            Some((top, end)) => self.close(top, end),
            None => self.begin(c, fresh),
        }
    }

    /// A line break: it ends a quotation unless the next line is quoted too.
    fn line(&mut self) -> Result<(), MarkupError> {
        let at = self.cursor.at();
        self.output.push('\n');
        self.cursor.skip(1);
        if self.cursor.peek() == Some('>') {
            self.cursor.skip(1);
            if !self.quoted {
                self.quoted = true;
                self.open.push((Entity::Quote, at.saturating_add(1)));
            }
            return Ok(());
        }
        self.fresh = true;
        if self.quoted {
            match self.open.pop() {
                Some((Entity::Quote, _)) => self.quoted = false,
                Some(other) => return Err(unclosed(other)),
                None => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, c: char, fresh: bool) -> Result<(), MarkupError> {
        let at = self.cursor.at();
        if fresh && !self.quoted && (self.cursor.eat("**>") || self.cursor.eat(">")) {
            self.quoted = true;
            self.open.push((Entity::Quote, at));
            return Ok(());
        }
        let rest = self.cursor.rest();
        let entity = match c {
            '_' if rest.starts_with("__") => Entity::Underline,
            '_' => Entity::Italic,
            '*' => Entity::Bold,
            '~' => Entity::Strikethrough,
            '|' if rest.starts_with("||") => Entity::Spoiler,
            '[' => Entity::Link,
            '!' if rest.starts_with("![") => Entity::Emoji,
            '`' if rest.starts_with("```") => Entity::Pre,
            '`' => Entity::Code,
            _ => {
                return Err(error(
                    at,
                    MarkupErrorKind::UnescapedReserved { character: c },
                ));
            }
        };
        self.cursor.skip(entity.mark().len());
        if entity == Entity::Pre {
            self.cursor.skip_language();
        }
        self.open.push((entity, at));
        Ok(())
    }

    fn close(&mut self, entity: Entity, end: &str) -> Result<(), MarkupError> {
        self.cursor.skip(end.len());
        let Some(opened) = self.open.pop() else {
            return Ok(());
        };
        if matches!(entity, Entity::Link | Entity::Emoji) {
            let begin = self.cursor.at();
            let address = match self.cursor.eat("(") {
                true => Some(self.address(begin)?),
                false => None,
            };
            if entity == Entity::Emoji && !address.is_some_and(is_emoji) {
                return Err(error(
                    opened.1,
                    MarkupErrorKind::UnescapedReserved { character: '!' },
                ));
            }
        }
        Ok(())
    }

    /// The address of a link, up to the `)` that is not escaped.
    fn address(&mut self, begin: usize) -> Result<&'a str, MarkupError> {
        let rest = self.cursor.rest();
        let start = self.cursor.at();
        loop {
            let length = self.cursor.at().saturating_sub(start);
            let Some(c) = self.cursor.take() else { break };
            match c {
                ')' => return Ok(rest.get(..length).unwrap_or_default()),
                '\\' if self.cursor.peek().is_some_and(|c| c.is_ascii()) => self.cursor.skip(1),
                _ => {}
            }
        }
        Err(error(begin, MarkupErrorKind::UnclosedEntity { mark: "(" }))
    }
}

/// Whether an address is that of a custom emoji, or of a time: what may stand after `![…]`.
fn is_emoji(address: &str) -> bool {
    let plain = address.chars().filter(|c| *c != '\\').take(256);
    let plain: String = plain.collect();
    let Some(rest) = plain.strip_prefix("tg:") else {
        return false;
    };
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let Some((host, query)) = rest.split_once('?') else {
        return false;
    };
    let value = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
    match host {
        "emoji" => value("id=").is_some_and(|id| id.parse::<i64>().is_ok_and(|id| id != 0)),
        "time" => value("unix=").is_some(),
        _ => false,
    }
}

fn unclosed((entity, offset): (Entity, usize)) -> MarkupError {
    error(
        offset,
        MarkupErrorKind::UnclosedEntity {
            mark: entity.mark(),
        },
    )
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crate::text::telegram::{MarkupErrorKind, ParseMode, count, parse};

    fn text(source: &str) -> String {
        parse(source, ParseMode::MarkdownV2).unwrap().text
    }

    fn refused(source: &str) -> (usize, MarkupErrorKind) {
        let error = count(source, ParseMode::MarkdownV2).unwrap_err();
        (error.offset, error.kind)
    }

    #[test]
    fn nested_entities_are_not_seen() {
        let source = "*bold _italic bold ~struck ||hidden||~ __under__ bold_ bold*";
        assert_eq!(
            text(source),
            "bold italic bold struck hidden under bold bold"
        );
        assert_eq!(text("![👍](tg://emoji?id=5368324170671202286)"), "👍");
        assert_eq!(text(r"![👍](tg://emoji?id\=1)"), "👍");
        assert_eq!(
            text("![22:45](tg://time?unix=1647531900&format=wDT)"),
            "22:45"
        );
        assert_eq!(text("[a](http://b.c/\\)_*)"), "a");
        assert_eq!(text("[text only]"), "text only");
    }

    #[test]
    fn code_needs_no_escapes_but_for_its_own_marks() {
        assert_eq!(
            text("`a.b_c!` ```python\nx = 1 - y\n```"),
            "a.b_c! x = 1 - y\n"
        );
        assert_eq!(text(r"`a\`b\\`"), r"a`b\");
    }

    #[test]
    fn escaped_characters_count_one() {
        assert_eq!(text(r"1\. \!\\ \é"), r"1. !\ \é");
    }

    #[test]
    fn underscores_are_read_in_pairs() {
        assert_eq!(text("___a_**__"), "a");
        assert_eq!(
            refused("___a___").1,
            MarkupErrorKind::UnclosedEntity { mark: "_" }
        );
    }

    #[test]
    fn quotations_begin_at_the_start_of_a_line() {
        assert_eq!(text(">one\n>two\nthree"), "one\ntwo\nthree");
        assert_eq!(text("a\n>b\n**>c\n>d||"), "a\nb\nc\nd");
        let error = MarkupErrorKind::UnescapedReserved { character: '>' };
        assert_eq!(refused("a > b"), (2, error));
    }

    #[test]
    fn a_quotation_ends_no_other_entity() {
        assert_eq!(
            refused(">a *b\nc*"),
            (3, MarkupErrorKind::UnclosedEntity { mark: "*" })
        );
    }

    #[test]
    fn what_is_not_closed_is_refused_where_it_begins() {
        for (source, offset, mark) in [
            ("a *b", 2, "*"),
            ("a __b_", 5, "_"),
            ("~a", 0, "~"),
            ("||a|", 3, "|"),
            ("```a``", 0, "```"),
            ("[a", 0, "["),
            ("[a](b", 3, "("),
        ] {
            let (at, kind) = refused(source);
            assert_eq!(at, offset, "{source}");
            match kind {
                MarkupErrorKind::UnclosedEntity { mark: found } => {
                    assert_eq!(found, mark, "{source}")
                }
                MarkupErrorKind::UnescapedReserved { character } => {
                    assert!(mark.contains(character), "{source}")
                }
                other => panic!("{source}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_picture_of_markdown_is_no_emoji() {
        let error = MarkupErrorKind::UnescapedReserved { character: '!' };
        for address in [
            "https://example.com/logo.png",
            "t://emoji?id=1234",
            "tg://emojis?id=1234",
            "tg://emoji?id=0",
            "tg://emoji?test=1",
            "tg://emoji",
            "",
        ] {
            let source = alloc::format!("a![logo]({address})");
            assert_eq!(refused(&source), (1, error.clone()), "{source}");
        }
    }

    #[test]
    fn reserved_characters_are_refused() {
        for c in "])(>#+-=|{}.!".chars() {
            let source = alloc::format!("a{c} b");
            let kind = MarkupErrorKind::UnescapedReserved { character: c };
            assert_eq!(refused(&source), (1, kind));
        }
    }
}
