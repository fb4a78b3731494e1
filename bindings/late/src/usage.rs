//! What the plan allows and what of it is used.

use serde_json::Value;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::model::model;

model! {
    /// The plan and its use.
    Usage {
        /// The plan's name.
        plan_name: String,
        /// `monthly` or `yearly`.
        billing_period: String,
        /// Since when.
        signup_date: String,
        /// What the plan allows; -1 is no limit.
        limits: UsageLimits,
        /// What is used.
        usage: UsageCounts,
        /// Whether the account is in good standing.
        has_access: bool,
        /// What was spent, where that is how the plan is paid.
        spend: Value,
    }

    /// What a plan allows; -1 is no limit.
    UsageLimits {
        /// Posts a period.
        uploads: i64,
        /// Profiles.
        profiles: i64,
    }

    /// What of a plan is used.
    UsageCounts {
        /// Posts in this period.
        uploads: u64,
        /// Profiles.
        profiles: u64,
        /// When the period began.
        last_reset: String,
    }
}

impl Client {
    /// The plan, its limits and what of them is used.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let usage = client.usage().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn usage(&self) -> Result<Usage, Error> {
        self.send(&Call::get(&["v1", "usage-stats"])).await
    }
}
