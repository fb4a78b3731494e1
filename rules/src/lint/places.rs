//! Rows that look where nothing is: at fields nobody knows, or at entries that no check visits.

use postworthy::rules::{Check, Condition, OptionRef, OptionSpec, Platform, Rule, Text};

/// The fields of the body that a row names and the file of the post does not list.
pub(crate) fn fields(rule: &Rule, known: &[OptionSpec]) -> Vec<String> {
    let checked = match &rule.check {
        Check::FieldRequired { field }
        | Check::FieldForm { field, .. }
        | Check::FieldValue { field, .. }
        | Check::FieldRange { field, .. }
        | Check::FieldCount { field, .. }
        | Check::FieldIgnored { field }
        | Check::RecommendField { field } => Some(field),
        _ => None,
    };
    let compared = rule.when.iter().filter_map(|condition| match condition {
        Condition::FieldIs { field, .. } | Condition::FieldNot { field, .. } => Some(field),
        _ => None,
    });
    let unknown = |field: &&Text| !known.iter().any(|option| option.name == **field);
    let fields = checked.into_iter().chain(compared).filter(unknown);
    fields
        .map(|field| format!("the body has no field `{field}`"))
        .collect()
}

/// Conditions that can never be asked.
pub(super) fn conditions(rule: &Rule, platform: Platform) -> Vec<String> {
    let mut faults = Vec::new();
    for condition in rule.when.iter() {
        let field = matches!(
            condition,
            Condition::FieldIs { .. } | Condition::FieldNot { .. }
        );
        if platform == Platform::Post && !field {
            faults.push("rows of the post know the conditions `field_is` and `field_not`".into());
        }
        let Some(list) = option(condition).and_then(list_of) else {
            continue;
        };
        let visited = visits_entries(&rule.check);
        if !visited.is_some_and(|checked| checked.name.as_str().starts_with(list)) {
            faults.push(format!(
                "the check looks at no option inside `{list}`, which the condition is about"
            ));
        }
    }
    faults
}

const fn option(condition: &Condition) -> Option<&OptionRef> {
    match condition {
        Condition::OptionIs { option, .. }
        | Condition::OptionNot { option, .. }
        | Condition::OptionFormat { option, .. }
        | Condition::OptionSet(option)
        | Condition::OptionUnset(option) => Some(option),
        _ => None,
    }
}

/// The innermost list that an option stands in: `a[]` of `a[].b`.
fn list_of(option: &OptionRef) -> Option<&str> {
    let name = option.name.as_str();
    name.get(..name.rfind("[]")? + 2)
}

/// The option whose entries a check visits one by one.
const fn visits_entries(check: &Check) -> Option<&OptionRef> {
    match check {
        Check::OptionRequired { option, .. }
        | Check::OptionValue { option, .. }
        | Check::OptionRange { option, .. }
        | Check::OptionForm { option, .. }
        | Check::OptionUrn { option, .. }
        | Check::OptionFileFormat { option, .. }
        | Check::OptionFileBytes { option, .. }
        | Check::OptionWithinText { option, .. }
        | Check::OptionNumbered { option }
        | Check::OptionUnsupported { option }
        | Check::OptionIndex { option, .. }
        | Check::OptionMinLength { option, .. }
        | Check::OptionCount { option, .. }
        | Check::OptionMinCount { option, .. }
        | Check::OptionConflict { option, .. } => Some(option),
        _ => None,
    }
}
