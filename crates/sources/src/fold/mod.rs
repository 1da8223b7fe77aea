//! Stages that make one event of several records that belong together. A mapping names the stage (`fold = "…"`);
//! what comes out goes through the mapping's rows like any event, citing all its records.

mod iis_config_change;
mod script_block;

use evtx_arrow::Event;
pub(crate) use script_block::owned;
use tables::RowId;

/// A stage, by the name that mappings use.
pub(crate) struct Fold {
    pub(crate) name: &'static str,
    pub(crate) start: fn() -> Box<dyn FoldStage>,
}

pub(crate) static ALL: &[&Fold] = &[&iis_config_change::FOLD, &script_block::FOLD];

/// What a stage makes.
pub(crate) struct Folded {
    pub(crate) event: Event<'static>,
    pub(crate) records: Vec<RowId>,
}

/// Whether an event goes on as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Pass,
    Held,
}

/// A running stage. It must hold a bounded amount.
pub(crate) trait FoldStage {
    /// Takes an event; what is complete by now goes to `done`.
    fn take(&mut self, event: &Event<'_>, row: RowId, done: &mut Vec<Folded>) -> Step;

    /// Ends a log: everything held goes to `done`.
    fn finish(&mut self, done: &mut Vec<Folded>);
}

pub(crate) fn named(name: &str) -> Option<&'static Fold> {
    ALL.iter().copied().find(|fold| fold.name == name)
}
