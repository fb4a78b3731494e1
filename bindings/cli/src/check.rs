//! `postworthy check`.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use postworthy::{Checker, Context, Engine, Post, Report};

use crate::args::{Args, CheckArgs, Format};
use crate::error::Failure;
use crate::filter::Filter;
use crate::input::{Body, Content, Item};
use crate::output::{Place, Printer, Style, Total};
use crate::terminal::complain;
use crate::{batch, fix, input, probe_local, resume};

/// What every post is checked with.
pub struct Session {
    pub engine: Engine,
    pub context: Context,
    pub filter: Filter,
    /// Whether local files that a post names are looked at.
    local: bool,
    /// Whether findings are shown with what they quote of the post.
    quotes: bool,
}

/// One who checks posts, one after the other.
pub struct Worker<'s> {
    session: &'s Session,
    checker: Checker<'s>,
    /// The worker's own copy: facts of local files come and go.
    context: Context,
}

/// A post that has been checked, and the post itself where findings quote it.
pub struct Checked {
    pub report: Report,
    pub post: Option<serde_json::Value>,
}

impl Session {
    fn new(args: &CheckArgs) -> Result<Self, Failure> {
        let engine = engine(args.rules.as_deref())?;
        let filter = Filter::read(&engine, &args.platform, &args.select, &args.ignore)?;
        let mut context = match &args.context {
            Some(path) => read_context(path)?,
            None => Context::default(),
        };
        if context.now.is_none() {
            context.now = Some(postworthy::now());
        }
        probe_local::add_given(&mut context, &args.media)?;
        Ok(Session {
            engine,
            context,
            filter,
            local: !args.no_local,
            quotes: args.format == Format::Text,
        })
    }

    /// A worker with memory of its own.
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            session: self,
            checker: self.engine.checker(),
            context: self.context.clone(),
        }
    }
}

impl Worker<'_> {
    /// Checks a post.
    pub fn check(&mut self, post: &Post<'_>, folder: Option<&Path>) -> Report {
        let added = if self.session.local {
            probe_local::add_local(&mut self.context, &post.media_urls(), folder)
        } else {
            Vec::new()
        };
        let mut report = self.checker.report(post, &self.context);
        for url in added {
            self.context.media.remove(&url);
        }
        self.session.filter.apply(&self.session.engine, &mut report);
        report
    }

    /// Checks a post of a batch, in which what cannot be read is a report too.
    pub fn check_item(&mut self, item: &Item, folder: Option<&Path>) -> Checked {
        let Session { engine, filter, .. } = self.session;
        let failed = |error| {
            let mut report = engine.unreadable(&item.start.shift_error(error));
            filter.apply(engine, &mut report);
            Checked { report, post: None }
        };
        match &item.body {
            Body::Json(text) => match Post::parse_bytes(text) {
                Ok(post) => {
                    let report = self.check(&post, folder);
                    let post = self.quotes(&report).then(|| post.to_value());
                    Checked { report, post }
                }
                Err(error) => failed(error),
            },
            Body::Row(row) => match row.to_post() {
                Ok(value) => {
                    let post = Post::from_value(&value);
                    let report = self.check(&post, folder);
                    let post = self.quotes(&report).then_some(value);
                    Checked { report, post }
                }
                Err(error) => {
                    let message = format!("This row cannot be read: {}.", error.message);
                    let mut checked = failed(error);
                    for finding in &mut checked.report.diagnostics {
                        finding.message.clone_from(&message);
                    }
                    checked
                }
            },
        }
    }

    fn quotes(&self, report: &Report) -> bool {
        self.session.quotes && has_findings(report)
    }
}

fn has_findings(report: &Report) -> bool {
    let in_targets = report
        .targets
        .iter()
        .any(|target| !target.diagnostics.is_empty());
    in_targets || !report.diagnostics.is_empty()
}

