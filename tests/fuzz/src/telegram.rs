//! Telegram's markup in each of its modes.

use postworthy::text::telegram::{ParseMode, count, measure, parse};
use postworthy::text::{Unit, count as length};
use unicode_segmentation::UnicodeSegmentation as _;

/// A limit in the first byte, and a text that is read in every mode.
pub fn telegram(input: &[u8]) {
    let [limit, source @ ..] = input else { return };
    let source = &*String::from_utf8_lossy(source);
    for mode in [ParseMode::Html, ParseMode::Markdown, ParseMode::MarkdownV2] {
        read(source, mode, u32::from(*limit));
        // A text with all that means something escaped is that text.
        let escaped = escape(source, mode);
        let parsed = parse(&escaped, mode).unwrap_or_else(|error| panic!("{error} in {escaped:?}"));
        assert_eq!(parsed.text, source, "{mode:?} {escaped:?}");
        assert_eq!(parsed.utf16 as usize, source.encode_utf16().count());
    }
}

fn read(source: &str, mode: ParseMode, limit: u32) {
    let parsed = match parse(source, mode) {
        Ok(parsed) => parsed,
        Err(error) => {
            assert!(source.is_char_boundary(error.offset), "{error:?}");
            assert_eq!(count(source, mode), Err(error.clone()));
            assert_eq!(measure(source, mode, limit), Err(error));
            return;
        }
    };
    assert_eq!(count(source, mode), Ok(parsed.utf16));
    assert_eq!(parsed.utf16, length(&parsed.text, Unit::Utf16));
    // Markup is never longer than its source: no entity stands for more than its name.
    assert!(parsed.text.len() <= source.len(), "{mode:?} {source:?}");
    let measured = measure(source, mode, limit).unwrap();
    assert_eq!(measured.count, parsed.utf16);
    assert_eq!(
        measured.fits == source.len(),
        measured.count <= limit || source.is_empty()
    );
    let boundary = measured.fits == source.len()
        || source
            .grapheme_indices(true)
            .any(|(at, _)| at == measured.fits);
    assert!(boundary, "{mode:?} {measured:?}");
    let cut = count(&source[..measured.fits], mode);
    assert!(cut.is_ok_and(|cut| cut <= limit), "{mode:?} {measured:?}");
}

fn escape(text: &str, mode: ParseMode) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match mode {
            ParseMode::Html => match c {
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '&' => escaped.push_str("&amp;"),
                _ => escaped.push(c),
            },
            // As the documentation says: these four, by a `\` before them.
            ParseMode::Markdown if matches!(c, '_' | '*' | '`' | '[') => {
                escaped.push('\\');
                escaped.push(c);
            }
            ParseMode::Markdown => escaped.push(c),
            // Any character between 1 and 126 may be escaped.
            ParseMode::MarkdownV2 => {
                if c.is_ascii_punctuation() {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
        }
    }
    escaped
}
