//! KQL's aggregates as aggregates of the plan: one type wraps all accumulators of `kql-functions`.

mod groups;

use crate::udf::any_signature;
use crate::values::to_scalar;
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, GroupsAccumulator, Signature, Volatility,
};
use kql_functions::{AggregateEval, KqlType, OwnedValue, read};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

type Factory =
    fn(&[KqlType], &[Option<OwnedValue>]) -> std::result::Result<Box<dyn kql_functions::Accumulator>, String>;

/// An aggregate of `kql-functions` with known types. Its name spells them, so that plans can travel.
pub(crate) struct KqlAggregate {
    name: String,
    signature: Signature,
    factory: Factory,
    params: Vec<KqlType>,
    constants: Vec<Option<OwnedValue>>,
    returns: KqlType,
}

/// The expression of an aggregate call; an error is a sentence about a constant argument.
pub(crate) fn call(
    aggregate: &'static kql_functions::Aggregate,
    args: Vec<Expr>,
    params: Vec<KqlType>,
    constants: Vec<Option<OwnedValue>>,
    returns: KqlType,
    filter: Option<Expr>,
) -> std::result::Result<Expr, String> {
    let AggregateEval::Accumulator(factory) = aggregate.eval else {
        return Err(format!("`{}` cannot stand here", aggregate.name));
    };
    // Once now, so that a wrong constant is an error of the query and not of its run.
    factory(&params, &constants)?;
    let types: Vec<String> = params.iter().map(ToString::to_string).collect();
    let udaf = KqlAggregate {
        name: format!("{}({})->{returns}", aggregate.name, types.join(",")),
        signature: any_signature(Volatility::Immutable),
        factory,
        params,
        constants,
        returns,
    };
    Ok(aggregate_expr(Arc::new(AggregateUDF::new_from_impl(udaf)), args, filter))
}

/// A plain aggregate over all rows of a group that pass the filter.
pub(crate) fn aggregate_expr(udaf: Arc<AggregateUDF>, args: Vec<Expr>, filter: Option<Expr>) -> Expr {
    Expr::AggregateFunction(AggregateFunction::new_udf(udaf, args, false, filter.map(Box::new), Vec::new(), None))
}

impl fmt::Debug for KqlAggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for KqlAggregate {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.constants == other.constants
    }
}

impl Eq for KqlAggregate {}

impl Hash for KqlAggregate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl AggregateUDFImpl for KqlAggregate {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.arrow())
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let inner = (self.factory)(&self.params, &self.constants).map_err(DataFusionError::Execution)?;
        Ok(Box::new(Wrapped { inner, params: self.params.clone(), returns: self.returns }))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let (params, constants) = (self.params.clone(), self.constants.clone());
        Ok(Box::new(groups::Groups::new(self.factory, params, constants, self.returns)))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(format!("{}[state]", args.name), DataType::Binary, true))])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

struct Wrapped {
    inner: Box<dyn kql_functions::Accumulator>,
    params: Vec<KqlType>,
    returns: KqlType,
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KqlAccumulator")
    }
}

impl Accumulator for Wrapped {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let readers = values
            .iter()
            .zip(&self.params)
            .map(|(array, ty)| read(array.as_ref(), *ty).map_err(DataFusionError::Internal))
            .collect::<Result<Vec<_>>>()?;
        let rows = values.first().map_or(0, |a| a.len());
        let mut row_values = Vec::with_capacity(readers.len());
        for row in 0..rows {
            row_values.clear();
            row_values.extend(readers.iter().map(|r| r.get(row)));
            self.inner.update(&row_values);
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(to_scalar(&self.inner.finish(), self.returns))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.inner.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Binary(Some(self.inner.state()))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states.first().iter().flat_map(|s| s.as_binary::<i32>().iter()).flatten() {
            self.inner.merge(state);
        }
        Ok(())
    }
}
