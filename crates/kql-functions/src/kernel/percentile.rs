//! Percentiles: the value at a rank.

use crate::prelude::*;
use crate::{Accumulator, json};

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The one value asked for.
    One,
    /// An array of all that are asked for.
    Array,
}

/// Where the arguments stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    /// Whether the second argument is a weight.
    pub(crate) weighted: bool,
    pub(crate) shape: Shape,
}

struct Percentiles {
    ty: KqlType,
    /// Values with their weights, in any order.
    values: Vec<(Item, i64)>,
    ranks: Vec<f64>,
    layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Whole(i64),
    Real(f64),
    Decimal(i128),
}

/// An accumulator for percentiles. The ranks are the constants after the value and its weight.
///
/// # Errors
/// A rank is not a constant between 0 and 100.
pub(crate) fn accumulator(
    types: &[KqlType],
    constants: &[Option<OwnedValue>],
    layout: Layout,
) -> Result<Box<dyn Accumulator>, String> {
    let mut ranks = Vec::new();
    for constant in constants.iter().skip(if layout.weighted { 2 } else { 1 }) {
        let constant = constant.as_ref().ok_or_else(|| "the percentile must be constant".to_owned())?;
        let many = json::array_of(constant).map(|a| a.iter().map(serde_json::Value::as_f64).collect());
        for rank in many.unwrap_or_else(|| vec![crate::convert::to_real(constant)]) {
            ranks.push(
                rank.filter(|r| (0.0..=100.0).contains(r))
                    .ok_or_else(|| "a percentile is a number between 0 and 100".to_owned())?,
            );
        }
    }
    let ty = types.first().copied().unwrap_or(KqlType::Real);
    Ok(Box::new(Percentiles { ty, values: Vec::new(), ranks, layout }))
}

impl Percentiles {
    fn wrap(&self, item: Item) -> OwnedValue {
        match (item, self.ty) {
            (Item::Whole(v), KqlType::DateTime) => Value::DateTime(v),
            (Item::Whole(v), KqlType::TimeSpan) => Value::TimeSpan(v),
            (Item::Whole(v), _) => Value::Long(v),
            (Item::Real(v), _) => Value::Real(v),
            (Item::Decimal(v), _) => Value::Decimal(v),
        }
    }
}

impl Accumulator for Percentiles {
    fn update(&mut self, args: &[Value<'_>]) {
        let item = match args.first() {
            Some(Value::Real(v)) => Item::Real(*v),
            Some(Value::Decimal(v)) => Item::Decimal(*v),
            Some(value) => match value.as_i64() {
                Some(whole) => Item::Whole(whole),
                None => return,
            },
            None => return,
        };
        let weight = if self.layout.weighted { long(args, 1).unwrap_or(0) } else { 1 };
        if weight > 0 {
            self.values.push((item, weight));
        }
    }

    fn state(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.values.len() * 25);
        for (item, weight) in &self.values {
            let (tag, payload) = match item {
                Item::Whole(v) => (0, i128::from(*v)),
                Item::Real(v) => (1, i128::from(v.to_bits())),
                Item::Decimal(v) => (2, *v),
            };
            bytes.push(tag);
            bytes.extend(payload.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
        bytes
    }

    fn merge(&mut self, state: &[u8]) {
        for entry in state.chunks_exact(25) {
            let payload = entry.get(1..17).and_then(|b| b.try_into().ok()).map(i128::from_le_bytes);
            let weight = entry.get(17..).and_then(|b| b.try_into().ok()).map(i64::from_le_bytes);
            let (Some(payload), Some(weight)) = (payload, weight) else { continue };
            let item = match entry.first() {
                Some(0) => Item::Whole(payload as i64),
                Some(1) => Item::Real(f64::from_bits(payload as u64)),
                _ => Item::Decimal(payload),
            };
            self.values.push((item, weight));
        }
    }

    fn finish(&mut self) -> OwnedValue {
        self.values.sort_by(|(a, _), (b, _)| match (a, b) {
            (Item::Whole(a), Item::Whole(b)) => a.cmp(b),
            (Item::Real(a), Item::Real(b)) => a.total_cmp(b),
            (Item::Decimal(a), Item::Decimal(b)) => a.cmp(b),
            _ => std::cmp::Ordering::Equal,
        });
        let total: i128 = self.values.iter().map(|(_, weight)| i128::from(*weight)).sum();
        let at = |rank: &f64| {
            // The least value that at least this share of the rows does not exceed.
            let wanted = (total as f64 * rank / 100.0).ceil().max(1.0) as i128;
            let mut passed = 0;
            let found = self.values.iter().find(|(_, weight)| {
                passed += i128::from(*weight);
                passed >= wanted
            });
            found.map_or(Value::Null, |(item, _)| self.wrap(*item))
        };
        match self.layout.shape {
            Shape::One => self.ranks.first().map_or(Value::Null, at),
            Shape::Array if self.values.is_empty() => Value::Null,
            Shape::Array => dynamic_array(self.ranks.iter().map(|r| json::from_value(&at(r))).collect()),
        }
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.values.capacity() * size_of::<(Item, i64)>()
    }
}

/// The types of `f(value [, weight], rank, …)`.
pub(crate) fn types(name: &str, args: &[KqlType], layout: Layout) -> Result<Bound, String> {
    let least = if layout.weighted { 3 } else { 2 };
    let Some((value, rest)) = args.split_first().filter(|_| args.len() >= least) else {
        return Err(format!("`{name}` takes at least {least} arguments, not {}", args.len()));
    };
    let value = match value {
        KqlType::Int => KqlType::Long,
        KqlType::Dynamic => KqlType::Real,
        KqlType::Long | KqlType::Real | KqlType::Decimal | KqlType::DateTime | KqlType::TimeSpan => *value,
        other => return Err(format!("`{name}` does not take {other}")),
    };
    let rest = rest.iter().enumerate().map(|(i, ty)| if layout.weighted && i == 0 { KqlType::Long } else { *ty });
    let returns = match layout.shape {
        Shape::One => value,
        Shape::Array => KqlType::Dynamic,
    };
    Ok(Bound { params: std::iter::once(value).chain(rest).collect(), returns })
}
