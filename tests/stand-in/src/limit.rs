//! The rate limit: a sliding window.

use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[derive(Debug)]
pub(crate) struct Limit {
    requests: u32,
    per: Duration,
    seen: VecDeque<Instant>,
}

impl Limit {
    pub fn new(requests: u32, per_ms: u64) -> Self {
        Limit {
            requests,
            per: Duration::from_millis(per_ms),
            seen: VecDeque::new(),
        }
    }

    /// Counts a request. The headers of its answer, and how many seconds to wait where it is one
    /// too many.
    pub fn count(&mut self) -> (Vec<(String, String)>, Option<u64>) {
        let now = Instant::now();
        while self.seen.front().is_some_and(|at| *at + self.per <= now) {
            self.seen.pop_front();
        }
        let full = self.seen.len() >= self.requests as usize;
        if !full {
            self.seen.push_back(now);
        }
        let oldest = self.seen.front().map_or(Duration::ZERO, |at| {
            (*at + self.per).saturating_duration_since(now)
        });
        let reset = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            + oldest;
        let left = self.requests as usize - self.seen.len();
        let header = |name: &str, value: String| (format!("X-RateLimit-{name}"), value);
        let headers = vec![
            header("Limit", self.requests.to_string()),
            header("Remaining", left.to_string()),
            header("Reset", reset.as_secs_f64().ceil().to_string()),
        ];
        (headers, full.then(|| oldest.as_secs_f64().ceil() as u64))
    }
}
