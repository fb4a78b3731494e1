//! Sends a call until it is answered, and repeats only what is safe to repeat.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout, timeout_at};

use crate::call::{self, Body, Call, Repeat};
use crate::client::{Client, Inner, Settings};
use crate::date;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;
use crate::pace::{RateLimit, Turn};
use crate::random;

/// An answer that was read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub attempts: u32,
    /// An attempt before the answered one may have arrived.
    pub doubt: bool,
}

/// How an attempt failed.
#[derive(Debug)]
pub(crate) struct Broken {
    pub kind: ErrorKind,
    pub message: String,
    /// The request may have reached the service.
    pub sent: bool,
    /// Whether another attempt could end otherwise.
    pub passing: bool,
}

impl Broken {
    fn new(kind: ErrorKind, sent: bool, message: impl Into<String>) -> Self {
        let passing = !matches!(kind, ErrorKind::Answer);
        Broken {
            kind,
            message: message.into(),
            sent,
            passing,
        }
    }
}

impl Client {
    /// Sends a call and reads its answer.
    pub(crate) async fn send<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        let answer = self.answer(call).await?;
        self.read(call, &answer)
    }

    /// Reads an answer of success.
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        call: &Call,
        answer: &Answer,
    ) -> Result<T, Error> {
        // Some calls answer with nothing at all.
        let body: &[u8] = if answer.body.trim_ascii().is_empty() {
            b"{}"
        } else {
            &answer.body
        };
        serde_json::from_slice(body).map_err(|error| {
            let status = answer.status;
            let said =
                format!("the service answered {status}, but what it said cannot be read: {error}");
            let error = Error::new(ErrorKind::Answer, self.inner().key.hide(&said));
            let error = error.with_status(status).with_doubt(!call.is_read());
            error.with_call(call.name(), call.id(), answer.attempts)
        })
    }

    /// Sends a call until there is an answer of success.
    pub(crate) async fn answer(&self, call: &Call) -> Result<Answer, Error> {
        let inner = self.inner();
        let settings = &inner.settings;
        let last = call.until.map(|until| from_now(call::left(until)));
        // The wait for a first turn is not the service's fault, nor a reason to give up.
        let turn = inner.turn(call);
        let mut turn = match last {
            Some(last) => timeout_at(last, turn).await.ok(),
            None => Some(turn.await),
        };
        let limit = call.until.map_or(settings.deadline, |until| {
            let known = call::left(until).saturating_add(call::FLIGHT);
            settings.deadline.min(Duration::from_secs(known.as_secs()))
        });
        let late = |sent| {
            let limit = seconds(limit);
            Broken::new(
                ErrorKind::Timeout,
                sent,
                format!("there was no answer within {limit}"),
            )
        };
        let deadline = from_now(limit);
        // When an attempt may begin at the latest.
        let latest = last.map_or(deadline, |last| last.min(deadline));
        let mut doubt = false;
        let mut attempt = 0_u32;
        loop {
            let held = match turn.take() {
                Some(held) => Ok(held),
                None => timeout_at(latest, inner.turn(call)).await,
            };
            // By both clocks: the one that timers go by may stand still while the machine sleeps.
            if last.is_some_and(|last| last <= Instant::now())
                || call.until.is_some_and(|until| call::left(until).is_zero())
            {
                return Err(forgotten()
                    .with_call(call.name(), call.id(), attempt)
                    .with_doubt(doubt));
            }
            attempt = attempt.saturating_add(1);
            let outcome = match held {
                Ok(held) => timeout_at(deadline, inner.attempt(call, held))
                    .await
                    .unwrap_or_else(|_| Err(late(true))),
                Err(_) => Err(late(false)),
            };
            let (error, next) = match outcome {
                Ok(mut answer) if answer.status < 300 => {
                    answer.attempts = attempt;
                    answer.doubt = doubt;
                    return Ok(answer);
                }
                Ok(answer) => inner.judge_answer(call, &answer, doubt),
                Err(broken) => {
                    doubt |= broken.sent && !call.is_read();
                    let error = Error::new(broken.kind, inner.key.hide(&broken.message));
                    let again =
                        broken.passing && (!broken.sent || call.repeat != Repeat::IfNotDone);
                    (error, again.then_some(None))
                }
            };
            // A server that failed may have done the work before.
            doubt |= error.status().is_some_and(|status| status >= 500) && !call.is_read();
            let error = error
                .with_call(call.name(), call.id(), attempt)
                .with_doubt(doubt);
            let Some(asked) = next.filter(|_| attempt < settings.attempts) else {
                return Err(error);
            };
            let wait = asked.unwrap_or_else(|| backoff(settings, attempt));
            if from_now(wait) >= latest {
                return Err(error);
            }
            inner.tell(&Notice::Repeat {
                call: call.name(),
                reason: error.message().to_string(),
                wait,
                attempt: attempt.saturating_add(1),
                request_id: call.id().map(str::to_string),
                may_have_arrived: doubt,
            });
            tokio::time::sleep(wait).await;
        }
    }
}

