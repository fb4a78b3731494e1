//! Media that go together, and no more than are taken.

use alloc::string::ToString as _;
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::super::target::{Answer, Item};
use super::{Case, Offer};
use crate::json::{Kind, Value};
use crate::media::Format;
use crate::patch::Operation;
use crate::report::Applicability;
use crate::rules::Media;

/// The list that the finding is about: the one it points at, or the one its item stands in.
fn list<'c>(case: &Case<'c>) -> Option<(alloc::string::String, Value<'c>)> {
    if case.value.kind() == Kind::Array {
        return Some((case.path.clone(), case.value));
    }
    let (parent, _) = case.path.rsplit_once('/')?;
    let value = case.at(parent)?;
    (value.kind() == Kind::Array).then(|| (parent.to_string(), value))
}

/// The list without the items that `drop` says to leave out.
fn filtered(
    case: &Case<'_>,
    title: &str,
    mut drop: impl FnMut(&Item<'_>) -> bool,
) -> Option<Offer> {
    if !case.may_try {
        return None;
    }
    let (path, list) = list(case)?;
    let mut kept: Vec<Json> = Vec::new();
    let mut removed: Vec<Operation> = Vec::new();
    for (index, value) in list.items().enumerate() {
        let item = Item::read(value, case.context);
        if value.kind() == Kind::Object && drop(&item) {
            removed.push(Operation::Remove {
                path: alloc::format!("{path}/{index}"),
            });
        } else {
            kept.push(value.to_json());
        }
    }
    if removed.is_empty() {
        return None;
    }
    // From the end, so that the indices before it stay.
    removed.reverse();
    let shared = path == "/mediaItems" && case.targets > 1;
    let patch = match case.place {
        Some((index, _)) if shared => alloc::vec![Operation::Add {
            path: alloc::format!("/platforms/{index}/customMedia"),
            value: Json::Array(kept),
        }],
        _ => removed,
    };
    Some(case.tried(title.to_string(), Applicability::Unsafe, patch))
}

/// As many such items as are taken, the first ones.
pub(super) fn surplus_removed(case: &Case<'_>, of: Media, max: u32, gif: u32) -> Option<Offer> {
    let mut count = 0_u32;
    let title = super::kept_title(max);
    filtered(case, &title, |item| {
        let places = match (item.is(of), item.is(Media::AnimatedGif)) {
            (Answer::No, _) => return false,
            (_, Answer::No) => 1,
            _ => gif,
        };
        count = count.saturating_add(places);
        count > max
    })
}

/// Only the items of one of two kinds that cannot stand together.
pub(super) fn only(case: &Case<'_>, kept: Media, left: Media) -> Option<Offer> {
    let title = alloc::format!(
        "Keep only the {}",
        super::super::words::words(kept.as_str())
    );
    filtered(case, &title, |item| item.is(left) != Answer::No)
}

/// The list without such items.
pub(super) fn without(case: &Case<'_>, of: Media) -> Option<Offer> {
    let title = alloc::format!("Leave the {} out", super::super::words::words(of.as_str()));
    filtered(case, &title, |item| item.is(of) == Answer::Yes)
}

/// The declared type set to what the file is.
pub(super) fn retyped(case: &Case<'_>) -> Option<Offer> {
    let item = Item::read(case.value, case.context);
    let format = item.format?;
    case.value.get("type").filter(|at| !at.is_absent())?;
    let declared = match format {
        Format::Gif => "gif",
        other => other.kind().as_str(),
    };
    let path = alloc::format!("{}/type", case.path);
    Some(case.tried(
        alloc::format!("Declare it as {declared}"),
        Applicability::Unsafe,
        alloc::vec![Operation::Replace {
            path,
            value: declared.into()
        }],
    ))
}
