//! The client and how it is set up.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Method, Url};
use serde_json::Value;

use crate::call::Call;
use crate::error::Error;
use crate::key::Key;
use crate::notice::{Listener, Notice};
use crate::pace::{Pace, Pacing};
use crate::tls;

/// Where the service is reached.
pub const DEFAULT_URL: &str = "https://getlate.dev/api/v1";

/// A client of Late. Clones share their connections and their pace.
///
/// It needs a tokio runtime; [`crate::blocking::Client`] is the same without one.
///
/// ```no_run
/// # async fn example() -> Result<(), postworthy_late::Error> {
/// let client = postworthy_late::Client::from_env()?;
/// for account in client.accounts(&Default::default()).await?.accounts.unwrap_or_default() {
///     println!("{:?} {:?}", account.platform, account.id);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) key: Key,
    pub(crate) base: Url,
    pub(crate) settings: Settings,
    pub(crate) pace: Option<Arc<Pace>>,
    pub(crate) listener: Option<Listener>,
}

/// How long and how often a client tries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub deadline: Duration,
    pub idle: Duration,
    pub connect: Duration,
    pub attempts: u32,
    pub first_wait: Duration,
    pub longest_wait: Duration,
    pub answer_bytes: u64,
}

/// Sets up a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use postworthy_late::{Client, Key, Pacing};
///
/// let client = Client::builder(Key::new(&format!("sk_{}", "00".repeat(32)))?)
///     .deadline(Duration::from_secs(30))
///     .pacing(Pacing::default())
///     .on_notice(|notice| eprintln!("{notice}"))
///     .build()?;
/// assert!(format!("{client:?}").contains("sk_[hidden]"));
/// # Ok::<(), postworthy_late::Error>(())
/// ```
#[must_use]
pub struct Builder {
    key: Key,
    url: String,
    settings: Settings,
    pacing: Option<Pacing>,
    listener: Option<Listener>,
}

impl Client {
    /// A client with the key of the environment variable `LATE_API_KEY`.
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where the variable holds no key, or TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        Client::builder(Key::from_env()?).build()
    }

    /// Begins a client with other settings than the usual ones.
    pub fn builder(key: Key) -> Builder {
        Builder {
            key,
            url: DEFAULT_URL.to_string(),
            settings: Settings {
                deadline: Duration::from_secs(240),
                idle: Duration::from_secs(60),
                connect: Duration::from_secs(10),
                attempts: 5,
                first_wait: Duration::from_millis(500),
                longest_wait: Duration::from_secs(20),
                answer_bytes: 16 << 20,
            },
            pacing: None,
            listener: None,
        }
    }

    /// Calls what has no method of its own: the path as the docs write it, `/v1/webhooks/logs`,
    /// with a query behind it where one is needed.
    ///
    /// GET, PUT and DELETE are repeated after failures; other methods only where it is known that
    /// nothing was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let groups = client.request("GET", "/v1/account-groups", None).await?;
    /// println!("{}", groups["groups"]);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where method or path cannot be used; else as every call.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Error> {
        let method: Method = method
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| Error::setup("this is not an HTTP method"))?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let segments: Option<Vec<&str>> =
            path.strip_prefix('/').map(|path| path.split('/').collect());
        let Some(segments) = segments else {
            return Err(Error::setup("the path must begin with `/v1/`"));
        };
        let mut call = Call::new(method, &segments);
        // A stand-in host, so that the query is read as every query is.
        if let Ok(url) = Url::parse(&format!("http://localhost/?{query}")) {
            call.query.extend(url.query_pairs().into_owned());
        }
        if let Some(body) = body {
            call = call.json(body)?;
        }
        self.send(&call).await
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    /// The address of a call.
    pub(crate) fn address(&self, call: &Call) -> Result<Url, Error> {
        if call.segments.first().is_none_or(|first| first != "v1") {
            return Err(Error::setup("the path must begin with `/v1/`"));
        }
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            for segment in &call.segments {
                // These would name another call: `DELETE /v1/posts/..`, also where a URL leaves out
                // the tab that stands between the dots.
                let odd = segment.contains(char::is_control);
                if odd || matches!(segment.trim(), "" | "." | "..") {
                    let segment = segment.escape_debug();
                    return Err(Error::setup(format!("`{segment}` is not an id")));
                }
                path.push(segment);
            }
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        Ok(url)
    }

    /// Tells whoever listens.
    pub(crate) fn tell(&self, notice: &Notice) {
        log::warn!("{notice}");
        if let Some(listener) = &self.listener {
            listener(notice);
        }
    }

    /// Whether a URL may be talked to: https, or http where the service itself is on loopback.
    pub(crate) fn may_reach(&self, url: &Url) -> bool {
        url.scheme() == "https"
            || (url.scheme() == "http" && is_loopback(url) && is_loopback(&self.base))
    }
}

