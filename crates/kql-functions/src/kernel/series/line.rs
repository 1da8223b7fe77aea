//! Straight lines through series.

use crate::prelude::*;
use serde_json::{Map, Value as Json};

/// The columns that describe a line, in the order of `series_fit_line`.
pub(crate) const LINE: &[(&str, KqlType)] = &[
    ("rsquare", KqlType::Real),
    ("slope", KqlType::Real),
    ("variance", KqlType::Real),
    ("rvariance", KqlType::Real),
    ("interception", KqlType::Real),
    ("line_fit", KqlType::Dynamic),
];

/// The line that fits best. Positions count from 1.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// 1 for a perfect fit, 0 for none.
    pub(crate) rsquare: f64,
    pub(crate) slope: f64,
    /// The variance of the items.
    pub(crate) variance: f64,
    /// The variance of what the line leaves over.
    pub(crate) rvariance: f64,
    pub(crate) interception: f64,
    /// The line at each position.
    pub(crate) fit: Vec<f64>,
}

impl Line {
    /// Fits a line to the numbers of a series; a series with fewer than two has none.
    pub(crate) fn of(items: &[Option<f64>]) -> Option<Self> {
        let points: Vec<(f64, f64)> =
            items.iter().enumerate().filter_map(|(i, y)| Some(((i + 1) as f64, (*y)?))).collect();
        if points.len() < 2 {
            return None;
        }
        let count = points.len() as f64;
        let mean = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(|p| p.0), mean(|p| p.1));
        let sum = |f: fn(f64, f64) -> f64| points.iter().map(|(x, y)| f(x - mean_x, y - mean_y)).sum::<f64>();
        let (xx, xy, yy) = (sum(|x, _| x * x), sum(|x, y| x * y), sum(|_, y| y * y));
        let slope = xy / xx;
        let interception = mean_y - slope * mean_x;
        let at = |x: f64| interception + slope * x;
        let residual: f64 = points.iter().map(|(x, y)| (y - at(*x)).powi(2)).sum();
        Some(Self {
            rsquare: if yy == 0.0 { 1.0 } else { 1.0 - residual / yy },
            slope,
            variance: yy / (count - 1.0),
            rvariance: residual / (count - 1.0),
            interception,
            fit: (1..=items.len()).map(|x| at(x as f64)).collect(),
        })
    }

    /// The line at a position that counts from 1.
    pub(crate) fn at(&self, position: usize) -> f64 {
        self.interception + self.slope * position as f64
    }

    /// The values of [`LINE`].
    pub(crate) fn columns(&self) -> [Json; 6] {
        let fit = self.fit.iter().copied().map(Json::from).collect();
        let [rsquare, slope, variance, rvariance, interception] =
            [self.rsquare, self.slope, self.variance, self.rvariance, self.interception].map(Json::from);
        [rsquare, slope, variance, rvariance, interception, fit]
    }
}

/// Columns as a property bag.
pub(crate) fn bag<'n>(names: impl IntoIterator<Item = &'n str>, values: impl IntoIterator<Item = Json>) -> Json {
    let bag: Map<String, Json> = names.into_iter().map(str::to_owned).zip(values).collect();
    Json::Object(bag)
}
