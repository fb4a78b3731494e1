//! Every target on its seeds and on what it once fell over: by any compiler, without libFuzzer.

use postworthy_fuzz::{TARGETS, seeds};

#[test]
fn every_target_stands_its_seeds() {
    for target in TARGETS {
        let inputs = (target.seeds)();
        assert!(inputs.len() >= 4, "{} has too few seeds", target.name);
        for input in inputs {
            (target.run)(&input);
        }
    }
}

#[test]
fn what_was_once_found_is_mended() {
    for target in TARGETS {
        for (name, input) in seeds::found(target.name) {
            println!("{}: {name}", target.name);
            (target.run)(&input);
        }
    }
}

#[test]
fn seeds_that_are_cut_or_changed_are_survived() {
    let mut random = seeds::random();
    for target in TARGETS {
        for mut input in (target.seeds)()
            .into_iter()
            .filter(|input| !input.is_empty())
        {
            let at = random(input.len());
            (target.run)(&input[..at]);
            input[at] = input[at].wrapping_add(1);
            (target.run)(&input);
        }
    }
}

#[test]
fn every_target_has_a_program() {
    let manifest = include_str!("../Cargo.toml");
    for target in TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{}.rs\"", target.name)));
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}