/// The rules: the built-in ones, with the user's own laid over them.
pub fn engine(rules: Option<&Path>) -> Result<Engine, Failure> {
    let Some(path) = rules else {
        return Ok(Engine::builtin());
    };
    let text = read_text(path)?;
    Engine::with_overlay(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// Facts beside the posts.
pub fn read_context(path: &Path) -> Result<Context, Failure> {
    let text = read_text(path)?;
    Context::from_json(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// A text file, without its byte order mark.
fn read_text(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::new(format!(
            "{}: this is not UTF-8 text; save the file as UTF-8",
            path.display()
        )),
        _ => Failure::file(path, &error),
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_string)
        .unwrap_or(text))
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> Result<u8, Failure> {
    let mut files = args.files.clone();
    if files.is_empty() {
        if io::stdin().is_terminal() {
            let mut command = Args::command();
            command.build();
            if let Some(check) = command.find_subcommand_mut("check") {
                check.print_help()?;
            }
            return Ok(2);
        }
        files.push(PathBuf::from("-"));
    }
    let session = Session::new(args)?;
    let style = Style::new(args);
    if args.fix {
        return fix::run(args, &session, &files, style);
    }
    let (out, done): (Box<dyn Write>, _) = match &args.resume {
        None => (Box::new(io::stdout()), Total::default()),
        Some(_) if args.format != Format::Ndjson => {
            return Err(Failure::new("--resume needs --format ndjson"));
        }
        Some(path) => {
            let resumed = resume::open(path)?;
            (Box::new(resumed.file), resumed.done)
        }
    };
    let mut printer = Printer::new(&session.engine, style, files.len() > 1, out);
    printer.resume(done);
    let resumable = args.resume.is_some();
    let worked = each(&files, resumable, &mut printer, |path, printer| {
        check_file(&session, path, printer)
    });
    let failed = match worked {
        // Whoever read the reports has seen enough, but not that all is valid.
        Err(Failure::ClosedPipe) => return Ok(if printer.failed(args.strict) { 1 } else { 2 }),
        worked => worked?,
    };
    if let (false, Some(path), 1..) = (failed, &args.resume, printer.left_to_pass()) {
        return Err(Failure::new(format!(
            "{}: it holds more reports than there are posts",
            path.display()
        )));
    }
    let faulty = printer.failed(args.strict);
    match printer.finish(failed) {
        Ok(_) | Err(Failure::ClosedPipe) => Ok(exit_code(failed, faulty)),
        Err(failure) => Err(failure),
    }
}

/// Works through files and tells whether one could not be read. The others go on, but in a run that can
/// be resumed they wait for it: a later run passes over as many posts as there are reports, in the order
/// of the files, and one that is read only then would shift them all.
pub fn each<W: Write>(
    files: &[PathBuf],
    resumable: bool,
    printer: &mut Printer<'_, W>,
    mut work: impl FnMut(&Path, &mut Printer<'_, W>) -> Result<(), Failure>,
) -> Result<bool, Failure> {
    let mut failed = false;
    let mut left = files.iter();
    while let Some(path) = left.next() {
        match work(path, printer) {
            Ok(()) => {}
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => {
                printer.flush()?;
                complain(&failure);
                failed = true;
                if resumable && left.len() > 0 {
                    complain(
                        &"--resume: what follows it waits; mend it, or leave it out, and run again",
                    );
                    break;
                }
            }
        }
    }
    Ok(failed)
}

/// 2 before 1 before 0.
pub fn exit_code(failed: bool, faulty: bool) -> u8 {
    match (failed, faulty) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }
}

fn check_file<W: Write>(
    session: &Session,
    path: &Path,
    printer: &mut Printer<'_, W>,
) -> Result<(), Failure> {
    let input = input::open(path)?;
    match input.content {
        Content::One(ref item, _) => {
            if printer.left_to_pass() > 0 {
                read_one(&input.name, item)?;
                printer.pass();
                return Ok(());
            }
            let checked = check_one(session, &input.name, item, input.folder.as_deref())?;
            let place = Place {
                name: &input.name,
                index: printer.count(),
                number: None,
                item,
            };
            printer.begin(false)?;
            let rendered = printer.style.render(&session.engine, place, &checked);
            printer.write(rendered)
        }
        Content::Many(_) => batch::run(session, input, printer),
    }
}

/// Checks the one post of a file; what cannot be read is no report but a failure.
pub fn check_one(
    session: &Session,
    name: &str,
    item: &Item,
    folder: Option<&Path>,
) -> Result<Checked, Failure> {
    let post = read_one(name, item)?;
    let mut worker = session.worker();
    let report = worker.check(&post, folder);
    let post = worker.quotes(&report).then(|| post.to_value());
    Ok(Checked { report, post })
}

fn read_one<'i>(name: &str, item: &'i Item) -> Result<Post<'i>, Failure> {
    let Body::Json(text) = &item.body else {
        return Err(Failure::new(format!("{name}: this is not a single post")));
    };
    Post::parse_bytes(text).map_err(|error| {
        let error = item.start.shift_error(error);
        Failure::new(format!("{name}: {error}"))
    })
}
