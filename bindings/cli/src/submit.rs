//! `postworthy submit`.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use postworthy::{Engine, Post};
use postworthy_late::{
    Client, DEFAULT_URL, Key, Outcome, Planned, Progress, Submission, SubmitOptions, Submitted,
    blocking,
};
use serde_json::Value;

use crate::args::{Format, SubmitArgs, TextOrJson};
use crate::check::{Checked, engine, read_context};
use crate::error::Failure;
use crate::input::{self, Body, Content, Input, Item};
use crate::output::{Place, Printer, Style};
use crate::terminal::{Palette, complain, plain, pretty_json, print_bytes};

/// Where the service is reached, if not at its usual address.
const URL_VARIABLE: &str = "LATE_API_URL";

/// Runs the command.
pub fn run(args: &SubmitArgs) -> Result<u8, Failure> {
    let client = client()?;
    let input = input::open(&args.file)?;
    let name = input.name.clone();
    let (post, item) = one_post(&input)?;
    let engine = engine(args.rules.as_deref())?;
    let options = SubmitOptions {
        engine: Some(engine.clone()),
        context: match &args.context {
            Some(path) => read_context(path)?,
            None => postworthy::Context::default(),
        },
        folder: input.folder.clone(),
        force: args.force,
        dry_run: args.dry_run,
        again: args.again,
        record: records(),
        progress: Some(progress()),
    };
    let done = client
        .submit(&post, &options)
        .map_err(|error| Failure::new(format!("{name}: {error}")))?;
    match args.format {
        TextOrJson::Json => {
            print_bytes(pretty_json(&done)?.as_bytes())?;
        }
        TextOrJson::Text => {
            let palette = Palette::for_stdout(args.color);
            print_report(palette, &engine, &name, item, post, &done)?;
            let text = told(palette, &done.outcome)?;
            print_bytes(text.as_bytes())?;
        }
    }
    Ok(exit_code(&done.outcome))
}

fn client() -> Result<blocking::Client, Failure> {
    let failed = |error: postworthy_late::Error| Failure::new(error.to_string());
    let url = std::env::var(URL_VARIABLE).unwrap_or_else(|_| DEFAULT_URL.to_string());
    let client = Client::builder(Key::from_env().map_err(failed)?)
        .url(url)
        .on_notice(|notice| complain(notice))
        .build()
        .map_err(failed)?;
    blocking::Client::new(client).map_err(failed)
}

/// Where this user's programs keep what they need to remember, and there our part.
fn records() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let absolute = |name: &str| folder(name).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if let Some(state) = absolute("XDG_STATE_HOME") {
        Some(state)
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        absolute("HOME").map(|home| home.join(".local/state"))
    };
    state.map(|state| state.join("postworthy").join("submitted"))
}

/// The one post of an input.
fn one_post(input: &Input) -> Result<(Value, &Item), Failure> {
    let name = &input.name;
    let Content::One(item, _) = &input.content else {
        return Err(Failure::new(format!(
            "{name}: these are several posts; submit takes one"
        )));
    };
    let Body::Json(text) = &item.body else {
        return Err(Failure::new(format!("{name}: this is not a post in JSON")));
    };
    let post = Post::parse_bytes(text).map_err(|error| {
        let error = item.start.shift_error(error);
        Failure::new(format!("{name}: {error}"))
    })?;
    Ok((post.to_value(), item))
}

/// Shows how far uploads are, where a person looks on.
fn progress() -> postworthy_late::OnProgress {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bytes} of {total_bytes}") {
        bar.set_style(style);
    }
    Arc::new(move |at: Progress<'_>| {
        bar.set_length(at.total);
        bar.set_message(plain(&at.path.display().to_string()).into_owned());
        bar.set_position(at.sent);
        if at.sent == at.total {
            bar.finish_and_clear();
        }
    })
}

fn print_report(
    palette: Palette,
    engine: &Engine,
    name: &str,
    item: &Item,
    post: Value,
    done: &Submission,
) -> Result<(), Failure> {
    let style = Style {
        format: Format::Text,
        palette,
        quiet: false,
    };
    let checked = Checked {
        report: done.report.clone(),
        post: Some(post),
    };
    let place = Place {
        name,
        index: 0,
        number: None,
        item,
    };
    let mut printer = Printer::new(engine, style, false, io::stdout());
    printer.begin(false)?;
    printer.write(style.render(engine, place, &checked))?;
    printer.finish(false)?;
    Ok(())
}

/// What was done, for people.
fn told(palette: Palette, outcome: &Outcome) -> Result<String, Failure> {
    Ok(match outcome {
        Outcome::Refused => "Nothing was submitted; --force would submit it.\n".to_string(),
        Outcome::Planned { requests } => {
            let mut text = "Nothing was submitted; these would be sent:\n".to_string();
            for request in requests {
                text.push_str(&planned(palette, request)?);
            }
            text
        }
        Outcome::Submitted(made) => submitted(palette, made),
    })
}

fn planned(palette: Palette, request: &Planned) -> Result<String, Failure> {
    let first = format!("{} {}", request.method, plain(&request.url));
    let mut text = format!("\n{}\n", palette.bold(&first));
    for (name, value) in &request.headers {
        text.push_str(&format!("{}: {}\n", plain(name), plain(value)));
    }
    text.push_str(&pretty_json(&request.body)?);
    Ok(text)
}

fn submitted(palette: Palette, made: &Submitted) -> String {
    let word = |text: &Option<String>| plain(text.as_deref().unwrap_or("?")).into_owned();
    let (id, status) = (word(&made.post.id), word(&made.post.status));
    let mut text = if made.repeated && made.attempts == 1 {
        format!(
            "This was submitted before: {id}, {status}. Nothing was posted now; --again posts it once more.\n"
        )
    } else {
        format!("Submitted: {id}, {status}.\n")
    };
    for target in made.post.platforms.iter().flatten() {
        let account = target.account_id.as_ref().and_then(|account| account.id());
        let account = plain(account.unwrap_or("?"));
        let (platform, status) = (word(&target.platform), word(&target.status));
        let more = target.error_message.as_deref();
        let more = plain(
            more.or(target.platform_post_url.as_deref())
                .unwrap_or_default(),
        );
        let line = format!("  {platform} · {account}  {status}  {more}");
        let line = line.trim_end();
        if target.status.as_deref() == Some("failed") {
            text.push_str(&palette.bad(line).to_string());
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

/// 1 where the post is not out on every platform that it is for.
fn exit_code(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Refused => 1,
        Outcome::Planned { .. } => 0,
        Outcome::Submitted(made) => u8::from(made.partial || made.failures().next().is_some()),
    }
}
