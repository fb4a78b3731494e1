//! The time, as a check takes it. The core itself never looks at a clock.

use alloc::format;
use alloc::string::String;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in UTC and in the form of RFC 3339, for [`crate::Context::now`].
///
/// ```
/// let context = postworthy::Context { now: Some(postworthy::now()), ..Default::default() };
/// assert!(context.now.is_some_and(|now| now.ends_with('Z')));
/// ```
#[must_use]
pub fn now() -> String {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    rfc3339(since.as_secs())
}

/// Seconds since 1970 as a date and a time. A year begins in March here, so that the leap day
/// comes last and months follow a formula.
fn rfc3339(seconds: u64) -> String {
    let (mut day, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let era = day / 146_097;
    day %= 146_097;
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    let month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = era * 400 + year + carry;
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    let (day, second) = (day + 1, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn days_become_dates() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(1_769_860_799), "2026-01-31T11:59:59Z");
        assert_eq!(rfc3339(4_107_542_400), "2100-03-01T00:00:00Z");
    }
}
