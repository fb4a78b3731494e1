//! Accounts, their health, and what platforms know of them.

use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::model::{Message, Pagination, Reference, model, read_members};
use crate::posts::missing;

model! {
    /// A connected account.
    Account {
        /// Its id.
        id as "_id": String,
        /// The platform.
        platform: String,
        /// Its profile, by its id or whole.
        profile_id: Reference,
        /// Its name on the platform.
        username: String,
        /// The name that people see.
        display_name: String,
        /// Where the public sees it.
        profile_url: String,
        /// Whether it is connected.
        is_active: bool,
        /// Whether a person must connect it anew.
        needs_reconnection: bool,
        /// With the analytics add-on.
        followers_count: f64,
        /// What else the platform says; it differs from platform to platform.
        metadata: Value,
    }

    /// All accounts, or a page of them.
    AccountPage {
        /// The accounts.
        accounts: Vec<Account>,
        /// Whether the plan has the analytics add-on.
        has_analytics_access: bool,
        /// Which page it is, where pages were asked for.
        pagination: Pagination,
    }

    /// What an update of an account left.
    AccountAnswer {
        /// What the service says.
        message: String,
        /// Whether it was done.
        success: bool,
        /// The account.
        account: Account,
        /// Its name on the platform.
        username: String,
        /// The name that people see.
        display_name: String,
    }

    /// How all accounts are.
    HealthSummary {
        /// How many are how.
        summary: HealthCounts,
        /// Each.
        accounts: Vec<AccountHealth>,
    }

    /// How many accounts are how.
    HealthCounts {
        /// All.
        total: u64,
        /// Without trouble.
        healthy: u64,
        /// With warnings.
        warning: u64,
        /// With errors.
        error: u64,
        /// To be connected anew by a person.
        needs_reconnect: u64,
    }

    /// How an account is.
    AccountHealth {
        /// The account.
        account_id: String,
        /// The platform.
        platform: String,
        /// Its name on the platform.
        username: String,
        /// `healthy`, `warning` or `error`.
        status: String,
        /// Whether it can post.
        can_post: bool,
        /// Whether its token is valid.
        token_valid: bool,
        /// When its token ends (RFC 3339).
        token_expires_at: String,
        /// Whether a person must connect it anew.
        needs_reconnect: bool,
        /// Its token, in the account's own report.
        token_status: Value,
        /// What it may do, in the account's own report.
        permissions: Value,
        /// What is wrong.
        issues: Vec<String>,
        /// What to do about it.
        recommendations: Vec<String>,
    }

    /// How many follow, day by day.
    FollowerStats {
        /// The accounts.
        accounts: Vec<Value>,
        /// Days by account.
        stats: Value,
        /// The first and the last day.
        date_range: Value,
        /// `daily`, `weekly` or `monthly`.
        granularity: String,
    }

    /// A board of Pinterest.
    Board {
        /// Its id, as `boardId` takes it.
        id: String,
        /// Its name.
        name: String,
        /// What it is about.
        description: String,
        /// `PUBLIC`, `PROTECTED` or `SECRET`.
        privacy: String,
    }

    /// The boards of an account.
    Boards {
        /// The boards.
        boards: Vec<Board>,
    }

    /// A board that was made.
    BoardAnswer {
        /// The board.
        board: Board,
    }

    /// A subreddit.
    Subreddit {
        /// Its id.
        id: String,
        /// Its name without `r/`.
        name: String,
        /// Its heading.
        title: String,
        /// How many read it.
        subscribers: u64,
        /// Whether it is for adults.
        over18: bool,
    }

    /// The subreddits of an account.
    Subreddits {
        /// The subreddits.
        subreddits: Vec<Subreddit>,
        /// Where posts go that name none.
        default_subreddit: String,
    }

    /// What TikTok lets a creator do.
    CreatorInfo {
        /// Who it is, and whether they can post more now.
        creator: Value,
        /// Who may be let see a post.
        privacy_levels: Vec<PrivacyLevel>,
        /// Limits of this creator.
        posting_limits: PostingLimits,
    }

    /// Who may be let see a post.
    PrivacyLevel {
        /// As `privacy_level` takes it.
        value: String,
        /// As people read it.
        label: String,
    }

    /// Limits of a creator.
    PostingLimits {
        /// The longest video, in seconds.
        max_video_duration_sec: u64,
        /// Which interactions may be switched on.
        interaction_settings: Value,
    }
}

/// Which accounts to list; what is `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountFilter {
    /// Only those of this profile.
    pub profile_id: Option<String>,
    /// Only those on this platform.
    pub platform: Option<String>,
    /// `connected` or `disconnected`; in reports of health `healthy`, `warning` or `error`.
    pub status: Option<String>,
    /// Those over the plan's limit too.
    pub include_over_limit: Option<bool>,
    /// The page, from 1, together with `limit`; neither gives all at once.
    pub page: Option<u64>,
    /// Accounts a page, 1 to 100.
    pub limit: Option<u64>,
}

read_members! {
    AccountFilter: profile_id, platform, status, include_over_limit, page, limit,
}

