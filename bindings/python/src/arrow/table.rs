//! Reports as a struct column.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{BooleanBuilder, Int32Builder, StringBuilder};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use postworthy::{Diagnostic, Report, Verdict};

use crate::html;
use crate::report::Outcome;

/// A report as a row.
pub struct Row {
    outcome: Outcome,
    found: Vec<Found>,
}

struct Found {
    target: Option<u32>,
    platform: Option<String>,
    diagnostic: Diagnostic,
}

impl Row {
    pub fn of(verdict: &Verdict<'_>) -> Self {
        Row {
            outcome: Outcome::of(verdict),
            found: match verdict.findings() {
                0 => Vec::new(),
                _ => found(&verdict.report()),
            },
        }
    }

    /// A row of a text that is no JSON.
    pub fn unreadable(report: &Report) -> Self {
        Row {
            outcome: Outcome {
                valid: report.valid,
                complete: report.complete,
                errors: report.errors,
                warnings: report.warnings,
            },
            found: found(report),
        }
    }
}

fn found(report: &Report) -> Vec<Found> {
    let all = html::all(report);
    all.map(|(target, one)| Found {
        target: target.map(|target| target.index),
        platform: target.and_then(|target| target.platform.clone()),
        diagnostic: one.clone(),
    })
    .collect()
}

static FINDING: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("target", DataType::Int32, true),
        Field::new("platform", DataType::Utf8, true),
        Field::new("rule", DataType::Utf8, false),
        Field::new("code", DataType::Utf8, false),
        Field::new("severity", DataType::Utf8, false),
        Field::new("path", DataType::Utf8, false),
        Field::new("message", DataType::Utf8, false),
        Field::new("hint", DataType::Utf8, false),
    ])
});

static ITEM: LazyLock<Arc<Field>> = LazyLock::new(|| {
    let finding = DataType::Struct(FINDING.clone());
    Arc::new(Field::new("item", finding, false))
});

static REPORT: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("valid", DataType::Boolean, true),
        Field::new("complete", DataType::Boolean, true),
        Field::new("errors", DataType::Int32, true),
        Field::new("warnings", DataType::Int32, true),
        Field::new("findings", DataType::List(ITEM.clone()), true),
    ])
});

/// The type of the column.
pub fn data_type() -> DataType {
    DataType::Struct(REPORT.clone())
}

fn int(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The column; a row of nothing is null.
pub fn array(rows: &[Option<Row>]) -> Result<ArrayRef, ArrowError> {
    let mut valid = BooleanBuilder::with_capacity(rows.len());
    let mut complete = BooleanBuilder::with_capacity(rows.len());
    let mut errors = Int32Builder::with_capacity(rows.len());
    let mut warnings = Int32Builder::with_capacity(rows.len());
    let mut findings = Findings::default();
    for row in rows {
        // Null beneath a null too: some engines look at a field without a look at its struct.
        let outcome = row.as_ref().map(|row| row.outcome);
        valid.append_option(outcome.map(|one| one.valid));
        complete.append_option(outcome.map(|one| one.complete));
        errors.append_option(outcome.map(|one| int(one.errors)));
        warnings.append_option(outcome.map(|one| int(one.warnings)));
        let found = row.as_ref().map_or(&[][..], |row| &row.found);
        found.iter().for_each(|one| findings.push(one));
    }
    let nulls: NullBuffer = rows.iter().map(Option::is_some).collect();
    let nulls = Some(nulls).filter(|nulls| nulls.null_count() > 0);
    let lengths = rows
        .iter()
        .map(|row| row.as_ref().map_or(0, |row| row.found.len()));
    let lists = ListArray::try_new(
        ITEM.clone(),
        OffsetBuffer::from_lengths(lengths),
        findings.finish()?,
        nulls.clone(),
    )?;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(valid.finish()),
        Arc::new(complete.finish()),
        Arc::new(errors.finish()),
        Arc::new(warnings.finish()),
        Arc::new(lists),
    ];
    Ok(Arc::new(StructArray::try_new(
        REPORT.clone(),
        columns,
        nulls,
    )?))
}

#[derive(Default)]
struct Findings {
    target: Int32Builder,
    platform: StringBuilder,
    rule: StringBuilder,
    code: StringBuilder,
    severity: StringBuilder,
    path: StringBuilder,
    message: StringBuilder,
    hint: StringBuilder,
}

impl Findings {
    fn push(&mut self, one: &Found) {
        let Diagnostic {
            rule,
            code,
            severity,
            path,
            message,
            hint,
            ..
        } = &one.diagnostic;
        self.target.append_option(one.target.map(int));
        self.platform.append_option(one.platform.as_deref());
        self.rule.append_value(rule);
        self.code.append_value(code.as_str());
        self.severity.append_value(severity.as_str());
        self.path.append_value(path);
        self.message.append_value(message);
        self.hint.append_value(hint);
    }

    fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.target.finish()),
            Arc::new(self.platform.finish()),
            Arc::new(self.rule.finish()),
            Arc::new(self.code.finish()),
            Arc::new(self.severity.finish()),
            Arc::new(self.path.finish()),
            Arc::new(self.message.finish()),
            Arc::new(self.hint.finish()),
        ];
        Ok(Arc::new(StructArray::try_new(
            FINDING.clone(),
            columns,
            None,
        )?))
    }
}
