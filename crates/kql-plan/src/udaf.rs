//! KQL's aggregates as aggregates of the plan: one type wraps all accumulators of `kql-functions`.

mod by_column;
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
use kql_functions::{AccumulatorFactory, AggregateEval, GroupedFactory, KqlType, OwnedValue, read};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What makes the accumulators.
#[derive(Clone, Copy)]
enum Factory {
    /// One for each group.
    Each(AccumulatorFactory),
    /// One for all groups.
    All(GroupedFactory),
}

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
    // Once now, so that a wrong constant is an error of the query and not of its run.
    let factory = match aggregate.eval {
        AggregateEval::Accumulator(factory) => factory(&params, &constants).map(|_| Factory::Each(factory))?,
        AggregateEval::Grouped(factory) => factory(&params, &constants).map(|_| Factory::All(factory))?,
        AggregateEval::Planner => return Err(format!("`{}` cannot stand here", aggregate.name)),
    };
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
        let made: std::result::Result<Box<dyn Accumulator>, String> = match self.factory {
            Factory::Each(make) => make(&self.params, &self.constants).map(|inner| {
                let one: Box<dyn Accumulator> =
                    Box::new(Wrapped { inner, params: self.params.clone(), returns: self.returns });
                one
            }),
            Factory::All(make) => make(&self.params, &self.constants).map(|inner| {
                let one: Box<dyn Accumulator> = Box::new(by_column::OneGroup::new(inner));
                one
            }),
        };
        made.map_err(DataFusionError::Execution)
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let (params, constants) = (self.params.clone(), self.constants.clone());
        match self.factory {
            Factory::Each(make) => Ok(Box::new(groups::Groups::new(make, params, constants, self.returns))),
            Factory::All(make) => Ok(Box::new(by_column::ByColumn::new(Arc::new(move || make(&params, &constants)))?)),
        }
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let ty = match self.factory {
            Factory::Each(_) => DataType::Binary,
            Factory::All(_) => DataType::BinaryView,
        };
        Ok(vec![Arc::new(Field::new(format!("{}[state]", args.name), ty, true))])
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
