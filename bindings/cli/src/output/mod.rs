//! Prints reports, each as soon as its turn has come.

mod github;
mod json;
mod sarif;
mod summary;
mod text;

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};

use postworthy::{Diagnostic, Engine, Report, TargetReport};

use crate::args::{CheckArgs, Format};
use crate::check::Checked;
use crate::error::Failure;
use crate::input::{Body, Item};
use crate::locate::Locator;
use crate::terminal::Palette;
pub use summary::Total;

/// Written at once: a file is extended in whole pages.
const BUFFER: usize = 1 << 16;

/// Where a post was read.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The input, as messages call it.
    pub name: &'a str,
    /// Its index over all inputs.
    pub index: u64,
    /// Its index in a batch.
    pub number: Option<u64>,
    pub item: &'a Item,
}

/// Where the findings of a post stand in its file.
struct Positions<'a> {
    item: &'a Item,
    locator: Option<Locator<'a>>,
}

impl<'a> Positions<'a> {
    fn new(item: &'a Item) -> Self {
        let locator = match &item.body {
            Body::Json(text) => Some(Locator::new(text)),
            Body::Row(_) => None,
        };
        Positions { item, locator }
    }

    /// Line and column of a finding, as far as they can be told.
    fn of(&mut self, finding: &Diagnostic) -> (usize, usize) {
        let start = self.item.start;
        let Some(locator) = &mut self.locator else {
            return (start.line, start.column);
        };
        let told = |name| finding.params.get(name)?.as_u64()?.try_into().ok();
        // What is no JSON has no places, but its report says where the reader stopped.
        if let ("", Some(line), Some(column)) =
            (finding.path.as_str(), told("line"), told("column"))
        {
            let (line, column) = start.within((line, column));
            return start.shift((line, locator.column(line, column)));
        }
        start.shift(locator.position(&finding.path))
    }
}

/// How reports look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub format: Format,
    pub palette: Palette,
    pub quiet: bool,
}

/// A report in its final form, and what the summary needs of it.
#[derive(Debug)]
pub struct Rendered {
    pub text: String,
    pub valid: bool,
    pub complete: bool,
    pub errors: u32,
    pub warnings: u32,
    /// The rules broken, one entry for each finding, where the output tells of them.
    pub rules: Vec<String>,
}

impl Style {
    pub fn new(args: &CheckArgs) -> Self {
        Style {
            format: args.format,
            palette: Palette::for_stdout(args.color),
            quiet: args.quiet,
        }
    }

    /// Brings a report into its final form.
    pub fn render(self, engine: &Engine, place: Place<'_>, checked: &Checked) -> Rendered {
        let report = &checked.report;
        let text = match self.format {
            Format::Text => text::render(self, engine, place, checked),
            Format::Json => json::render(place, report),
            Format::Ndjson => json::render_indexed(place, report),
            Format::Sarif => sarif::render(place, report),
            Format::Github => github::render(place, report),
        };
        // The others have no summary.
        let counts = matches!(self.format, Format::Text | Format::Sarif);
        let rules = findings(report)
            .filter(|_| counts)
            .map(|(_, one)| one.rule.clone());
        Rendered {
            text,
            valid: report.valid,
            complete: report.complete,
            errors: report.errors,
            warnings: report.warnings,
            rules: rules.collect(),
        }
    }
}

/// All findings of a report, with the target they stand in.
fn findings(report: &Report) -> impl Iterator<Item = (Option<&TargetReport>, &Diagnostic)> {
    let of_post = report.diagnostics.iter().map(|one| (None, one));
    let of_targets = report.targets.iter().flat_map(|target| {
        let of_target = target.diagnostics.iter();
        of_target.map(move |one| (Some(target), one))
    });
    of_post.chain(of_targets)
}

/// Writes reports one after the other, and what stands around them.
pub struct Printer<'e, W: Write> {
    engine: &'e Engine,
    pub style: Style,
    out: BufWriter<W>,
    /// Several reports are printed as an array.
    many: bool,
    begun: bool,
    total: Total,
    used: BTreeSet<String>,
    /// How many posts are passed over, for their reports are there.
    passed: u64,
}

impl<'e, W: Write> Printer<'e, W> {
    pub fn new(engine: &'e Engine, style: Style, many: bool, out: W) -> Self {
        Printer {
            engine,
            style,
            out: BufWriter::with_capacity(BUFFER, out),
            many,
            begun: false,
            total: Total::default(),
            used: BTreeSet::new(),
            passed: 0,
        }
    }

    /// Counts the reports of an earlier run, whose posts are passed over.
    pub fn resume(&mut self, done: Total) {
        self.passed = done.posts;
        self.total = done;
    }

    /// Passes over a post.
    pub fn pass(&mut self) {
        self.passed = self.passed.saturating_sub(1);
    }

    /// How many posts are still to be passed over.
    pub fn left_to_pass(&self) -> u64 {
        self.passed
    }

    /// Whether a post so far is not to be published.
    pub fn failed(&self, strict: bool) -> bool {
        self.total.failed(strict)
    }

    /// How many reports have been written.
    pub fn count(&self) -> u64 {
        self.total.posts
    }

    /// Announces an input that could be read; `batch` where it may hold several posts.
    pub fn begin(&mut self, batch: bool) -> Result<(), Failure> {
        self.many |= batch;
        if !self.begun {
            self.begun = true;
            match self.style.format {
                Format::Json if self.many => self.out.write_all(b"[")?,
                Format::Sarif => self.out.write_all(sarif::HEAD.as_bytes())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes a report.
    pub fn write(&mut self, rendered: Rendered) -> Result<(), Failure> {
        let (many, first) = (self.many, self.total.posts == 0);
        match self.style.format {
            Format::Json if many => {
                self.out.write_all(if first { b"\n" } else { b",\n" })?;
                self.out.write_all(rendered.text.as_bytes())?;
            }
            Format::Json => {
                let value: serde_json::Value = serde_json::from_str(&rendered.text)?;
                serde_json::to_writer_pretty(&mut self.out, &value)?;
                self.out.write_all(b"\n")?;
            }
            Format::Sarif if !rendered.text.is_empty() => {
                let between = if self.used.is_empty() { "\n" } else { ",\n" };
                self.out.write_all(between.as_bytes())?;
                self.out.write_all(rendered.text.as_bytes())?;
            }
            _ => self.out.write_all(rendered.text.as_bytes())?,
        }
        if self.style.format == Format::Sarif {
            self.used.extend(rendered.rules.iter().cloned());
        }
        self.total.add(&rendered);
        Ok(())
    }

    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Writes what stands behind the last report; nothing where no input could be read.
    pub fn finish(mut self, failed: bool) -> Result<Total, Failure> {
        match self.style.format {
            Format::Json if self.begun && self.many => {
                let end = if self.total.posts == 0 {
                    "]\n"
                } else {
                    "\n]\n"
                };
                self.out.write_all(end.as_bytes())?;
            }
            Format::Sarif if self.begun => {
                let tail = sarif::tail(self.engine, &self.used);
                self.out.write_all(tail.as_bytes())?;
            }
            // A file that could not be read has its own line.
            Format::Text if failed && self.total.posts == 0 => {}
            Format::Text if self.begun && !self.style.quiet => {
                let summary = self.total.summary(self.style.palette, self.many);
                self.out.write_all(summary.as_bytes())?;
            }
            _ => {}
        }
        self.out.flush()?;
        Ok(self.total)
    }
}
