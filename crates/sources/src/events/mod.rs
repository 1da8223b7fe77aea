//! One event to all the rows it gives: those of the mappings, and the tables that hold every event.

mod event_table;
mod harvest;
mod levels;
mod security_event;
mod whole;
mod windows_event;
mod xml;

use crate::ReadError;
use crate::fold::{FoldStage, Folded, Step};
use crate::mapping::{Compiled, Plans};
use crate::rows::Rows;
use crate::sink::Sink;
use evtx_arrow::Event;
pub(crate) use harvest::{EventHarvest, Gathered};
use std::sync::Arc;
use tables::{Found, RowId};
use whole::Whole;

/// What events give rows that are asked for, and which.
pub(crate) struct EventPlans {
    plans: Plans,
    whole: Vec<Whole>,
}

impl EventPlans {
    /// Whether no event gives a row that is asked for.
    pub(crate) fn is_nothing(&self) -> bool {
        self.plans.all().is_empty() && self.whole.is_empty()
    }
}

/// Writes events into the tables that are asked for.
pub(crate) struct EventWriter {
    pub(crate) plans: Arc<EventPlans>,
    /// Stages that make one event of several, by name.
    folds: Vec<(&'static str, Box<dyn FoldStage>)>,
    done: Vec<Folded>,
    found: Found,
}

impl EventWriter {
    pub(crate) fn new(rows: &Rows) -> Self {
        let whole = [event_table::open(rows), security_event::open(rows), windows_event::open(rows)];
        let Compiled { plans, folds } = Compiled::new(rows);
        let plans = EventPlans { plans, whole: whole.into_iter().flatten().collect() };
        Self { plans: Arc::new(plans), folds, done: Vec::new(), found: Found::default() }
    }

    /// Writes the rows of one event.
    pub(crate) fn write(&mut self, event: &Event<'_>, row: RowId, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for table in &self.plans.whole {
            table.write(event, row, &mut sink.rows, &mut self.found);
        }
        self.write_mapped(event, row, sink)
    }

    /// Writes the rows of one event in tables that do not hold every event.
    fn write_mapped(&mut self, event: &Event<'_>, row: RowId, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(plan) = self.plans.plans.plan(event) else { return sink.settle() };
        let stage = plan.fold.and_then(|fold| self.folds.get_mut(fold));
        let held = stage.is_some_and(|(_, stage)| stage.take(event, row, &mut self.done) == Step::Held);
        if !held {
            for mapped in &plan.rows {
                mapped.write(event, row, &mut sink.rows, &mut self.found);
            }
        }
        self.write_folded(sink)
    }

    /// Takes over what a thread made of a part of a log.
    pub(crate) fn take_over(&mut self, gathered: Gathered, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        sink.take_over(gathered.taken.map_err(ReadError::Batch)?)?;
        for (event, row) in &gathered.held {
            self.write_mapped(event, *row, sink)?;
        }
        Ok(())
    }

    /// Ends a log: what was held back for more of it is written.
    pub(crate) fn finish_log(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for (_, stage) in &mut self.folds {
            stage.finish(&mut self.done);
        }
        self.write_folded(sink)
    }

    fn write_folded(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for folded in std::mem::take(&mut self.done) {
            let (Some(plan), Some(row)) = (self.plans.plans.plan(&folded.event), sink.cite(&folded.records)) else {
                continue;
            };
            for mapped in &plan.rows {
                mapped.write(&folded.event, row, &mut sink.rows, &mut self.found);
            }
        }
        sink.settle()
    }
}
