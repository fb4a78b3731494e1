//! Values of options: plausible ones, those about a limit, odd ones.

use postworthy::rules::{Check, OptionType, PlatformRules, Scalar, Source};
use postworthy::text::{Unit, count};
use serde_json::{Value, json};

use super::Dice;

pub(super) const TIMES: &[&str] = &[
    "2026-06-01T12:00:00Z",
    "2026-06-01T12:00:01+02:00",
    "2020-01-01T00:00:00Z",
    "2031-02-29T00:00:00Z",
    "2026-12-31T23:59:60Z",
    "2026-06-01",
    "tomorrow",
];

const ZONES: &[&str] = &[
    "Europe/Berlin",
    "UTC",
    "europe/berlin",
    "Mars/Olympus",
    "GMT+2",
];

const HOSTS: &[&str] = &[
    "https://example.com",
    "http://example.org",
    "https://bit.ly",
    "https://www.linkedin.com",
    "http://localhost:80",
    "https://10.0.0.1",
    "ftp://example.com",
    "media",
    "https://exämple.com",
];

/// What has one of the forms that options have, and what has none.
const WORDS: &[&str] = &[
    "word",
    "https://example.com/a?b=c",
    "http://example.com",
    "example.com/a",
    "https://bit.ly/a",
    "@someone",
    "r/rust",
    "1234567890",
    "DE",
    "de-DE",
    "d!",
    "a.b & c",
    "2026-06-01T12:00:00Z",
    "2026-06-01",
    "2020-01-01",
    "tomorrow",
    "",
    " \t",
    "urn:li:organization:12",
    "urn:li:share:12",
    "Europe/Berlin",
    "two words",
];

const PIECES: &[&str] = &[
    "a",
    "ab cd. ",
    "é",
    "漢",
    "👩‍👩‍👧",
    "#tag ",
    "@user ",
    "https://example.com/a ",
    "a.com ",
    "\n",
    "<b>",
    "*a* ",
    "_",
    "&amp;",
    "\u{202e}",
    "$CASH ",
];

/// The ends of file names.
pub(super) const EXTENSIONS: &[&str] = &[
    "jpg", "png", "gif", "mp4", "pdf", "webp", "mov", "srt", "exe", "", "heic", "webm", "avi",
    "docx",
];

/// An address of a file.
pub(super) fn url(dice: &mut Dice<'_>) -> String {
    let host = if dice.rarely(6) {
        dice.one_of(HOSTS)
    } else {
        HOSTS[0]
    };
    let name = dice.below(8);
    let query = if dice.rarely(12) {
        "?X-Amz-Signature=1&token=2"
    } else {
        ""
    };
    format!("{host}/{name}.{}{query}", dice.one_of(EXTENSIONS))
}

/// A short text.
pub(super) fn text(dice: &mut Dice<'_>) -> String {
    let pieces = 1 + dice.below(8);
    (0..pieces).map(|_| *dice.one_of(PIECES)).collect()
}

/// A text that is so long, or almost.
pub(super) fn long(dice: &mut Dice<'_>, unit: Unit, length: u64) -> String {
    let (piece, length) = (
        *dice.one_of(PIECES),
        u32::try_from(length).unwrap_or(u32::MAX),
    );
    // The longest of all take their time.
    let most = if dice.rarely(8) { 70_000 } else { 3_100 };
    let length = length.min(most);
    let times = length / count(piece, unit).max(1);
    let mut text = piece.repeat(times.saturating_sub(1) as usize);
    let missing = length.saturating_sub(count(&text, unit));
    text.push_str(&"x".repeat(missing as usize));
    text
}

/// A value of this type that means nothing.
pub(super) fn plain(dice: &mut Dice<'_>, kind: OptionType) -> Value {
    match kind {
        OptionType::Boolean => (dice.below(2) == 0).into(),
        OptionType::Integer => json!([1, 0, 2, -1, 60, 3_000, 1_000_000][dice.below(7)]),
        OptionType::Number => json!([0.5, 1.0, -1.0, 1e9][dice.below(4)]),
        OptionType::UrlOrObject if dice.below(2) == 0 => url(dice).into(),
        OptionType::UrlOrObject => json!({ "url": url(dice) }),
        OptionType::Array => json!([text(dice)]),
        OptionType::TextOrObject if dice.below(2) == 0 => text(dice).into(),
        OptionType::TextOrObject | OptionType::Object => json!({ "url": url(dice) }),
        OptionType::String => match dice.below(4) {
            0 | 1 => (*dice.one_of(WORDS)).into(),
            2 => url(dice).into(),
            _ => text(dice).into(),
        },
        OptionType::Any => odd(dice),
    }
}

