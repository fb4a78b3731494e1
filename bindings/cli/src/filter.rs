//! Which findings are wanted: `--select`, `--ignore` and `--platform`.

use postworthy::rules::{Check, Platform};
use postworthy::{Code, Diagnostic, Engine, Report, Severity, Unchecked};

use crate::error::Failure;
use crate::suggest::did_you_mean;

/// Which findings are wanted.
#[derive(Debug, Default)]
pub struct Filter {
    platforms: Vec<String>,
    select: Vec<Selector>,
    ignore: Vec<Selector>,
}

#[derive(Debug)]
enum Selector {
    Rule(String),
    /// `instagram/`: all rules that begin so.
    Prefix(String),
    Code(Code),
}

impl Selector {
    fn read(engine: &Engine, name: &str) -> Result<Self, Failure> {
        if let Some(code) = Code::from_name(name) {
            return Ok(Selector::Code(code));
        }
        if engine.rule(name).is_some() {
            return Ok(Selector::Rule(name.to_string()));
        }
        // The name of a platform stands for all of its rules.
        if let Some(platform) = Platform::from_name(name) {
            return Ok(Selector::Prefix(format!("{platform}/")));
        }
        let prefix = name.strip_suffix('*').filter(|prefix| {
            !prefix.is_empty()
                && engine
                    .rules()
                    .any(|rule| rule.id.as_str().starts_with(prefix))
        });
        if let Some(prefix) = prefix {
            return Ok(Selector::Prefix(prefix.to_string()));
        }
        let ids = engine.rules().map(|rule| rule.id.as_str());
        let known = ids.chain(Code::ALL.iter().map(|code| code.as_str()));
        let meant = did_you_mean(name, known);
        Err(Failure::new(format!(
            "there is no rule and no code `{name}`{meant}"
        )))
    }

    fn matches(&self, rule: &str, code: Option<Code>) -> bool {
        match self {
            Selector::Rule(id) => id == rule,
            Selector::Prefix(prefix) => rule.starts_with(prefix),
            Selector::Code(wanted) => code == Some(*wanted),
        }
    }
}

impl Filter {
    /// Reads the names as the user gave them.
    pub fn read(
        engine: &Engine,
        platforms: &[String],
        select: &[String],
        ignore: &[String],
    ) -> Result<Self, Failure> {
        let read = |names: &[String]| -> Result<Vec<Selector>, Failure> {
            let names = names.iter().map(|name| name.trim());
            let named = names.filter(|name| !name.is_empty());
            named.map(|name| Selector::read(engine, name)).collect()
        };
        Ok(Filter {
            platforms: platforms.to_vec(),
            select: read(select)?,
            ignore: read(ignore)?,
        })
    }

    fn wants(&self, rule: &str, code: Option<Code>) -> bool {
        let any = |list: &[Selector]| list.iter().any(|one| one.matches(rule, code));
        (self.select.is_empty() || any(&self.select)) && !any(&self.ignore)
    }

    /// Drops what is not wanted, and counts again.
    pub fn apply(&self, engine: &Engine, report: &mut Report) {
        if self.platforms.is_empty() && self.select.is_empty() && self.ignore.is_empty() {
            return;
        }
        if !self.platforms.is_empty() {
            let wanted = |name: &Option<String>| {
                name.as_ref()
                    .is_some_and(|name| self.platforms.contains(name))
            };
            report.targets.retain(|target| wanted(&target.platform));
        }
        let mut tally = Tally::default();
        tally.leave_in(engine, &report.diagnostics);
        tally.take(self, engine, &mut report.diagnostics, &mut report.unchecked);
        for target in &mut report.targets {
            let before = tally.errors;
            tally.take(self, engine, &mut target.diagnostics, &mut target.unchecked);
            target.valid = tally.errors == before;
        }
        report.errors = tally.errors;
        report.warnings = tally.warnings;
        report.valid = tally.errors == 0;
        report.complete = !tally.undecided;
    }
}

/// Whether a finding says what the report has no room for.
fn about_itself(engine: &Engine, one: &Diagnostic) -> bool {
    let rule = engine.rule(&one.rule);
    rule.is_some_and(|rule| matches!(rule.check, Check::ReportSize { .. }))
}

#[derive(Default)]
struct Tally {
    errors: u32,
    warnings: u32,
    undecided: bool,
}

impl Tally {
    /// Counts what the report had no room to list: nobody can tell whether it is wanted.
    fn leave_in(&mut self, engine: &Engine, diagnostics: &[Diagnostic]) {
        for one in diagnostics.iter().filter(|one| about_itself(engine, one)) {
            let param = |name: &str| one.params.get(name).and_then(|value| value.as_u64());
            let count = |name| param(name).and_then(|count| u32::try_from(count).ok());
            self.errors = self
                .errors
                .saturating_add(count("errors").unwrap_or_default());
            self.warnings = self
                .warnings
                .saturating_add(count("warnings").unwrap_or_default());
            self.undecided |= count("unchecked").is_some_and(|count| count > 0);
        }
    }

    fn take(
        &mut self,
        filter: &Filter,
        engine: &Engine,
        diagnostics: &mut Vec<Diagnostic>,
        unchecked: &mut Vec<Unchecked>,
    ) {
        diagnostics
            .retain(|one| filter.wants(&one.rule, Some(one.code)) || about_itself(engine, one));
        unchecked.retain(|one| {
            let code = engine.rule(&one.rule).map(|rule| rule.code);
            filter.wants(&one.rule, code)
        });
        for one in diagnostics.iter() {
            match one.severity {
                Severity::Error => self.errors = self.errors.saturating_add(1),
                Severity::Warning => self.warnings = self.warnings.saturating_add(1),
                Severity::Info => {}
            }
        }
        self.undecided |= unchecked.iter().any(|one| {
            let rule = engine.rule(&one.rule);
            rule.is_some_and(|rule| rule.severity == Severity::Error)
        });
    }
}
