//! What an account offers, and whether a value is one of it.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value as Json};

use super::eval::{Params, short};

/// A list of so few values, or one that is asked so few times, is looked through: without memory.
/// So few lists are remembered.
const FEW: usize = 32;
/// So many of the values are named in a finding.
const NAMED: usize = 10;

/// The lists that many targets ask.
///
/// INVARIANT: a list is known by where it lies, for a context stays as it is during a check.
#[derive(Debug, Default)]
pub(super) struct Asked(Vec<List>);

#[derive(Debug)]
struct List {
    lies: usize,
    times: usize,
    /// Its values as names, once it is asked often.
    known: Map<String, Json>,
}

impl Asked {
    /// Forgets the lists of the last context.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether a value is in a list.
    pub fn has(&mut self, list: &[String], value: &str) -> bool {
        let look = || list.iter().any(|one| one == value);
        if list.len() <= FEW {
            return look();
        }
        let lies = list.as_ptr().addr();
        let Some(asked) = self.0.iter_mut().find(|asked| asked.lies == lies) else {
            if self.0.len() < FEW {
                self.0.push(List {
                    lies,
                    times: 1,
                    known: Map::new(),
                });
            }
            return look();
        };
        asked.times = asked.times.saturating_add(1);
        if asked.times <= FEW {
            return look();
        }
        if asked.known.is_empty() {
            for one in list {
                asked.known.insert(one.clone(), Json::Null);
            }
        }
        asked.known.contains_key(value)
    }
}

/// The first values of a list and how many more there are: a list has no bounds, a finding does.
pub(super) fn named(list: &[String], params: &mut Params) {
    let first = list.iter().take(NAMED).map(|one| Json::from(short(one)));
    params.push(("allowed", first.collect()));
    if let Some(more) = list.len().checked_sub(NAMED).filter(|more| *more > 0) {
        params.push(("more", more.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_however_often_its_list_is_asked() {
        let list: Vec<String> = (0..500)
            .map(|at| alloc::format!("{}", at * 7 % 500))
            .collect();
        let mut asked = Asked::default();
        for at in 0..1_000 {
            let value = alloc::format!("{at}");
            assert_eq!(asked.has(&list, &value), at < 500, "{value}");
            assert!(!asked.has(&list[..20], "500"));
        }
    }

    #[test]
    fn a_long_list_is_named_in_part() {
        let list: Vec<String> = (0..12).map(|at| "x".repeat(at * 20)).collect();
        let mut params = Params::new();
        named(&list, &mut params);
        let allowed = params[0].1.as_array().unwrap();
        assert_eq!(allowed.len(), 10);
        assert_eq!(allowed[9].as_str().unwrap().chars().count(), 61);
        assert_eq!(params[1], ("more", 2.into()));
        params.clear();
        named(&list[..10], &mut params);
        assert_eq!(params.len(), 1);
    }
}
