//! The length of a text of 280 code points, by unit and script, and beside it how long the reference
//! for graphemes takes.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use postworthy::text::{Unit, count};
use postworthy_benches::LANGUAGES;
use unicode_segmentation::UnicodeSegmentation as _;

fn text(c: &mut Criterion) {
    let link = "Read all of it at https://example.com/workshop/opening today. ";
    let plain = "the workshop opens its doors once more and everybody is welcome there; ";
    let one = format!("{link}{}", plain.repeat(4));
    let mut samples = vec![
        ("one link".to_string(), cut(&one)),
        ("many links".to_string(), cut(link)),
        ("emoji".to_string(), cut("👩🏽‍🔧🎉👨‍👩‍👧‍👦🇵🇱")),
        ("thai".to_string(), cut("เช้านี้เราเปิดเวิร์กช็อปแห่งที่สองริมแม่น้ำ")),
        // Accents as code points of their own.
        (
            "nfd".to_string(),
            cut("Ou\u{308} e\u{301}tions-nous a\u{300} No\u{308}el? "),
        ),
    ];
    for (name, sentences) in LANGUAGES {
        samples.push((name.to_string(), cut(&sentences.join(" "))));
    }
    for unit in [Unit::Graphemes, Unit::Weighted] {
        let mut group = c.benchmark_group(unit.as_str());
        for (name, sample) in &samples {
            group.bench_function(name, |b| b.iter(|| count(black_box(sample), unit)));
        }
        group.finish();
    }
    let mut group = c.benchmark_group("graphemes by unicode-segmentation");
    for (name, sample) in &samples {
        group.bench_function(name, |b| {
            b.iter(|| black_box(sample).graphemes(true).count())
        });
    }
    group.finish();
}

fn cut(text: &str) -> String {
    text.chars().cycle().take(280).collect()
}

criterion_group!(benches, text);
criterion_main!(benches);
