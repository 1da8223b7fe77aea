//! A series as the sum of what repeats, where it tends, and the rest.

use super::line::Line;
use super::periods::Likeness;

/// How the season is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Season {
    /// The period that explains the series best, if its score reaches this.
    Detect(f64),
    /// So many items.
    Period(usize),
    None,
}

/// How the trend is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trend {
    Average,
    Line,
    None,
}

/// The score that a detected period needs unless told otherwise.
pub(crate) const THRESHOLD: f64 = 0.6;

impl Season {
    /// From the argument that is -1 to detect, 0 for none, or a period.
    pub(crate) fn new(number: Option<i64>, threshold: Option<f64>) -> Self {
        match number {
            None => Self::Detect(threshold.unwrap_or(THRESHOLD)),
            Some(0) => Self::None,
            Some(period) => {
                usize::try_from(period).map_or_else(|_| Self::Detect(threshold.unwrap_or(THRESHOLD)), Self::Period)
            }
        }
    }

    /// The season at each of `length` positions, learnt from the first items.
    pub(crate) fn of(self, learnt: &[Option<f64>], length: usize) -> Vec<f64> {
        let period = match self {
            Self::None => None,
            Self::Period(period) => Some(period),
            Self::Detect(threshold) => Likeness::of(learnt).seasonality(threshold),
        };
        let Some(period) = period.filter(|p| *p > 0) else { return vec![0.0; length] };
        let phases: Vec<f64> = (0..period.min(length))
            .map(|phase| median(learnt.iter().skip(phase).step_by(period).flatten().copied().collect()))
            .collect();
        (0..length).map(|i| phases.get(i % period).copied().unwrap_or(0.0)).collect()
    }
}

impl Trend {
    /// From the argument `avg`, `linefit` or `none`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "" | "avg" => Some(Self::Average),
            "linefit" => Some(Self::Line),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    fn of(self, learnt: &[Option<f64>], length: usize) -> Vec<f64> {
        match self {
            Self::None => vec![0.0; length],
            Self::Average => {
                let known = learnt.iter().flatten().count();
                let mean = if known == 0 { 0.0 } else { learnt.iter().flatten().sum::<f64>() / known as f64 };
                vec![mean; length]
            }
            Self::Line => match Line::of(learnt) {
                Some(line) => (1..=length).map(|position| line.at(position)).collect(),
                None => Self::Average.of(learnt, length),
            },
        }
    }
}

/// The parts of a series, each as long as the series.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    /// Season and trend together: what was to be expected.
    pub(crate) baseline: Vec<f64>,
    pub(crate) seasonal: Vec<f64>,
    pub(crate) trend: Vec<f64>,
    /// What came on top of it; nothing where there is no number.
    pub(crate) residual: Vec<Option<f64>>,
}

/// Takes a series apart. The last `test` items are not learnt from.
pub(crate) fn decompose(items: &[Option<f64>], season: Season, trend: Trend, test: usize) -> Parts {
    let learnt = items.get(..items.len().saturating_sub(test)).unwrap_or_default();
    let seasonal = season.of(learnt, items.len());
    let rest: Vec<Option<f64>> = learnt.iter().zip(&seasonal).map(|(y, s)| y.map(|y| y - s)).collect();
    let trend = trend.of(&rest, items.len());
    let baseline: Vec<f64> = seasonal.iter().zip(&trend).map(|(s, t)| s + t).collect();
    let residual = items.iter().zip(&baseline).map(|(y, b)| y.map(|y| y - b)).collect();
    Parts { baseline, seasonal, trend, residual }
}

/// The value in the middle, or between the two in the middle; 0 of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    super::outliers::percentile(&values, 50.0).unwrap_or(0.0)
}
