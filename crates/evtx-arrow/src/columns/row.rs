//! How a record of one shape becomes a row: which value goes to which column, found out once for thousands of records.

use super::build::{Builder, Values as Column};
use crate::fill::Values;
use crate::needs::{Needs, Part};
use crate::plan::{Item, Plan, Source, System, Text};
use crate::record::{InnerPart, Located};
use crate::shape::Shape;
use crate::value::{self, Value};
use crate::{bytes, render, walk};
use std::cell::{Cell, RefCell};

/// What to do for one record.
#[derive(Debug)]
pub(crate) struct Row {
    /// For each part of the header that is a column.
    header: Vec<Header>,
    blocks: Vec<Block>,
}

/// Where a part of the header comes from.
#[derive(Debug)]
enum Header {
    Null,
    Known(Option<u64>),
    Number {
        slot: u16,
        kind: u8,
    },
    Time {
        slot: u16,
    },
    /// The template's own text, with the time of the batch in which its key holds.
    Name {
        text: String,
        key: Cell<(u64, i32)>,
    },
    Value {
        slot: u16,
        kind: u8,
    },
    /// The long way.
    Other,
}

/// Fields in their order.
#[derive(Debug)]
enum Block {
    Fields {
        fields: Vec<Field>,
        keys: RefCell<Keys>,
    },
    /// Those of the next value that is elements.
    Nested {
        is_left_out: bool,
    },
}

/// The keys of the fields' names, in one batch.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) batch: u64,
    pub(super) keys: Vec<i32>,
}

#[derive(Debug)]
pub(super) struct Field {
    /// The number of the item in its plan.
    item: u16,
    /// The column of its own, if there is one.
    pub(super) column: Option<usize>,
    pub(super) from: From,
}

impl Field {
    pub(super) fn name<'p>(&self, plan: &'p Plan) -> &'p str {
        match plan.items.get(usize::from(self.item)) {
            Some(Item::Data { name: Text::Known(name), .. } | Item::Hollow { name, .. }) => name,
            _ => "",
        }
    }

    /// The plan's own text.
    pub(super) fn text<'p>(&self, plan: &'p Plan) -> &'p str {
        match plan.items.get(usize::from(self.item)) {
            Some(Item::Data { value: Text::Known(text), .. }) => text,
            _ => "",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    Slot {
        slot: u16,
        kind: u8,
    },
    /// The plan's own text.
    Known,
    Nothing,
}

