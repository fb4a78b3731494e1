//! What somebody probably meant by a name that does not exist.

/// The candidate nearest to a mistyped name.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let slug = word.rsplit('/').next().unwrap_or_default();
    candidates
        .map(|candidate| {
            // Whoever knows only what is behind the slash means that.
            let behind = candidate.rsplit('/').next().unwrap_or_default();
            let likeness = if behind == slug {
                0.99
            } else {
                strsim::jaro_winkler(&word, candidate)
            };
            (likeness, candidate)
        })
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// `, did you mean X?`, or nothing.
pub fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    nearest(word, candidates)
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}
