//! Accumulators of many groups: rows go straight to the accumulator of their group, without being sorted by group and
//! cut to pieces first.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BinaryArray, BooleanArray};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use kql_functions::{Accumulator, AccumulatorFactory, KqlType, OwnedValue, build, read};
use std::sync::Arc;

pub(super) struct Groups {
    pub(super) factory: AccumulatorFactory,
    pub(super) params: Vec<KqlType>,
    pub(super) constants: Vec<Option<OwnedValue>>,
    pub(super) returns: KqlType,
    groups: Vec<Box<dyn Accumulator>>,
    bytes: usize,
}

impl Groups {
    pub(super) fn new(
        factory: AccumulatorFactory,
        params: Vec<KqlType>,
        constants: Vec<Option<OwnedValue>>,
        returns: KqlType,
    ) -> Self {
        Self { factory, params, constants, returns, groups: Vec::new(), bytes: 0 }
    }

    fn grow(&mut self, count: usize) -> Result<()> {
        while self.groups.len() < count {
            let group = (self.factory)(&self.params, &self.constants).map_err(DataFusionError::Execution)?;
            self.bytes += group.size() + size_of::<Box<dyn Accumulator>>();
            self.groups.push(group);
        }
        Ok(())
    }

    /// Changes a group, and counts what it holds then.
    fn change(&mut self, group: usize, f: impl FnOnce(&mut dyn Accumulator)) {
        if let Some(group) = self.groups.get_mut(group) {
            let before = group.size();
            f(group.as_mut());
            self.bytes = (self.bytes + group.size()).saturating_sub(before);
        }
    }

    fn take(&mut self, emit: EmitTo) -> Vec<Box<dyn Accumulator>> {
        let taken = emit.take_needed(&mut self.groups);
        self.bytes = self.groups.iter().map(|g| g.size() + size_of::<Box<dyn Accumulator>>()).sum();
        taken
    }
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.grow(total)?;
        let params = self.params.clone();
        let readers = values
            .iter()
            .zip(&params)
            .map(|(array, ty)| read(array.as_ref(), *ty).map_err(DataFusionError::Internal))
            .collect::<Result<Vec<_>>>()?;
        let mut row_values = Vec::with_capacity(readers.len());
        for (row, group) in group_indices.iter().enumerate() {
            if filter.is_some_and(|f| f.is_null(row) || !f.value(row)) {
                continue;
            }
            row_values.clear();
            row_values.extend(readers.iter().map(|r| r.get(row)));
            self.change(*group, |g| g.update(&row_values));
        }
        Ok(())
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let returns = self.returns;
        Ok(build(self.take(emit).iter_mut().map(|g| g.finish()), returns))
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        let states = self.take(emit);
        Ok(vec![Arc::new(BinaryArray::from_iter_values(states.iter().map(|g| g.state())))])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total: usize) -> Result<()> {
        self.grow(total)?;
        let Some(states) = values.first().and_then(|v| v.as_binary_opt::<i32>()) else { return Ok(()) };
        for (state, group) in states.iter().zip(group_indices) {
            if let Some(state) = state {
                self.change(*group, |g| g.merge(state));
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values.first().map_or(0, |v| v.len());
        let mut each = Self::new(self.factory, self.params.clone(), self.constants.clone(), self.returns);
        each.update_batch(values, &(0..rows).collect::<Vec<_>>(), filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes
    }
}
