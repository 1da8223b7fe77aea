//! Which source rows a result row stems from.
//!
//! A lineage is a `Binary`: the number of rows as eight bytes, little-endian, then the ids of the first
//! [`MAX_IDS`] of them, eight bytes each, in order and each once.

use crate::udf::any_signature;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BinaryBuilder};
use datafusion::arrow::datatypes::{DataType, UInt64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility, expr::ScalarFunction,
};
use std::sync::{Arc, LazyLock};

/// How many ids a lineage holds; past them it only counts.
pub const MAX_IDS: usize = 100;

/// The rows that one result row stems from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lineage {
    /// The first ids, in order, each once.
    pub ids: Vec<u64>,
    /// How many rows there were; above [`MAX_IDS`] a row that came in by two ways counts twice.
    pub count: u64,
}

impl Lineage {
    /// Reads the form that the lineage column holds; what does not fit it is left out.
    pub fn decode(bytes: &[u8]) -> Self {
        let mut numbers = bytes.chunks_exact(8).map(|c| c.iter().rev().fold(0u64, |n, b| (n << 8) | u64::from(*b)));
        let count = numbers.next().unwrap_or(0);
        Self { count, ids: numbers.take(MAX_IDS).collect() }
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.ids.len() * 8);
        bytes.extend(self.count.to_le_bytes());
        for id in &self.ids {
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    /// Takes over the rows of another lineage, after its own.
    pub fn add(&mut self, other: &Self) {
        let beyond = other.count.saturating_sub(other.ids.len() as u64);
        self.count = self.count.saturating_add(beyond);
        for id in &other.ids {
            if self.ids.contains(id) {
                continue;
            }
            self.count = self.count.saturating_add(1);
            if self.ids.len() < MAX_IDS {
                self.ids.push(*id);
            }
        }
    }
}

/// `$lineage(row id)`: the lineage of a row as it is read.
pub(crate) fn of_row(row_id: Expr) -> Expr {
    static UDF: LazyLock<Arc<ScalarUDF>> =
        LazyLock::new(|| Arc::new(ScalarUDF::new_from_impl(Function::new("$lineage"))));
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&UDF), vec![row_id]))
}

/// `$lineage_concat(a, b)`: the lineage of a joined row.
pub(crate) fn concat(left: Expr, right: Expr) -> Expr {
    static UDF: LazyLock<Arc<ScalarUDF>> =
        LazyLock::new(|| Arc::new(ScalarUDF::new_from_impl(Function::new("$lineage_concat"))));
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&UDF), vec![left, right]))
}

/// `$lineage_merge(a)`: the lineage of a group.
pub(crate) fn merge(argument: Expr) -> Expr {
    static UDAF: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| {
        Arc::new(AggregateUDF::new_from_impl(Merge { signature: any_signature(Volatility::Immutable) }))
    });
    crate::udaf::aggregate_expr(Arc::clone(&UDAF), vec![argument], None)
}

/// No lineage, for rows that stem from no table.
pub(crate) fn none() -> Expr {
    Expr::Literal(ScalarValue::Binary(None), None)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Function {
    name: &'static str,
    signature: Signature,
}

impl Function {
    fn new(name: &'static str) -> Self {
        Self { name, signature: any_signature(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let mut builder = BinaryBuilder::new();
        let rows = arrays.first().map_or(0, |a| a.len());
        for row in 0..rows {
            let mut lineage = Lineage::default();
            for array in &arrays {
                if row < array.len() && array.is_valid(row) {
                    lineage.add(&at(array, row));
                }
            }
            builder.append_value(lineage.encode());
        }
        Ok(ColumnarValue::Array(Arc::new(builder.finish())))
    }
}

/// A row id or a lineage.
fn at(array: &ArrayRef, row: usize) -> Lineage {
    if let Some(ids) = array.as_primitive_opt::<UInt64Type>() {
        return Lineage { ids: vec![ids.value(row)], count: 1 };
    }
    array.as_binary_opt::<i32>().map_or_else(Lineage::default, |a| Lineage::decode(a.value(row)))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Merge {
    signature: Signature,
}

impl AggregateUDFImpl for Merge {
    fn name(&self) -> &'static str {
        "$lineage_merge"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Merging(Lineage::default())))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

#[derive(Debug)]
struct Merging(Lineage);

impl Accumulator for Merging {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for bytes in values.first().iter().flat_map(|v| v.as_binary::<i32>().iter()).flatten() {
            self.0.add(&Lineage::decode(bytes));
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Binary(Some(self.0.encode())))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.ids.capacity() * 8
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_hundred_and_counts_all() {
        let mut lineage = Lineage::default();
        for id in 0..150 {
            lineage.add(&Lineage { ids: vec![id], count: 1 });
        }
        assert_eq!((lineage.ids.len(), lineage.count), (MAX_IDS, 150));
        assert_eq!(Lineage::decode(&lineage.encode()), lineage);
        lineage.add(&Lineage { ids: vec![3], count: 1 });
        assert_eq!(lineage.count, 150);
    }

    #[test]
    fn any_bytes_decode() {
        assert_eq!(Lineage::decode(&[]), Lineage::default());
        assert_eq!(Lineage::decode(&[1, 2, 3]), Lineage::default());
    }
}
