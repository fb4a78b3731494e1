//! Which characters may stand where in a link: the classes of twitter-text.

/// The characters of ASCII in a set, as bits.
struct Ascii(u128);

impl Ascii {
    const fn of(letters: bool, others: &[u8]) -> Self {
        let mut bits = 0_u128;
        let mut byte = 0_u8;
        while byte < 128 {
            if letters && byte.is_ascii_alphanumeric() {
                bits |= 1 << byte;
            }
            byte = byte.wrapping_add(1);
        }
        let mut rest = others;
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first;
            rest = tail;
        }
        Self(bits)
    }

    const fn has(&self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }
}

/// What no label of a domain has: punctuation, white space.
const NO_LABEL: Ascii = Ascii::of(false, b"!'#%&()*+,\\-./:;<=>?@[]^_{|}~$ \t\n\x0b\x0c\r");
const GENERAL: Ascii = Ascii::of(true, b"!*';:=+,.$/%#[]-_~@|&");
const PATH_END: Ascii = Ascii::of(true, b"+-=_#/");
const QUERY: Ascii = Ascii::of(true, b"!?*'@();:&=+$/%#[]-_.,~|");
const QUERY_END: Ascii = Ascii::of(true, b"-_&=#/");

/// Whether a label of a domain may begin and end with `c`.
pub(super) fn is_valid(c: char) -> bool {
    if let Ok(byte) = u8::try_from(c)
        && byte < 128
    {
        return !NO_LABEL.has(byte);
    }
    !matches!(c,
        '\u{85}' | '\u{A0}' | '\u{61C}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200A}'
        | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{205F}'
        | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether `c` may stand inside a label.
pub(super) fn is_label(c: char) -> bool {
    c == '-' || c == '_' || is_valid(c)
}

/// Whether a link may follow `c` at all.
pub(super) fn may_precede(c: char) -> bool {
    let refused = c.is_ascii_alphanumeric() || matches!(c, '@' | '$' | '#');
    !refused && !matches!(c, '＠' | '＃' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// What makes a link without protocol part of something else when it stands before it.
pub(super) fn directly_before(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '/')
}

/// Latin letters with accents, with all that JavaScript's `i` flag takes for one of them.
pub(super) fn is_latin(c: char) -> bool {
    matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{253}' | '\u{254}'
        | '\u{256}' | '\u{257}' | '\u{259}' | '\u{25B}' | '\u{260}' | '\u{263}' | '\u{268}'
        | '\u{269}' | '\u{26F}' | '\u{272}' | '\u{275}' | '\u{280}' | '\u{283}'
        | '\u{288}'..='\u{28C}' | '\u{292}' | '\u{2BB}' | '\u{300}'..='\u{36F}' | '\u{399}'
        | '\u{3B9}' | '\u{1E00}'..='\u{1EFF}' | '\u{1FBE}' | '\u{2C65}' | '\u{2C66}'
        | '\u{2C7E}' | '\u{2C7F}' | '\u{A7DC}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}' | '\u{1C80}'..='\u{1C87}')
}

/// Whether a path may have `c`; parentheses are a matter of their own.
pub(super) fn is_general(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte < 128 => GENERAL.has(byte),
        _ => c == '\u{2013}' || is_latin(c) || is_cyrillic(c),
    }
}

/// Whether a path may end with `c`.
pub(super) fn is_path_end(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte < 128 => PATH_END.has(byte),
        _ => is_latin(c) || is_cyrillic(c),
    }
}

/// Whether a query may have `byte`.
pub(super) fn is_query(byte: u8) -> bool {
    QUERY.has(byte)
}

/// Whether a query may end with `byte`.
pub(super) fn is_query_end(byte: u8) -> bool {
    QUERY_END.has(byte)
}
