//! What each file of the corpus costs, counted and not timed: `fixtures/media/cost.json`.
//!
//! After a change that is meant: `PROBE_COST=write cargo test -p postworthy --test probe_cost`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use corpus::{files, folder, probe};

/// Reads of 4 KiB and their bytes, as from a disk; requests of 64 KiB and theirs, as from afar.
type Cost = [u64; 4];

fn costs() -> BTreeMap<String, Cost> {
    let cost = |(name, content): (String, Vec<u8>)| {
        let (near, far) = (probe(&content, 4096), probe(&content, 65_536));
        let cost = [
            near.requests.into(),
            near.bytes,
            far.requests.into(),
            far.bytes,
        ];
        (name, cost)
    };
    files("sound").into_iter().map(cost).collect()
}

#[test]
fn every_file_costs_what_is_written_down() {
    let path = folder().join("cost.json");
    let costs = costs();
    if std::env::var("PROBE_COST").is_ok_and(|value| value == "write") {
        let mut text = String::from("{\n");
        for (name, cost) in &costs {
            let comma = if Some(name) == costs.keys().last() {
                ""
            } else {
                ","
            };
            writeln!(text, " \"{name}\": {cost:?}{comma}").unwrap();
        }
        fs::write(&path, text + "}\n").unwrap();
    }
    let written: BTreeMap<String, Cost> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    for (name, cost) in &costs {
        assert_eq!(written.get(name), Some(cost), "{name}");
    }
    assert_eq!(written.len(), costs.len());
}

#[test]
fn typical_files_take_two_requests_from_afar() {
    let more: Vec<_> = costs()
        .into_iter()
        .filter(|(_, [_, _, requests, _])| *requests > 2)
        .collect();
    assert!(more.is_empty(), "{more:?}");
}
