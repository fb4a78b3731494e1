//! Dates as HTTP writes them, and as records of submissions do.

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
    if words.next()? != "GMT" || words.next().is_some() {
        return None;
    }
    seconds([year, month, day], [hour, minute, second])
}

/// Seconds since 1970 of a time such as `1994-11-06T08:49:37Z`, as [`postworthy::now`] writes it.
pub(crate) fn read_utc(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let three = |text: &str, between| -> Option<[u64; 3]> {
        let numbers: Result<Vec<u64>, _> = text.split(between).map(str::parse).collect();
        numbers.ok()?.try_into().ok()
    };
    let [year, month, day] = three(date, '-')?;
    seconds([year, month.checked_sub(1)?, day], three(time, ':')?)
}

/// Seconds since 1970 of a date, whose months count from 0, and a time.
fn seconds([year, month, day]: [u64; 3], [hour, minute, second]: [u64; 3]) -> Option<u64> {
    let sound = (1970..=9999).contains(&year)
        && month < 12
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    if !sound {
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
    use super::{read, read_utc};

    #[test]
    fn dates_are_seconds() {
        assert_eq!(read("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(read("Tue, 29 Feb 2000 23:59:59 GMT"), Some(951_868_799));
        assert_eq!(read(" Sat, 31 Jan 2026 11:59:59 GMT "), Some(1_769_860_799));
    }

    #[test]
    fn times_of_records_are_seconds() {
        assert_eq!(read_utc("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(read_utc("2000-02-29T23:59:59Z"), Some(951_868_799));
        assert_eq!(read_utc("2026-01-31T11:59:59Z"), Some(1_769_860_799));
        assert!(read_utc(&postworthy::now()).is_some());
        for text in [
            "",
            "Z",
            "2026-01-31",
            "2026-01-31T11:59:59",
            "2026-01-31T11:59Z",
            "2026-00-31T11:59:59Z",
            "2026-13-31T11:59:59Z",
            "2026-01-31T11:59:59:00Z",
            "1969-01-31T11:59:59Z",
        ] {
            assert_eq!(read_utc(text), None, "{text}");
        }
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
