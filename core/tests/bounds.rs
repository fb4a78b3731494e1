//! What a check may cost, whatever it is given: work in proportion to the text, memory at most a
//! small multiple of it. `benches/instructions` counts the instructions of the same shapes.

use allocation_counter::measure;
use postworthy::{Context, Diagnostic, Engine, Post, Report, Severity};
use postworthy_cases::{SHAPES, context};

/// Checks a post; nothing where the text is none.
fn check(text: &str, known: &str) -> Option<Report> {
    let post = Post::parse(text).ok()?;
    let context = Context::from_json(known).ok()?;
    Some(Engine::builtin().check(&post, &context))
}

/// A part of the full size that is quick without optimisation, too: what a text costs shows in a
/// shorter one than what a list does.
fn part(full: usize, of: usize) -> usize {
    const LIST: usize = 100_000;
    full / if full > LIST { of * 6 } else { of }
}

/// About how many JSON values a text holds.
fn values(text: &str) -> u64 {
    text.matches([',', ':', '[']).count() as u64
}

#[test]
fn a_post_twice_as_large_asks_for_memory_twice_as_often() {
    for (name, shape, full) in SHAPES {
        let spent = |size| {
            let (text, known) = (shape(size), context(name, size));
            measure(|| _ = check(&text, &known)).count_total
        };
        let size = part(*full, 400);
        let (once, twice) = (spent(size), spent(size * 2));
        let most = once * 23 / 10 + 500;
        assert!(twice <= most, "{name}: {once} allocations, then {twice}");
    }
}

/// What a shape takes at a size: how much memory at most, and how much it may take beside what the
/// report does.
fn held(name: &str, shape: fn(usize) -> String, size: usize) -> (u64, u64) {
    let (text, known) = (shape(size), context(name, size));
    let most = [&text, &known].map(|text| 24 * text.len() as u64 + 400 * values(text));
    let held = measure(|| _ = check(&text, &known)).bytes_max;
    (held, most.iter().sum())
}

#[test]
fn what_a_check_holds_is_in_proportion_to_the_text_and_its_values() {
    for (name, shape, full) in SHAPES {
        // Of two sizes: what is the same for both, such as a report with as much as it has room
        // for, hides no factor. What has few values makes few findings, and may be short.
        let long = part(*full, 50);
        let grows = values(&shape(long * 2)) > values(&shape(long)) + 1_000;
        let size = if grows { long } else { part(*full, 400) };
        let (small, large) = (held(name, *shape, size), held(name, *shape, size * 2));
        let (more, most) = (large.0.saturating_sub(small.0), large.1 - small.1);
        assert!(more <= most, "{name}: {more} bytes more, not {most}");
        assert!(large.0 <= large.1 + (16 << 20), "{name}: {} bytes", large.0);
    }
}

/// Every finding of a report, those of its targets included.
fn findings(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
    of_targets.chain(&report.diagnostics)
}

#[test]
fn a_report_lists_what_it_has_room_for_and_counts_the_rest() {
    let rows = r#"[{ "id": "post/report-size", "enabled": false }]"#;
    let without_limit = Engine::with_overlay(rows).unwrap();
    let mut cut = 0;
    for (name, shape, full) in SHAPES {
        // What has few values makes few findings, and may be short.
        let long = shape(full / 200);
        let text = match values(&long) {
            0..1_000 => shape(part(*full, 200)),
            _ => long,
        };
        let Ok(post) = Post::parse(&text) else {
            continue;
        };
        let context = Context::default();
        let (all, report) = (
            without_limit.check(&post, &context),
            Engine::builtin().check(&post, &context),
        );
        assert_eq!(
            (
                report.errors,
                report.warnings,
                report.valid,
                report.complete
            ),
            (all.errors, all.warnings, all.valid, all.complete),
            "{name}"
        );
        let valid = |report: &Report| -> Vec<bool> {
            report.targets.iter().map(|target| target.valid).collect()
        };
        assert_eq!(valid(&report), valid(&all), "{name}");
        let count = |report: &Report, severity| {
            findings(report)
                .filter(|one| one.severity == severity)
                .count() as u64
        };
        let unchecked = |report: &Report| {
            let of_targets = report.targets.iter().map(|target| target.unchecked.len());
            (of_targets.sum::<usize>() + report.unchecked.len()) as u64
        };
        let mut told = report.diagnostics.iter();
        let told = told.find(|one| one.rule == "post/report-size");
        let left = |what: &str| told.map_or(0, |one| one.params[what].as_u64().unwrap());
        let listed = findings(&report).count() as u64 - u64::from(told.is_some());
        assert!(listed <= 1_000 && unchecked(&report) <= 10_000, "{name}");
        assert_eq!(
            listed + left("findings"),
            findings(&all).count() as u64,
            "{name}"
        );
        assert_eq!(
            unchecked(&report) + left("unchecked"),
            unchecked(&all),
            "{name}"
        );
        let errors = count(&report, Severity::Error);
        assert_eq!(errors + left("errors"), u64::from(report.errors), "{name}");
        let warnings = count(&report, Severity::Warning);
        assert_eq!(
            warnings + left("warnings"),
            u64::from(report.warnings),
            "{name}"
        );
        cut += u32::from(told.is_some());
        // No error is left out for the sake of what is less.
        assert!(left("errors") == 0 || listed == errors, "{name}");
    }
    assert!(cut >= 5, "only {cut} reports had no room");
}

#[test]
fn a_finding_quotes_what_others_wrote_in_short() {
    let mut longest = 0;
    for (name, shape, full) in SHAPES {
        let size = part(*full, 200);
        let Some(report) = check(&shape(size), &context(name, size)) else {
            continue;
        };
        for finding in findings(&report) {
            let params = serde_json::to_string(&finding.params).unwrap();
            for text in [&finding.message, &finding.hint, &params] {
                assert!(text.len() < 2_000, "{name}: {} bytes", text.len());
                longest = longest.max(text.len());
            }
        }
    }
    assert!(longest > 500, "no list that is long");
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","))
}

#[test]
fn targets_beyond_the_limit_cost_next_to_nothing() {
    let text = |targets: usize| {
        let items = list(100, |at| {
            format!("{{\"url\":\"https://example.com/{at}.jpg\"}}")
        });
        let targets = list(targets, |at| {
            format!("{{\"platform\":\"tiktok\",\"accountId\":\"{at}\"}}")
        });
        format!("{{\"mediaItems\":{items},\"platforms\":{targets}}}")
    };
    let (few, many) = (text(200), text(2_000));
    let few = measure(|| _ = check(&few, "{}")).bytes_max;
    let many = measure(|| _ = check(&many, "{}")).bytes_max;
    assert!(many < few + (4 << 20), "{few} bytes, then {many}");
}
