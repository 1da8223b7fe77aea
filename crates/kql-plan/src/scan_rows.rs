//! `scan` at work: rows in their order against steps that remember the rows before.
//!
//! What a condition or an assignment computes from its row alone stands in columns that were computed for all rows
//! beforehand. Here only what depends on remembered rows is computed, one row at a time.

use crate::udf::any_signature;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Int64Array, ListArray, RecordBatch, StructArray, new_empty_array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::context::ExecutionProps;
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{
    ColumnarValue, Expr, PartitionEvaluator, Signature, Volatility, WindowUDF, WindowUDFImpl,
};
use datafusion::physical_expr::{PhysicalExpr, create_physical_expr};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Which of the rows that match a step come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    All,
    /// The last of a series.
    Last,
    None,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// This row's value of an argument of the function.
    Argument(usize),
    /// A column of the row that a step remembers.
    Remembered { step: usize, slot: Slot },
}

/// A column of a remembered row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Argument(usize),
    Declared(usize),
}

/// An expression over values from several places.
#[derive(Debug)]
pub(crate) struct Computed {
    expr: Arc<dyn PhysicalExpr>,
    schema: Arc<Schema>,
    sources: Vec<(Source, DataType)>,
}

impl Computed {
    /// # Errors
    /// When the expression names a column that is not among the inputs.
    pub(crate) fn new(expr: &Expr, inputs: Vec<(String, Source, DataType)>) -> Result<Self> {
        let fields: Vec<Field> = inputs.iter().map(|(name, _, ty)| Field::new(name, ty.clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let named = DFSchema::try_from(Arc::clone(&schema))?;
        let expr = create_physical_expr(expr, &named, &ExecutionProps::new(), &PhysicalPlanningContext::default())?;
        Ok(Self { expr, schema, sources: inputs.into_iter().map(|(_, source, ty)| (source, ty)).collect() })
    }
}

/// A step.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) output: Output,
    /// A sequence may pass it by.
    pub(crate) optional: bool,
    /// The argument that holds what of the condition depends on the row alone.
    pub(crate) alone: Option<usize>,
    pub(crate) condition: Option<Computed>,
    /// Which declared columns are assigned, and what.
    pub(crate) assignments: Vec<(usize, Computed)>,
}

/// The function over a table's rows. It gives for each row a list: what comes out of it, the number of the match and
/// the declared columns.
#[derive(Debug)]
pub(crate) struct Scan {
    /// Different for each `scan`: a plan tells functions apart by their names.
    pub(crate) name: String,
    pub(crate) steps: Vec<Step>,
    /// Types of the declared columns, and their values where no step assigns them.
    pub(crate) declared: Vec<ScalarValue>,
}

impl Scan {
    pub(crate) fn udwf(self) -> Arc<WindowUDF> {
        let signature = any_signature(Volatility::Immutable);
        Arc::new(WindowUDF::new_from_impl(Function { scan: Arc::new(self), signature }))
    }

    /// The match's number, then the declared columns.
    fn fields(&self) -> Fields {
        let declared = self.declared.iter().enumerate();
        let declared = declared.map(|(i, v)| Field::new(format!("declared{i}"), v.data_type(), true));
        std::iter::once(Field::new("match", DataType::Int64, false)).chain(declared).collect()
    }
}

#[derive(Debug)]
struct Function {
    scan: Arc<Scan>,
    signature: Signature,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.scan.name == other.scan.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.scan.name.hash(state);
    }
}

impl WindowUDFImpl for Function {
    fn name(&self) -> &str {
        &self.scan.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn partition_evaluator(&self, _: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        Ok(Box::new(Evaluator(Arc::clone(&self.scan))))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        let item = Field::new_list_field(DataType::Struct(self.scan.fields()), true);
        Ok(Arc::new(Field::new(args.name(), DataType::List(Arc::new(item)), true)))
    }
}

#[derive(Debug)]
struct Evaluator(Arc<Scan>);

impl PartitionEvaluator for Evaluator {
    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        let mut run = Run { scan: &self.0, values, states: Vec::new(), pending: Vec::new(), next: 0, out: Vec::new() };
        run.states.resize_with(self.0.steps.len(), || None);
        run.pending.resize_with(self.0.steps.len(), || None);
        for row in 0..rows {
            run.row(row)?;
        }
        for step in 0..self.0.steps.len() {
            run.flush(step);
        }
        run.out.sort_by_key(|r| r.row);
        lists(&self.0, &run.out, rows)
    }
}

/// A row as a step remembers it, and as it comes out.
#[derive(Debug, Clone)]
struct Record {
    row: usize,
    sequence: i64,
    declared: Vec<ScalarValue>,
}

/// A sequence that has come to a step: the rows that matched it and the steps before it.
#[derive(Debug, Clone)]
struct Sequence {
    number: i64,
    records: Vec<Option<Record>>,
}

struct Run<'r> {
    scan: &'r Scan,
    values: &'r [ArrayRef],
    states: Vec<Option<Sequence>>,
    /// What `output=last` holds back.
    pending: Vec<Option<Record>>,
    next: i64,
    out: Vec<Record>,
}

