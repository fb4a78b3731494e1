//! Queues: recurring times at which posts go out.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::model::{Message, model, read_members};

model! {
    /// A queue: the times of a week at which a profile posts.
    Queue {
        /// Its id.
        id as "_id": String,
        /// Its profile.
        profile_id: String,
        /// Its name.
        name: String,
        /// The IANA time zone of its times.
        timezone: String,
        /// Its times.
        slots: Vec<Slot>,
        /// Whether it is in use.
        active: bool,
        /// Whether it is taken where none is named.
        is_default: bool,
    }

    /// The queues of a profile: one with its next times, or all.
    Queues {
        /// Whether the profile has the queue.
        exists: bool,
        /// The queue, where one was asked for.
        schedule: Queue,
        /// Its next times (RFC 3339).
        next_slots: Vec<String>,
        /// All queues, where all were asked for.
        queues: Vec<Queue>,
        /// How many they are.
        count: u64,
    }

    /// A queue that was made or changed.
    QueueAnswer {
        /// Whether it was done.
        success: bool,
        /// The queue.
        schedule: Queue,
        /// Its next times (RFC 3339).
        next_slots: Vec<String>,
        /// How many posts were moved to the new times.
        reshuffled_count: u64,
    }

    /// The next times of a queue.
    QueuePreview {
        /// The profile.
        profile_id: String,
        /// How many times are given.
        count: u64,
        /// The times (RFC 3339).
        slots: Vec<String>,
    }

    /// The next free time of a queue.
    NextSlot {
        /// The profile.
        profile_id: String,
        /// The time (RFC 3339).
        next_slot: String,
        /// The IANA time zone of the queue.
        timezone: String,
        /// The queue.
        queue_id: String,
        /// Its name.
        queue_name: String,
    }
}

/// A time of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Slot {
    /// 0 is Sunday, 6 is Saturday.
    pub day_of_week: u8,
    /// `HH:mm`, of 24 hours.
    pub time: String,
}

/// A queue to be made or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueSettings {
    /// The profile.
    pub profile_id: String,
    /// Which queue to change; the default one if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// Its name; a new queue needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The IANA time zone of its times.
    pub timezone: String,
    /// Its times.
    pub slots: Vec<Slot>,
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Makes it the queue that its profile uses where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_as_default: Option<bool>,
    /// Moves the posts that wait to the new times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reshuffle_existing: Option<bool>,
}

read_members! {
    QueueSettings: profile_id, queue_id, name, timezone, slots, active, set_as_default, reshuffle_existing,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Which<'a> {
    profile_id: &'a str,
    queue_id: Option<&'a str>,
    all: Option<bool>,
    count: Option<u32>,
}

impl<'a> Which<'a> {
    fn of(profile_id: &'a str, queue_id: Option<&'a str>) -> Self {
        Which {
            profile_id,
            queue_id,
            all: None,
            count: None,
        }
    }
}

impl Client {
    /// A queue of a profile and its next times: the default one if none is named.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let queue = client.queue("prof_1", None).await?;
    /// println!("{:?}", queue.next_slots);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn queue(&self, profile: &str, queue: Option<&str>) -> Result<Queues, Error> {
        let call = Call::get(&["v1", "queue", "slots"]);
        self.send(&call.query(&Which::of(profile, queue))?).await
    }

    /// All queues of a profile.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let queues = client.queues("prof_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn queues(&self, profile: &str) -> Result<Vec<Queue>, Error> {
        let mut which = Which::of(profile, None);
        which.all = Some(true);
        let call = Call::get(&["v1", "queue", "slots"]).query(&which)?;
        let answer: Queues = self.send(&call).await?;
        Ok(answer.queues.unwrap_or_default())
    }

    /// Makes one more queue; the first of a profile is its default. It is not repeated after a
    /// failure that leaves open whether it was done.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// use postworthy_late::{QueueSettings, Slot};
    /// let made = client.create_queue(&QueueSettings {
    ///     profile_id: "prof_1".into(),
    ///     name: Some("Evenings".into()),
    ///     timezone: "Europe/Berlin".into(),
    ///     slots: vec![Slot { day_of_week: 1, time: "18:00".into() }],
    ///     ..QueueSettings::default()
    /// }).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn create_queue(&self, queue: &QueueSettings) -> Result<QueueAnswer, Error> {
        self.send(&Call::post(&["v1", "queue", "slots"]).json(queue)?)
            .await
    }

    /// Sets the times of a queue, and makes it where there is none.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// # let queue = postworthy_late::QueueSettings::default();
    /// let changed = client.update_queue(&queue).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn update_queue(&self, queue: &QueueSettings) -> Result<QueueAnswer, Error> {
        self.send(&Call::put(&["v1", "queue", "slots"]).json(queue)?)
            .await
    }

    /// Deletes a queue. The service would delete all of a profile where none is named; this does
    /// not.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// client.delete_queue("prof_1", "queue_1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where an id is empty; else as every call.
    pub async fn delete_queue(&self, profile: &str, queue: &str) -> Result<Message, Error> {
        if profile.trim().is_empty() || queue.trim().is_empty() {
            return Err(Error::setup("the profile and the queue must be named"));
        }
        let call = Call::delete(&["v1", "queue", "slots"]);
        self.send(&call.query(&Which::of(profile, Some(queue)))?)
            .await
    }

    /// The next times of a queue, 1 to 100 of them; the service gives 20 if nothing is said.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let times = client.queue_preview("prof_1", None, Some(3)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn queue_preview(
        &self,
        profile: &str,
        queue: Option<&str>,
        count: Option<u32>,
    ) -> Result<QueuePreview, Error> {
        let mut which = Which::of(profile, queue);
        which.count = count;
        let call = Call::get(&["v1", "queue", "preview"]);
        self.send(&call.query(&which)?).await
    }

    /// The next free time of a queue. A post takes it by `queuedFromProfile`, not by its time.
    ///
    /// ```no_run
    /// # async fn example(client: postworthy_late::Client) -> Result<(), postworthy_late::Error> {
    /// let next = client.next_slot("prof_1", None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub async fn next_slot(&self, profile: &str, queue: Option<&str>) -> Result<NextSlot, Error> {
        let call = Call::get(&["v1", "queue", "next-slot"]);
        self.send(&call.query(&Which::of(profile, queue))?).await
    }
}
