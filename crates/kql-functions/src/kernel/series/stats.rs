//! Statistics of a series.

use crate::prelude::*;
use serde_json::Value as Json;

/// The columns of `series_stats`.
pub(crate) const STATS: &[(&str, KqlType)] = &[
    ("min", KqlType::Real),
    ("min_idx", KqlType::Long),
    ("max", KqlType::Real),
    ("max_idx", KqlType::Long),
    ("avg", KqlType::Real),
    ("stdev", KqlType::Real),
    ("variance", KqlType::Real),
];

/// The values of [`STATS`], and the sum. What is no number is left out; of nothing at all everything is null.
pub(crate) fn stats(items: &[Option<f64>]) -> ([Json; 7], f64) {
    let known: Vec<(usize, f64)> = items.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?))).collect();
    let count = known.len() as f64;
    let sum: f64 = known.iter().map(|(_, v)| v).sum();
    // Welford's way rounds as Microsoft's engine does.
    let (mut running, mut squares) = (0.0, 0.0);
    for ((_, v), n) in known.iter().zip(1..) {
        let distance = v - running;
        running += distance / f64::from(n);
        squares += distance * (v - running);
    }
    let variance = if known.len() > 1 { squares / (count - 1.0) } else { 0.0 };
    let least = known.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let most = known.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let spread = if known.is_empty() { Json::Null } else { variance.into() };
    let values = [
        least.map(|v| v.1).into(),
        least.map(|v| v.0).into(),
        most.map(|v| v.1).into(),
        most.map(|v| v.0).into(),
        (sum / count).into(),
        if known.is_empty() { Json::Null } else { variance.sqrt().into() },
        spread,
    ];
    (values, sum + 0.0)
}

/// The items that count: with a true second argument, infinite numbers and what is no number do not.
pub(crate) fn counted(args: &[Value<'_>]) -> Option<Vec<Option<f64>>> {
    let finite_only = args.get(1).and_then(Value::as_bool) == Some(true);
    let items = super::numbers(args, 0)?;
    Some(items.into_iter().map(|v| v.filter(|v| !finite_only || v.is_finite())).collect())
}