impl Run<'_> {
    fn row(&mut self, row: usize) -> Result<()> {
        for at in (0..self.scan.steps.len()).rev() {
            let Some(step) = self.scan.steps.get(at) else { continue };
            let alone = step.alone.and_then(|i| self.values.get(i)).and_then(|v| v.as_boolean_opt());
            if alone.is_some_and(|a| !a.is_valid(row) || !a.value(row)) {
                continue;
            }
            // The sequence of the step before comes first.
            if let Some((before, promoted)) = self.promoted(at, step, row)? {
                self.flush(at);
                self.flush(before);
                if let Some(state) = self.states.get_mut(before) {
                    *state = None;
                }
                self.matched(at, step, promoted, row)?;
                continue;
            }
            let own = match self.states.get(at) {
                Some(Some(state)) => Some((state.clone(), false)),
                _ if self.is_first(at) => Some((Sequence { number: self.next, records: vec![None; at + 1] }, true)),
                _ => None,
            };
            let Some((state, new)) = own else { continue };
            if self.holds(step, &state, row)? {
                self.next += i64::from(new);
                self.matched(at, step, state, row)?;
            }
        }
        Ok(())
    }

    /// The sequence that a row takes on to a step, and the step at which it stood: the one before, or further back if
    /// those in between are optional.
    fn promoted(&self, at: usize, step: &Step, row: usize) -> Result<Option<(usize, Sequence)>> {
        for before in (0..at).rev() {
            if let Some(Some(state)) = self.states.get(before) {
                let mut promoted = state.clone();
                promoted.records.resize(at + 1, None);
                if self.holds(step, &promoted, row)? {
                    return Ok(Some((before, promoted)));
                }
            }
            if !self.scan.steps.get(before).is_some_and(|s| s.optional) {
                break;
            }
        }
        Ok(None)
    }

    /// Whether a sequence can begin with a step.
    fn is_first(&self, at: usize) -> bool {
        self.scan.steps.iter().take(at).all(|s| s.optional)
    }

    fn holds(&self, step: &Step, state: &Sequence, row: usize) -> Result<bool> {
        let Some(condition) = &step.condition else { return Ok(true) };
        Ok(matches!(self.value(condition, state, row)?, ScalarValue::Boolean(Some(true))))
    }

    fn matched(&mut self, at: usize, step: &Step, mut state: Sequence, row: usize) -> Result<()> {
        let mut declared = self.scan.declared.clone();
        for (column, computed) in &step.assignments {
            let value = self.value(computed, &state, row)?;
            if let Some(slot) = declared.get_mut(*column) {
                *slot = value;
            }
        }
        let record = Record { row, sequence: state.number, declared };
        match (step.output, self.pending.get_mut(at)) {
            (Output::All, _) => self.out.push(record.clone()),
            (Output::Last, Some(pending)) => *pending = Some(record.clone()),
            _ => {}
        }
        if let Some(slot) = state.records.get_mut(at) {
            *slot = Some(record);
        }
        if let Some(slot) = self.states.get_mut(at) {
            *slot = Some(state);
        }
        Ok(())
    }

    /// Lets out what a step held back: its series has ended.
    fn flush(&mut self, at: usize) {
        let pending = self.pending.get_mut(at).and_then(Option::take);
        self.out.extend(pending);
    }

    fn value(&self, computed: &Computed, state: &Sequence, row: usize) -> Result<ScalarValue> {
        let mut columns = Vec::with_capacity(computed.sources.len());
        for (source, ty) in &computed.sources {
            columns.push(match *source {
                Source::Argument(index) => self.cell(index, row)?,
                Source::Remembered { step, slot } => match state.records.get(step).and_then(Option::as_ref) {
                    Some(record) => match slot {
                        Slot::Argument(index) => self.cell(index, record.row)?,
                        Slot::Declared(column) => match record.declared.get(column) {
                            Some(value) => value.to_array()?,
                            None => ScalarValue::try_from(ty)?.to_array()?,
                        },
                    },
                    // Nothing is remembered yet.
                    None => match slot {
                        Slot::Declared(column) => match self.scan.declared.get(column) {
                            Some(value) => value.to_array()?,
                            None => ScalarValue::try_from(ty)?.to_array()?,
                        },
                        Slot::Argument(_) => nothing(ty)?,
                    },
                },
            });
        }
        let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(1));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&computed.schema), columns, &options)?;
        match computed.expr.evaluate(&batch)? {
            ColumnarValue::Scalar(value) => Ok(value),
            ColumnarValue::Array(array) => ScalarValue::try_from_array(&array, 0),
        }
    }

    fn cell(&self, index: usize, row: usize) -> Result<ArrayRef> {
        match self.values.get(index) {
            Some(array) if row < array.len() => Ok(array.slice(row, 1)),
            _ => Err(DataFusionError::Internal("scan: too few arguments".to_owned())),
        }
    }
}

/// Null, or the empty text.
fn nothing(ty: &DataType) -> Result<ArrayRef> {
    match ty {
        DataType::Utf8View => ScalarValue::Utf8View(Some(String::new())).to_array(),
        other => ScalarValue::try_from(other)?.to_array(),
    }
}

/// For each row the list of what comes out of it.
fn lists(scan: &Scan, out: &[Record], rows: usize) -> Result<ArrayRef> {
    let mut lengths = vec![0usize; rows];
    for record in out {
        if let Some(length) = lengths.get_mut(record.row) {
            *length += 1;
        }
    }
    let fields = scan.fields();
    let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from_iter_values(out.iter().map(|r| r.sequence)))];
    for (index, field) in fields.iter().skip(1).enumerate() {
        columns.push(if out.is_empty() {
            new_empty_array(field.data_type())
        } else {
            ScalarValue::iter_to_array(out.iter().filter_map(|r| r.declared.get(index).cloned()))?
        });
    }
    let items = StructArray::try_new(fields.clone(), columns, None)?;
    let item = Arc::new(Field::new_list_field(DataType::Struct(fields), true));
    Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::from_lengths(lengths), Arc::new(items), None)?))
}