impl Inner {
    /// What an answer other than success says, and how long to wait where it may be repeated.
    fn judge_answer(
        &self,
        call: &Call,
        answer: &Answer,
        doubt: bool,
    ) -> (Error, Option<Option<Duration>>) {
        let status = answer.status;
        if status < 400 {
            return (redirect(answer), None);
        }
        let wait = wait_asked(&answer.headers);
        let body = self.key.hide(&String::from_utf8_lossy(&answer.body));
        let error = Error::from_answer(status, body.as_bytes(), wait);
        let next = match status {
            429 => Some(wait),
            502..=504 if call.repeat != Repeat::IfNotDone => Some(wait),
            // The service is still at work on an earlier attempt.
            409 if doubt
                && call.repeat == Repeat::UnderItsId
                && *error.kind() == ErrorKind::Conflict =>
            {
                Some(wait)
            }
            _ => None,
        };
        (error, next)
    }

    /// Waits until the call may be sent.
    async fn turn(&self, call: &Call) -> Option<Turn> {
        let pace = self.pace.as_ref().filter(|_| call.is_paced())?;
        Some(pace.turn(|wait| self.tell(&Notice::Paced { wait })).await)
    }

    /// Sends a call once.
    async fn attempt(&self, call: &Call, turn: Option<Turn>) -> Result<Answer, Broken> {
        let unsent = |error: Error| Broken {
            kind: error.kind().clone(),
            message: error.message().to_string(),
            sent: false,
            passing: false,
        };
        let address = self.address(call).map_err(unsent)?;
        let mut request = self.http.request(call.method.clone(), address);
        request = request.header(AUTHORIZATION, self.key.header().map_err(unsent)?);
        if let Some((header, id)) = &call.id {
            request = request.header(header, id);
        }
        request = match &call.body {
            Body::None => request,
            Body::Json(body) => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
            Body::Csv(csv) => {
                let (kind, body) = form(csv).map_err(unsent)?;
                request.header(CONTENT_TYPE, kind).body(body)
            }
        };
        let settings = &self.settings;
        let answer = match timeout(settings.idle, request.send()).await {
            Ok(response) => read_whole(response.map_err(broken)?, settings).await?,
            Err(_) => return Err(idle(settings)),
        };
        if let Some(turn) = turn {
            turn.learn(RateLimit::read(&answer.headers));
        }
        Ok(answer)
    }
}

impl Call {
    fn is_read(&self) -> bool {
        self.method == reqwest::Method::GET || self.method == reqwest::Method::HEAD
    }

    /// The service's tools have limits of their own, a day's, in headers of the same name.
    fn is_paced(&self) -> bool {
        self.segments.get(1).is_none_or(|family| family != "tools")
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|(_, id)| id.as_str())
    }
}

/// Reads an answer piece by piece, up to the limit.
pub(crate) async fn read_whole(
    mut response: reqwest::Response,
    settings: &Settings,
) -> Result<Answer, Broken> {
    let too_large = || {
        let limit = settings.answer_bytes;
        Broken::new(
            ErrorKind::Answer,
            true,
            format!("the answer is larger than the {limit} bytes that are read"),
        )
    };
    if response
        .content_length()
        .is_some_and(|length| length > settings.answer_bytes)
    {
        return Err(too_large());
    }
    let mut body = Vec::new();
    loop {
        let piece = match timeout(settings.idle, response.chunk()).await {
            Ok(piece) => piece.map_err(broken)?,
            Err(_) => return Err(idle(settings)),
        };
        let Some(piece) = piece else {
            break;
        };
        if body.len().saturating_add(piece.len()) as u64 > settings.answer_bytes {
            return Err(too_large());
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer {
        status: response.status().as_u16(),
        headers: std::mem::take(response.headers_mut()),
        body,
        attempts: 0,
        doubt: false,
    })
}

pub(crate) fn idle(settings: &Settings) -> Broken {
    let message = format!("nothing arrived for {}", seconds(settings.idle));
    Broken::new(ErrorKind::Timeout, true, message)
}

/// How a request or its answer broke. The URL is left out: those of uploads are secrets.
pub(crate) fn broken(error: reqwest::Error) -> Broken {
    let error = error.without_url();
    let sent = !error.is_connect() && !error.is_builder();
    let kind = if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Network
    };
    let what = match (sent, &kind) {
        (false, ErrorKind::Timeout) => "no connection could be made in time",
        (false, _) => "no connection could be made",
        (true, _) => "the connection broke after the request was sent",
    };
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Broken::new(kind, sent, format!("{what} ({cause})"))
}