impl Row {
    /// How records become rows; none when there is more to it. No slot is read twice for data, so that what a record
    /// gives stays within some times its own size.
    pub(super) fn new(shape: &Shape, plan: &Plan, needs: &Needs, builder: &Builder) -> Option<Self> {
        let system = plan.system.as_deref();
        let header = match system {
            Some(system) => builder.parts().map(|(part, column)| Header::new(shape, system, part, column)).collect(),
            None => Vec::new(),
        };
        let (mut blocks, mut fields, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for (number, item) in (0_u16..).zip(&plan.items) {
            if !item.is_needed(needs) {
                continue;
            }
            match item {
                Item::Data { guards, .. } | Item::Hollow { guards, .. } if shape.left_out(guards) => {}
                Item::Data { name: Text::Known(name), value, .. } => {
                    let from = match value {
                        Text::Known(_) => From::Known,
                        Text::Slot(slot) if !value::is_array(shape.kind(*slot)) => {
                            used.push(*slot);
                            From::Slot { slot: *slot, kind: shape.kind(*slot) }
                        }
                        Text::Slot(_) | Text::Mixed(_) => return None,
                    };
                    fields.push(Field { item: number, column: builder.column(name), from });
                }
                Item::Hollow { name, children, .. } => {
                    if children.iter().all(|slot| shape.left_out(&[*slot])) {
                        fields.push(Field { item: number, column: builder.column(name), from: From::Nothing });
                    }
                }
                // Only values of the event's own template are elements here.
                Item::Nested(nested, guards) => {
                    if system.is_some() && shape.kind(nested.slot) == value::BINXML {
                        blocks.push(Block::new(&mut fields));
                        blocks.push(Block::Nested { is_left_out: shape.left_out(guards) });
                    }
                }
                Item::Section(..) => {}
                Item::Data { .. } | Item::Message(_) => return None,
            }
        }
        blocks.push(Block::new(&mut fields));
        blocks.retain(|block| !matches!(block, Block::Fields { fields, .. } if fields.is_empty()));
        let slots = used.len();
        used.sort_unstable();
        used.dedup();
        (used.len() == slots).then_some(Self { header, blocks })
    }
}

impl Block {
    fn new(fields: &mut Vec<Field>) -> Self {
        Self::Fields { fields: std::mem::take(fields), keys: RefCell::default() }
    }
}

impl Header {
    fn new(shape: &Shape, system: &System, part: Part, column: &Column) -> Self {
        let Source { text, guards } = &system[part];
        let is_null = part == Part::Message || shape.left_out(guards);
        match (text, column) {
            _ if is_null && !matches!(column, Column::Time(_)) => Self::Null,
            (Text::Known(text), Column::Number(_)) => Self::Known(walk::number(text.trim())),
            (Text::Known(text), Column::Name(_)) if !text.is_empty() => {
                Self::Name { text: text.clone(), key: Cell::default() }
            }
            (Text::Slot(slot), Column::Number(_)) => match shape.kind(*slot) {
                value::NULL => Self::Null,
                kind if render::is_number(kind) => Self::Number { slot: *slot, kind },
                _ => Self::Other,
            },
            (Text::Slot(slot), Column::Time(_)) if !is_null && shape.kind(*slot) == value::FILETIME => {
                Self::Time { slot: *slot }
            }
            (Text::Slot(slot), Column::Name(_) | Column::Text(_)) => {
                Self::Value { slot: *slot, kind: shape.kind(*slot) }
            }
            _ => Self::Other,
        }
    }
}

/// A value that is known to be there when the shape has it.
#[inline(always)]
pub(super) fn value(values: &[Value], slot: u16) -> Value {
    values.get(usize::from(slot)).copied().unwrap_or(Value::NOTHING)
}

impl Builder {
    /// Appends a record the short way; false when that is not possible, and then nothing was done.
    pub(super) fn short(&mut self, located: &Located<'_>, needs: &Needs) -> bool {
        let Some(row) = self.row(located.shape, located.plan, needs) else { return false };
        if located.parts().any(|part| self.row(part.shape, part.plan, needs).is_none()) {
            return false;
        }
        self.short_header(&row.header, located);
        let mut parts = located.parts();
        for block in &row.blocks {
            match block {
                Block::Fields { fields, keys } => {
                    self.fields(fields, keys, located.plan, located.own_values());
                }
                Block::Nested { is_left_out } => {
                    let Some(&InnerPart { plan, values, shape }) = parts.next().filter(|_| !is_left_out) else {
                        continue;
                    };
                    let Some(row) = shape.and_then(|shape| shape.row.get()?.as_ref()) else { continue };
                    for block in &row.blocks {
                        if let Block::Fields { fields, keys } = block {
                            self.fields(fields, keys, plan, Values { chunk: located.chunk, values });
                        }
                    }
                }
            }
        }
        self.finish_row(located.event_id);
        true
    }

