//! The older Markdown of Telegram: entities do not nest, and escapes work outside them only.

use super::output::{Cursor, Output};
use super::{MarkupError, MarkupErrorKind, error};

pub(super) fn parse(source: &str, output: &mut Output<'_>) -> Result<(), MarkupError> {
    let mut cursor = Cursor::new(source);
    while let Some(c) = cursor.peek() {
        let begin = cursor.at();
        let mark = match c {
            '\\' => {
                cursor.skip(1);
                let escaped = cursor.peek().filter(|c| matches!(c, '_' | '*' | '`' | '['));
                output.push(escaped.unwrap_or(c));
                cursor.skip(escaped.map_or(0, char::len_utf8));
                output.safe(cursor.at());
                continue;
            }
            '_' => "_",
            '*' => "*",
            '[' => "[",
            '`' if cursor.rest().starts_with("```") => "```",
            '`' => "`",
            _ => {
                output.push(c);
                cursor.skip(c.len_utf8());
                output.safe(cursor.at());
                continue;
            }
        };
        cursor.skip(mark.len());
        if mark == "```" {
            cursor.skip_language();
        }
        let end = if mark == "[" { "]" } else { mark };
        let Some(length) = cursor.rest().find(end) else {
            return Err(error(begin, MarkupErrorKind::UnclosedEntity { mark }));
        };
        let body = cursor.rest().get(..length).unwrap_or_default();
        body.chars().for_each(|c| output.push(c));
        cursor.skip(length.saturating_add(end.len()));
        // An empty text makes no link: what follows stays text.
        if mark == "[" && !body.is_empty() && cursor.eat("(") {
            cursor.until(|c| c == ')');
            cursor.skip(1);
        }
        output.safe(cursor.at());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::text::telegram::{MarkupErrorKind, ParseMode, count, parse};

    fn text(source: &str) -> String {
        parse(source, ParseMode::Markdown).unwrap().text
    }

    use alloc::string::String;

    #[test]
    fn entities_and_addresses_are_not_seen() {
        assert_eq!(
            text("*bold* _it_ `code` [text](http://a.com/_x_)."),
            "bold it code text."
        );
        assert_eq!(text("```rust\nlet a_b;\n```"), "let a_b;\n");
        assert_eq!(text("```x```"), "x");
    }

    #[test]
    fn escapes_work_outside_entities_only() {
        assert_eq!(text(r"\_a\* \. \\"), r"_a* \. \\");
        assert_eq!(text(r"_a\_"), r"a\");
    }

    #[test]
    fn an_entity_that_is_not_closed_is_refused_where_it_begins() {
        for (source, offset, mark) in [
            ("snake_case", 5, "_"),
            ("é*", 2, "*"),
            ("[a", 0, "["),
            ("```a``", 0, "```"),
            ("`", 0, "`"),
        ] {
            let error = count(source, ParseMode::Markdown).unwrap_err();
            assert_eq!(error.offset, offset, "{source}");
            assert_eq!(
                error.kind,
                MarkupErrorKind::UnclosedEntity { mark },
                "{source}"
            );
        }
    }
}
