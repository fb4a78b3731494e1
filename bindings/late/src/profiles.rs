//! Profiles: the containers of accounts.

use serde::Serialize;
use serde_json::Value;

use crate::call::{Call, IDEMPOTENCY_KEY};
use crate::client::Client;
use crate::error::Error;
use crate::model::{Message, model, read_members};
use crate::posts::missing;
use crate::random;

model! {
    /// A profile.
    Profile {
        /// Its id.
        id as "_id": String,
        /// Its name.
        name: String,
        /// What it is for.
        description: String,
        /// Its colour, `#ffeda0`.
        color: String,
        /// Whether it is taken where none is named.
        is_default: bool,
        /// Whether it is beyond the plan's limit.
        is_over_limit: bool,
        /// When it was made.
        created_at: String,
    }

    /// Profiles.
    ProfileList {
        /// The profiles.
        profiles: Vec<Profile>,
    }

    /// A profile, and what the service says of it.
    ProfileAnswer {
        /// What it says.
        message: String,
        /// The profile.
        profile: Profile,
    }
}

/// Which profiles to list; what is `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFilter {
    /// Those over the plan's limit too.
    pub include_over_limit: Option<bool>,
    /// Only the one of exactly this name.
    pub name: Option<String>,
    /// Profiles a page, 1 to 1000.
    pub limit: Option<u32>,
    /// How many to leave out before.
    pub skip: Option<u32>,
}

read_members! {
    ProfileFilter: include_over_limit, name, limit, skip,
}

/// A profile to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewProfile {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its colour, `#ffeda0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

read_members! {
    NewProfile: name, description, color,
}

impl Client {
    /// The profiles, oldest first.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let profiles = client.profiles(&Default::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn profiles(&self, filter: &ProfileFilter) -> Result<Vec<Profile>, Error> {
        let call = Call::get(&["v1", "profiles"]).query(filter)?;
        let answer: ProfileList = self.send(&call).await?;
        Ok(answer.profiles.unwrap_or_default())
    }

    /// Makes a profile; it is never made twice, as it carries an idempotency key of its own.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// use postworthy_late::NewProfile;
    /// let profile = NewProfile { name: "Acme".into(), ..NewProfile::default() };
    /// let made = client.create_profile(&profile).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::Duplicate`] where there is one of that name; else as every call.
    pub async fn create_profile(&self, profile: &NewProfile) -> Result<Profile, Error> {
        let call = Call::post(&["v1", "profiles"])
            .json(profile)?
            .under(IDEMPOTENCY_KEY, random::request_id()?);
        self.profile_of(&call).await
    }

    /// Reads a profile.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let profile = client.profile("prof_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn profile(&self, id: &str) -> Result<Profile, Error> {
        self.profile_of(&Call::get(&["v1", "profiles", id])).await
    }

    /// Changes a profile: `name`, `description`, `color`, `isDefault`.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.update_profile("prof_1", &serde_json::json!({ "isDefault": true })).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn update_profile(&self, id: &str, changes: &Value) -> Result<Profile, Error> {
        let call = Call::put(&["v1", "profiles", id]).json(changes)?;
        self.profile_of(&call).await
    }

    /// Deletes a profile that has no connected accounts.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.delete_profile("prof_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_profile(&self, id: &str) -> Result<Message, Error> {
        self.send(&Call::delete(&["v1", "profiles", id])).await
    }

    async fn profile_of(&self, call: &Call) -> Result<Profile, Error> {
        let answer: ProfileAnswer = self.send(call).await?;
        answer.profile.ok_or_else(|| missing("profile"))
    }
}
