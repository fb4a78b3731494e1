//! URLs of media and links: whether a platform's servers could fetch them.
//!
//! A URL is judged where it stands, without a copy. Where browsers would mend what RFC 3986 does
//! not allow (white space, backward slashes), it is malformed, for not every fetcher mends it.
//! Nothing is fetched or resolved here, so this is advice for the person posting, no protection
//! of a server.

mod host;

use host::{Address, strip_end, without_final_dot};

/// Hosts whose links only lead on to another.
///
/// This and the names below are knowledge of the web, not limits of a platform: whether such an
/// address is taken, rows say (`no-shortener`, `no-credentials`), and several rows share one list.
/// The documentation speaks of shortened addresses without naming any; listed are the public
/// services in wide use and the short hosts of large sites.
const SHORTENERS: &[&str] = &[
    "adf.ly",
    "amzn.to",
    "bit.ly",
    "bitly.com",
    "bl.ink",
    "buff.ly",
    "cutt.ly",
    "db.tt",
    "dlvr.it",
    "fb.me",
    "goo.gl",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "ow.ly",
    "pin.it",
    "qr.ae",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "short.io",
    "shorturl.at",
    "soo.gd",
    "spr.ly",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tiny.one",
    "tinyurl.com",
    "tr.im",
    "trib.al",
    "v.gd",
    "wp.me",
    "x.gd",
];

/// Query parameters that carry a credential or a signature, whatever their case.
///
/// As the documentation of those who sign addresses names them: Amazon S3 and CloudFront
/// (`AWSAccessKeyId`, `X-Amz-...`, `Key-Pair-Id`), Google Cloud Storage (`X-Goog-...`), Azure
/// (`sig`), Akamai (`hdnea`, `hdntl`, `hdnts`), Dropbox (`rlkey`), and the usual names of keys,
/// sessions and passwords.
///
/// `key`, `id`, `hash` and `expires` are left out: alone they say nothing, and where they belong
/// to a signed URL its signature stands beside them.
const CREDENTIALS: &[&str] = &[
    "apikey",
    "api_key",
    "api-key",
    "auth",
    "authkey",
    "authorization",
    "awsaccesskeyid",
    "hdnea",
    "hdntl",
    "hdnts",
    "hmac",
    "jwt",
    "key-pair-id",
    "passwd",
    "password",
    "rlkey",
    "session",
    "sessionid",
    "session_id",
    "sig",
    "x-amz-credential",
    "x-goog-credential",
];

/// Endings of further such parameters: `access_token`, `X-Amz-Signature`, `client_secret`.
const CREDENTIAL_ENDINGS: &[&str] = &["token", "signature", "secret"];

/// What a string that should be a URL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UrlKind<'a> {
    /// An absolute `http` or `https` URL.
    Http(WebUrl<'a>),
    /// A relative URL (`//host/path` too) or the path of a file (`C:\clip.mp4` too); it may
    /// hold spaces.
    NoScheme,
    /// An absolute URI of another scheme, which is given as written: `file`, `data`, `blob`.
    OtherScheme(&'a str),
    /// Nothing of the kind, the empty string included.
    Malformed,
}

/// An absolute `http` or `https` URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WebUrl<'a> {
    /// Whether the scheme is `https`.
    pub(crate) secure: bool,
    /// The host as written, without user, port and the brackets of an IPv6 address.
    pub(crate) host: &'a str,
    /// The path with its leading `/`, or the empty string.
    pub(crate) path: &'a str,
    /// What stands between `?` and `#`.
    pub(crate) query: Option<&'a str>,
    address: Address,
}

/// Sorts a string into what it is.
///
/// Nothing is trimmed. Control characters make it malformed, and so does white space at its ends
/// or inside of an `http` URL; inside the path of a file, spaces are fine. Also malformed are
/// slashes that are missing or backward (`https:/host`, `https:\\host`), an empty or impossible
/// host, and a port over 65535. Hosts may be international, but not disguised (`ⓛocalhost`) or
/// percent-encoded.
pub(crate) fn classify(url: &str) -> UrlKind<'_> {
    if let Some(url) = plain(url) {
        return UrlKind::Http(url);
    }
    if url.is_empty() || url.trim() != url || url.contains(char::is_control) {
        return UrlKind::Malformed;
    }
    let Some((scheme, rest)) = split_scheme(url) else {
        // "see https://example.com" and "://example.com" are no paths.
        let failed_scheme = url
            .split_once("://")
            .is_some_and(|(scheme, _)| scheme.len() != 1 && !scheme.contains(['/', '\\', '?']));
        return if failed_scheme {
            UrlKind::Malformed
        } else {
            UrlKind::NoScheme
        };
    };
    let secure = scheme.eq_ignore_ascii_case("https");
    if !secure && !scheme.eq_ignore_ascii_case("http") {
        return UrlKind::OtherScheme(scheme);
    }
    web_url(secure, rest).map_or(UrlKind::Malformed, UrlKind::Http)
}

