//! Runs of changed lines, and where they stand when they could as well stand a few lines higher or lower.

/// One text of a diff: what its lines are, and which of them the other text does not have.
pub struct Side<'l> {
    lines: &'l [usize],
    changed: Vec<bool>,
}

/// A run of changed lines of one side, perhaps an empty one. One unchanged line stands between two runs, so that both
/// sides of a diff have the same number of runs.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
}

impl<'l> Side<'l> {
    /// A text of which every line is changed.
    pub fn of(lines: &'l [usize]) -> Self {
        Side { lines, changed: vec![true; lines.len()] }
    }

    /// Whether the line is there and the other text does not have it.
    pub fn is_changed(&self, at: usize) -> bool {
        self.changed.get(at).copied().unwrap_or_default()
    }

    pub fn set(&mut self, at: usize, changed: bool) {
        if let Some(flag) = self.changed.get_mut(at) {
            *flag = changed;
        }
    }

    /// Moves each run of changed lines as git does: beside the change of the other side that it belongs to, else as far
    /// down as it goes.
    pub fn settle(&mut self, other: &Side<'_>) {
        let mut run = self.run_at(0);
        let mut beside = other.run_at(0);
        loop {
            if !run.is_empty() {
                self.settle_run(&mut run, other, &mut beside);
            }
            if run.end >= self.lines.len() {
                return;
            }
            run = self.run_at(run.end.saturating_add(1));
            beside = other.run_at(beside.end.saturating_add(1));
        }
    }

    fn settle_run(&mut self, run: &mut Run, other: &Side<'_>, beside: &mut Run) {
        let mut highest;
        let mut last_beside;
        loop {
            let length = run.end - run.start;
            while self.up(run) {
                *beside = other.run_before(*beside);
            }
            highest = run.end;
            last_beside = !beside.is_empty();
            while self.down(run) {
                *beside = other.run_at(beside.end.saturating_add(1));
                last_beside = last_beside || !beside.is_empty();
            }
            // A run that met another one is longer now, and may go further.
            if run.end - run.start == length {
                break;
            }
        }
        if run.end > highest && last_beside {
            while beside.is_empty() && self.up(run) {
                *beside = other.run_before(*beside);
            }
        }
    }

    fn run_at(&self, start: usize) -> Run {
        let changed = self.changed.iter().skip(start).take_while(|changed| **changed).count();
        Run { start, end: start.saturating_add(changed) }
    }

    /// The run above the line above `run`.
    fn run_before(&self, run: Run) -> Run {
        let end = run.start.saturating_sub(1);
        Run { start: self.top(end), end }
    }

    /// The first of the changed lines that end at `end`.
    fn top(&self, end: usize) -> usize {
        end - self.changed.iter().take(end).rev().take_while(|changed| **changed).count()
    }

    /// Moves the run one line up, if the text stays the same; it takes in a run that it then touches.
    fn up(&mut self, run: &mut Run) -> bool {
        let (Some(above), Some(last)) = (run.start.checked_sub(1), run.end.checked_sub(1)) else { return false };
        if self.lines.get(above) != self.lines.get(last) {
            return false;
        }
        self.set(above, true);
        self.set(last, false);
        *run = Run { start: self.top(above), end: last };
        true
    }

    /// As [`Side::up`], one line down.
    fn down(&mut self, run: &mut Run) -> bool {
        let next = self.lines.get(run.end);
        if next.is_none() || next != self.lines.get(run.start) {
            return false;
        }
        self.set(run.start, false);
        self.set(run.end, true);
        *run = Run { start: run.start.saturating_add(1), end: self.run_at(run.end).end };
        true
    }
}

impl Run {
    fn is_empty(self) -> bool {
        self.start == self.end
    }
}
