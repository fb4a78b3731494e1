//! Options inside lists: each value beside the entries that it stands in.

use core::cell::Cell;

use super::eval::is_scalar;
use super::target::{Item, Options, member};
use crate::context::Context;
use crate::json::Value;
use crate::rules::{Condition, OptionRef, OptionSpec};

/// One entry of a list, and the entry that the list itself stands in.
pub(super) struct Entry<'e, 'p> {
    /// Its place in its list, from 0.
    pub index: usize,
    /// The option that is called `...[]`.
    slot: u8,
    value: Value<'p>,
    outer: Option<&'e Entry<'e, 'p>>,
}

/// The options of a target, as the conditions of one row leave them.
pub(super) struct Entries<'e, 'p> {
    pub options: &'e Options<'p>,
    pub specs: &'e [OptionSpec],
    /// Those about options inside lists hold for each entry by itself.
    pub when: &'e [Condition],
    pub context: &'p Context,
    /// The members of outer entries found last, with the object and the option each.
    pub found: Cell<Found<'p>>,
}

/// A few members, each of an object under an option's names.
pub(super) type Found<'p> = [Option<(u32, u8, Option<Value<'p>>)>; 2];

impl<'p> Entries<'_, 'p> {
    /// Calls `visit` with every value of an option, those inside lists one by one.
    pub fn each(
        &self,
        option: &OptionRef,
        visit: &mut dyn FnMut(Value<'p>, Option<&Entry<'_, 'p>>),
    ) {
        self.descend(option.slot, None, visit);
    }

    /// Calls `visit` with every object that holds, or should hold, a nested option.
    pub fn each_holder(
        &self,
        spec: &OptionSpec,
        visit: &mut dyn FnMut(Value<'p>, Option<&Entry<'_, 'p>>),
    ) {
        self.descend(spec.parent, None, visit);
    }

    /// The value of an option as seen from an entry.
    pub fn beside(&self, option: &OptionRef, entry: Option<&Entry<'_, 'p>>) -> Option<Value<'p>> {
        self.resolve(option.slot, entry)
    }

    fn descend(
        &self,
        slot: u8,
        entry: Option<&Entry<'_, 'p>>,
        visit: &mut dyn FnMut(Value<'p>, Option<&Entry<'_, 'p>>),
    ) {
        let Some(list) = self.next_list(slot, entry.map(|entry| entry.slot)) else {
            if let Some(value) = self.resolve(slot, entry) {
                visit(value, entry);
            }
            return;
        };
        let parent = self
            .spec(list)
            .and_then(|spec| self.resolve(spec.parent, entry));
        let items = parent.into_iter().flat_map(Value::items);
        for (index, value) in items.enumerate() {
            let inner = Entry {
                index,
                slot: list,
                value,
                outer: entry,
            };
            if self.holds(&inner) {
                self.descend(slot, Some(&inner), visit);
            }
        }
    }

    fn spec(&self, slot: u8) -> Option<&OptionSpec> {
        self.specs.get(usize::from(slot))
    }

    /// The outermost list on the way from `below` to an option.
    fn next_list(&self, slot: u8, below: Option<u8>) -> Option<u8> {
        let mut found = None;
        let mut at = slot;
        while Some(at) != below
            && let Some(spec) = self.spec(at)
        {
            if spec.key.as_str() == "[]" {
                found = Some(at);
            }
            at = spec.parent;
        }
        found
    }

    fn resolve(&self, slot: u8, entry: Option<&Entry<'_, 'p>>) -> Option<Value<'p>> {
        let mut chain = entry;
        while let Some(one) = chain {
            if one.slot == slot {
                return Some(one.value);
            }
            chain = one.outer;
        }
        let spec = self.spec(slot)?;
        if spec.parent == OptionSpec::TOP {
            self.options.at(slot)
        } else if spec.key.as_str() == "[]" {
            None
        } else {
            let object = self.resolve(spec.parent, entry)?;
            if entry.is_some_and(|entry| entry.value.at == object.at) {
                return member(object, spec);
            }
            // What stands outside an entry is asked for again by all that stand beside it.
            let [last, before] = self.found.get();
            let known = [last, before].into_iter().flatten();
            let mut same = known.filter(|(at, of, _)| (*at, *of) == (object.at, slot));
            if let Some((.., value)) = same.next() {
                return value;
            }
            let value = member(object, spec);
            self.found.set([Some((object.at, slot, value)), last]);
            value
        }
    }

    /// Whether an entry is one of those that the row is about.
    fn holds(&self, entry: &Entry<'_, 'p>) -> bool {
        self.when.iter().all(|condition| {
            let (Condition::OptionIs { option, .. }
            | Condition::OptionNot { option, .. }
            | Condition::OptionFormat { option, .. }
            | Condition::OptionSet(option)
            | Condition::OptionUnset(option)) = condition
            else {
                return true;
            };
            let innermost = core::iter::successors(Some(option.slot), |slot| {
                self.spec(*slot).map(|spec| spec.parent)
            })
            .find(|slot| {
                self.spec(*slot)
                    .is_none_or(|spec| spec.key.as_str() == "[]")
            });
            if innermost != Some(entry.slot) {
                return true;
            }
            let value = self.resolve(option.slot, Some(entry));
            met(condition, value, self.context)
        })
    }
}

/// Whether a condition on an option holds for a value of it.
pub(super) fn met<'p>(
    condition: &Condition,
    value: Option<Value<'p>>,
    context: &'p Context,
) -> bool {
    match condition {
        Condition::OptionIs { value: wanted, .. } => value.is_some_and(|at| is_scalar(at, wanted)),
        Condition::OptionNot { value: wanted, .. } => {
            !value.is_some_and(|at| is_scalar(at, wanted))
        }
        Condition::OptionFormat { format, .. } => {
            value.is_some_and(|at| Item::picture(at, context).format == Some(*format))
        }
        Condition::OptionSet(_) => value.is_some(),
        Condition::OptionUnset(_) => value.is_none(),
        _ => true,
    }
}
