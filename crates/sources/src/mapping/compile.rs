use super::definition::{EventMapping, Mapping, RowMapping, mappings};
use super::evaluate::{Plan, Test};
use crate::fold::{self, FoldStage};
use crate::rows::{Column, Rows, Slot};
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
    pub(crate) fn new(rows_asked: &Rows) -> Self {
        let mut folds: Vec<(&'static str, Box<dyn FoldStage>)> = Vec::new();
        let mut plans = Vec::new();
        for (_, mapping) in mappings() {
            let mut events = BTreeMap::new();
            for event in &mapping.events {
                let rows: Vec<_> =
                    event.rows.iter().filter_map(|row| CompiledRow::new(mapping, row, rows_asked)).collect();
                let fold = event.fold.as_deref().filter(|name| feeds(mapping, name, rows_asked)).and_then(|name| {
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
fn feeds(mapping: &Mapping, fold: &str, rows: &Rows) -> bool {
    let through = |event: &&EventMapping| event.fold.as_deref() == Some(fold);
    mapping.events.iter().filter(through).flat_map(|event| &event.rows).any(|row| rows.slot(&row.table).is_some())
}

fn covers(mapping: &Mapping, event: &Event<'_>) -> bool {
    let has = |list: &[String], name: &str| list.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    has(&mapping.providers, &event.provider) && (mapping.channels.is_empty() || has(&mapping.channels, &event.channel))
}

/// The provider's own name of an event.
pub(crate) fn title(event: &Event<'_>) -> Option<&'static str> {
    described(event).map(|entry| entry.title.as_str())
}

/// What an event says in words: the message of its mapping with the event's data in it; none when no mapping has one.
pub(crate) fn message(event: &Event<'_>) -> Option<String> {
    let message = &described(event)?.message;
    (!message.is_empty()).then(|| filled(message, event))
}

fn described(event: &Event<'_>) -> Option<&'static EventMapping> {
    let covering = mappings().iter().filter(|(_, mapping)| covers(mapping, event));
    covering.flat_map(|(_, mapping)| &mapping.events).find(|entry| entry.id == event.event_id)
}

/// The text with `%1`, `%2` … replaced by the event's data.
fn filled(message: &str, event: &Event<'_>) -> String {
    let mut pieces = message.split('%');
    let mut text = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = piece.split_at(digits);
        match number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
            Some(place) => text.push_str(event.data.get(place).map_or("", |field| &field.value)),
            None => {
                text.push('%');
                text.push_str(number);
            }
        }
        text.push_str(rest);
    }
    text
}

impl CompiledRow {
    fn new(mapping: &'static Mapping, row: &RowMapping, rows: &Rows) -> Option<Self> {
        let slot = rows.slot(&row.table)?;
        let common = mapping.common.iter().filter(|(name, _)| !row.columns.contains_key(*name));
        let columns = row
            .columns
            .iter()
            .chain(common)
            .filter_map(|(name, expression)| Some((rows.column(slot, name)?, Plan::new(expression))))
            .collect();
        Some(Self { slot, when: row.when.iter().map(Test::new).collect(), columns, empty: &mapping.empty })
    }

    /// Writes the row of an event, if the event gives it.
    pub(crate) fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        if !self.when.iter().all(|test| test.holds(event)) {
            return;
        }
        for (column, plan) in &self.columns {
            if let Some(value) = plan.evaluate(event, self.empty) {
                rows.set(self.slot, *column, &value);
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evtx_arrow::Field;

    #[test]
    fn messages_with_data_in_them() {
        let data = ["W3SVC", "stopped"].map(|value| Field { name: "".into(), value: value.into() });
        let event = Event { data: data.to_vec(), ..Event::default() };
        let check = |message, expect| assert_eq!(filled(message, &event), expect, "{message}");
        check("The %1 service entered the %2 state.", "The W3SVC service entered the stopped state.");
        check("%2%1%3", "stoppedW3SVC");
        check("100% of %1, %0 and %é", "100% of W3SVC, %0 and %é");
        check("%99999999999999999999999", "%99999999999999999999999");
        check("", "");
    }
}
