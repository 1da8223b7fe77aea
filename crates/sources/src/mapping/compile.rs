use super::definition::{EventMapping, Mapping, RowMapping, mappings};
use super::evaluate::{Plan, Test};
use crate::fold::{self, FoldStage};
use crate::rows::{Column, Rows, Slot};
use crate::usable::{Judgement, Usable};
use evtx_arrow::{Event, Needs, Part};
use std::collections::BTreeMap;
use tables::{Found, RowId};

/// The mappings that can give rows that are asked for.
pub(crate) struct Compiled {
    pub(crate) plans: Plans,
    /// Stages that make one event of several, by name.
    pub(crate) folds: Vec<(&'static str, Box<dyn FoldStage>)>,
}

/// What each event gives.
pub(crate) struct Plans {
    providers: Vec<ProviderPlan>,
    plans: Vec<EventPlan>,
}

struct ProviderPlan {
    mapping: &'static Mapping,
    /// Indices into [`Plans::plans`], by event id.
    events: BTreeMap<u32, usize>,
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
    usable: Usable,
}

impl Compiled {
    pub(crate) fn new(rows_asked: &Rows) -> Self {
        let mut folds: Vec<(&'static str, Box<dyn FoldStage>)> = Vec::new();
        let mut providers = Vec::new();
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
                    events.insert(event.id, plans.len());
                    plans.push(EventPlan { rows, fold });
                }
            }
            if !events.is_empty() {
                providers.push(ProviderPlan { mapping, events });
            }
        }
        Self { plans: Plans { providers, plans }, folds }
    }
}

impl Plans {
    /// The number of what an event gives, among [`Plans::all`].
    pub(crate) fn number(&self, provider: &str, channel: &str, id: u32) -> Option<usize> {
        let mut covering = self.providers.iter().filter(|plan| covers(plan.mapping, provider, channel));
        covering.find_map(|plan| plan.events.get(&id).copied())
    }

    /// What an event gives.
    pub(crate) fn plan(&self, event: &Event<'_>) -> Option<&EventPlan> {
        self.plans.get(self.number(&event.provider, &event.channel, event.event_id)?)
    }

    /// What all events give.
    pub(crate) fn all(&self) -> &[EventPlan] {
        &self.plans
    }
}

/// Whether events that go through a fold end in a table that is asked for.
fn feeds(mapping: &Mapping, fold: &str, rows: &Rows) -> bool {
    let through = |event: &&EventMapping| event.fold.as_deref() == Some(fold);
    mapping.events.iter().filter(through).flat_map(|event| &event.rows).any(|row| rows.slot(&row.table).is_some())
}

fn covers(mapping: &Mapping, provider: &str, channel: &str) -> bool {
    let has = |list: &[String], name: &str| list.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    has(&mapping.providers, provider) && (mapping.channels.is_empty() || has(&mapping.channels, channel))
}

/// The provider's own name of an event.
pub(crate) fn title(event: &Event<'_>) -> Option<&'static str> {
    described(event).map(|entry| entry.title.as_str())
}

/// What an event says in words: the message of its mapping with the event's data in it; none when no mapping has one,
/// or the order of the data is not known.
pub(crate) fn message(event: &Event<'_>) -> Option<String> {
    let message = &described(event)?.message;
    (!message.is_empty() && !event.unordered).then(|| filled(message, event))
}

fn described(event: &Event<'_>) -> Option<&'static EventMapping> {
    let covering = mappings().iter().filter(|(_, mapping)| covers(mapping, &event.provider, &event.channel));
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

impl EventPlan {
    /// What must be known of an event to tell whether it gives a row that somebody can use; none when it always may.
    pub(crate) fn first_needs(&self) -> Option<Needs> {
        if self.fold.is_some() || self.rows.iter().any(|row| row.when.is_empty() && row.usable.is_all()) {
            return None;
        }
        let mut needs = Needs::nothing();
        needs.part(Part::Time);
        for row in &self.rows {
            row.when.iter().for_each(|test| test.needs(&mut needs));
            let looked_at = row.usable.looked_at().filter_map(|column| row.columns.get(column));
            looked_at.for_each(|(_, plan)| plan.needs(&mut needs));
        }
        Some(needs)
    }

    /// What of an event the rows are made of.
    pub(crate) fn needs(&self) -> Needs {
        if self.fold.is_some() {
            return Needs::all();
        }
        let mut needs = self.first_needs().unwrap_or_default();
        needs.part(Part::Time);
        for row in &self.rows {
            row.when.iter().for_each(|test| test.needs(&mut needs));
            row.columns.iter().for_each(|(_, plan)| plan.needs(&mut needs));
        }
        needs
    }
}

impl CompiledRow {
    fn new(mapping: &'static Mapping, row: &RowMapping, rows: &Rows) -> Option<Self> {
        let slot = rows.slot(&row.table)?;
        let common = mapping.common.iter().filter(|(name, _)| !row.columns.contains_key(*name));
        let named: Vec<_> = row
            .columns
            .iter()
            .chain(common)
            .filter_map(|(name, expression)| Some((name, rows.column(slot, name)?, Plan::new(expression))))
            .collect();
        let usable = Usable::new(rows, slot, named.iter().map(|(_, column, _)| *column));
        let columns = named.into_iter().map(|(_, column, plan)| (column, plan)).collect();
        Some(Self { slot, when: row.when.iter().map(Test::new).collect(), columns, empty: &mapping.empty, usable })
    }

    /// Whether the event gives the row, and whether somebody can use it.
    pub(crate) fn judge(&self, event: &Event<'_>, found: &mut Found) -> Judgement {
        if !self.when.iter().all(|test| test.holds(event)) {
            return Judgement::NoRow;
        }
        self.usable.judge(found, event.time, |column| Some(self.columns.get(column)?.1.evaluate(event, self.empty)))
    }

    /// Writes the row of an event that gives it.
    pub(crate) fn fill(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        self.fill_columns(self.columns.iter(), event, row, rows);
    }

    fn fill_columns<'c>(
        &self,
        columns: impl Iterator<Item = &'c (Column, Plan)>,
        event: &Event<'_>,
        row: RowId,
        rows: &mut Rows,
    ) {
        for (column, plan) in columns {
            if let Some(value) = plan.evaluate(event, self.empty) {
                rows.set(self.slot, *column, &value);
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }

    /// Does with a row that nobody asks for what is left to do.
    pub(crate) fn pass_over(&self, judgement: Judgement, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        match judgement {
            Judgement::NoRow | Judgement::Useful => {}
            Judgement::Useless => rows.note_time(self.slot, row, event.time),
            Judgement::Sparse => {
                let columns = self.usable.sparse().iter().filter_map(|number| self.columns.get(*number));
                self.fill_columns(columns, event, row, rows);
            }
        }
    }

    /// Writes the row of an event, if the event gives it and somebody can use it.
    pub(crate) fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows, found: &mut Found) {
        match self.judge(event, found) {
            Judgement::Useful => self.fill(event, row, rows),
            other => self.pass_over(other, event, row, rows),
        }
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
