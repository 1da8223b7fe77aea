//! Two straight lines through a series, one up to a break and one from there on.

use super::line::Line;
use crate::prelude::*;
use serde_json::Value as Json;

/// The columns of `series_fit_2lines`.
pub(crate) const TWO_LINES: &[(&str, KqlType)] = &[
    ("rsquare", KqlType::Real),
    ("split_idx", KqlType::Long),
    ("variance", KqlType::Real),
    ("rvariance", KqlType::Real),
    ("line_fit", KqlType::Dynamic),
    ("right_rsquare", KqlType::Real),
    ("right_slope", KqlType::Real),
    ("right_interception", KqlType::Real),
    ("right_variance", KqlType::Real),
    ("right_rvariance", KqlType::Real),
    ("left_rsquare", KqlType::Real),
    ("left_slope", KqlType::Real),
    ("left_interception", KqlType::Real),
    ("left_variance", KqlType::Real),
    ("left_rvariance", KqlType::Real),
];

/// Sums over the first items of a series, from which the fit of any part follows.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn and(self, x: f64, y: f64) -> Self {
        Self {
            count: self.count + 1.0,
            x: self.x + x,
            y: self.y + y,
            xx: self.xx + x * x,
            xy: self.xy + x * y,
            yy: self.yy + y * y,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            count: self.count - other.count,
            x: self.x - other.x,
            y: self.y - other.y,
            xx: self.xx - other.xx,
            xy: self.xy - other.xy,
            yy: self.yy - other.yy,
        }
    }

    /// What the best line leaves over, squared and summed.
    fn residual(self) -> Option<f64> {
        if self.count < 2.0 {
            return None;
        }
        let xx = self.xx - self.x * self.x / self.count;
        let xy = self.xy - self.x * self.y / self.count;
        let yy = self.yy - self.y * self.y / self.count;
        Some((yy - xy * xy / xx).max(0.0))
    }
}

/// The values of [`TWO_LINES`]: the break is where the two lines leave least over. A series with fewer than four
/// numbers has none.
pub(crate) fn fit(items: &[Option<f64>]) -> Option<Vec<Json>> {
    let known = items.iter().flatten().count() as f64;
    let mean = items.iter().flatten().sum::<f64>() / known;
    let (mut before, mut all) = (Vec::with_capacity(items.len()), Sums::default());
    for (i, item) in items.iter().enumerate() {
        before.push(all);
        if let Some(y) = item {
            all = all.and(i as f64, y - mean);
        }
    }
    let residual = |split: usize| {
        let left = before.get(split).copied()?;
        Some(left.residual()? + all.less(left).residual()?)
    };
    let splits = (0..items.len()).filter_map(|split| Some((split, residual(split)?)));
    let (split, _) = splits.reduce(|best, next| if next.1 < best.1 { next } else { best })?;
    let (left_items, right_items) = items.split_at_checked(split)?;
    let (left, right) = (Line::of(left_items)?, Line::of(right_items)?);
    let line: Vec<f64> = left.fit.iter().chain(&right.fit).copied().collect();
    let rest: f64 = items.iter().zip(&line).filter_map(|(y, fit)| Some(((*y)? - fit).powi(2))).sum();
    let spread: f64 = items.iter().flatten().map(|y| (y - mean).powi(2)).sum();
    let rsquare = if spread == 0.0 { 1.0 } else { 1.0 - rest / spread };
    let side = |l: &Line| [l.rsquare, l.slope, l.interception, l.variance, l.rvariance].map(Json::from);
    let mut values = vec![
        rsquare.into(),
        split.into(),
        (spread / (known - 1.0)).into(),
        (rest / (known - 1.0)).into(),
        line.into_iter().map(Json::from).collect(),
    ];
    values.extend(side(&right));
    values.extend(side(&left));
    Some(values)
}
