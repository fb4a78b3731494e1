//! Checks on several threads.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use postworthy::{Checker, Context, ParseError, Report};

use crate::check::{Rules, with_local};
use crate::report::Outcome;
use crate::subject::Form;

/// The cores of this machine.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Checks one post after the other on one thread.
pub struct Worker<'w> {
    checker: Checker<'w>,
    context: &'w Arc<Context>,
    local: Option<&'w Path>,
}

impl<'w> Worker<'w> {
    pub fn new(rules: &'w Rules, context: &'w Arc<Context>, local: Option<&'w Path>) -> Self {
        Worker {
            checker: rules.engine().checker(),
            context,
            local,
        }
    }

    /// What is known beside this post.
    fn context(&self, form: Form<'_>) -> Result<Arc<Context>, ParseError> {
        with_local(Arc::clone(self.context), self.local, form)
    }

    /// Checks a post, and says with what context.
    pub fn outcome(&mut self, form: Form<'_>) -> Result<(Outcome, Arc<Context>), ParseError> {
        let context = self.context(form)?;
        let outcome = form.read(|post| Outcome::of(&self.checker.check(post, &context)))?;
        Ok((outcome, context))
    }

    /// Checks a post, and puts what was found into words, where there is anything; without fixes.
    pub fn worded(&mut self, form: Form<'_>) -> Result<(Outcome, Option<Report>), ParseError> {
        let context = self.context(form)?;
        form.read(|post| {
            let verdict = self.checker.check_for_words(post, &context);
            let report = (verdict.findings() > 0).then(|| verdict.report_without_fixes());
            (Outcome::of(&verdict), report)
        })
    }
}

/// Shares so many items out among threads; the results come in the order of the items.
pub fn shared<R: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(Range<usize>) -> R + Sync,
) -> Vec<R> {
    // A handful is not worth a thread.
    let threads = threads.min(count / 8).max(1);
    if threads == 1 {
        return vec![work(0..count)];
    }
    let share = count.div_ceil(threads);
    let work = &work;
    thread::scope(|scope| {
        let shares = (0..count).step_by(share);
        let parts: Vec<_> = shares
            .map(|at| {
                let range = at..count.min(at.saturating_add(share));
                let here = range.clone();
                // What the system grants no thread for is done on this one.
                let thread = thread::Builder::new().spawn_scoped(scope, move || work(range));
                thread.map_err(|_| here)
            })
            .collect();
        let parts = parts
            .into_iter()
            .map(|part| match part.map(|thread| thread.join()) {
                Ok(Ok(part)) => part,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(here) => work(here),
            });
        parts.collect()
    })
}
