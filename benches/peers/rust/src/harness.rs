//! Runs contenders in turns over the same lines, so that what else the machine does hits them all.

use std::time::Duration;

use cpu_time::ThreadTime;

/// Lines that one contender works through before the next has its turn.
const TURN: usize = 1_000;

/// Turns over the same lines; the quickest one counts.
const ROUNDS: usize = 5;

/// Something that is measured.
pub struct Contender<'a> {
    /// What it is called in the table.
    pub name: &'static str,
    /// What it leaves out, or what it is for.
    pub note: &'static str,
    /// Works through the lines of a turn, which begin at an index.
    pub work: Box<dyn FnMut(usize, &'a [String]) + 'a>,
}

/// Processor time in microseconds a line, in the order of the contenders.
pub fn measure<'a>(lines: &'a [String], contenders: &mut [Contender<'a>]) -> Vec<f64> {
    let mut spent = vec![Duration::ZERO; contenders.len()];
    for (number, turn) in lines.chunks(TURN).enumerate() {
        let mut best = vec![Duration::MAX; contenders.len()];
        for _ in 0..ROUNDS {
            for (contender, best) in contenders.iter_mut().zip(&mut best) {
                let start = ThreadTime::now();
                (contender.work)(number * TURN, turn);
                *best = start.elapsed().min(*best);
            }
        }
        for (spent, best) in spent.iter_mut().zip(best) {
            *spent += best;
        }
    }
    let each = |spent: Duration| spent.as_secs_f64() * 1e6 / lines.len() as f64;
    spent.into_iter().map(each).collect()
}
