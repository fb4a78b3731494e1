//! Dates with times, as a service written in JavaScript accepts them, without a clock or a zone
//! database.

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How far behind UTC the last zone on Earth is: it reaches every local time latest.
const LAST_ZONE_MS: i64 = 12 * HOUR_MS;

/// A point in time, in milliseconds since 1970-01-01T00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instant {
    /// The string named its offset from UTC.
    Utc(i64),
    /// It did not: the milliseconds that would be right if the zone were UTC.
    Local(i64),
}

/// Reads `2026-01-31T12:00`, with or without seconds, a fraction, and `Z` or an offset.
///
/// This is what RFC 3339 and ECMAScript's date-time format have in common, and a little more:
///
/// - seconds may be missing; a fraction has any number of digits, of which three count;
/// - the offset is `Z`, `+02:00`, `+0200`, or missing, which makes the time local;
/// - `t` and `z` may be lower case;
/// - `24:00` is midnight at the end of the day;
/// - a leap second (`:60`) is malformed, for JavaScript does not know it;
/// - a day that its month does not have is malformed, although some engines roll it over;
/// - a date alone is malformed: it says no time to publish at, and engines disagree on its zone;
/// - a space instead of `T` is malformed: ISO 8601 has none, and engines disagree on it.
pub(crate) fn parse(text: &str) -> Option<Instant> {
    let mut rest = Rest(text.as_bytes());
    let (year, month, day) = rest.date()?;
    rest.take(b'T').or_else(|| rest.take(b't'))?;
    let hour = rest.two()?;
    rest.take(b':')?;
    let minute = rest.two()?;
    let (second, fraction_ms) = if rest.take(b':').is_some() {
        (rest.two()?, rest.fraction_ms()?)
    } else {
        (0, 0)
    };
    let offset_ms = rest.offset_ms()?;
    if !rest.0.is_empty() {
        return None;
    }

    let into_day_ms = total(&[
        (hour, HOUR_MS),
        (minute, MINUTE_MS),
        (second, 1_000),
        (fraction_ms, 1),
    ]);
    let time_is_real = minute <= 59 && second <= 59 && (hour <= 23 || into_day_ms == DAY_MS);
    if !time_is_real {
        return None;
    }
    let local_ms = total(&[
        (days_since_1970(year, month, day), DAY_MS),
        (into_day_ms, 1),
    ]);
    Some(match offset_ms {
        Some(offset_ms) => Instant::Utc(local_ms.saturating_sub(offset_ms)),
        None => Instant::Local(local_ms),
    })
}

/// Whether `when` is before `now_ms` (Unix time in milliseconds).
///
/// A local time is only past once it is so in every time zone, the last being UTC-12.
pub(crate) fn is_past(when: Instant, now_ms: i64) -> bool {
    match when {
        Instant::Utc(ms) => ms < now_ms,
        Instant::Local(ms) => ms.saturating_add(LAST_ZONE_MS) < now_ms,
    }
}

/// Whether a text is a date such as `2026-01-31`, with or without a time behind it.
pub(crate) fn is_date(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    let alone = rest.date().is_some() && rest.0.is_empty();
    alone || parse(text).is_some()
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// A day that its month has.
    fn date(&mut self) -> Option<(i64, i64, i64)> {
        let year = total(&[(self.two()?, 100), (self.two()?, 1)]);
        self.take(b'-')?;
        let month = self.two()?;
        self.take(b'-')?;
        let day = self.two()?;
        let is_real = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        is_real.then_some((year, month, day))
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        let (&first, rest) = self.0.split_first()?;
        (first == wanted).then(|| self.0 = rest)
    }

    fn digit(&mut self) -> Option<i64> {
        let (&first, rest) = self.0.split_first()?;
        let digit = first.wrapping_sub(b'0');
        (digit < 10).then(|| {
            self.0 = rest;
            i64::from(digit)
        })
    }

    /// A number of exactly two digits.
    fn two(&mut self) -> Option<i64> {
        let (&[tens, ones], rest) = self.0.split_first_chunk()?;
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| {
            self.0 = rest;
            i64::from(tens.saturating_mul(10).saturating_add(ones))
        })
    }

    /// The milliseconds of a fraction of a second; 0 where there is none.
    fn fraction_ms(&mut self) -> Option<i64> {
        if self.take(b'.').is_none() {
            return Some(0);
        }
        let mut ms = total(&[(self.digit()?, 100)]);
        let mut weight = 10;
        while let Some(digit) = self.digit() {
            ms = total(&[(ms, 1), (digit, weight)]);
            weight /= 10;
        }
        Some(ms)
    }

    /// The offset from UTC: `None` if malformed, `Some(None)` if there is none.
    fn offset_ms(&mut self) -> Option<Option<i64>> {
        if self.0.is_empty() {
            return Some(None);
        }
        if self.take(b'Z').or_else(|| self.take(b'z')).is_some() {
            return Some(Some(0));
        }
        let (hour_ms, minute_ms) = if self.take(b'-').is_some() {
            (-HOUR_MS, -MINUTE_MS)
        } else {
            self.take(b'+')?;
            (HOUR_MS, MINUTE_MS)
        };
        let hours = self.two()?;
        let _ = self.take(b':');
        let minutes = self.two()?;
        let offset_ms = total(&[(hours, hour_ms), (minutes, minute_ms)]);
        (hours <= 23 && minutes <= 59).then_some(Some(offset_ms))
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar, of a year from 0 on.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // The year is taken to begin in March, so that the leap day is its last.
    let (year, month) = if month > 2 {
        (year, month.saturating_sub(3))
    } else {
        (year.saturating_sub(1), month.saturating_add(9))
    };
    total(&[
        (year, 365),
        (year.div_euclid(4), 1),
        (year.div_euclid(100), -1),
        (year.div_euclid(400), 1),
        // The days of the months before it.
        (total(&[(month, 153), (2, 1)]) / 5, 1),
        (day, 1),
        // From 0000-03-01 to 1970-01-01, and the first day counted from 0.
        (-719_469, 1),
    ])
}

