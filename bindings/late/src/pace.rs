//! Keeps a client within its plan's requests a minute.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::retry::from_now;

/// How a client paces itself.
///
/// Requests are counted from the moment their answer came, so that whatever the network does to
/// their order, the service never counts more of them in a window than it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// Requests allowed in each window; `None`: what the service says in its rate-limit headers
    /// (until the first answer, one request at a time).
    pub requests: Option<u32>,
    /// The length of the window; a minute is what the docs say.
    pub per: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Pacing {
            requests: None,
            per: Duration::from_secs(60),
        }
    }
}

/// What the rate-limit headers of an answer say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RateLimit {
    pub limit: Option<u32>,
    pub remaining: Option<u32>,
    /// Unix time in seconds.
    pub reset: Option<u64>,
}

impl RateLimit {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        fn number<N: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
            headers.get(name)?.to_str().ok()?.trim().parse().ok()
        }
        RateLimit {
            limit: number(headers, "x-ratelimit-limit"),
            remaining: number(headers, "x-ratelimit-remaining"),
            reset: number(headers, "x-ratelimit-reset"),
        }
    }
}

/// The turns of all requests of one client.
#[derive(Debug)]
pub(crate) struct Pace {
    per: Duration,
    fixed: bool,
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct State {
    limit: Option<u32>,
    in_flight: u32,
    /// When the requests of the window were answered, oldest first.
    answered: VecDeque<Instant>,
    /// Requests that others make with the same key, and until when to count them.
    others: Option<(u32, Instant)>,
    /// Until when the wait has been told of.
    told: Option<Instant>,
}

/// A turn: to be held until the answer has come.
pub(crate) struct Turn {
    pace: Arc<Pace>,
}

enum Room {
    Now,
    At(Instant),
    WhenFreed,
}

impl State {
    /// Requests of our own that count now.
    fn own(&self) -> u32 {
        let answered = u32::try_from(self.answered.len()).unwrap_or(u32::MAX);
        self.in_flight.saturating_add(answered)
    }

    fn room(&mut self, now: Instant, per: Duration) -> Room {
        let over = |at: &Instant| now.saturating_duration_since(*at) >= per;
        while self.answered.front().is_some_and(over) {
            self.answered.pop_front();
        }
        if self.others.is_some_and(|(_, until)| until <= now) {
            self.others = None;
        }
        let Some(limit) = self.limit else {
            return if self.in_flight == 0 {
                Room::Now
            } else {
                Room::WhenFreed
            };
        };
        let others = self.others.map_or(0, |(count, _)| count);
        let used = self.own().saturating_add(others);
        // A limit of nothing would wait for ever.
        if used < limit.max(1) {
            return Room::Now;
        }
        let own = self.answered.front().map(|at| {
            // What is left of the span that it counts for.
            from_now(per.saturating_sub(now.saturating_duration_since(*at)))
        });
        let foreign = self.others.map(|(_, until)| until);
        match own.into_iter().chain(foreign).min() {
            Some(at) => Room::At(at),
            None => Room::WhenFreed,
        }
    }
}

impl Pace {
    pub(crate) fn new(pacing: Pacing) -> Arc<Self> {
        Arc::new(Pace {
            per: pacing.per,
            fixed: pacing.requests.is_some(),
            state: Mutex::new(State {
                limit: pacing.requests,
                ..State::default()
            }),
            freed: Notify::new(),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for a request. `told` hears how long, where that is known.
    pub(crate) async fn turn(self: &Arc<Self>, mut told: impl FnMut(Duration)) -> Turn {
        loop {
            // Asked for before looking, so that what is freed in between is not missed.
            let freed = self.freed.notified();
            let now = Instant::now();
            let (room, news) = {
                let mut state = self.state();
                let room = state.room(now, self.per);
                let mut news = false;
                match room {
                    Room::Now => state.in_flight = state.in_flight.saturating_add(1),
                    Room::At(at) => {
                        // All that is left of a batch waits: to say so once is enough, and
                        // moments between two requests are nothing to tell.
                        let left = at.saturating_duration_since(now);
                        let long = left.saturating_mul(10) > self.per;
                        news = long && state.told.is_none_or(|told| told <= now);
                        if news {
                            state.told = Some(at);
                        }
                    }
                    Room::WhenFreed => {}
                }
                (room, news)
            };
            match room {
                Room::Now => {
                    return Turn {
                        pace: Arc::clone(self),
                    };
                }
                Room::At(at) => {
                    if news {
                        told(at.saturating_duration_since(now));
                    }
                    tokio::time::sleep_until(at).await;
                }
                Room::WhenFreed => freed.await,
            }
        }
    }
}

impl Turn {
    /// Learns from an answer.
    pub(crate) fn learn(&self, told: RateLimit) {
        let mut state = self.pace.state();
        if !self.pace.fixed && told.limit.is_some() {
            state.limit = told.limit;
        }
        let (Some(limit), Some(remaining)) = (told.limit, told.remaining) else {
            return;
        };
        let own = state.own();
        let others = limit.saturating_sub(remaining).saturating_sub(own);
        state.others = (others > 0).then(|| (others, from_now(self.pace.per)));
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.pace.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        state.answered.push_back(Instant::now());
        drop(state);
        self.pace.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_millis(100);

    fn pace(requests: Option<u32>) -> Arc<Pace> {
        Pace::new(Pacing {
            requests,
            per: WINDOW,
        })
    }

    #[tokio::test]
    async fn the_request_over_the_limit_waits_for_the_window() {
        let pace = pace(Some(2));
        let start = Instant::now();
        for _ in 0..2 {
            drop(pace.turn(|_| panic!("there is room")).await);
        }
        let mut waits = 0;
        drop(pace.turn(|_| waits += 1).await);
        assert_eq!(waits, 1);
        assert!(start.elapsed() >= WINDOW);
    }

    #[tokio::test]
    async fn before_the_limit_is_known_requests_go_one_by_one() {
        let pace = pace(None);
        let first = pace.turn(|_| {}).await;
        let second = tokio::time::timeout(Duration::from_millis(20), pace.turn(|_| {})).await;
        assert!(second.is_err());
        first.learn(RateLimit {
            limit: Some(60),
            remaining: Some(59),
            reset: None,
        });
        let _both = pace.turn(|_| {}).await;
    }

    #[tokio::test]
    async fn requests_that_others_make_with_the_key_count() {
        let pace = pace(None);
        let first = pace.turn(|_| {}).await;
        first.learn(RateLimit {
            limit: Some(60),
            remaining: Some(0),
            reset: None,
        });
        drop(first);
        let start = Instant::now();
        drop(pace.turn(|_| {}).await);
        assert!(start.elapsed() >= WINDOW / 2);
    }
}
