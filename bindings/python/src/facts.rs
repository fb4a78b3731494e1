//! What a check is told beside the post.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use postworthy::media::MediaInfo;
use postworthy::{AccountFacts, Context};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use serde::Deserialize;

use crate::convert;
use crate::error::error;
use crate::media::PyMediaInfo;
use crate::read::{Read, type_name};

/// What a check is told beside the post.
#[derive(Clone, Debug)]
pub struct Facts {
    pub context: Arc<Context>,
    /// Local media are probed; their paths count from this folder.
    pub local: Option<PathBuf>,
}

thread_local! {
    /// What a check knows that is told nothing: the time. One for each second, for checks in a loop.
    static UNTOLD: RefCell<(u64, Arc<Context>)> = RefCell::default();
}

/// The time alone.
fn untold() -> Arc<Context> {
    let second = SystemTime::now().duration_since(UNIX_EPOCH);
    let second = second.map_or(0, |since| since.as_secs());
    UNTOLD.with_borrow_mut(|(of, context)| {
        if *of != second || context.now.is_none() {
            *of = second;
            *context = Arc::new(Context {
                now: Some(postworthy::now()),
                ..Context::default()
            });
        }
        Arc::clone(context)
    })
}

impl Facts {
    /// Reads the arguments `media`, `accounts` and `now`.
    pub fn of(
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        if media.is_none() && accounts.is_none() && now.is_none() {
            return Ok(Facts {
                context: untold(),
                local: None,
            });
        }
        let mut context = Context::default();
        let local = match media {
            Some(media) => read_media(media, &mut context)?,
            None => None,
        };
        if let Some(accounts) = accounts {
            for (id, value) in members(accounts, "accounts", "the id of an account")? {
                let read = read(&value, &format!("accounts[{id:?}]"))?;
                context.accounts.insert(id, read);
            }
        }
        context.now = Some(match now {
            None => postworthy::now(),
            Some(now) => point_in_time(now)?,
        });
        Ok(Facts {
            context: Arc::new(context),
            local,
        })
    }
}

/// Reads what is told of media, or else the folder from which local ones are to be probed.
fn read_media(media: &Bound<'_, PyAny>, context: &mut Context) -> PyResult<Option<PathBuf>> {
    if let Ok(word) = media.cast::<PyString>() {
        if word.to_str().ok() != Some("auto") {
            return Err(error(
                "media is \"auto\", a folder (a Path), or a mapping of URLs to what is known",
            ));
        }
        return Ok(Some(PathBuf::new()));
    }
    if media.hasattr("__fspath__")? {
        return convert::path(media, "media").map(Some);
    }
    for (url, value) in members(media, "media", "the URL or path as the post writes it")? {
        let info = media_info(&value, &format!("media[{url:?}]"))?;
        context.media.insert(url, info);
    }
    Ok(None)
}

/// What is known of one media file, as an object or as the contract's JSON.
pub fn media_info(value: &Bound<'_, PyAny>, place: &str) -> PyResult<MediaInfo> {
    if let Ok(info) = value.cast::<PyMediaInfo>() {
        return Ok(info.get().0.clone());
    }
    read(value, place)
}

/// Facts at a place; their reader names the field itself.
fn read<'py, T: Deserialize<'py>>(value: &Bound<'py, PyAny>, place: &str) -> PyResult<T> {
    T::deserialize(Read(value)).map_err(|unfit| match unfit.raised {
        Some(raised) => raised,
        None => error(format!("{place}: {}", unfit.message)),
    })
}

/// What is known of one account.
pub fn account(value: Option<&Bound<'_, PyAny>>) -> PyResult<AccountFacts> {
    match value {
        None => Ok(AccountFacts::default()),
        Some(value) => read(value, "account"),
    }
}

/// The members of a mapping, whose keys are text that says `what`.
fn members<'py>(
    mapping: &Bound<'py, PyAny>,
    name: &str,
    what: &str,
) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let mapping = mapping
        .cast::<PyMapping>()
        .map_err(|_| error(format!("{name} is a mapping, not {}", type_name(mapping))))?;
    let mut members = Vec::new();
    for pair in mapping.items()? {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let text = key.cast::<PyString>().map_err(|_| {
            let key = type_name(&key);
            error(format!("{name}: a key is {what}, as text, not {key}"))
        })?;
        let text = convert::text(text, name)?;
        members.push((text.to_string(), value));
    }
    Ok(members)
}

/// A `datetime` that knows its zone, or text as RFC 3339 has it. Other text is handed on: in every
/// language the core takes it for no time, and says in the report that one is needed.
fn point_in_time(now: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = now.cast::<PyString>() {
        return convert::text(text, "now").map(str::to_string);
    }
    // A date has no zone, and a time of day no year.
    let parts = ["year", "isoformat", "utcoffset"];
    let mut known = parts.iter().map(|part| now.hasattr(*part));
    if !known.try_fold(true, |all, one| one.map(|one| all && one))? {
        return Err(error(format!(
            "now is a datetime or text, not {}",
            type_name(now)
        )));
    }
    if now.call_method0("utcoffset")?.is_none() {
        return Err(error(
            "now must know its time zone: datetime.now(timezone.utc)",
        ));
    }
    let text = now.call_method0("isoformat")?;
    let text = text.cast::<PyString>();
    convert::text(
        text.map_err(|_| error("now: its isoformat returns no text"))?,
        "now",
    )
    .map(str::to_string)
}
