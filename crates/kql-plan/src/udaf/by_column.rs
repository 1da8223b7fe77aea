//! Aggregates that gather the rows of all groups together, column by column.

use datafusion::arrow::array::{Array, ArrayRef, BooleanArray};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};
use kql_functions::GroupedAccumulator;
use std::fmt;
use std::sync::Arc;

/// Makes accumulators of one call.
type Make = Arc<dyn Fn() -> std::result::Result<Box<dyn GroupedAccumulator>, String> + Send + Sync>;

/// Many groups.
pub(super) struct ByColumn {
    inner: Box<dyn GroupedAccumulator>,
    make: Make,
}

impl ByColumn {
    pub(super) fn new(make: Make) -> Result<Self> {
        Ok(Self { inner: make().map_err(DataFusionError::Execution)?, make })
    }
}

/// How many groups go.
const fn first(emit: EmitTo) -> usize {
    match emit {
        EmitTo::All => usize::MAX,
        EmitTo::First(count) => count,
    }
}

impl GroupsAccumulator for ByColumn {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.inner.grow(total);
        self.inner.update(values, group_indices, filter).map_err(DataFusionError::Execution)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        self.inner.finish(first(emit)).map_err(DataFusionError::Execution)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.inner.state(first(emit)).map_err(DataFusionError::Execution)?])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total: usize) -> Result<()> {
        self.inner.grow(total);
        match values.first() {
            Some(states) => self.inner.merge(states, group_indices).map_err(DataFusionError::Execution),
            None => Ok(()),
        }
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values.first().map_or(0, |v| v.len());
        let mut each = Self::new(Arc::clone(&self.make))?;
        each.update_batch(values, &(0..rows).collect::<Vec<_>>(), filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.inner.size()
    }
}

/// All rows as one group.
pub(super) struct OneGroup {
    inner: Box<dyn GroupedAccumulator>,
    /// The group of each row.
    groups: Vec<usize>,
}

impl OneGroup {
    pub(super) fn new(mut inner: Box<dyn GroupedAccumulator>) -> Self {
        inner.grow(1);
        Self { inner, groups: Vec::new() }
    }

    fn first(&mut self, array: &ArrayRef) -> Result<ScalarValue> {
        // What was taken out leaves a group that is empty.
        self.inner.grow(1);
        ScalarValue::try_from_array(array, 0)
    }
}

impl fmt::Debug for OneGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneGroup")
    }
}

impl Accumulator for OneGroup {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.groups.resize(values.first().map_or(0, |v| v.len()), 0);
        self.inner.update(values, &self.groups, None).map_err(DataFusionError::Execution)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let result = self.inner.finish(1).map_err(DataFusionError::Execution)?;
        self.first(&result)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.inner.size() + self.groups.capacity() * size_of::<usize>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let state = self.inner.state(1).map_err(DataFusionError::Execution)?;
        Ok(vec![self.first(&state)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let Some(states) = states.first() else { return Ok(()) };
        self.groups.resize(states.len(), 0);
        self.inner.merge(states, &self.groups).map_err(DataFusionError::Execution)
    }
}
