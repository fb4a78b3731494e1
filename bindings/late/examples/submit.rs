//! Submits a post with a local photo and a local video: checked, uploaded, posted once.
//!
//! Against a stand-in on loopback, from the root of the repository:
//! `cargo run -p postworthy-stand-in -- cargo run -p postworthy-late --example submit`

use postworthy_late::{Client, DEFAULT_URL, Key, Outcome, SubmitOptions, blocking};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("LATE_API_URL").unwrap_or_else(|_| DEFAULT_URL.to_string());
    let client = Client::builder(Key::from_env()?)
        .url(url)
        .on_notice(|notice| eprintln!("{notice}"))
        .build()?;
    let client = blocking::Client::new(client)?;
    let post = serde_json::from_str(&std::fs::read_to_string("fixtures/examples/submit.json")?)?;
    let options = SubmitOptions {
        folder: Some("fixtures/examples".into()),
        ..SubmitOptions::default()
    };
    for run in ["first", "second"] {
        let done = client.submit(&post, &options)?;
        match done.outcome {
            Outcome::Submitted(made) => {
                let id = made.post.id.unwrap_or_default();
                println!("{run} run: {id}, made by an earlier run: {}", made.repeated);
            }
            Outcome::Refused => println!("{run} run: {} errors", done.report.errors),
            Outcome::Planned { .. } => {}
        }
    }
    Ok(())
}
