//! What a client tells while it works: waits and repeats.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Something that happened on the way, worth a line in a log.
///
/// Every notice is also given to the `log` facade, as a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A request is sent again.
    Repeat {
        /// The call, such as `POST /v1/posts`.
        call: String,
        /// Why.
        reason: String,
        /// How long the client waits before.
        wait: Duration,
        /// Which attempt this will be, from 2.
        attempt: u32,
        /// The request id that the repeat carries again, where the service knows repeats by it.
        request_id: Option<String>,
        /// Whether an earlier attempt may have arrived.
        may_have_arrived: bool,
    },
    /// The rate limit is used up; the client waits for room. Told once for all that waits, and not
    /// of less than a tenth of the window.
    Paced {
        /// How long.
        wait: Duration,
    },
    /// A post is submitted although the check found errors in it.
    Forced {
        /// How many.
        errors: u32,
    },
    /// What was submitted could not be recorded; another run may submit it again.
    Record {
        /// Why.
        reason: String,
    },
    /// A post names an account that the key cannot see, or that is not connected.
    Account {
        /// The account.
        account_id: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Repeat {
                call,
                reason,
                wait,
                attempt,
                request_id,
                may_have_arrived,
            } => {
                let seconds = wait.as_secs_f64();
                write!(f, "{call}: {reason}; attempt {attempt} in {seconds:.1} s")?;
                if let Some(id) = request_id {
                    write!(f, " under the same request id {id}")?;
                }
                if *may_have_arrived {
                    f.write_str(", as an earlier one may have arrived")?;
                }
                Ok(())
            }
            Notice::Paced { wait } => {
                write!(
                    f,
                    "the rate limit is used up: waiting {:.1} s",
                    wait.as_secs_f64()
                )
            }
            Notice::Forced { errors } => {
                let errors = match errors {
                    1 => "1 ERROR".to_string(),
                    more => format!("{more} ERRORS"),
                };
                write!(f, "SUBMITTING A POST WITH {errors}, as told to by force")
            }
            Notice::Record { reason } => f.write_str(reason),
            Notice::Account { account_id, reason } => write!(f, "account {account_id}: {reason}"),
        }
    }
}

/// Who is told.
pub(crate) type Listener = Arc<dyn Fn(&Notice) + Send + Sync>;
