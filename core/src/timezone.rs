//! The names of the IANA time zone database, without its zones.

mod names;

use crate::suggest;
use core::cmp::Ordering;
use names::NAMES;

/// Whether `name` is a zone or a link of the IANA database, spelled exactly so.
///
/// Fixed offsets (`+02:00`) and Windows' names are not in it.
pub(crate) fn is_known(name: &str) -> bool {
    let mut low = 0;
    let mut high = NAMES.len();
    // INVARIANT: `low` and `high` are where a line begins, or the end.
    while low < high {
        let Some((start, line)) = line_around(low, high) else {
            return false;
        };
        match name.cmp(line) {
            Ordering::Equal => return true,
            Ordering::Less => high = start,
            Ordering::Greater => low = start.saturating_add(line.len()).saturating_add(1),
        }
    }
    false
}

/// The name that was probably meant by one that is not known.
///
/// The spelling may differ in case and separators (`america/new york`), the region may be wrong
/// or missing (`Berlin`), and letters may be mistyped (`Europe/Pariss`). With a digit in the name
/// only its case may differ: `GMT+2` is neither nearly `GMT+0` nor `Etc/GMT+2`, which is the
/// zone two hours behind GMT.
pub(crate) fn suggest(name: &str) -> Option<&'static str> {
    let names = || NAMES.lines();
    if name.bytes().any(|byte| byte.is_ascii_digit()) {
        return names().find(|known| known.eq_ignore_ascii_case(name));
    }
    let place = last_part(name);
    names()
        .find(|known| suggest::same_name(known, name))
        .or_else(|| {
            names().find(|known| known.contains('/') && suggest::same_name(last_part(known), place))
        })
        .or_else(|| suggest::nearest(name, names()))
}

/// The line in the middle of the lines between two offsets, and the offset that it begins at.
fn line_around(low: usize, high: usize) -> Option<(usize, &'static str)> {
    let before = NAMES.get(low..low.midpoint(high))?;
    let start = before
        .rfind('\n')
        .map_or(low, |end| low.saturating_add(end).saturating_add(1));
    let line = NAMES.get(start..high)?.lines().next()?;
    Some((start, line))
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn names_are_in_order_and_unlike() {
        let names: Vec<&str> = NAMES.lines().collect();
        assert!(names.is_sorted_by(|left, right| left < right));
        assert!(NAMES.ends_with('\n'));
        assert!(names.len() >= 590, "{}", names.len());
    }

    #[test]
    fn every_name_is_found() {
        for name in NAMES.lines() {
            assert!(is_known(name), "{name}");
        }
    }

    #[test]
    fn links_and_legacy_names_are_known() {
        for name in [
            "UTC",
            "GMT",
            "EST",
            "EST5EDT",
            "Etc/GMT+5",
            "Etc/GMT-14",
            "America/New_York",
            "America/Argentina/ComodRivadavia",
            "US/Pacific",
            "Asia/Calcutta",
            "Europe/Kiev",
            "Europe/Kyiv",
            "Zulu",
            "Africa/Abidjan",
        ] {
            assert!(is_known(name), "{name}");
        }
    }

    #[test]
    fn what_is_no_name_is_not_known() {
        for name in [
            "",
            "\n",
            "A",
            "zzz",
            "America",
            "America/",
            "America/New York",
            "america/new_york",
            "UTC\n",
            "UTC\nW-SU",
            "Zul",
            "Zuluu",
            "+02:00",
            "GMT+2",
            "Factory",
            "localtime",
            "Pacific Standard Time",
            "Europe/Zürich",
        ] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn the_name_meant_is_suggested() {
        let cases: &[(&str, Option<&str>)] = &[
            ("america/new_york", Some("America/New_York")),
            ("America/New York", Some("America/New_York")),
            ("utc", Some("UTC")),
            ("Berlin", Some("Europe/Berlin")),
            ("New York", Some("America/New_York")),
            ("Asia/Berlin", Some("Europe/Berlin")),
            ("Europe/Pariss", Some("Europe/Paris")),
            ("Amercia/Chicago", Some("America/Chicago")),
            ("Etc/GMT+15", None),
            ("GMT+2", None),
            ("gmt2", None),
            ("etc/gmt+2", Some("Etc/GMT+2")),
            ("+02:00", None),
            ("Pacific Standard Time", None),
            ("", None),
        ];
        for &(name, meant) in cases {
            assert_eq!(suggest(name), meant, "{name}");
        }
    }
}