/// Which follower counts to give; what is `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowerFilter {
    /// Ids, separated by commas.
    pub account_ids: Option<String>,
    /// Only those of this profile.
    pub profile_id: Option<String>,
    /// From this day, `YYYY-MM-DD`; 30 days ago if nothing is said.
    pub from_date: Option<String>,
    /// Up to this day, `YYYY-MM-DD`; today if nothing is said.
    pub to_date: Option<String>,
    /// `daily`, `weekly` or `monthly`.
    pub granularity: Option<String>,
}

read_members! {
    FollowerFilter: account_ids, profile_id, from_date, to_date, granularity,
}

/// A board to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewBoard {
    /// Its name.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `PUBLIC`, `PROTECTED` or `SECRET`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<String>,
}

read_members! {
    NewBoard: name, description, privacy,
}

impl Client {
    /// The connected accounts.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let accounts = client.accounts(&Default::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn accounts(&self, filter: &AccountFilter) -> Result<AccountPage, Error> {
        self.send(&Call::get(&["v1", "accounts"]).query(filter)?)
            .await
    }

    /// Changes the names of an account: `username`, `displayName`.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.update_account("acc_1", &serde_json::json!({ "displayName": "Acme" })).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn update_account(&self, id: &str, changes: &Value) -> Result<AccountAnswer, Error> {
        let call = Call::put(&["v1", "accounts", id]).json(changes)?;
        self.send(&call).await
    }

    /// Disconnects an account; only a person can connect it again.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.disconnect_account("acc_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn disconnect_account(&self, id: &str) -> Result<Message, Error> {
        self.send(&Call::delete(&["v1", "accounts", id])).await
    }

    /// How many follow, with the analytics add-on.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let stats = client.follower_stats(&Default::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn follower_stats(&self, filter: &FollowerFilter) -> Result<FollowerStats, Error> {
        let call = Call::get(&["v1", "accounts", "follower-stats"]);
        self.send(&call.query(filter)?).await
    }

    /// How all accounts are. Of the filter, profile, platform and status count.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let health = client.accounts_health(&Default::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn accounts_health(&self, filter: &AccountFilter) -> Result<HealthSummary, Error> {
        let call = Call::get(&["v1", "accounts", "health"]);
        self.send(&call.query(filter)?).await
    }

    /// How an account is, and what to do about it.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let health = client.account_health("acc_1").await?;
    /// println!("{:?}", health.recommendations);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn account_health(&self, id: &str) -> Result<AccountHealth, Error> {
        self.send(&Call::get(&["v1", "accounts", id, "health"]))
            .await
    }

    /// The boards of a Pinterest account.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let boards = client.pinterest_boards("acc_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn pinterest_boards(&self, account: &str) -> Result<Vec<Board>, Error> {
        let call = Call::get(&["v1", "accounts", account, "pinterest-boards"]);
        let answer: Boards = self.send(&call).await?;
        Ok(answer.boards.unwrap_or_default())
    }

    /// Sets the board for pins that name none.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.set_pinterest_board("acc_1", "board_1", None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn set_pinterest_board(
        &self,
        account: &str,
        board: &str,
        name: Option<&str>,
    ) -> Result<AccountAnswer, Error> {
        let mut body = serde_json::json!({ "defaultBoardId": board });
        if let (Some(name), Some(body)) = (name, body.as_object_mut()) {
            body.insert("defaultBoardName".to_string(), name.into());
        }
        let call = Call::put(&["v1", "accounts", account, "pinterest-boards"]).json(&body)?;
        self.send(&call).await
    }

    /// Makes a board. It is not repeated after a failure that leaves open whether it was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// use postworthy_late::NewBoard;
    /// let board = NewBoard { name: "Recipes".into(), ..NewBoard::default() };
    /// let made = client.create_pinterest_board("acc_1", &board).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn create_pinterest_board(
        &self,
        account: &str,
        board: &NewBoard,
    ) -> Result<Board, Error> {
        let call = Call::post(&["v1", "accounts", account, "pinterest-boards"]).json(board)?;
        let answer: BoardAnswer = self.send(&call).await?;
        answer.board.ok_or_else(|| missing("board"))
    }

    /// The subreddits that a Reddit account can post to.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let subreddits = client.reddit_subreddits("acc_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn reddit_subreddits(&self, account: &str) -> Result<Subreddits, Error> {
        let call = Call::get(&["v1", "accounts", account, "reddit-subreddits"]);
        self.send(&call).await
    }

    /// Sets the subreddit for posts that name none.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.set_reddit_subreddit("acc_1", "marketing").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn set_reddit_subreddit(
        &self,
        account: &str,
        subreddit: &str,
    ) -> Result<AccountAnswer, Error> {
        let body = serde_json::json!({ "defaultSubreddit": subreddit });
        let call = Call::put(&["v1", "accounts", account, "reddit-subreddits"]).json(&body)?;
        self.send(&call).await
    }

    /// What TikTok lets a creator do: privacy levels, the longest video. `photo` asks for photo
    /// posts instead of videos.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let info = client.tiktok_creator_info("acc_1", false).await?;
    /// println!("{:?}", info.privacy_levels);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::RateLimited`] where the creator has posted enough for today.
    pub async fn tiktok_creator_info(
        &self,
        account: &str,
        photo: bool,
    ) -> Result<CreatorInfo, Error> {
        let mut call = Call::get(&["v1", "accounts", account, "tiktok", "creator-info"]);
        if photo {
            call.query
                .push(("mediaType".to_string(), "photo".to_string()));
        }
        self.send(&call).await
    }
}
