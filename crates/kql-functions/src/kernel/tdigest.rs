//! T-digest: where values lie, in little room (Dunning and Ertl, 2019).
//!
//! A digest is a list of centroids, each a mean with a weight; close to the ends they stand for fewer values. Few
//! values are kept as they are.

use crate::{KqlType, OwnedValue, Value};
use serde_json::{Value as Json, json};

/// How many centroids there are before they are merged.
const MOST: usize = 4096;

/// How many centroids merging aims at.
const AIM: f64 = 1000.0;

/// A digest. Numbers keep to reals; times count in ticks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Digest {
    /// Mean and weight; sorted up to `sorted`.
    centroids: Vec<(f64, f64)>,
    sorted: usize,
}

impl Digest {
    /// Takes note of a value.
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        if value.is_nan() {
            return;
        }
        self.centroids.push((value, weight));
        if self.centroids.len() >= 2 * MOST {
            self.tidy();
        }
    }

    /// Takes over another digest.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.centroids.iter().for_each(|(mean, weight)| self.add(*mean, *weight));
    }

    fn tidy(&mut self) {
        if self.sorted == self.centroids.len() {
            return;
        }
        self.centroids.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.centroids.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        if self.centroids.len() > MOST {
            self.compress();
        }
        self.sorted = self.centroids.len();
    }

    /// Merges neighbours as long as together they stay small for where they are.
    fn compress(&mut self) {
        let total = self.weight();
        let mut merged: Vec<(f64, f64)> = Vec::with_capacity(MOST);
        let mut before = 0.0;
        for (mean, weight) in self.centroids.drain(..) {
            if let Some(last) = merged.last_mut() {
                let share = (before + (last.1 + weight) / 2.0) / total;
                let limit = 4.0 * total * share * (1.0 - share) / AIM;
                if last.1 + weight <= limit {
                    last.0 += (mean - last.0) * weight / (last.1 + weight);
                    last.1 += weight;
                    continue;
                }
                before += last.1;
            }
            merged.push((mean, weight));
        }
        self.centroids = merged;
    }

    fn weight(&self) -> f64 {
        self.centroids.iter().map(|c| c.1).sum()
    }

    /// The least value that at least this percentage of all values does not exceed.
    pub(crate) fn percentile(&mut self, percent: f64) -> Option<f64> {
        self.tidy();
        let wanted = (self.weight() * percent / 100.0).ceil().max(1.0);
        let mut passed = 0.0;
        let found = self.centroids.iter().find(|(_, weight)| {
            passed += weight;
            passed >= wanted
        });
        found.or(self.centroids.last()).map(|c| c.0)
    }

    /// How many values do not exceed a value.
    pub(crate) fn rank(&mut self, value: f64) -> f64 {
        self.tidy();
        self.centroids.iter().take_while(|c| c.0 <= value).fold(0.0, |sum, c| sum + c.1)
    }

    /// The percentage of values that do not exceed a value; nothing of an empty digest.
    pub(crate) fn percent_rank(&mut self, value: f64) -> Option<f64> {
        let total = self.weight();
        (total > 0.0).then(|| self.rank(value) / total * 100.0)
    }

    /// The digest as a value that queries can keep; null where it is empty.
    pub(crate) fn to_value(&self) -> OwnedValue {
        let mut tidy = self.clone();
        tidy.tidy();
        if tidy.centroids.is_empty() {
            return Value::Null;
        }
        let (means, weights): (Vec<f64>, Vec<f64>) = tidy.centroids.into_iter().unzip();
        Value::json(&json!(["tdigest", means, weights]))
    }

    /// The digest in a value.
    pub(crate) fn of_value(value: &Value<'_>) -> Option<Self> {
        let items = crate::json::array_of(value)?;
        let [Json::String(name), Json::Array(means), Json::Array(weights)] = items.as_slice() else {
            return None;
        };
        if name != "tdigest" || means.len() != weights.len() {
            return None;
        }
        let mut digest = Self::default();
        for (mean, weight) in means.iter().zip(weights) {
            let weight = weight.as_f64().filter(|w| *w > 0.0 && w.is_finite())?;
            digest.add(mean.as_f64()?, weight);
        }
        Some(digest)
    }

    /// Bytes held.
    pub(crate) const fn size(&self) -> usize {
        self.centroids.capacity() * size_of::<(f64, f64)>()
    }
}

/// A value as a digest counts it.
pub(crate) fn number(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Decimal(v) => Some(crate::decimal::to_f64(*v)),
        Value::Dynamic(_) | Value::Real(_) => crate::convert::to_real(value),
        other => other.as_i64().map(|v| v as f64),
    }
}

/// A number of a digest as a value of a type.
pub(crate) fn of_type(number: f64, ty: KqlType) -> OwnedValue {
    let whole = |make: fn(i64) -> OwnedValue| super::arithmetic::ticks(number.round()).map_or(Value::Null, make);
    match ty {
        KqlType::DateTime => whole(Value::DateTime),
        KqlType::TimeSpan => whole(Value::TimeSpan),
        KqlType::Int | KqlType::Long => crate::convert::to(&whole(Value::Long), ty),
        KqlType::Dynamic => Value::json(&Json::from(number)),
        _ => crate::convert::to(&Value::Real(number), ty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: impl IntoIterator<Item = i32>) -> Digest {
        let mut digest = Digest::default();
        numbers.into_iter().for_each(|n| digest.add(f64::from(n), 1.0));
        digest
    }

    #[test]
    fn few_values_are_exact() {
        let mut digest = of((1..=1000).rev());
        assert_eq!(digest.rank(685.0), 685.0);
        assert_eq!(digest.percentile(50.0), Some(500.0));
        assert_eq!(digest.percentile(0.0), Some(1.0));
        assert_eq!(digest.percent_rank(250.0), Some(25.0));
        assert_eq!(Digest::default().percentile(50.0), None);
    }

    #[test]
    fn many_values() {
        let mut digest = of((0..200_000).map(|i| i * 7919 % 200_003));
        digest.merge(&of(200_003..400_000));
        for percent in [0.1, 1.0, 50.0, 90.0, 99.9] {
            let got = digest.percentile(percent).unwrap();
            assert!((got - percent * 4000.0).abs() < 800.0, "{percent}: {got}");
        }
        assert!(digest.centroids.len() <= 2 * MOST);
    }

    #[test]
    fn values() {
        let mut digest = of([3, 1, 2, 2]);
        let kept = digest.to_value();
        digest.tidy();
        let mut back = Digest::of_value(&kept).unwrap();
        back.tidy();
        assert_eq!(back, digest);
        for bad in ["[]", "[\"tdigest\",[1],[]]", "[\"tdigest\",[1],[0]]", "[\"x\",[],[]]"] {
            assert_eq!(Digest::of_value(&Value::Dynamic(bad.into())), None, "{bad}");
        }
    }
}
