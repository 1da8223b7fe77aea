//! Covariance.

use super::spread::Rows;
use crate::Accumulator;
use crate::prelude::*;

#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean_x: f64,
    mean_y: f64,
    /// Sum of the products of the distances from the means.
    products: f64,
}

impl Moments {
    fn and(self, other: Self) -> Self {
        if other.count == 0.0 {
            return self;
        }
        let count = self.count + other.count;
        let (dx, dy) = (other.mean_x - self.mean_x, other.mean_y - self.mean_y);
        Self {
            count,
            mean_x: self.mean_x + dx * other.count / count,
            mean_y: self.mean_y + dy * other.count / count,
            products: self.products + other.products + dx * dy * self.count * other.count / count,
        }
    }
}

struct Covariance {
    moments: Moments,
    rows: Rows,
}

/// An accumulator for the covariance of two numbers.
pub(crate) fn accumulator(rows: Rows) -> Box<dyn Accumulator> {
    Box::new(Covariance { moments: Moments::default(), rows })
}

/// The aggregate of a covariance, of all rows or of those in which the third argument is true.
pub(crate) const fn aggregate(
    name: &'static str,
    prefix: &'static str,
    eval: crate::AccumulatorFactory,
    filtered: bool,
    doc: Doc,
) -> Aggregate {
    const PAIR: &[Overload] = &[takes(&[REAL, REAL], KqlType::Real)];
    const FILTERED: &[Overload] = &[takes(&[REAL, REAL, BOOL], KqlType::Real)];
    let types = Types::Overloads(if filtered { FILTERED } else { PAIR });
    let doc = doc.notes(
        "Rows with a null are left out; of fewer than two rows, or of none for the whole population, the result is 0.",
    );
    Aggregate::new(name, types, AggregateName::PrefixAndArguments(prefix), AggregateEval::Accumulator(eval), doc)
}

impl Accumulator for Covariance {
    fn update(&mut self, args: &[Value<'_>]) {
        if let (Some(x), Some(y)) = (real(args, 0), real(args, 1)) {
            self.moments = self.moments.and(Moments { count: 1.0, mean_x: x, mean_y: y, products: 0.0 });
        }
    }

    fn state(&self) -> Vec<u8> {
        let m = self.moments;
        [m.count, m.mean_x, m.mean_y, m.products].map(f64::to_le_bytes).concat()
    }

    fn merge(&mut self, state: &[u8]) {
        let (words, _) = state.as_chunks::<8>();
        if let [count, mean_x, mean_y, products] = words {
            let [count, mean_x, mean_y, products] = [count, mean_x, mean_y, products].map(|w| f64::from_le_bytes(*w));
            self.moments = self.moments.and(Moments { count, mean_x, mean_y, products });
        }
    }

    fn finish(&mut self) -> OwnedValue {
        let divisor = match self.rows {
            Rows::Sample => self.moments.count - 1.0,
            Rows::Population => self.moments.count,
        };
        Value::Real(if divisor > 0.0 { self.moments.products / divisor } else { 0.0 })
    }

    fn size(&self) -> usize {
        size_of::<Self>()
    }
}

/// Passes on the first two arguments of the rows in which the third is true.
pub(crate) struct FilteredPair(pub(crate) Box<dyn Accumulator>);

impl Accumulator for FilteredPair {
    fn update(&mut self, args: &[Value<'_>]) {
        if let ([pair @ .., Value::Bool(true)], 3) = (args, args.len()) {
            self.0.update(pair);
        }
    }

    fn state(&self) -> Vec<u8> {
        self.0.state()
    }

    fn merge(&mut self, state: &[u8]) {
        self.0.merge(state);
    }

    fn finish(&mut self) -> OwnedValue {
        self.0.finish()
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}
