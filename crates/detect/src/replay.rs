//! When rules run. A stateless rule runs once over everything; another runs as Sentinel would have run it, at
//! multiples of its frequency, for every window whose input differs from the window before.

use std::collections::BTreeSet;

/// Windows past this many per rule are not run: the rule's answer is then incomplete, and says so.
pub(crate) const MOST_WINDOWS: usize = 20_000;

/// One run of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// What `now()` gives.
    pub(crate) now: i64,
    /// Event rows with a time in `[from, to)`.
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// The windows that a rule must run in: ends at UTC multiples of `frequency`, each `period` long. `times` are the
/// times of all rows of the event tables that the rule reads, sorted. The second value is false when there were
/// more than [`MOST_WINDOWS`].
pub(crate) fn windows(times: &[i64], frequency: i64, period: i64) -> (Vec<Window>, bool) {
    let mut windows = Vec::new();
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return (windows, true) };
    if frequency <= 0 {
        return (windows, true);
    }
    // Input changes only when a row enters (the first end at or after its time) or leaves (the first end at or
    // after its time plus the period), so only those ends need a look.
    let ends: BTreeSet<i64> = times
        .iter()
        .flat_map(|t| [*t, t.saturating_add(period)])
        .filter(|t| *t <= last.saturating_add(period))
        .map(|t| next_multiple(t, frequency))
        .collect();
    let mut before = None;
    for end in ends {
        if end < *first {
            continue;
        }
        let from = end.saturating_sub(period).saturating_add(1);
        let to = end.saturating_add(1);
        let input = (times.partition_point(|t| *t < from), times.partition_point(|t| *t < to));
        if input.0 == input.1 || before == Some(input) {
            before = Some(input);
            continue;
        }
        before = Some(input);
        if windows.len() == MOST_WINDOWS {
            return (windows, false);
        }
        windows.push(Window { now: end, from, to });
    }
    (windows, true)
}

/// The first multiple of `step` at or after `t`.
fn next_multiple(t: i64, step: i64) -> i64 {
    let rest = t.rem_euclid(step);
    if rest == 0 { t } else { t.saturating_add(step - rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(times: &[i64], frequency: i64, period: i64) -> Vec<i64> {
        windows(times, frequency, period).0.iter().map(|w| w.now).collect()
    }

    #[test]
    fn only_windows_whose_input_differs_run() {
        // One row at 5: it is in the windows that end at 10 and 20 alike, and gone from the one at 30.
        assert_eq!(ends(&[5], 10, 20), [10]);
        // A second row at 12 makes the window that ends at 20 differ; at 30 the first row is gone.
        assert_eq!(ends(&[5, 12], 10, 20), [10, 20, 30]);
        assert_eq!(ends(&[], 10, 20), Vec::<i64>::new());
    }

    #[test]
    fn a_row_on_the_edge_belongs_to_the_window_that_ends_there() {
        assert_eq!(windows(&[10], 10, 10).0, [Window { now: 10, from: 1, to: 11 }]);
    }

    #[test]
    fn every_row_is_in_some_window_and_hostile_times_end() {
        let times = [i64::MIN, -3, 0, 7, 1_000_000, i64::MAX];
        let (windows, complete) = windows(&times, 36_000_000_000, 864_000_000_000);
        assert!(complete && windows.len() <= 2 * times.len());
        let far: Vec<i64> = (0..30_000).map(|i| i * 100).collect();
        let (windows, complete) = super::windows(&far, 100, 100);
        assert!(!complete && windows.len() == MOST_WINDOWS);
    }
}
