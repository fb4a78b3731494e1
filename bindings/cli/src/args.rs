//! What the command line takes.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use postworthy::rules::{ContentType, Platform};

/// Checks social-media posts before they are published.
#[derive(Debug, Parser)]
#[command(
    name = "postworthy",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check posts: what is wrong, where, and how to mend it
    Check(Box<CheckArgs>),
    /// Say what media files are: format, size, duration, codecs
    Probe(ProbeArgs),
    /// Explain a rule: what it says, why, how to mend it, its sources
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// List the limits of a platform
    Limits(LimitsArgs),
    /// Count a text as a platform counts it
    Measure(MeasureArgs),
    /// Check a post, upload its local files and submit it to Late
    #[cfg(feature = "submit")]
    Submit(SubmitArgs),
    /// Print a completion script for a shell
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, or that of a command
    #[command(hide = true)]
    Man {
        /// The command
        command: Option<String>,
    },
}

const CHECK_HELP: &str = "\
Input:
  A FILE holds one post (the JSON body of POST /v1/posts), an array of posts, NDJSON (a post a
  line), or CSV (a post a row); `-` is the standard input. Which of them is told by the extension
  (.json, .ndjson, .jsonl, .csv) and by how the text begins. Each may be packed by gzip or zstd.

CSV columns (names in any case; `media_urls` and `Media URLs` are mediaUrls; all optional):
  content         the text                      (also: text, caption, message)
  title           the title
  platforms       instagram, tiktok             separated by , or ;  (also: platform)
  accountIds      acc_1, acc_2                  in the order of the platforms (also: accountId)
  mediaUrls       https://a/1.jpg https://a/2.jpg   separated by blanks, ; or ,
                                                (also: media, mediaItems, imageUrl, videoUrl)
  scheduledFor    2026-01-31T09:00:00Z          (also: schedule_time, scheduledAt, publishAt)
  timezone        Europe/Berlin
  publishNow      true, false, yes, no, 1, 0
  isDraft         the same                      (also: draft)
  tags, hashtags  separated by , or ;
  options         {\"instagram\": {\"contentType\": \"story\"}}   the options of each platform, as JSON
  tiktokSettings  {\"privacy_level\": \"SELF_ONLY\"}   as JSON

Exit status:
  0 everything is valid, 1 something is not (with --strict: or has warnings), 2 the check could
  not run.";

#[derive(Debug, clap::Args)]
#[command(after_long_help = CHECK_HELP)]
pub struct CheckArgs {
    /// Files to check: a post, an array of posts, NDJSON or CSV; `-` for the standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Facts beside the posts: media, accounts, the time (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub context: Option<PathBuf>,
    /// Take the facts of a media URL from a local file
    #[arg(long, value_name = "URL=PATH")]
    pub media: Vec<String>,
    /// Do not look at local files that a post names in the place of media URLs
    #[arg(long)]
    pub no_local: bool,
    /// Your own rules, laid over the built-in ones (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// Only the targets of this platform
    #[arg(long, value_name = "PLATFORM", value_parser = platforms())]
    pub platform: Vec<String>,
    /// Only findings of these rules: ids, `instagram/*`, or codes
    #[arg(long, value_name = "RULE|CODE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// No findings of these rules: ids, `instagram/*`, or codes
    #[arg(long, value_name = "RULE|CODE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t, hide_possible_values = false)]
    pub format: Format,
    /// With --format ndjson: write into this file, and go on where an earlier run was interrupted
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "fix")]
    pub resume: Option<PathBuf>,
    /// Apply the fixes that do not change what is published, and write the file
    #[arg(long)]
    pub fix: bool,
    /// With --fix: apply also the fixes that change what is published
    #[arg(long, requires = "fix")]
    pub unsafe_fixes: bool,
    /// Warnings fail too
    #[arg(long)]
    pub strict: bool,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// Print findings and nothing else
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// A report, or an array of reports
    Json,
    /// A report a line, each with its index
    Ndjson,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub workflows
    Github,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where a terminal shows them
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, clap::Args)]
pub struct ProbeArgs {
    /// Pictures, videos and documents
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// How to print the facts [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    pub format: Option<ProbeFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProbeFormat {
    /// An object for one file, an object a line for several
    Json,
    /// For people
    Table,
}

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The id of a rule, such as instagram/feed-aspect-ratio
    pub rule: String,
    /// Your own rules, laid over the built-in ones (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
}

#[derive(Debug, clap::Args)]
pub struct RulesArgs {
    /// Only the rules of this platform (`post` for those of posts as a whole)
    #[arg(long, value_name = "PLATFORM", value_parser = platforms_and_post())]
    pub platform: Option<String>,
    /// Your own rules, laid over the built-in ones (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub format: RulesFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// A line a rule
    #[default]
    Text,
    /// An array of rows
    Json,
    /// The rule reference
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Debug, clap::Args)]
pub struct LimitsArgs {
    /// The platform
    #[arg(value_parser = platforms())]
    pub platform: String,
    /// What the post becomes there, such as story or reel
    #[arg(value_parser = content_types())]
    pub content_type: Option<String>,
    /// Your own rules, laid over the built-in ones (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
}

#[derive(Debug, clap::Args)]
pub struct MeasureArgs {
    /// The platform
    #[arg(value_parser = platforms())]
    pub platform: String,
    /// The text; `-`, or nothing, for the standard input
    pub text: Option<String>,
    /// What the post becomes there, such as story or reel
    #[arg(long, value_parser = content_types())]
    pub content_type: Option<String>,
    /// The account has a premium plan (X)
    #[arg(long)]
    pub premium: bool,
    /// How to print the counts
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
}

#[cfg(feature = "submit")]
const SUBMIT_HELP: &str = "\
Environment:
  LATE_API_KEY  your key; it is taken from nowhere else, and never shown
  LATE_API_URL  another address of the service [default: https://getlate.dev/api/v1]

What was submitted is recorded in $XDG_STATE_HOME/postworthy/submitted, or ~/.local/state instead of
$XDG_STATE_HOME (macOS: ~/Library/Application Support, Windows: %LOCALAPPDATA%), so that the same post
with the same files is known again; --again does not look there.

Exit status:
  0 the service has the post, 1 the check refuses it or a platform did not take it, 2 it could not
  be submitted.";

#[cfg(feature = "submit")]
#[derive(Debug, clap::Args)]
#[command(after_long_help = SUBMIT_HELP)]
pub struct SubmitArgs {
    /// The post; `-` for the standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Print what would be uploaded and posted, and do neither; accounts are read all the same
    #[arg(long)]
    pub dry_run: bool,
    /// Submit it although the check finds errors
    #[arg(long)]
    pub force: bool,
    /// Submit it once more, although it was submitted before
    #[arg(long)]
    pub again: bool,
    /// Facts beside the post: media, accounts, the time (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub context: Option<PathBuf>,
    /// Your own rules, laid over the built-in ones (JSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
}

fn platforms() -> PossibleValuesParser {
    let named = Platform::ALL.iter().filter(|one| **one != Platform::Post);
    PossibleValuesParser::new(named.map(|one| one.as_str()))
}

fn platforms_and_post() -> PossibleValuesParser {
    PossibleValuesParser::new(Platform::ALL.iter().map(|one| one.as_str()))
}

fn content_types() -> PossibleValuesParser {
    PossibleValuesParser::new(ContentType::ALL.iter().map(|one| one.as_str()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_sound() {
        super::Args::command().debug_assert();
    }
}
