//! Reads decimal numbers exactly: the nearest number of 64 bits, ties to even, as IEEE 754 has it.
//!
//! The standard library's reader is faster where numbers are long, and carries a table of ten
//! kilobytes for that, a tenth of a module for the web.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Digits that are read one by one; whatever follows only tells that the number is larger.
const MOST_DIGITS: usize = 800;

/// The number that a JSON text of a number stands for; `None` where it is too large.
pub(crate) fn read(text: &str) -> Option<f64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, self::exponent(exponent)),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = || whole.bytes().chain(fraction.bytes()).map(|byte| byte & 15);
    let leading = all().take_while(|digit| *digit == 0).count();
    let mut digits: Vec<u8> = all().skip(leading).take(MOST_DIGITS).collect();
    let total = all().count().saturating_sub(leading);
    // The power of ten of the last digit that was read.
    let left = total.saturating_sub(MOST_DIGITS) as i64;
    let mut power = exponent
        .saturating_sub(fraction.len() as i64)
        .saturating_add(left);
    if all()
        .skip(leading)
        .skip(MOST_DIGITS)
        .any(|digit| digit != 0)
    {
        digits.push(1);
        power = power.saturating_sub(1);
    }
    let value = nearest(&digits, power);
    let value = if negative { -value } else { value };
    value.is_finite().then_some(value)
}

/// An exponent; beyond a million it makes no difference.
fn exponent(text: &str) -> i64 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.bytes().map(|byte| u32::from(byte & 15));
    let size = digits.fold(0_u32, |all, digit| {
        all.saturating_mul(10).saturating_add(digit).min(1_000_000)
    });
    let size = i64::from(size);
    if negative {
        size.saturating_neg()
    } else {
        size
    }
}

/// The number nearest to the digits times a power of ten.
fn nearest(digits: &[u8], power: i64) -> f64 {
    let magnitude = power.saturating_add(digits.len() as i64);
    if digits.is_empty() || magnitude < -400 {
        return 0.0;
    }
    if magnitude > 400 {
        return f64::INFINITY;
    }
    // Where both are exact, one operation rounds once.
    if digits.len() <= 15 && power.abs() <= 22 {
        let number = digits
            .iter()
            .fold(0.0, |all, digit| all * 10.0 + f64::from(*digit));
        let scale = (0..power.abs()).fold(1.0, |all, _| all * 10.0);
        return if power < 0 {
            number / scale
        } else {
            number * scale
        };
    }
    let mut over = Large::default();
    digits
        .iter()
        .for_each(|digit| over.multiply(10, u32::from(*digit)));
    let mut under = Large(vec![1]);
    let scaled = if power < 0 { &mut under } else { &mut over };
    (0..power.abs() / 9).for_each(|_| scaled.multiply(1_000_000_000, 0));
    (0..power.abs() % 9).for_each(|_| scaled.multiply(10, 0));
    divided(over, under)
}

/// One large number by another, rounded to 53 bits, or fewer where it is too small for them.
fn divided(mut over: Large, mut under: Large) -> f64 {
    // `over / under` comes to lie from 2^53 up to 2^55, with so many binary places.
    let mut places = under.bits().saturating_add(54).saturating_sub(over.bits());
    // No number has more than 1,074 binary places; one more tells how to round.
    places = places.min(1_075);
    let shifted = if places < 0 { &mut under } else { &mut over };
    shifted.shift(places.unsigned_abs());
    let mut quotient = 0_u64;
    let steps = over
        .bits()
        .saturating_sub(under.bits())
        .max(0)
        .unsigned_abs();
    under.shift(steps);
    for _ in 0..=steps {
        quotient <<= 1;
        if over.compare(&under) != Ordering::Less {
            over.subtract(&under);
            quotient |= 1;
        }
        under.halve();
    }
    let mut rest = !over.is_zero();
    // The last bits are for rounding: all but 53, and where there are as many places as can be,
    // all but those that count.
    while quotient >= 1 << 54 {
        rest |= quotient & 1 == 1;
        quotient >>= 1;
        places = places.saturating_sub(1);
    }
    let up = quotient & 1 == 1 && (rest || quotient & 2 == 2);
    quotient = (quotient >> 1).saturating_add(u64::from(up));
    scaled(quotient, 1_i64.saturating_sub(places))
}

