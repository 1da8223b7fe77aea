//! Variance and standard deviation.

use crate::Accumulator;
use crate::prelude::*;

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    Variance,
    Deviation,
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A sample: divided by one less than their number.
    Sample,
    /// Everything there is.
    Population,
}

struct Moments {
    count: u64,
    mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
    spread: Spread,
    rows: Rows,
}

/// An accumulator for the spread.
pub(crate) fn accumulator(spread: Spread, rows: Rows) -> Box<dyn Accumulator> {
    Box::new(Moments { count: 0, mean: 0.0, squares: 0.0, spread, rows })
}

/// The aggregate of a spread, over all rows.
pub(crate) const fn aggregate(
    name: &'static str,
    prefix: &'static str,
    eval: crate::AccumulatorFactory,
    doc: Doc,
) -> Aggregate {
    const TYPES: &[Overload] = &[takes(&[REAL], KqlType::Real)];
    whole(name, TYPES, prefix, eval, doc)
}

/// The aggregate of a spread, over the rows in which the second argument is true.
pub(crate) const fn aggregate_if(
    name: &'static str,
    prefix: &'static str,
    eval: crate::AccumulatorFactory,
    doc: Doc,
) -> Aggregate {
    const TYPES: &[Overload] = &[takes(&[REAL, BOOL], KqlType::Real)];
    whole(name, TYPES, prefix, eval, doc)
}

const fn whole(
    name: &'static str,
    types: &'static [Overload],
    prefix: &'static str,
    eval: crate::AccumulatorFactory,
    doc: Doc,
) -> Aggregate {
    let doc = doc.notes("Nulls are left out; of fewer than two rows the result is 0.");
    let (types, name_of) = (Types::Overloads(types), AggregateName::Prefix(prefix));
    Aggregate::new(name, types, name_of, AggregateEval::Accumulator(eval), doc)
}

impl Moments {
    fn merge_moments(&mut self, count: u64, mean: f64, squares: f64) {
        if count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, count as f64);
        let distance = mean - self.mean;
        self.mean += distance * m / (n + m);
        self.squares += squares + distance * distance * n * m / (n + m);
        self.count += count;
    }
}

impl Accumulator for Moments {
    fn update(&mut self, args: &[Value<'_>]) {
        if let Some(value) = real(args, 0) {
            self.merge_moments(1, value, 0.0);
        }
    }

    fn state(&self) -> Vec<u8> {
        [self.count.to_le_bytes(), self.mean.to_le_bytes(), self.squares.to_le_bytes()].concat()
    }

    fn merge(&mut self, state: &[u8]) {
        let part = |i: usize| -> Option<[u8; 8]> { state.get(i * 8..i * 8 + 8)?.try_into().ok() };
        if let (Some(count), Some(mean), Some(squares)) = (part(0), part(1), part(2)) {
            self.merge_moments(u64::from_le_bytes(count), f64::from_le_bytes(mean), f64::from_le_bytes(squares));
        }
    }

    fn finish(&mut self) -> OwnedValue {
        let divisor = match self.rows {
            Rows::Sample => self.count.saturating_sub(1),
            Rows::Population => self.count,
        };
        // Microsoft's engine rounds the variance to ten digits, and takes the root of that.
        let variance = if divisor == 0 { 0.0 } else { self.squares / divisor as f64 };
        let rounded = (variance * 1e10).round() / 1e10;
        let variance = if rounded.is_finite() { rounded } else { variance };
        Value::Real(match self.spread {
            Spread::Variance => variance,
            Spread::Deviation => variance.sqrt(),
        })
    }

    fn size(&self) -> usize {
        size_of::<Self>()
    }
}
