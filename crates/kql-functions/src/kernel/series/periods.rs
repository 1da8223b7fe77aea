//! Periods of series, by autocorrelation.

use super::line::Line;

/// The shortest period that can be found.
const SHORTEST: usize = 4;

/// How many pairs of items are multiplied at most; a longer series is searched for short periods only.
const MOST_WORK: usize = 50_000_000;

/// How much a series resembles itself, shifted by each number of items up to half of its length: 1 for the same, 0
/// for no likeness. A straight trend is taken out before. Missing numbers count as the trend.
pub(crate) struct Likeness(Vec<f64>);

impl Likeness {
    /// Compares a series with itself.
    pub(crate) fn of(items: &[Option<f64>]) -> Self {
        let Some(line) = Line::of(items) else { return Self(Vec::new()) };
        let flat: Vec<f64> = items.iter().zip(&line.fit).map(|(y, fit)| y.map_or(0.0, |y| y - fit)).collect();
        let longest = (flat.len() / 2).min(MOST_WORK / flat.len().max(1));
        let product = |lag: usize| -> f64 { flat.iter().zip(flat.iter().skip(lag)).map(|(a, b)| a * b).sum() };
        let whole = product(0);
        // What is left of a line that fits but for rounding has no periods.
        let all: f64 = items.iter().flatten().map(|y| y * y).sum();
        if whole.is_nan() || whole <= 1e-9 * all {
            return Self(Vec::new());
        }
        Self((0..=longest).map(|lag| product(lag) / whole).collect())
    }

    /// How well a period explains the series, 0 to 1; 0 where a neighbour explains it better.
    pub(crate) fn score(&self, period: usize) -> f64 {
        let at = |lag: usize| self.0.get(lag).copied();
        match (at(period.wrapping_sub(1)), at(period), at(period.wrapping_add(1))) {
            (Some(before), Some(here), Some(after))
                if period >= SHORTEST && here > 0.0 && here > before && here >= after =>
            {
                here.sqrt().min(1.0)
            }
            _ => 0.0,
        }
    }

    /// The periods in a range with their scores, best first; multiples of a better period are left out.
    pub(crate) fn best(&self, shortest: f64, longest: f64, count: usize) -> Vec<(usize, f64)> {
        let in_range = |period: &usize| (shortest..=longest).contains(&(*period as f64));
        let mut found: Vec<(usize, f64)> =
            (SHORTEST..self.0.len()).filter(in_range).map(|p| (p, self.score(p))).filter(|(_, s)| *s > 0.0).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut kept: Vec<(usize, f64)> = Vec::new();
        for (period, score) in found {
            if kept.len() >= count {
                break;
            }
            if !kept.iter().any(|(better, _)| is_multiple(period, *better)) {
                kept.push((period, score));
            }
        }
        kept
    }

    /// The period that explains the series best, if it does so at least this well.
    pub(crate) fn seasonality(&self, threshold: f64) -> Option<usize> {
        self.best(0.0, f64::INFINITY, 1).first().filter(|(_, score)| *score >= threshold).map(|(period, _)| *period)
    }
}

/// Whether a period is another one taken several times, give or take an item each time.
fn is_multiple(period: usize, base: usize) -> bool {
    let times = (period + base / 2) / base;
    times >= 2 && period.abs_diff(times * base) < times
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(items: &[f64]) -> Likeness {
        Likeness::of(&items.iter().map(|v| Some(*v)).collect::<Vec<_>>())
    }

    #[test]
    fn periods() {
        let week: Vec<f64> = (0..60).map(|i| if i % 7 < 5 { 10.0 + f64::from(i % 3) / 10.0 } else { 2.0 }).collect();
        let week = likeness(&week);
        assert_eq!(week.seasonality(0.6), Some(7));
        assert_eq!(week.best(0.0, 50.0, 3).first().map(|p| p.0), Some(7));
        assert!(week.best(0.0, 50.0, 3).iter().all(|(p, _)| !matches!(p, 14 | 21 | 28)));
        assert_eq!(week.score(6), 0.0);
        assert_eq!(week.score(usize::MAX), 0.0);
    }

    #[test]
    fn nothing_to_find() {
        let line: Vec<f64> = (0..50).map(f64::from).collect();
        assert_eq!(likeness(&line).seasonality(0.1), None);
        assert_eq!(likeness(&[]).seasonality(0.1), None);
        assert_eq!(likeness(&[1.0; 40]).seasonality(0.1), None);
    }
}
