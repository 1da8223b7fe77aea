use super::definition::{EventMapping, Mapping, RowMapping, mappings};
use super::evaluate::{Plan, Test};
use crate::ReadError;
use crate::fold::{self, FoldStage};
use crate::sink::{Column, Sink, Slot};
use evtx_arrow::{Event, Selector};
use std::collections::BTreeMap;
use tables::RowId;

/// The mappings that can give rows that are asked for.
pub(crate) struct Compiled {
    pub(crate) plans: Plans,
    /// Stages that make one event of several, by name.
    pub(crate) folds: Vec<(&'static str, Box<dyn FoldStage>)>,
}

/// What each event gives.
pub(crate) struct Plans(Vec<ProviderPlan>);

struct ProviderPlan {
    mapping: &'static Mapping,
    events: BTreeMap<u32, EventPlan>,
}

/// What one event id gives.
pub(crate) struct EventPlan {
    pub(crate) rows: Vec<CompiledRow>,
    /// Index into [`Compiled::folds`].
    pub(crate) fold: Option<usize>,
}

/// One row that an event gives.
pub(crate) struct CompiledRow {
    slot: Slot,
    when: Vec<Test>,
    columns: Vec<(Column, Plan)>,
    empty: &'static [String],
}

impl Compiled {
    pub(crate) fn new(sink: &Sink<'_>) -> Self {
        let mut folds: Vec<(&'static str, Box<dyn FoldStage>)> = Vec::new();
        let mut plans = Vec::new();
        for (_, mapping) in mappings() {
            let mut events = BTreeMap::new();
            for event in &mapping.events {
                let rows: Vec<_> = event.rows.iter().filter_map(|row| CompiledRow::new(mapping, row, sink)).collect();
                let fold = event.fold.as_deref().filter(|name| feeds(mapping, name, sink)).and_then(|name| {
                    if let Some(known) = folds.iter().position(|(have, _)| *have == name) {
                        return Some(known);
                    }
                    let stage = fold::named(name)?;
                    folds.push((stage.name, (stage.start)()));
                    Some(folds.len() - 1)
                });
                if !rows.is_empty() || fold.is_some() {
                    events.insert(event.id, EventPlan { rows, fold });
                }
            }
            if !events.is_empty() {
                plans.push(ProviderPlan { mapping, events });
            }
        }
        Self { plans: Plans(plans), folds }
    }
}

impl Plans {
    /// What an event gives.
    pub(crate) fn plan(&self, event: &Event<'_>) -> Option<&EventPlan> {
        self.0.iter().find(|plan| covers(plan.mapping, event)).and_then(|plan| plan.events.get(&event.event_id))
    }

    /// Which events the mappings can use.
    pub(crate) fn selectors(&self) -> Vec<Selector> {
        self.0
            .iter()
            .flat_map(|plan| {
                plan.mapping.providers.iter().map(|provider| Selector {
                    provider: Some(provider.clone()),
                    channel: None,
                    ids: plan.events.keys().copied().collect(),
                })
            })
            .collect()
    }
}

/// Whether events that go through a fold end in a table that is asked for.
fn feeds(mapping: &Mapping, fold: &str, sink: &Sink<'_>) -> bool {
    let through = |event: &&EventMapping| event.fold.as_deref() == Some(fold);
    mapping.events.iter().filter(through).flat_map(|event| &event.rows).any(|row| sink.slot(&row.table).is_some())
}

fn covers(mapping: &Mapping, event: &Event<'_>) -> bool {
    let has = |list: &[String], name: &str| list.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    has(&mapping.providers, &event.provider) && (mapping.channels.is_empty() || has(&mapping.channels, &event.channel))
}

/// The provider's own name of an event.
pub(crate) fn title(event: &Event<'_>) -> Option<&'static str> {
    mappings()
        .iter()
        .filter(|(_, mapping)| covers(mapping, event))
        .flat_map(|(_, mapping)| &mapping.events)
        .find(|entry| entry.id == event.event_id)
        .map(|entry| entry.title.as_str())
}

impl CompiledRow {
    fn new(mapping: &'static Mapping, row: &RowMapping, sink: &Sink<'_>) -> Option<Self> {
        let slot = sink.slot(&row.table)?;
        let common = mapping.common.iter().filter(|(name, _)| !row.columns.contains_key(*name));
        let columns = row
            .columns
            .iter()
            .chain(common)
            .filter_map(|(name, expression)| Some((sink.column(slot, name)?, Plan::new(expression))))
            .collect();
        Some(Self { slot, when: row.when.iter().map(Test::new).collect(), columns, empty: &mapping.empty })
    }

    /// Writes the row of an event, if the event gives it.
    pub(crate) fn write(&self, event: &Event<'_>, row: RowId, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if !self.when.iter().all(|test| test.holds(event)) {
            return Ok(());
        }
        for (column, plan) in &self.columns {
            if let Some(value) = plan.evaluate(event, self.empty) {
                sink.set(self.slot, *column, &value);
            }
        }
        sink.finish_row(self.slot, row, event.time)
    }
}