impl Builder {
    /// Where the service is reached, `https://getlate.dev/api/v1` if nothing is said. Plain http
    /// is accepted for loopback addresses alone.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = url.into();
        self
    }

    /// How long a call may take with all its repeats, 4 minutes if nothing is said, which is also
    /// the most: the service forgets request ids after five. Uploads are not bound by it.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline.min(Duration::from_secs(240));
        self
    }

    /// How long nothing may arrive, or leave in an upload, before an attempt is given up;
    /// 60 seconds if nothing is said.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.settings.idle = idle;
        self
    }

    /// How long a connection may take to be made, 10 seconds if nothing is said.
    pub fn connect(mut self, connect: Duration) -> Self {
        self.settings.connect = connect;
        self
    }

    /// How often a request is sent at most, 5 times if nothing is said; at least once.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.settings.attempts = attempts.max(1);
        self
    }

    /// The first wait before a repeat, and the longest: 0.5 and 20 seconds if nothing is said.
    /// Each wait is twice the one before, shortened at random by up to a half.
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.first_wait = first;
        self.settings.longest_wait = longest;
        self
    }

    /// The largest answer that is read, in bytes; 16 MiB if nothing is said.
    pub fn answer_bytes(mut self, bytes: u64) -> Self {
        self.settings.answer_bytes = bytes;
        self
    }

    /// Keeps within the plan's requests a minute, so that thousands of calls run without one 429.
    /// If nothing is said, the client does not pace itself and waits only where it is told to.
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = Some(pacing);
        self
    }

    /// Hears of repeats and waits.
    pub fn on_notice(mut self, listener: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where the address cannot be used, or TLS not be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = base(&self.url)?;
        let mut http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config()?)
            .redirect(Policy::none())
            .connect_timeout(self.settings.connect)
            .user_agent(concat!("postworthy/", env!("CARGO_PKG_VERSION")));
        if is_loopback(&base) {
            // What is on this machine is not reached through another.
            http = http.no_proxy();
        }
        let http = http
            .build()
            .map_err(|error| Error::setup(format!("the client cannot be set up: {error}")))?;
        Ok(Client(Arc::new(Inner {
            http,
            key: self.key,
            base,
            settings: self.settings,
            pace: self.pacing.map(Pace::new),
            listener: self.listener,
        })))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.0.base.as_str())
            .field("key", &self.0.key)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// The address without its version, which stands in every path.
fn base(url: &str) -> Result<Url, Error> {
    let wrong = |what: &str| Err(Error::setup(format!("the service's address {what}")));
    let Ok(mut base) = Url::parse(url.trim()) else {
        return wrong("is not a URL");
    };
    if !base.username().is_empty() || base.password().is_some() {
        return wrong("must not hold a name or a password");
    }
    match base.scheme() {
        "https" => {}
        "http" if is_loopback(&base) => {}
        "http" => return wrong("must begin with https:// (http is for this machine alone)"),
        _ => return wrong("must begin with https://"),
    }
    base.set_query(None);
    base.set_fragment(None);
    let path = base.path().trim_end_matches('/');
    let path = path.strip_suffix("/v1").unwrap_or(path).to_string();
    base.set_path(&path);
    if let Ok(mut segments) = base.path_segments_mut() {
        segments.pop_if_empty();
    }
    Ok(base)
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(url: &str) -> Result<Client, Error> {
        let key = Key::new(&format!("sk_{}", "00".repeat(32)))?;
        Client::builder(key).url(url).build()
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        for good in [
            "https://getlate.dev/api/v1",
            "http://127.0.0.1:80/api",
            "http://[::1]:8080",
            "http://localhost:3000/api/",
        ] {
            assert!(client(good).is_ok(), "{good}");
        }
        for bad in [
            "http://getlate.dev/api",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com",
            "ftp://getlate.dev",
            "https://me:secret@getlate.dev",
            "getlate.dev",
        ] {
            let error = client(bad).unwrap_err().to_string();
            assert!(error.starts_with("the service's address "), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn addresses_end_where_the_docs_say() {
        for base in [
            "https://a.dev/api",
            "https://a.dev/api/v1",
            "https://a.dev/api/v1/",
        ] {
            let client = client(base).unwrap();
            let call = Call::get(&["v1", "posts", "a/b?c"]);
            let address = client.inner().address(&call).unwrap();
            assert_eq!(address.as_str(), "https://a.dev/api/v1/posts/a%2Fb%3Fc");
        }
        let client = client("https://a.dev").unwrap();
        let address = client
            .inner()
            .address(&Call::get(&["v1", "posts"]))
            .unwrap();
        assert_eq!(address.as_str(), "https://a.dev/v1/posts");
    }

    #[test]
    fn an_id_cannot_name_another_call() {
        let client = client("https://a.dev/api").unwrap();
        for id in [
            "", ".", "..", " ", ".\t.", ".\n", "a\tb", "\r..", "a\u{9b}b",
        ] {
            let call = Call::delete(&["v1", "posts", id]);
            let error = client.inner().address(&call).unwrap_err();
            assert_eq!(*error.kind(), crate::ErrorKind::Setup, "{id:?}");
            assert!(!error.to_string().contains(char::is_control), "{error}");
        }
        assert!(
            client
                .inner()
                .address(&Call::get(&["v2", "posts"]))
                .is_err()
        );
    }
}
