//! Dates as HTTP writes them.

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be
/// sent today.
pub(crate) fn read(text: &str) -> Option<u64> {
    let mut words = text.trim().split_once(", ")?.1.split(' ');
    let day: u64 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? as u64;
    let year: u64 = words.next()?.parse().ok()?;
    let mut time = words.next()?.splitn(3, ':').map(str::parse::<u64>);
    let (hour, minute) = (time.next()?.ok()?, time.next()?.ok()?);
    let second = time.next()?.ok()?;
    let sound = (1970..=9999).contains(&year)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    if !sound || words.next()? != "GMT" || words.next().is_some() {
        return None;
    }
    // A year begins in March here, so that the leap day comes last and months follow a formula.
    let (year, month) = match month.checked_sub(2) {
        Some(month) => (year, month),
        None => (year.checked_sub(1)?, month.checked_add(10)?),
    };
    let before = total([(month, 153), (2, 1)])? / 5;
    let days = total([
        (year, 365),
        (year / 4, 1),
        (year / 400, 1),
        (before, 1),
        (day, 1),
    ])?;
    let days = days.checked_sub(year / 100)?.checked_sub(719_469)?;
    total([(days, 86_400), (hour, 3_600), (minute, 60), (second, 1)])
}

/// So many of each unit, all together.
fn total<const N: usize>(parts: [(u64, u64); N]) -> Option<u64> {
    let mut parts = parts.iter();
    parts.try_fold(0_u64, |all, (count, unit)| {
        all.checked_add(count.checked_mul(*unit)?)
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_are_seconds() {
        assert_eq!(read("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(read("Tue, 29 Feb 2000 23:59:59 GMT"), Some(951_868_799));
        assert_eq!(read(" Sat, 31 Jan 2026 11:59:59 GMT "), Some(1_769_860_799));
    }

    #[test]
    fn what_is_no_such_date_is_none() {
        for text in [
            "",
            "7",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
            "Sun, 06 Nov 18446744073709551615 08:49:37 GMT",
            "Sun, 06 Jan 0 08:49:37 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
