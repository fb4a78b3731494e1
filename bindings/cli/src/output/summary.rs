//! The last lines: how many posts are fit, and which rules are broken most.

use std::collections::BTreeMap;

use super::Rendered;
use crate::terminal::{Palette, counted, plain};

/// Rules listed in the summary.
const TOP: usize = 5;

/// What was found in all posts together.
#[derive(Debug, Default)]
pub struct Total {
    pub posts: u64,
    pub invalid: u64,
    pub warned: u64,
    pub incomplete: u64,
    pub errors: u64,
    pub warnings: u64,
    rules: BTreeMap<String, u64>,
}

impl Total {
    pub fn add(&mut self, one: &Rendered) {
        let count = |total: &mut u64, more: u64| *total = total.saturating_add(more);
        count(&mut self.posts, 1);
        count(&mut self.invalid, u64::from(!one.valid));
        count(&mut self.warned, u64::from(one.warnings > 0));
        count(&mut self.incomplete, u64::from(!one.complete));
        count(&mut self.errors, u64::from(one.errors));
        count(&mut self.warnings, u64::from(one.warnings));
        for rule in &one.rules {
            match self.rules.get_mut(rule) {
                Some(found) => count(found, 1),
                None => {
                    self.rules.insert(rule.clone(), 1);
                }
            }
        }
    }

    /// Whether the exit status says so.
    pub fn failed(&self, strict: bool) -> bool {
        self.invalid > 0 || (strict && self.warned > 0)
    }

    /// The summary for people.
    pub fn summary(&self, palette: Palette, many: bool) -> String {
        if !many {
            return format!("{}\n", self.verdict(palette));
        }
        let valid = self.posts.saturating_sub(self.invalid);
        let mut text = format!(
            "{}: {}",
            palette.bold(&counted(self.posts, "post")),
            palette.help(&format!("{valid} valid"))
        );
        if self.invalid > 0 {
            let invalid = format!("{} invalid", self.invalid);
            text.push_str(&format!(", {}", palette.bad(&invalid)));
        }
        text.push_str(&format!(", {} with warnings", self.warned));
        if self.incomplete > 0 {
            text.push_str(&format!(", {} not checked in full", self.incomplete));
        }
        text.push('\n');
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        for (rule, count) in rules.into_iter().take(TOP) {
            text.push_str(&format!("{count:>8}  {}\n", plain(rule)));
        }
        text
    }

    fn verdict(&self, palette: Palette) -> String {
        let counts = [
            (self.errors, counted(self.errors, "error")),
            (self.warnings, counted(self.warnings, "warning")),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, text)| text)
            .collect();
        let counts = if counts.is_empty() {
            "nothing wrong found".to_string()
        } else {
            counts.join(", ")
        };
        let (fit, painted) = if self.invalid > 0 {
            ("not fit to publish", palette.bad("Not fit to publish"))
        } else {
            ("", palette.help("Fit to publish"))
        };
        let rest = if fit.is_empty() && self.incomplete > 0 {
            ", as far as could be checked"
        } else {
            ""
        };
        format!("{painted}{rest}: {counts}.")
    }
}
