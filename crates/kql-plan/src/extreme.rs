//! The aggregate behind `arg_max`, `arg_min` and `take_any`: one value of the row that has the greatest, least or
//! first key.
//!
//! `arg_max(t, a, b)` becomes one such aggregate for each column, so that columns nobody reads are never gathered.
//! Equal keys resolve to the first row in all of them, so they speak of the same row.

mod groups;
mod kept;

use crate::udf::any_signature;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, make_comparator};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, GroupsAccumulator, Signature, Volatility,
};
use std::cmp::Ordering;
use std::sync::{Arc, LazyLock};

/// Which row's value is wanted. A NaN beats every number, for either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Extreme {
    /// With the greatest key.
    Max,
    /// With the least key.
    Min,
}

/// `$arg_max(key, value)`; a null key counts only when there is no other.
pub(crate) fn call(extreme: Extreme, key: Expr, value: Expr) -> Expr {
    static MAX: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| udaf(Extreme::Max));
    static MIN: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| udaf(Extreme::Min));
    let udaf = match extreme {
        Extreme::Max => &MAX,
        Extreme::Min => &MIN,
    };
    crate::udaf::aggregate_expr(Arc::clone(udaf), vec![key, value], None)
}

fn udaf(extreme: Extreme) -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::new_from_impl(ArgExtreme { extreme, signature: any_signature(Volatility::Immutable) }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ArgExtreme {
    extreme: Extreme,
    signature: Signature,
}

impl AggregateUDFImpl for ArgExtreme {
    fn name(&self) -> &'static str {
        match self.extreme {
            Extreme::Max => "$arg_max",
            Extreme::Min => "$arg_min",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.get(1).cloned().unwrap_or(DataType::Null))
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let null = |i: usize| match args.expr_fields.get(i) {
            Some(field) => ScalarValue::try_from(field.data_type()),
            None => Ok(ScalarValue::Null),
        };
        Ok(Box::new(Best { extreme: self.extreme, key: null(0)?, value: null(1)?, any: false }))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let ty = |i: usize| args.expr_fields.get(i).map_or(DataType::Null, |field| field.data_type().clone());
        Ok(Box::new(groups::Groups::new(self.extreme, [ty(0), ty(1)])))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let field = |name: &str, i: usize| {
            let ty = args.input_fields.get(i).map_or(DataType::Null, |f| f.data_type().clone());
            Arc::new(Field::new(format!("{}[{name}]", args.name), ty, true))
        };
        Ok(vec![field("key", 0), field("value", 1)])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

#[derive(Debug)]
struct Best {
    extreme: Extreme,
    key: ScalarValue,
    value: ScalarValue,
    any: bool,
}

impl Best {
    /// Whether a key beats the one that is held.
    fn beats(&self, key: &ScalarValue) -> bool {
        if !self.any {
            return true;
        }
        match (self.key.is_null(), key.is_null()) {
            (_, true) => false,
            (true, false) => true,
            (false, false) => {
                let better = match self.extreme {
                    Extreme::Max => Ordering::Greater,
                    Extreme::Min => Ordering::Less,
                };
                match (is_nan(&self.key), is_nan(key)) {
                    (true, _) => false,
                    (false, true) => true,
                    (false, false) => key.partial_cmp(&self.key) == Some(better),
                }
            }
        }
    }
}

fn is_nan(key: &ScalarValue) -> bool {
    matches!(key, ScalarValue::Float64(Some(v)) if v.is_nan())
}

impl Accumulator for Best {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [keys, payload] = values else { return Ok(()) };
        if keys.is_empty() {
            return Ok(());
        }
        let compare = make_comparator(keys, keys, SortOptions::default())?;
        let better = match self.extreme {
            Extreme::Max => Ordering::Greater,
            Extreme::Min => Ordering::Less,
        };
        let reals = keys.as_primitive_opt::<Float64Type>();
        let mut best: Option<usize> = None;
        for row in 0..keys.len() {
            if keys.is_null(row) {
                continue;
            }
            if reals.is_some_and(|r| r.value(row).is_nan()) {
                best = Some(row);
                break;
            }
            if best.is_none_or(|b| compare(row, b) == better) {
                best = Some(row);
            }
        }
        let row = best.unwrap_or(0);
        let key = ScalarValue::try_from_array(keys, row)?;
        if self.beats(&key) {
            self.key = key;
            self.value = ScalarValue::try_from_array(payload, row)?;
            self.any = true;
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.value.clone())
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.key.size() + self.value.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.key.clone(), self.value.clone()])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}
