//! One event to all the rows it gives: those of the mappings, and the tables that hold every event.

mod event_table;
mod levels;
mod security_event;
mod windows_event;

use crate::ReadError;
use crate::fold::{Folded, Step};
use crate::mapping::Compiled;
use crate::rows::Rows;
use crate::sink::Sink;
use evtx_arrow::{Event, Selector, Wanted};
use tables::RowId;

/// A table that holds every event (of some channel), whatever the provider.
trait WholeTable {
    /// Which events it takes; none for all.
    fn selector(&self) -> Option<Selector>;

    fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows);
}

/// Writes events into the tables that are asked for.
pub(crate) struct EventWriter {
    compiled: Compiled,
    whole: Vec<Box<dyn WholeTable>>,
    done: Vec<Folded>,
}

impl EventWriter {
    pub(crate) fn new(rows: &Rows) -> Self {
        let whole = [event_table::open(rows), security_event::open(rows), windows_event::open(rows)];
        Self { compiled: Compiled::new(rows), whole: whole.into_iter().flatten().collect(), done: Vec::new() }
    }

    /// Which events give rows that are asked for.
    pub(crate) fn wanted(&self) -> Wanted {
        let mut selectors = self.compiled.plans.selectors();
        for table in &self.whole {
            match table.selector() {
                Some(selector) => selectors.push(selector),
                None => return Wanted::all(),
            }
        }
        Wanted::any_of(selectors)
    }

    /// Writes the rows of one event.
    pub(crate) fn write(&mut self, event: &Event<'_>, row: RowId, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for table in &self.whole {
            table.write(event, row, &mut sink.rows);
        }
        let Compiled { plans, folds } = &mut self.compiled;
        let Some(plan) = plans.plan(event) else { return sink.settle() };
        let stage = plan.fold.and_then(|fold| folds.get_mut(fold));
        let held = stage.is_some_and(|(_, stage)| stage.take(event, row, &mut self.done) == Step::Held);
        if !held {
            for mapped in &plan.rows {
                mapped.write(event, row, &mut sink.rows);
            }
        }
        self.write_folded(sink)
    }

    /// Ends a log: what was held back for more of it is written.
    pub(crate) fn finish_log(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for (_, stage) in &mut self.compiled.folds {
            stage.finish(&mut self.done);
        }
        self.write_folded(sink)
    }

    fn write_folded(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for folded in std::mem::take(&mut self.done) {
            let (Some(plan), Some(row)) = (self.compiled.plans.plan(&folded.event), sink.cite(&folded.records)) else {
                continue;
            };
            for mapped in &plan.rows {
                mapped.write(&folded.event, row, &mut sink.rows);
            }
        }
        sink.settle()
    }
}
