//! Series: dynamic arrays of numbers.

pub(crate) mod decompose;
pub(crate) mod line;
pub(crate) mod outliers;
pub(crate) mod periods;
pub(crate) mod polynomial;
pub(crate) mod stats;
pub(crate) mod two_lines;

use crate::prelude::*;
use serde_json::Value as Json;

/// How many weights a filter has at most, so that the work stays linear.
pub(crate) const MOST_WEIGHTS: usize = 1024;

/// The items as reals; what is no number is nothing.
pub(crate) fn numbers(args: &[Value<'_>], index: usize) -> Option<Vec<Option<f64>>> {
    Some(array(args, index)?.iter().map(Json::as_f64).collect())
}

/// Numbers as a series.
pub(crate) fn series(items: impl IntoIterator<Item = Option<f64>>) -> OwnedValue {
    dynamic_array(items.into_iter().map(|v| v.map_or(Json::Null, Json::from)).collect())
}

/// Each item of a series made another.
pub(crate) fn each(args: &[Value<'_>], f: impl Fn(f64) -> f64) -> OwnedValue {
    numbers(args, 0).map_or(Value::Null, |items| series(items.into_iter().map(|v| v.map(&f))))
}

/// The types of a function of two series, or of a series and a number that stands for each of its items.
pub(crate) const PAIRS: &[Overload] = &[
    takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic),
    takes(&[DYNAMIC, NUMBER], KqlType::Dynamic),
    takes(&[NUMBER, DYNAMIC], KqlType::Dynamic),
];

/// Pairs of items made one; the longer series sets the length, and a number stands for each item.
pub(crate) fn pairs(args: &[Value<'_>], f: impl Fn(f64, f64) -> Option<Json>) -> OwnedValue {
    let (Some(a), Some(b)) = (args.first(), args.get(1)) else {
        return Value::Null;
    };
    let (mut one, mut other) = (numbers(args, 0), numbers(args, 1));
    let longest = one.iter().chain(&other).map(Vec::len).max().unwrap_or(0);
    let fill = |series: &mut Option<Vec<Option<f64>>>, value: &Value<'_>| {
        if series.is_none()
            && !matches!(value, Value::Dynamic(text) if !text.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
        {
            *series = crate::convert::to_real(value).map(|number| vec![Some(number); longest]);
        }
    };
    if one.is_some() || other.is_some() {
        fill(&mut one, a);
        fill(&mut other, b);
    }
    let (Some(a), Some(b)) = (one, other) else {
        return Value::Null;
    };
    let at = |items: &[Option<f64>], i: usize| items.get(i).copied().flatten();
    let pair = |i| at(&a, i).zip(at(&b, i)).and_then(|(a, b)| f(a, b)).unwrap_or(Json::Null);
    dynamic_array((0..a.len().max(b.len())).map(pair).collect())
}

/// Whether an item is missing: null, or equal to the stand-in that the second argument names.
pub(crate) fn is_missing(item: &Json, stand_in: Option<&Value<'_>>) -> bool {
    match stand_in {
        Some(value) if !value.is_null() => super::compare::equal_json(item, &crate::json::from_value(value)),
        _ => item.is_null(),
    }
}

/// A series of numbers alone.
pub(crate) fn whole(args: &[Value<'_>], index: usize) -> Option<Vec<f64>> {
    numbers(args, index)?.into_iter().collect()
}