    fn row<'s>(&self, shape: Option<&'s Shape>, plan: &Plan, needs: &Needs) -> Option<&'s Row> {
        let shape = shape?;
        shape.row.get_or_init(|| Row::new(shape, plan, needs, self)).as_ref()
    }

    #[inline(always)]
    fn short_header(&mut self, header: &[Header], located: &Located<'_>) {
        let (values, chunk, batch) = (located.values, located.chunk, self.batch());
        let columns = self.begin(located.record.id);
        for (from, (part, column)) in header.iter().zip(columns) {
            match (from, column) {
                (Header::Number { slot, kind }, Column::Number(column)) => {
                    column.push(render::number(*kind, value(values, *slot).bytes(chunk)));
                }
                (Header::Known(number), Column::Number(column)) => column.push(*number),
                (Header::Time { slot }, Column::Time(column)) => {
                    let filetime = bytes::u64_at(value(values, *slot).bytes(chunk), 0);
                    column.push(filetime.and_then(render::moment).or(located.record.time));
                }
                (Header::Name { text, key }, Column::Name(column)) => {
                    if key.get().0 != batch {
                        key.set((batch, column.key_of(text)));
                    }
                    column.push_key(key.get().1);
                }
                (Header::Value { slot, kind }, Column::Name(column)) => {
                    let bytes = value(values, *slot).bytes(chunk);
                    column.push_raw(*kind, bytes, |out| render::push(out, *kind, bytes));
                }
                (Header::Value { slot, kind }, Column::Text(column)) => {
                    column.push_value(*kind, chunk, value(values, *slot));
                }
                (Header::Null, Column::Number(column)) => column.push(None),
                // A message may come later, with the data.
                (Header::Null, Column::Text(_)) if *part == Part::Message => {}
                (Header::Null, Column::Text(column)) => column.push_null(),
                (Header::Null, Column::Name(column)) => column.push_null(),
                (_, column) => column.part(*part, located),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wanted;
    use crate::columns::{Columns, Worker};
    use crate::flaw::Flaw;
    use crate::harvest::Origin;
    use crate::record::{Receiver, Record};
    use crate::{Event, gather};

    /// Counts the slots that rows read.
    struct Counting<'a> {
        worker: Worker<'a>,
        short: usize,
        long: usize,
        most_slots: usize,
    }

    fn slots(row: &Row) -> usize {
        let header = row.header.iter().filter(|from| !matches!(from, Header::Null | Header::Known(_)));
        let fields = row.blocks.iter().map(|block| match block {
            Block::Fields { fields, .. } => fields.iter().filter(|f| matches!(f.from, From::Slot { .. })).count(),
            Block::Nested { .. } => 0,
        });
        header.count() + fields.sum::<usize>()
    }

    impl Receiver for Counting<'_> {
        fn origin(&mut self, _origin: Origin) {}

        fn may_want(&self, _record: &Record) -> bool {
            true
        }

        fn route(&self, _provider: &str, _channel: &str, _id: u32) -> Option<u32> {
            Some(0)
        }

        fn planned(&mut self, route: u32, located: &Located<'_>) -> Result<usize, Flaw> {
            let row = |shape: Option<&Shape>| shape?.row.get()?.as_ref().map(slots);
            let made = self.worker.planned(route, located)?;
            match row(located.shape) {
                Some(own) => {
                    self.short += 1;
                    let all: usize = located.parts().filter_map(|part| row(part.shape)).sum::<usize>() + own;
                    self.most_slots = self.most_slots.max(all);
                }
                None => self.long += 1,
            }
            Ok(made)
        }

        fn general(&mut self, _route: u32, _event: &Event<'_>) {}
    }

    fn count(columns: &Columns) -> (usize, usize, usize) {
        let log = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx/sysmon.evtx");
        let wanted = Wanted::all();
        let mut counting = Counting { worker: columns.worker(&wanted), short: 0, long: 0, most_slots: 0 };
        gather::into(std::fs::File::open(log).unwrap(), &mut counting);
        (counting.short, counting.long, counting.most_slots)
    }

    #[test]
    fn one_column_reads_one_value() {
        assert_eq!(count(&Columns::some([], ["Image"])), (358, 0, 1));
        assert_eq!(count(&Columns::some([], ["NoSuchField"])), (358, 0, 0));
        assert_eq!(count(&Columns::some([Part::Time, Part::Computer], ["Image", "Hashes"])), (358, 0, 4));
        let (short, long, all) = count(&Columns::all());
        assert!((short, long) == (358, 0) && all > 20, "{short} {long} {all}");
    }
}
