//! `postworthy explain`.

use crate::args::{ExplainArgs, TextOrJson};
use crate::check;
use crate::error::Failure;
use crate::limits::describe;
use crate::rules::{cited, disputed, types_of};
use crate::suggest::did_you_mean;
use crate::terminal::{plain, pretty_json, print_bytes};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let engine = check::engine(args.rules.as_deref())?;
    let Some(rule) = engine.rule(&args.rule) else {
        let known = engine.rules().map(|rule| rule.id.as_str());
        let meant = did_you_mean(&args.rule, known);
        return Err(Failure::new(format!(
            "there is no rule `{}`{meant}",
            args.rule
        )));
    };
    if args.format == TextOrJson::Json {
        let mut rule = rule.clone();
        // The words of the check where the row has none of its own.
        rule.hint = Some(rule.hint_text().into());
        print_bytes(pretty_json(&rule)?.as_bytes())?;
        return Ok(0);
    }
    let mut text = format!(
        "{}\n\n  {}\n",
        plain(rule.id.as_str()),
        plain(rule.summary.as_str())
    );
    if let Some(why) = &rule.why {
        text.push_str(&format!("\nwhy\n  {}\n", plain(why.as_str())));
    }
    text.push_str(&format!(
        "\nhow to mend it\n  {}\n",
        plain(&rule.hint_text())
    ));
    text.push_str(&format!(
        "\nseverity   {}\ncode       {}\napplies to {}\n",
        rule.severity,
        rule.code,
        types_of(rule)
    ));
    if let Some((what, limit)) = describe(rule) {
        text.push_str(&format!("limit      {}, {}\n", plain(&what), plain(&limit)));
    }
    let disagree = if disputed(rule) {
        ", which disagree"
    } else {
        ""
    };
    text.push_str(&format!("\nsources{disagree}\n"));
    for source in rule.sources.iter() {
        text.push_str(&format!("  {}\n", plain(&cited(source))));
    }
    print_bytes(text.as_bytes())?;
    Ok(0)
}
