//! Reports as a struct column.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{ArrayBuilder as _, BooleanBuilder, Int32Builder, StringBuilder};
use arrow_array::{Array as _, ArrayRef, ListArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use postworthy::{Diagnostic, Report, TargetReport};

use super::Refusal;
use crate::html;
use crate::report::Outcome;

/// The offsets of Arrow's text and lists are 32-bit.
const MOST: usize = i32::MAX as usize;

/// Why an array is not made.
pub const FULL: &str = "the findings hold more text than an Arrow array can (2 GiB); \
    pass the posts in smaller chunks, or leave the findings out (findings=False)";

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

/// The fields of a report, with its findings or without.
fn fields(findings: bool) -> Fields {
    let mut fields = vec![
        Field::new("valid", DataType::Boolean, true),
        Field::new("complete", DataType::Boolean, true),
        Field::new("errors", DataType::Int32, true),
        Field::new("warnings", DataType::Int32, true),
    ];
    if findings {
        fields.push(Field::new("findings", DataType::List(ITEM.clone()), true));
    }
    Fields::from(fields)
}

/// The type of the column.
pub fn data_type(findings: bool) -> DataType {
    DataType::Struct(fields(findings))
}

fn int(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Rows of reports, as one thread collects them.
#[derive(Default)]
pub struct Rows {
    valid: BooleanBuilder,
    complete: BooleanBuilder,
    errors: Int32Builder,
    warnings: Int32Builder,
    /// How many findings each row has.
    lengths: Vec<usize>,
    findings: Findings,
}

impl Rows {
    /// Adds a row; one of nothing is null.
    pub fn push(
        &mut self,
        outcome: Option<Outcome>,
        report: Option<&Report>,
    ) -> Result<(), Refusal> {
        // Null beneath a null too: some engines look at a field without a look at its struct.
        self.valid.append_option(outcome.map(|one| one.valid));
        self.complete.append_option(outcome.map(|one| one.complete));
        let count = |count: fn(Outcome) -> u32| outcome.map(|one| int(count(one)));
        self.errors.append_option(count(|one| one.errors));
        self.warnings.append_option(count(|one| one.warnings));
        let mut length = 0_usize;
        for (target, one) in report.into_iter().flat_map(html::all) {
            self.findings.push(target, one)?;
            length = length.saturating_add(1);
        }
        self.lengths.push(length);
        Ok(())
    }

    /// Whether one array can hold these rows and the others.
    pub fn fits(&self, other: &Rows) -> bool {
        let sizes = self.findings.sizes().into_iter();
        sizes
            .zip(other.findings.sizes())
            .all(|(one, other)| one.saturating_add(other) <= MOST)
    }

    /// Adds rows that fit.
    pub fn extend(&mut self, mut other: Rows) -> Result<(), Refusal> {
        self.valid.append_array(&other.valid.finish());
        self.complete.append_array(&other.complete.finish());
        self.errors.append_array(&other.errors.finish());
        self.warnings.append_array(&other.warnings.finish());
        self.lengths.append(&mut other.lengths);
        let added = self.findings.extend(other.findings);
        added.map_err(|failure| failure.to_string())
    }

    /// The rows as an array, with their findings or without.
    pub fn finish(self, findings: bool) -> Result<ArrayRef, Refusal> {
        let built = self.build(findings);
        built.map_err(|failure| failure.to_string())
    }

    fn build(mut self, findings: bool) -> Result<ArrayRef, ArrowError> {
        let valid = self.valid.finish();
        let nulls = valid.nulls().cloned();
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(valid),
            Arc::new(self.complete.finish()),
            Arc::new(self.errors.finish()),
            Arc::new(self.warnings.finish()),
        ];
        if findings {
            let offsets = OffsetBuffer::try_from_lengths(self.lengths);
            columns.push(Arc::new(ListArray::try_new(
                ITEM.clone(),
                offsets.map_err(|_| ArrowError::InvalidArgumentError(FULL.to_string()))?,
                self.findings.finish()?,
                nulls.clone(),
            )?));
        }
        let column = StructArray::try_new(fields(findings), columns, nulls)?;
        Ok(Arc::new(column))
    }
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
    fn push(&mut self, target: Option<&TargetReport>, one: &Diagnostic) -> Result<(), Refusal> {
        let platform = target.and_then(|target| target.platform.as_deref());
        let more = [
            1,
            platform.map_or(0, str::len),
            one.rule.len(),
            one.code.as_str().len(),
            one.severity.as_str().len(),
            one.path.len(),
            one.message.len(),
            one.hint.len(),
        ];
        // A builder panics where its offsets end.
        let mut sizes = self.sizes().into_iter().zip(more);
        if sizes.any(|(held, more)| held.saturating_add(more) > MOST) {
            return Err(FULL.to_string());
        }
        self.target
            .append_option(target.map(|target| int(target.index)));
        self.platform.append_option(platform);
        self.rule.append_value(&one.rule);
        self.code.append_value(one.code.as_str());
        self.severity.append_value(one.severity.as_str());
        self.path.append_value(&one.path);
        self.message.append_value(&one.message);
        self.hint.append_value(&one.hint);
        Ok(())
    }

    /// How many findings there are, and how many bytes of each text.
    fn sizes(&self) -> [usize; 8] {
        let bytes = |text: &StringBuilder| text.values_slice().len();
        [
            self.target.len(),
            bytes(&self.platform),
            bytes(&self.rule),
            bytes(&self.code),
            bytes(&self.severity),
            bytes(&self.path),
            bytes(&self.message),
            bytes(&self.hint),
        ]
    }

    fn texts(&mut self) -> [&mut StringBuilder; 7] {
        [
            &mut self.platform,
            &mut self.rule,
            &mut self.code,
            &mut self.severity,
            &mut self.path,
            &mut self.message,
            &mut self.hint,
        ]
    }

    fn extend(&mut self, mut other: Findings) -> Result<(), ArrowError> {
        self.target.append_array(&other.target.finish());
        let mut texts = self.texts().into_iter().zip(other.texts());
        texts.try_for_each(|(text, more)| text.append_array(&more.finish()))
    }

    fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let mut columns: Vec<ArrayRef> = vec![Arc::new(self.target.finish())];
        columns.extend(
            self.texts()
                .map(|text| -> ArrayRef { Arc::new(text.finish()) }),
        );
        let column = StructArray::try_new(FINDING.clone(), columns, None)?;
        Ok(Arc::new(column))
    }
}