/// So many of each unit, all together.
fn total(parts: &[(i64, i64)]) -> i64 {
    let parts = parts.iter();
    let all = parts.map(|(count, unit)| count.saturating_mul(*unit));
    all.fold(0, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_time_with_an_offset_is_a_moment() {
        let noon = 1_769_860_800_000;
        let cases: &[(&str, i64)] = &[
            ("1970-01-01T00:00:00Z", 0),
            ("2026-01-31T12:00:00Z", noon),
            ("2026-01-31T12:00Z", noon),
            ("2026-01-31t12:00:00z", noon),
            ("2026-01-31T14:00:00+02:00", noon),
            ("2026-01-31T14:00:00+0200", noon),
            ("2026-01-31T06:30:00-05:30", noon),
            ("2026-01-31T12:00:00-00:00", noon),
            ("2026-01-31T12:00:00.5Z", noon + 500),
            ("2026-01-31T12:00:00.000Z", noon),
            ("2026-01-31T12:00:00.123456789123456789123Z", noon + 123),
            ("2026-01-31T24:00:00Z", noon + 12 * HOUR_MS),
            ("2026-01-31T24:00Z", noon + 12 * HOUR_MS),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ];
        for &(text, ms) in cases {
            assert_eq!(parse(text), Some(Instant::Utc(ms)), "{text}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_local() {
        for text in [
            "2026-01-31T12:00",
            "2026-01-31T12:00:00",
            "2026-01-31T12:00:00.000",
        ] {
            assert_eq!(
                parse(text),
                Some(Instant::Local(1_769_860_800_000)),
                "{text}"
            );
        }
    }

    #[test]
    fn days_and_times_that_do_not_exist_are_malformed() {
        for text in [
            "2026-00-10T12:00:00Z",
            "2026-13-10T12:00:00Z",
            "2026-01-00T12:00:00Z",
            "2026-01-32T12:00:00Z",
            "2026-04-31T12:00:00Z",
            "2026-02-29T12:00:00Z",
            "1900-02-29T12:00:00Z",
            "2026-01-31T24:00:01Z",
            "2026-01-31T24:00:00.001Z",
            "2026-01-31T24:01Z",
            "2026-01-31T25:00:00Z",
            "2026-01-31T12:60:00Z",
            "2026-12-31T23:59:60Z",
            "2026-01-31T12:00:00+24:00",
            "2026-01-31T12:00:00+02:60",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_ways_to_write_a_time_are_malformed() {
        for text in [
            "",
            "tomorrow",
            "2026",
            "2026-01-31",
            "2026-01-31T",
            "2026-01-31T12",
            "2026-01-31T12Z",
            "2026-01-31T1200",
            "2026-01-31 12:00:00",
            "2026-01-31T12:00:00 Z",
            " 2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00Z ",
            "2026-01-31T12:00:00.Z",
            "2026-01-31T12:00:00,5Z",
            "2026-01-31T12:00.5Z",
            "2026-01-31T12:00:00+02",
            "2026-01-31T12:00:00+2:00",
            "2026-01-31T12:00:00\u{2212}02:00",
            "2026-01-31T12:00:00ZZ",
            "2026-1-31T12:00:00Z",
            "26-01-31T12:00:00Z",
            "+002026-01-31T12:00:00Z",
            "20260131T120000Z",
            "2026-W05-6T12:00:00Z",
            "2026-01-31T12:00:00Z[Europe/Paris]",
            "1769860800000",
            "\u{0662}026-01-31T12:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut expected = days_since_1970(1970, 1, 1);
        assert_eq!(expected, 0);
        for year in 1970..2370 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    assert_eq!(days_since_1970(year, month, day), expected);
                    expected += 1;
                }
            }
        }
        assert_eq!(expected, 146_097);
    }

    #[test]
    fn every_beginning_of_a_time_is_read_without_panic() {
        let whole = "2026-01-31T12:00:00.123+02:00";
        let shortest = "2026-01-31T12:00";
        for end in 0..shortest.len() {
            assert_eq!(parse(whole.split_at(end).0), None, "{end}");
        }
        for letter in ["\0", "9", "é", "-", ":", "Z"] {
            for at in 0..whole.len() {
                let (before, after) = whole.split_at(at);
                let _ = parse(&format!("{before}{letter}{after}"));
            }
        }
    }

    #[test]
    fn a_moment_is_past_once_it_is_over() {
        assert!(is_past(Instant::Utc(999), 1000));
        assert!(!is_past(Instant::Utc(1000), 1000));
        assert!(!is_past(Instant::Utc(1001), 1000));
    }

    #[test]
    fn a_local_time_is_past_only_when_it_is_so_in_the_last_zone() {
        let twelve_hours = 12 * HOUR_MS;
        assert!(!is_past(Instant::Local(0), 1));
        assert!(!is_past(Instant::Local(0), twelve_hours));
        assert!(is_past(Instant::Local(0), twelve_hours + 1));
        assert!(!is_past(Instant::Local(i64::MAX), i64::MAX));
    }
}