/// Whether a string is an absolute `http` or `https` URL with a valid host, public or not.
pub(crate) fn is_absolute_uri(url: &str) -> bool {
    matches!(classify(url), UrlKind::Http(_))
}

/// The extension of a file's name in a path, with `/` or `\` between folders, as written and
/// without its dot; a query or fragment after it does not count.
///
/// A name that begins with its only dot (`.htaccess`) has none, and neither has one whose last
/// part is more than ASCII letters and digits.
pub(crate) fn extension_of_path(path: &str) -> Option<&str> {
    let path = before(path, '?');
    let name = path.rsplit(['/', '\\']).next()?;
    // A local file's name may well hold a `#`.
    extension_of_name(name).or_else(|| extension_of_name(before(name, '#')))
}

impl<'a> WebUrl<'a> {
    /// Whether the host can be reached from everywhere, as far as its name or address tells.
    ///
    /// Not public are names of one label and names under [`host::LOCAL_DOMAINS`]; private, shared,
    /// loopback, link-local, multicast and reserved addresses, however written (`0x7f.1`,
    /// `2130706433`); and IPv6 addresses that stand for such an IPv4 address. Addresses reserved
    /// for documentation are public, like the names.
    pub(crate) fn host_is_public(&self) -> bool {
        self.address.is_public(self.host)
    }

    /// Whether the query holds a token, key, password or signature: see [`CREDENTIALS`] and
    /// [`CREDENTIAL_ENDINGS`]. Such a URL may expire, and should not be shared.
    pub(crate) fn has_credentials_in_query(&self) -> bool {
        self.query.is_some_and(|query| {
            query
                .split(['&', ';'])
                .filter_map(|parameter| parameter.split_once('='))
                .any(|(name, value)| !value.is_empty() && is_credential(name))
        })
    }

    /// Whether the host is a link shortener: see [`SHORTENERS`].
    pub(crate) fn is_shortener(&self) -> bool {
        let host = without_final_dot(self.host);
        let host = match host.split_at_checked(4) {
            Some((www, rest)) if www.eq_ignore_ascii_case("www.") => rest,
            _ => host,
        };
        SHORTENERS
            .iter()
            .any(|shortener| shortener.eq_ignore_ascii_case(host))
    }

    /// The extension of the path's last segment, as written and without its dot.
    pub(crate) fn extension(&self) -> Option<&'a str> {
        extension_of_name(self.path)
    }
}

/// An address as most are written: an ASCII name as host, without user, port and fragment.
fn plain(url: &str) -> Option<WebUrl<'_>> {
    let secure = url.starts_with("https://");
    let rest = match secure {
        true => url.get(8..)?,
        false => url.strip_prefix("http://")?,
    };
    let odd = rest.bytes().fold(0_u8, |odd, byte| {
        let space = u8::from(byte <= b' ') | u8::from(byte >= 0x7F);
        odd | space | u8::from(byte == b'\\') | u8::from(byte == b'#')
    });
    if odd != 0 {
        return None;
    }
    let mut host = 0_usize;
    // Where the label began that is being read.
    let mut label = 0_usize;
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {}
            b'.' if (1..=63).contains(&host.saturating_sub(label)) => {
                label = host.saturating_add(1);
            }
            b'/' | b'?' => break,
            _ => return None,
        }
        host = host.saturating_add(1);
    }
    let (host, rest) = rest.split_at_checked(host)?;
    let last = host.get(label..)?;
    // What begins with a letter is no number.
    if !last.starts_with(|first: char| first.is_ascii_alphabetic())
        || last.len() > 63
        || host.len() > 253
    {
        return None;
    }
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    Some(WebUrl {
        secure,
        host,
        path,
        query,
        address: Address::Name,
    })
}

/// The scheme and what follows its colon; `None` for a path, a drive (`C:`) or a bare
/// `example.com:8080`.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let well_formed = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let is_drive = scheme.len() == 1;
    let is_host = (scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost"))
        && rest.starts_with(|first: char| first.is_ascii_digit());
    (well_formed && !is_drive && !is_host).then_some((scheme, rest))
}