/// A value of any type.
pub(super) fn odd(dice: &mut Dice<'_>) -> Value {
    match dice.below(10) {
        0 => Value::Null,
        1 => true.into(),
        2 => 7.into(),
        3 => json!(-1.5),
        4 => json!(u64::MAX),
        5 => json!([]),
        6 => json!([null, {}]),
        7 => json!({ "url": 1 }),
        8 => (*dice.one_of(WORDS)).into(),
        _ => text(dice).into(),
    }
}

/// A value about a limit that a row has for this option.
pub(super) fn near(dice: &mut Dice<'_>, rules: &PlatformRules, name: &str) -> Option<Value> {
    match name {
        "timezone" => return Some((*dice.one_of(ZONES)).into()),
        "scheduledFor" | "platforms[].scheduledFor" => return Some((*dice.one_of(TIMES)).into()),
        _ => {}
    }
    let values = rules.rules.iter();
    let mut values = values.filter_map(|rule| of_check(dice, &rule.check, name));
    let first = values.next();
    let second = values.next();
    if dice.rarely(3) {
        second.or(first)
    } else {
        first
    }
}

/// A value of an option about the limit of this check.
pub(super) fn of_check(dice: &mut Dice<'_>, check: &Check, name: &str) -> Option<Value> {
    let is = |option: &postworthy::rules::OptionRef| option.name.as_str() == name;
    Some(match check {
        Check::OptionValue { option, allowed } if is(option) => one_of(dice, allowed),
        Check::FieldValue { field, allowed } if field.as_str() == name => one_of(dice, allowed),
        Check::OptionRange { option, min, max } if is(option) => bound(dice, *min, *max)?,
        Check::FieldRange { field, min, max } if field.as_str() == name => bound(dice, *min, *max)?,
        Check::OptionForm { option, .. } if is(option) => (*dice.one_of(WORDS)).into(),
        Check::FieldForm { field, .. } if field.as_str() == name => (*dice.one_of(WORDS)).into(),
        Check::OptionUrn {
            option,
            kinds,
            hosts,
        } if is(option) => match dice.below(4) {
            0 if !kinds.is_empty() => format!("urn:li:{}:12", dice.one_of(kinds)).into(),
            1 if !hosts.is_empty() => format!("https://{}/a", dice.one_of(hosts)).into(),
            2 => "urn:li:nothing:12".into(),
            _ => (*dice.one_of(WORDS)).into(),
        },
        Check::OptionMinLength { option, unit, min } if is(option) => {
            let length = dice.about(u64::from(*min).saturating_sub(1));
            long(dice, *unit, length).into()
        }
        Check::OptionLength { of, unit, max }
        | Check::TextLength { of, unit, max }
        | Check::TextTruncated { of, unit, max }
            if matches!(of, Source::Option(option) if is(option)) =>
        {
            let length = dice.about(u64::from(*max));
            long(dice, *unit, length).into()
        }
        Check::OptionFileFormat { option, .. } | Check::OptionFileBytes { option, .. }
            if is(option) =>
        {
            url(dice).into()
        }
        Check::OptionWithinText { option, .. }
        | Check::OptionNumbered { option }
        | Check::OptionIndex { option, .. }
        | Check::OptionWithinMedia { option, .. }
            if is(option) =>
        {
            dice.below(12).into()
        }
        Check::OptionWithinDuration { option, .. } if is(option) => {
            [0, 1, 29, 30, 31, 29_999, 30_001, 10_000_000][dice.below(8)].into()
        }
        Check::OptionOffered { option, .. } if is(option) => {
            (*dice.one_of(&["offered", "refused"])).into()
        }
        _ => return None,
    })
}

fn one_of(dice: &mut Dice<'_>, allowed: &[Scalar]) -> Value {
    let one = dice.one_of(allowed);
    if !dice.rarely(3) {
        return scalar(one);
    }
    match one {
        Scalar::Bool(value) => (!value).into(),
        Scalar::Int(value) => value.saturating_add(1).into(),
        Scalar::Text(_) => plain(dice, OptionType::String),
    }
}

fn bound(dice: &mut Dice<'_>, min: Option<i64>, max: Option<i64>) -> Option<Value> {
    let bounds: Vec<i64> = [min, max].into_iter().flatten().collect();
    let step = i64::try_from(dice.below(3)).ok()?;
    (!bounds.is_empty()).then(|| (dice.one_of(&bounds) + step - 1).into())
}

/// As JSON has it.
pub(super) fn scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Bool(value) => (*value).into(),
        Scalar::Int(value) => (*value).into(),
        Scalar::Text(value) => value.as_str().into(),
    }
}
