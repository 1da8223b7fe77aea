//! `row_cumsum`, `row_number` with a restart, `row_rank_dense`, `row_rank_min`: computed over the rows in their order.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, make_comparator};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Int64Type};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{PartitionEvaluator, Signature, Volatility, WindowUDF, WindowUDFImpl};
use std::sync::Arc;

/// What is computed. The last argument, if there is one more than the function needs, says where it starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RowFunction {
    /// The sum of the first argument.
    Sum,
    /// The row's number, from the first argument on.
    Number,
    /// How many values came before, and one.
    DenseRank,
    /// The number of the first row with the same value.
    MinRank,
    /// When the session of the first argument, a time, began; in ticks, how long a session may be and how long it may
    /// pause.
    Session { longest: i64, gap: i64 },
    /// Whether the first argument is true of a row at most so many before or after.
    Near { before: usize, after: usize },
}

impl RowFunction {
    pub(crate) fn udwf(self) -> Arc<WindowUDF> {
        let signature = crate::udf::any_signature(Volatility::Immutable);
        Arc::new(WindowUDF::new_from_impl(Function { kind: self, signature }))
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Function {
    kind: RowFunction,
    signature: Signature,
}

impl WindowUDFImpl for Function {
    fn name(&self) -> &'static str {
        match self.kind {
            RowFunction::Sum => "$row_cumsum",
            RowFunction::Number => "$row_number",
            RowFunction::DenseRank => "$row_rank_dense",
            RowFunction::MinRank => "$row_rank_min",
            RowFunction::Session { .. } => "$row_window_session",
            RowFunction::Near { .. } => "$rows_near",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn partition_evaluator(&self, _: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        Ok(Box::new(Evaluator(self.kind)))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        let ty = match (self.kind, args.input_fields().first()) {
            (RowFunction::Sum, Some(field)) => field.data_type().clone(),
            (RowFunction::Near { .. }, _) => DataType::Boolean,
            _ => DataType::Int64,
        };
        Ok(Arc::new(Field::new(args.name(), ty, true)))
    }
}

#[derive(Debug)]
struct Evaluator(RowFunction);

impl PartitionEvaluator for Evaluator {
    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        let Some(first) = values.first() else {
            return Err(DataFusionError::Internal("a row function without arguments".to_owned()));
        };
        let restart = values.get(1).and_then(|v| v.as_boolean_opt());
        let restarts = |row: usize| restart.is_some_and(|r: &BooleanArray| r.is_valid(row) && r.value(row));
        match self.0 {
            RowFunction::Sum => sum(first, restarts),
            RowFunction::Number => {
                let start = |row| first.as_primitive_opt::<Int64Type>().map_or(1, |a| a.value(row));
                let mut at = 0i64;
                Ok(Arc::new(Int64Array::from_iter_values((0..rows).map(|row| {
                    at = if row == 0 || restarts(row) { start(row) } else { at.saturating_add(1) };
                    at
                }))))
            }
            RowFunction::Session { longest, gap } => Ok(sessions(first, longest, gap, restarts)),
            RowFunction::Near { before, after } => Ok(near(first, before, after)),
            RowFunction::DenseRank | RowFunction::MinRank => {
                let same = make_comparator(first, first, SortOptions::default())?;
                let (mut rank, mut number) = (0i64, 0i64);
                Ok(Arc::new(Int64Array::from_iter_values((0..rows).map(|row| {
                    let starts = row == 0 || restarts(row);
                    number = if starts { 1 } else { number + 1 };
                    if starts {
                        rank = 1;
                    } else if same(row - 1, row).is_ne() {
                        rank = if self.0 == RowFunction::DenseRank { rank + 1 } else { number };
                    }
                    rank
                }))))
            }
        }
    }
}

/// A row without a time is in no session.
fn sessions(times: &ArrayRef, longest: i64, gap: i64, restarts: impl Fn(usize) -> bool) -> ArrayRef {
    let times = times.as_primitive_opt::<Int64Type>();
    let time = |row: usize| times.filter(|t| t.is_valid(row)).map(|t| t.value(row));
    let rows = times.map_or(0, |t| t.len());
    let mut session: Option<(i64, i64)> = None;
    Arc::new(Int64Array::from_iter((0..rows).map(|row| {
        let now = time(row)?;
        let goes_on = session.filter(|(start, last)| {
            !restarts(row) && now.saturating_sub(*start) <= longest && now.saturating_sub(*last) <= gap
        });
        let start = goes_on.map_or(now, |(start, _)| start);
        session = Some((start, now));
        Some(start)
    })))
}

fn near(conditions: &ArrayRef, before: usize, after: usize) -> ArrayRef {
    let Some(conditions) = conditions.as_boolean_opt() else {
        return Arc::new(BooleanArray::from(vec![false; conditions.len()]));
    };
    let rows = conditions.len();
    let mut found = vec![false; rows];
    // Where the last marked stretch ends: each row is marked once.
    let mut marked = 0;
    for row in (0..rows).filter(|row| conditions.is_valid(*row) && conditions.value(*row)) {
        let end = row.saturating_add(after).saturating_add(1).min(rows);
        let start = row.saturating_sub(before).max(marked);
        if let Some(stretch) = found.get_mut(start..end) {
            stretch.fill(true);
        }
        marked = end.max(marked);
    }
    Arc::new(BooleanArray::from(found))
}

/// Nulls add nothing; a sum past 64 bits stays at the end of its range.
fn sum(values: &ArrayRef, restarts: impl Fn(usize) -> bool) -> Result<ArrayRef> {
    if let Some(reals) = values.as_primitive_opt::<Float64Type>() {
        let mut total = 0.0;
        return Ok(Arc::new(Float64Array::from_iter_values((0..reals.len()).map(|row| {
            let value = if reals.is_valid(row) { reals.value(row) } else { 0.0 };
            total = if restarts(row) { value } else { total + value };
            total
        }))));
    }
    let Some(longs) = values.as_primitive_opt::<Int64Type>() else {
        return Err(DataFusionError::Internal(format!("a sum of {}", values.data_type())));
    };
    let mut total = 0i64;
    Ok(Arc::new(Int64Array::from_iter_values((0..longs.len()).map(|row| {
        let value = if longs.is_valid(row) { longs.value(row) } else { 0 };
        total = if restarts(row) { value } else { total.saturating_add(value) };
        total
    }))))
}