/// Reads what follows `http:` or `https:`.
fn web_url(secure: bool, rest: &str) -> Option<WebUrl<'_>> {
    let rest = rest.strip_prefix("//")?;
    if rest.contains(char::is_whitespace) {
        return None;
    }
    let rest = before(rest, '#');
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, Some(query)),
        None => (rest, None),
    };
    if rest.contains('\\') {
        return None;
    }
    let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
    let (host, address) = read_authority(authority)?;
    Some(WebUrl {
        secure,
        host,
        path,
        query,
        address,
    })
}

/// Reads `user@host:port`.
fn read_authority(authority: &str) -> Option<(&str, Address)> {
    let after_user = authority.rsplit('@').next()?;
    if let Some(bracketed) = after_user.strip_prefix('[') {
        let (host, port) = bracketed.split_once(']')?;
        let port_is_valid = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        let address = host.parse().ok()?;
        return port_is_valid.then_some((host, Address::V6(address)));
    }
    let (host, port) = after_user.split_once(':').unwrap_or((after_user, ""));
    if !is_port(port) {
        return None;
    }
    Some((host, Address::read(host)?))
}

/// An empty port is the default one.
fn is_port(port: &str) -> bool {
    port.is_empty() || port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_credential(name: &str) -> bool {
    CREDENTIALS
        .iter()
        .any(|credential| credential.eq_ignore_ascii_case(name))
        || CREDENTIAL_ENDINGS
            .iter()
            .any(|ending| strip_end(name, ending).is_some())
}

/// The extension of a name, before which there may be folders, with `/` between them.
fn extension_of_name(name: &str) -> Option<&str> {
    let plain = name.bytes().rev().take_while(u8::is_ascii_alphanumeric);
    let dot = name.len().checked_sub(plain.count())?.checked_sub(1)?;
    let (stem, extension) = name.split_at_checked(dot)?;
    let extension = extension.strip_prefix('.')?;
    (!extension.is_empty() && !stem.is_empty() && !stem.ends_with('/')).then_some(extension)
}

fn before(text: &str, mark: char) -> &str {
    text.split(mark).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_plain_is_what_all_of_the_reading_says(
            rest in "([a-z0-9.:@/?#%_-]|[A-Z]|\\\\|é| ){0,24}", scheme in "https?://"
        ) {
            let url = format!("{scheme}{rest}");
            if let Some(read) = plain(&url) {
                let (_, rest) = split_scheme(&url).unwrap();
                prop_assert_eq!(Some(read), web_url(url.starts_with("https"), rest));
            }
        }
    }

    use super::*;
    use alloc::format;
    use alloc::string::String;

    fn web(url: &str) -> WebUrl<'_> {
        match classify(url) {
            UrlKind::Http(url) => url,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn a_web_url_is_taken_apart() {
        let url = web("HTTPS://user:p@ss@Cdn.Example.com:8443/a/b.JPG?x=1?2&y#frag?z");
        assert!(url.secure);
        assert_eq!(url.host, "Cdn.Example.com");
        assert_eq!(url.path, "/a/b.JPG");
        assert_eq!(url.query, Some("x=1?2&y"));
        assert_eq!(url.extension(), Some("JPG"));

        let bare = web("http://example.com");
        assert!(!bare.secure);
        assert_eq!((bare.path, bare.query), ("", None));
        assert_eq!(web("http://example.com?").query, Some(""));
        assert_eq!(web("http://example.com#a?b").query, None);
        assert_eq!(
            web("https://[2606:4700::1111]:443/x").host,
            "2606:4700::1111"
        );
    }

    #[test]
    fn usual_and_international_urls_are_web_urls() {
        for url in [
            "https://example.com./a",
            "https://example.com:/a",
            "https://my_bucket-.s3.amazonaws.com/a%20b.jpg",
            "https://münchen.de/straße.jpg",
            "https://例え.テスト/写真.png",
            "https://परीक्षा.भारत/x",
            "https://paral·lel.cat",
            "https://xn--mnchen-3ya.de",
            "https://i❤.ws/",
            "https://8.8.8.8/a.jpg",
            "https://example.com/a?u=http://b\\c|d",
            "https://1e100.net",
            "https://0xdeadbeef.example.com",
        ] {
            assert!(is_absolute_uri(url), "{url}");
        }
    }

    #[test]
    fn broken_urls_are_malformed() {
        for url in [
            "",
            " ",
            " https://example.com",
            "https://example.com ",
            "https://example.com/a b.jpg",
            "https://example.com/a\u{a0}b.jpg",
            "https://example.com/a\nb.jpg",
            "photo\u{0}.jpg",
            "https:",
            "https:/",
            "https://",
            "https:///a.jpg",
            "https://?a",
            "https://#a",
            "https://:80/",
            "https://user@/a",
            "https:example.com",
            "https:/example.com/a",
            "https:\\\\example.com\\a",
            "https://example.com\\@localhost/a",
            "https://exam ple.com",
            "https://example..com",
            "https://.example.com",
            "https://example.com..",
            "https://exa%6dple.com",
            "https://exa<mple.com",
            "https://example.com:65536/",
            "https://example.com:80a/",
            "https://example.com:-1/",
            "https://example.com:+80/",
            "https://[::1",
            "https://[::1]x/",
            "https://[::1]:x/",
            "https://[fe80::1%25eth0]/",
            "https://[1.2.3.4]/",
            "https://::1/",
            "https://256.1.1.1/",
            "https://1.2.3.4.5/",
            "https://1..2/",
            "https://1.2.3.08/",
            "https://4294967296/",
            "https://99999999999999999999999999/",
            "https://a.0xffffffffffffffffffffffff/",
            "https://example.123/",
            "https://loc\u{ad}alhost/",
            "https://\u{24db}ocalhost/",
            "https://\u{ff11}27.0.0.1/",
            "https://localho\u{fb06}/",
            "://example.com",
            "see https://example.com",
            "ht tps://example.com",
        ] {
            assert_eq!(classify(url), UrlKind::Malformed, "{url:?}");
            assert!(!is_absolute_uri(url));
        }
        let label = "a".repeat(64);
        assert!(!is_absolute_uri(&format!("https://{label}.com")));
        let host = "a.".repeat(127);
        assert!(!is_absolute_uri(&format!("https://{host}com")));
    }

    #[test]
    fn paths_have_no_scheme() {
        for path in [
            "photo.jpg",
            "my holiday photo.jpg",
            "./a/b.png",
            "../b.png",
            "/var/media/clip.mp4",
            "/media/a.jpg?v=1",
            "//cdn.example.com/a.jpg",
            "C:\\Users\\me\\clip.mp4",
            "c:/clip.mp4",
            "D:clip.mp4",
            "\\\\server\\share\\clip.mp4",
            "clip 10:30.mp4",
            "2026-01-31T12:00.mp4",
            "example.com/a.jpg",
            "example.com:8080/a.jpg",
            "localhost:3000/a.jpg",
            "go/to?u=https://example.com",
            "写真.png",
        ] {
            assert_eq!(classify(path), UrlKind::NoScheme, "{path}");
        }
    }

    #[test]
    fn other_schemes_are_named_as_written() {
        let cases: &[(&str, &str)] = &[
            ("file:///tmp/a.jpg", "file"),
            ("file:///C:/My Videos/a.mp4", "file"),
            ("data:image/png;base64,AAAA", "data"),
            ("blob:https://example.com/1234", "blob"),
            ("FTP://example.com/a.jpg", "FTP"),
            ("s3://bucket/a.jpg", "s3"),
            ("httpss://example.com", "httpss"),
            ("javascript:alert(1)", "javascript"),
        ];
        for &(url, scheme) in cases {
            assert_eq!(classify(url), UrlKind::OtherScheme(scheme), "{url}");
        }
    }

    #[test]
    fn hosts_that_everyone_can_reach_are_public() {
        for host in [
            "example.com",
            "cdn.example.com.",
            "cdn.test",
            "media.example",
            "localhost.example.com",
            "mylocal.dev",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "169.253.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "223.255.255.255",
            "203.0.113.5",
            "134744072",
            "[2606:4700::1111]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::808:808]",
            "[2001:db8::1]",
        ] {
            let url = format!("https://{host}:8080/a.jpg");
            assert!(web(&url).host_is_public(), "{host}");
        }
    }

    #[test]
    fn local_and_private_hosts_are_not_public() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "user:pass@localhost",
            "example.com@127.0.0.1",
            "app.localhost",
            "printer.local",
            "metadata.google.internal",
            "nas.home.arpa",
            "intranet",
            "wiki.corp",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.0.0.1.",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.168.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "2130706433",
            "127.1",
            "0x7f.1",
            "0X7F000001",
            "0177.0.0.01",
            "0x",
            "0",
            "192.168.257",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[::ffff:0:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
        ] {
            let url = format!("https://{host}/a.jpg");
            assert!(!web(&url).host_is_public(), "{host}");
        }
    }

    #[test]
    fn tokens_and_signatures_in_the_query_are_credentials() {
        for query in [
            "token=abc",
            "v=1&access_token=abc",
            "a=1;sig=abc",
            "Signature=abc&Expires=1",
            "X-Amz-Signature=abc",
            "x-goog-signature=abc",
            "X-Amz-Security-Token=abc",
            "AWSAccessKeyId=abc",
            "apiKey=abc",
            "client_secret=abc",
            "alt=media&token=abc",
        ] {
            let url = format!("https://example.com/a.jpg?{query}#x");
            assert!(web(&url).has_credentials_in_query(), "{query}");
        }
    }

    #[test]
    fn ordinary_queries_hold_no_credentials() {
        for query in [
            "",
            "v=1",
            "token",
            "token=",
            "tokens=5",
            "design=1",
            "author=me",
            "key=a/b.jpg",
            "q=token",
            "a#token=abc",
        ] {
            let url = format!("https://example.com/a.jpg?{query}");
            assert!(!web(&url).has_credentials_in_query(), "{query}");
        }
        assert!(!web("https://example.com/token=abc").has_credentials_in_query());
    }

    #[test]
    fn shorteners_are_known_by_their_whole_host() {
        for url in [
            "https://bit.ly/x",
            "http://BIT.LY",
            "https://www.tinyurl.com/x",
            "https://t.co./x",
        ] {
            assert!(web(url).is_shortener(), "{url}");
        }
        for url in [
            "https://reddit.com/x",
            "https://notbit.ly",
            "https://bit.ly.example.com",
            "https://example.com/bit.ly",
        ] {
            assert!(!web(url).is_shortener(), "{url}");
        }
    }

    #[test]
    fn the_extension_is_that_of_the_last_segment() {
        let cases: &[(&str, Option<&str>)] = &[
            ("https://example.com/a.jpg", Some("jpg")),
            ("https://example.com/a.tar.GZ?x=b.png", Some("GZ")),
            ("https://example.com/a.jpg#b.png", Some("jpg")),
            ("https://example.com/a.b/c", None),
            ("https://example.com/a.jpg/", None),
            ("https://example.com/.jpg", None),
            ("https://example.com/a.", None),
            ("https://example.com/a.j%70g", None),
            ("https://example.com", None),
        ];
        for &(url, extension) in cases {
            assert_eq!(web(url).extension(), extension, "{url}");
        }
    }

    #[test]
    fn the_extension_of_a_path_knows_both_slashes() {
        let cases: &[(&str, Option<&str>)] = &[
            ("clip.mp4", Some("mp4")),
            ("C:\\a.b\\clip.MOV", Some("MOV")),
            ("/a.b/clip", None),
            ("a#1.jpg", Some("jpg")),
            ("a.jpg#t=1", Some("jpg")),
            ("a.jpg?v=1.2/3.png", Some("jpg")),
            (".htaccess", None),
            ("", None),
            ("写真.png", Some("png")),
        ];
        for &(path, extension) in cases {
            assert_eq!(extension_of_path(path), extension, "{path}");
        }
    }

    #[test]
    fn short_strings_of_awkward_characters_are_judged_without_panic() {
        const PIECES: &[&str] = &[
            "http:",
            "//",
            "/",
            "\\",
            ":",
            "@",
            "[",
            "]",
            ".",
            "?",
            "#",
            "%",
            "0x",
            "1",
            "a",
            "é",
            "\u{202e}",
            " ",
            "\0",
            "localhost",
            "token=",
        ];
        let mut text = String::new();
        for number in 0..PIECES.len().pow(4) {
            text.clear();
            let mut left = number;
            for _ in 0..4 {
                text.push_str(PIECES[left % PIECES.len()]);
                left /= PIECES.len();
            }
            for text in [&text, &format!("https://{text}")] {
                let _ = extension_of_path(text);
                if let UrlKind::Http(url) = classify(text) {
                    assert!(!url.host.is_empty());
                    let _ = (url.host_is_public(), url.is_shortener());
                    let _ = (url.has_credentials_in_query(), url.extension());
                }
            }
        }
    }
}
