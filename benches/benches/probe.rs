//! From the path of a file to its facts.
#![expect(clippy::unwrap_used, reason = "the corpus is there")]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use postworthy::probe::{probe_file, probe_slice};

fn files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/media/sound");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn probe(c: &mut Criterion) {
    let files = files();
    let mut group = c.benchmark_group("probe");
    group.throughput(Throughput::Elements(files.len() as u64));
    group.bench_function("all files, from open to facts", |b| {
        b.iter(|| {
            for file in &files {
                black_box(probe_file(file).unwrap());
            }
        });
    });
    let contents: Vec<_> = files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect();
    group.bench_function("all files, from memory", |b| {
        b.iter(|| {
            for content in &contents {
                black_box(probe_slice(content));
            }
        });
    });
    group.finish();
    // One line a format, since the slowest says more than the average.
    let mut group = c.benchmark_group("open to facts");
    group.sample_size(20);
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        group.bench_function(name, |b| b.iter(|| probe_file(black_box(file)).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, probe);
criterion_main!(benches);
