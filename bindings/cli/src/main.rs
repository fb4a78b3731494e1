//! `postworthy`: checks posts, reads media files, explains rules.

mod host;
mod text;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand, ValueEnum};
use postworthy::{Context, Engine, Post};

/// Tells whether a social-media post is fit to publish, before it is published.
#[derive(Parser)]
#[command(name = "postworthy", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check posts; local media files named in them are read.
    Check {
        /// JSON files, or - for standard input.
        #[arg(default_value = "-")]
        files: Vec<PathBuf>,
        /// What is known of media and accounts (JSON).
        #[arg(long)]
        context: Option<PathBuf>,
        /// Rows of your own, laid over the built-in rules (JSON).
        #[arg(long)]
        rules: Option<PathBuf>,
        /// Text for people, or JSON.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Warnings fail too.
        #[arg(long)]
        strict: bool,
    },
    /// Print what media files are.
    Probe {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Say what a rule is about and where it was read.
    Explain {
        /// Its id, such as bluesky/text-length.
        rule: String,
    },
    /// List the rules.
    Rules,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("postworthy: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Runs a command and tells whether all was well.
fn run(command: Command) -> Result<bool, String> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let well = match command {
        Command::Check {
            files,
            context,
            rules,
            format,
            strict,
        } => check(
            &files,
            context.as_deref(),
            rules.as_deref(),
            format,
            strict,
            &mut out,
        )?,
        Command::Probe { files } => {
            for file in &files {
                let info = host::probe(file)?;
                let line = serde_json::to_string(&info).map_err(|error| error.to_string())?;
                print(&mut out, &format!("{line}\n"))?;
            }
            true
        }
        Command::Explain { rule } => match postworthy::explain(&rule) {
            Some(rule) => {
                print(&mut out, &text::explained(rule))?;
                true
            }
            None => {
                return Err(format!(
                    "there is no rule `{rule}`; `postworthy rules` lists them"
                ));
            }
        },
        Command::Rules => {
            for rule in Engine::builtin().rules() {
                print(
                    &mut out,
                    &format!("{:<40} {:<8} {}\n", rule.id, rule.severity, rule.summary),
                )?;
            }
            true
        }
    };
    out.flush().map_err(|error| error.to_string())?;
    Ok(well)
}

fn print(out: &mut impl std::io::Write, text: &str) -> Result<(), String> {
    out.write_all(text.as_bytes())
        .map_err(|error| error.to_string())
}

fn check(
    files: &[PathBuf],
    context: Option<&Path>,
    rules: Option<&Path>,
    format: Format,
    strict: bool,
    out: &mut impl std::io::Write,
) -> Result<bool, String> {
    let engine = match rules {
        Some(path) => {
            let json = String::from_utf8_lossy(&read(path)?).into_owned();
            Engine::with_overlay(&json).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => Engine::builtin(),
    };
    let given = match context {
        Some(path) => {
            let json = String::from_utf8(read(path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            Context::from_json(&json).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => Context::default(),
    };
    let mut reports = Vec::new();
    for file in files {
        let bytes = read(file)?;
        if bytes.is_empty() {
            return Err(format!("{}: the file is empty", file.display()));
        }
        let post =
            Post::parse_bytes(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut context = given.clone();
        context.now.get_or_insert_with(now);
        let folder = file.parent().unwrap_or(Path::new(""));
        for url in post.media_urls() {
            let local = folder.join(url);
            if !url.contains("://") && !context.media.contains_key(url) && local.is_file() {
                context.media.insert(url.to_string(), host::probe(&local)?);
            }
        }
        let report = engine.check(&post, &context);
        if let Format::Text = format {
            print(out, &text::report(&file.display().to_string(), &report))?;
        }
        reports.push(report);
    }
    if let Format::Json = format {
        let json = match reports.as_slice() {
            [report] => serde_json::to_string_pretty(report),
            reports => serde_json::to_string_pretty(reports),
        };
        print(out, &json.map_err(|error| error.to_string())?)?;
        print(out, "\n")?;
    }
    Ok(reports
        .iter()
        .all(|report| report.valid && !(strict && report.warnings > 0)))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| format!("standard input: {error}"))?;
        return Ok(bytes);
    }
    if path.is_dir() {
        return Err(format!(
            "{}: this is a folder; name a file in it",
            path.display()
        ));
    }
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The current time as RFC 3339.
fn now() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to a date, in the calendar that begins on 1 March of the year 0.
    let shifted = days + 719_468;
    let era_day = shifted % 146_097;
    let era_year = (era_day - era_day / 1_460 + era_day / 36_524 - era_day / 146_096) / 365;
    let year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
    let month_index = (5 * year_day + 2) / 153;
    let day = year_day - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = era_year + shifted / 146_097 * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}
