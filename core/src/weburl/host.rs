//! Hosts: what is a possible one, and what is a public one.

use core::net::{Ipv4Addr, Ipv6Addr};
use core::num::IntErrorKind;

/// Top-level names that are only looked up within a network or a machine.
///
/// `test`, `example` and `invalid`, which are reserved for tests and documentation, are not among
/// them: they stand for public hosts.
pub(super) const LOCAL_DOMAINS: &[&str] = &[
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
];

/// Ranges of characters that browsers rewrite into ASCII or drop from a host: `ⓛocalhost`.
const DISGUISED: &[(char, char)] = &[
    ('\u{00A0}', '\u{00A0}'),
    ('\u{00A8}', '\u{00B6}'),
    ('\u{00B8}', '\u{00BE}'),
    ('\u{017F}', '\u{017F}'),
    ('\u{02B0}', '\u{02B8}'),
    ('\u{02E0}', '\u{02E4}'),
    ('\u{034F}', '\u{034F}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{1D2C}', '\u{1D6A}'),
    ('\u{2000}', '\u{200B}'),
    ('\u{200E}', '\u{214F}'),
    ('\u{2150}', '\u{218F}'),
    ('\u{2460}', '\u{24FF}'),
    ('\u{3000}', '\u{3002}'),
    ('\u{E000}', '\u{F8FF}'),
    ('\u{FB00}', '\u{FB06}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FF00}', '\u{FFFF}'),
    ('\u{1D400}', '\u{1D7FF}'),
    ('\u{1F100}', '\u{1F1E5}'),
    ('\u{E0000}', '\u{10FFFF}'),
];

/// What kind of host it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    Name,
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Address {
    /// Reads a host without brackets: a name, or an IPv4 address in any of its spellings.
    pub(super) fn read(host: &str) -> Option<Self> {
        if ends_in_number(host) {
            read_v4(host).map(Self::V4)
        } else {
            is_name(host).then_some(Self::Name)
        }
    }

    /// Whether it can be reached from everywhere; `host` is what it was read from.
    pub(super) fn is_public(self, host: &str) -> bool {
        match self {
            Self::Name => name_is_public(host),
            Self::V4(address) => v4_is_public(address),
            Self::V6(address) => v6_is_public(address),
        }
    }
}

/// What stands before an end, in whatever case that is.
pub(super) fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(end.len())?;
    let (before, after) = text.split_at_checked(at)?;
    after.eq_ignore_ascii_case(end).then_some(before)
}

/// A host without the dot that says that its name is complete.
pub(super) fn without_final_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// Whether the labels could be those of a host's name, in ASCII or international.
fn is_name(host: &str) -> bool {
    // An international name is shorter in characters than in the ASCII that is looked up.
    let is_label = |label: &str| !label.is_empty() && label.chars().count() <= 63;
    let is_letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' => true,
        _ => !letter.is_ascii() && !is_disguised(letter),
    };
    host.chars().count() <= 253
        && without_final_dot(host).split('.').all(is_label)
        && host.chars().all(is_letter)
}

fn is_disguised(letter: char) -> bool {
    DISGUISED
        .iter()
        .any(|&(first, last)| (first..=last).contains(&letter))
}

/// Whether the last label makes the host an IPv4 address, or nothing: `1.2`, `host.0x1f`.
fn ends_in_number(host: &str) -> bool {
    without_final_dot(host)
        .rsplit('.')
        .next()
        .is_some_and(|last| {
            !last.is_empty()
                && (last.bytes().all(|byte| byte.is_ascii_digit()) || read_number(last).is_some())
        })
}

/// Reads an IPv4 address as browsers do: up to four numbers, each decimal, octal (`017`) or
/// hexadecimal (`0xf`), of which the last fills all the bytes that are left.
fn read_v4(host: &str) -> Option<Ipv4Addr> {
    let mut address: u64 = 0;
    let mut free_bits = 32_u32;
    let mut parts = without_final_dot(host).split('.').peekable();
    while let Some(part) = parts.next() {
        let number = read_number(part)?;
        let bits = if parts.peek().is_some() { 8 } else { free_bits };
        if free_bits == 0 || number >> bits != 0 {
            return None;
        }
        free_bits = free_bits.saturating_sub(bits);
        address |= number << free_bits;
    }
    u32::try_from(address).ok().map(Ipv4Addr::from)
}

/// A number of an IPv4 address, the largest one if it is too large.
fn read_number(part: &str) -> Option<u64> {
    let (digits, radix) =
        if let Some(hexadecimal) = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            (hexadecimal, 16)
        } else if part.len() > 1 && part.starts_with('0') {
            (part, 8)
        } else {
            (part, 10)
        };
    match digits {
        // Browsers take a bare "0x" for 0.
        "" if radix == 16 => Some(0),
        _ if digits.starts_with('+') => None,
        _ => match u64::from_str_radix(digits, radix) {
            Ok(number) => Some(number),
            Err(error) if *error.kind() == IntErrorKind::PosOverflow => Some(u64::MAX),
            Err(_) => None,
        },
    }
}

fn name_is_public(host: &str) -> bool {
    let host = without_final_dot(host);
    let is_under = |domain: &str| {
        strip_end(host, domain).is_some_and(|above| above.is_empty() || above.ends_with('.'))
    };
    // Most hosts end in a letter that none of these ends in.
    let last = |name: &str| name.bytes().next_back();
    let end = last(host).map(|letter| letter.to_ascii_lowercase());
    let mut alike = LOCAL_DOMAINS.iter().filter(|domain| last(domain) == end);
    host.bytes().any(|byte| byte == b'.') && !alike.any(|domain| is_under(domain))
}

fn v4_is_public(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || first == 0
        || first >= 224
        || first == 100 && (64..128).contains(&second)
        || first == 192 && second == 0 && third == 0
        || first == 198 && (18..20).contains(&second))
}

fn v6_is_public(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        v4_is_public(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // Unspecified, loopback and what is reserved below.
        [0, 0, 0, 0, 0, 0, 0, _] => false,
        // IPv4 addresses: compatible, mapped, translated and tunnelled.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // Global unicast, and the rest of the translation prefix is for local use.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}