/// At most 53 bits times a power of two; there is nothing left to round.
fn scaled(mut number: u64, mut power: i64) -> f64 {
    const HIDDEN: u64 = 1 << 52;
    if number >= HIDDEN << 1 {
        number >>= 1;
        power = power.saturating_add(1);
    }
    if number < HIDDEN {
        // Smaller than any other number, and of places that all stand.
        return f64::from_bits(number);
    }
    match u64::try_from(power.saturating_add(1_075)) {
        Ok(exponent) if exponent < 2_047 => {
            f64::from_bits(exponent << 52 | (number & (HIDDEN - 1)))
        }
        _ => f64::INFINITY,
    }
}

/// A whole number of any size, the lowest 32 bits first, without zeros at its end.
#[derive(Default)]
struct Large(Vec<u32>);

impl Large {
    fn multiply(&mut self, by: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for part in &mut self.0 {
            // INVARIANT: two numbers of 32 bits and what is carried of others come to 64 bits.
            carry = carry.wrapping_add(u64::from(*part).wrapping_mul(u64::from(by)));
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift(&mut self, bits: u64) {
        (0..bits % 32).for_each(|_| self.multiply(2, 0));
        if !self.is_zero() {
            let zeros = (0..bits / 32).map(|_| 0);
            self.0.splice(0..0, zeros);
        }
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for part in self.0.iter_mut().rev() {
            let low = *part & 1;
            *part = *part >> 1 | carry << 31;
            carry = low;
        }
        self.trim();
    }

    /// Takes away what is not larger.
    fn subtract(&mut self, other: &Large) {
        let mut borrow = false;
        let others = other.0.iter().copied().chain(core::iter::repeat(0));
        for (part, taken) in self.0.iter_mut().zip(others) {
            let (less, first) = part.overflowing_sub(taken);
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *part = less;
            borrow = first || second;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn bits(&self) -> i64 {
        // INVARIANT: of the digits that are read, and powers beside them, come some hundred parts.
        let whole = (self.0.len() as u32).wrapping_mul(32);
        let unused = self.0.last().map_or(0, |last| last.leading_zeros());
        i64::from(whole.saturating_sub(unused))
    }

    fn compare(&self, other: &Large) -> Ordering {
        let parts = || self.0.iter().rev().cmp(other.0.iter().rev());
        self.0.len().cmp(&other.0.len()).then_with(parts)
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn same(text: &str) {
        let reference = text.parse::<f64>().ok().filter(|value| value.is_finite());
        let read = read(text);
        assert_eq!(
            read.map(f64::to_bits),
            reference.map(f64::to_bits),
            "{text}"
        );
    }

    #[test]
    fn the_edges_are_read_as_the_reference_reads_them() {
        for text in [
            "0",
            "-0",
            "0.0",
            "0e5",
            "1",
            "30.0",
            "29.97",
            "1e22",
            "1e23",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000001",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.5e-324",
            "1e-400",
            "1e400",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "123456789012345678901234567890",
            "0.1e1",
            "1E+2",
            "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000001e100",
        ] {
            same(text);
        }
    }

    #[test]
    fn digits_without_end_still_round_as_they_should() {
        // Half way between two numbers, and beyond it by the very last digit.
        let half = format!("9007199254740993.{}", "0".repeat(900));
        same(&half);
        same(&format!("{half}1"));
        same(&"9".repeat(5_000));
        same(&format!("0.{}", "3".repeat(5_000)));
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_the_reference_reads_them(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                same(&format!("{value:e}"));
                same(&format!("{value:.20e}"));
            }
        }

        #[test]
        fn decimals_are_read_as_the_reference_reads_them(
            whole in "(0|[1-9][0-9]{0,30})",
            fraction in "(\\.[0-9]{1,40})?",
            exponent in "([eE][+-]?[0-9]{1,3})?",
        ) {
            let text = format!("{whole}{fraction}{exponent}");
            same(&text);
            same(&format!("-{text}"));
        }
    }
}