fn forgotten() -> Error {
    let message =
        "the service may soon have forgotten the request id, under which nothing more is sent";
    Error::new(ErrorKind::Timeout, message)
}

fn redirect(answer: &Answer) -> Error {
    let location = answer.headers.get(LOCATION).and_then(|at| at.to_str().ok());
    let host = location
        .and_then(|at| reqwest::Url::parse(at).ok())
        .and_then(|at| at.host_str().map(str::to_string));
    let to = host.as_deref().unwrap_or("another place");
    let message = format!(
        "the service points to {to}, where the key is not sent; if that is where it lives now, give that address"
    );
    Error::new(ErrorKind::Redirect { to: host }, message).with_status(answer.status)
}

/// How long an answer asks to wait: `Retry-After` in seconds or as a date, else until the limit's
/// reset.
fn wait_asked(headers: &HeaderMap) -> Option<Duration> {
    let after = headers.get(RETRY_AFTER).and_then(|text| text.to_str().ok());
    if let Some(seconds) = after.and_then(|text| text.trim().parse().ok()) {
        return Some(Duration::from_secs(seconds));
    }
    let limit = RateLimit::read(headers);
    let reset = || limit.reset.filter(|_| limit.remaining == Some(0));
    let reset = after.and_then(date::read).or_else(reset)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Duration::from_secs(reset).saturating_sub(now))
}

/// So long from now; what a clock cannot count to is a century away.
pub(crate) fn from_now(wait: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 366 * 86_400);
    let now = Instant::now();
    let at = now.checked_add(wait).or_else(|| now.checked_add(CENTURY));
    at.unwrap_or(now)
}

/// The wait after a failed attempt: twice as long each time, up to a cap, shortened at random.
pub(crate) fn backoff(settings: &Settings, attempt: u32) -> Duration {
    let doubled = settings
        .first_wait
        .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    doubled.min(settings.longest_wait).mul_f64(random::jitter())
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

/// A form with the CSV as its one file, and its media type.
fn form(csv: &[u8]) -> Result<(String, Vec<u8>), Error> {
    let boundary = format!("postworthy-{}", random::request_id()?);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"posts.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    );
    let mut body = head.into_bytes();
    body.extend_from_slice(csv);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    Ok((format!("multipart/form-data; boundary={boundary}"), body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, String)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = reqwest::header::HeaderName::from_static(name);
            (name, value.parse().unwrap())
        });
        pairs.collect()
    }

    #[test]
    fn the_wait_is_what_the_service_asks_for() {
        let asked = |pairs: &[_]| wait_asked(&headers(pairs));
        let soon = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs()
            + 30;
        let reset = ("x-ratelimit-reset", soon.to_string());
        assert_eq!(
            asked(&[("retry-after", "7".to_string()), reset.clone()]),
            Some(Duration::from_secs(7))
        );
        assert_eq!(asked(std::slice::from_ref(&reset)), None);
        let wait = asked(&[reset, ("x-ratelimit-remaining", "0".to_string())]).unwrap();
        assert!((28..=30).contains(&wait.as_secs()), "{wait:?}");
        let past = [
            ("x-ratelimit-reset", "1".to_string()),
            ("x-ratelimit-remaining", "0".to_string()),
        ];
        assert_eq!(asked(&past), Some(Duration::ZERO));
        let date = |text: &str| asked(&[("retry-after", text.to_string())]);
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(date("Fri, 31 Dec 9999 23:59:59 GMT").unwrap() > Duration::from_secs(1 << 37));
        assert_eq!(date("soon"), None);
    }
}
