//! JSON Patch beside another implementation of it.

use postworthy::patch::{Patch, PatchErrorReason, apply};
use serde_json::Value;

/// A document, a zero byte, and a patch.
pub fn patch(input: &[u8]) {
    let Some(at) = input.iter().position(|byte| *byte == 0) else {
        return;
    };
    let (document, patch) = (&input[..at], &input[at + 1..]);
    let Ok(document) = serde_json::from_slice::<Value>(document) else {
        return;
    };
    let Ok(ours) = serde_json::from_slice::<Patch>(patch) else {
        return;
    };
    let mut patched = document.clone();
    let outcome = apply(&mut patched, &ours);
    if outcome.is_err() {
        assert_eq!(patched, document, "a patch that fails changes nothing");
    }
    let beyond = |reason| {
        matches!(
            reason,
            PatchErrorReason::TooDeep | PatchErrorReason::TooLarge
        )
    };
    if outcome.as_ref().is_err_and(|error| beyond(error.reason)) {
        // The other implementation has no bounds.
        return;
    }
    let Ok(theirs) = serde_json::from_slice::<json_patch::Patch>(patch) else {
        return;
    };
    let mut other = document;
    match (outcome, json_patch::patch(&mut other, &theirs)) {
        (Ok(()), Ok(())) => assert_eq!(patched, other),
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("we say {ours:?}, they say {theirs:?}"),
    }
}
