//! The aggregates that tell different values apart, exactly: those that count them, and those that gather them.
//!
//! Each value is kept once, under a number, whatever the groups; a group is a set of numbers.

use crate::batch::{ViewIds, read};
use crate::kernel::gather::most_of;
use crate::kernel::intern::Interner;
use crate::kernel::members::Members;
use crate::prelude::*;
use crate::{GroupedAccumulator, json};
use arrow::array::{
    Array, ArrayRef, AsArray, BinaryViewBuilder, BooleanArray, Int64Array, StringViewArray, StringViewBuilder,
};
use arrow::datatypes::DataType;
use std::sync::Arc;

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// How many there are.
    Count,
    /// All of them, as an array.
    Set,
}

/// The different values of each group.
pub(crate) struct Distinct {
    form: Form,
    /// The types of the arguments whose values are told apart.
    types: Vec<KqlType>,
    /// The argument without which a row does not count.
    condition: Option<usize>,
    /// How many values a group takes.
    most: usize,
    values: Interner,
    views: ViewIds,
    groups: Vec<Members>,
    /// Bytes that the groups hold.
    bytes: usize,
    /// Room to write a value into.
    room: Vec<u8>,
}

impl Distinct {
    fn made(form: Form, types: &[KqlType], condition: Option<usize>, most: usize) -> Box<dyn GroupedAccumulator> {
        Box::new(Self {
            form,
            types: types.to_vec(),
            condition,
            most,
            values: Interner::default(),
            views: ViewIds::default(),
            groups: Vec::new(),
            bytes: 0,
            room: Vec::new(),
        })
    }

    /// Counts the values of the first argument.
    pub(crate) fn count(types: &[KqlType]) -> Box<dyn GroupedAccumulator> {
        Self::made(Form::Count, types.get(..1).unwrap_or_default(), None, usize::MAX)
    }

    /// Counts the combinations of the values of all arguments.
    pub(crate) fn count_all(types: &[KqlType]) -> Box<dyn GroupedAccumulator> {
        Self::made(Form::Count, types, None, usize::MAX)
    }

    /// Counts the values of the first argument where the second is true.
    pub(crate) fn count_if(types: &[KqlType]) -> Box<dyn GroupedAccumulator> {
        Self::made(Form::Count, types.get(..1).unwrap_or_default(), Some(1), usize::MAX)
    }

    /// Gathers the values of the first argument; the second limits them.
    ///
    /// # Errors
    /// The limit is negative or varies.
    pub(crate) fn set(
        types: &[KqlType],
        constants: &[Option<OwnedValue>],
    ) -> Result<Box<dyn GroupedAccumulator>, String> {
        Ok(Self::made(Form::Set, types.get(..1).unwrap_or_default(), None, most_of(constants, 1)?))
    }

    /// Gathers the values of the first argument where the second is true; the third limits them.
    ///
    /// # Errors
    /// The limit is negative or varies.
    pub(crate) fn set_if(
        types: &[KqlType],
        constants: &[Option<OwnedValue>],
    ) -> Result<Box<dyn GroupedAccumulator>, String> {
        Ok(Self::made(Form::Set, types.get(..1).unwrap_or_default(), Some(1), most_of(constants, 2)?))
    }

    fn add(&mut self, group: usize, id: u32) {
        let all = self.values.len();
        let Some(members) = self.groups.get_mut(group) else { return };
        if members.contains(id) || members.len() >= self.most {
            return;
        }
        let before = members.heap();
        members.insert(id, all);
        self.bytes = (self.bytes + members.heap()).saturating_sub(before);
    }

    /// Adds a value that is written as bytes.
    fn add_bytes(&mut self, group: usize, value: &[u8]) -> Result<(), String> {
        let id = self.values.intern(value)?;
        self.add(group, id);
        Ok(())
    }

    /// A column of texts each of which is a value.
    fn texts<'a>(&self, args: &'a [ArrayRef]) -> Option<&'a StringViewArray> {
        let (column, [ty]) = (args.first()?, self.types.as_slice()) else { return None };
        let whole = match ty {
            KqlType::String | KqlType::Guid => true,
            // A set takes the items of arrays, not the arrays.
            KqlType::Dynamic => self.form == Form::Count,
            _ => false,
        };
        if whole && *column.data_type() == DataType::Utf8View { Some(column.as_string_view()) } else { None }
    }

    fn add_texts(
        &mut self,
        column: &StringViewArray,
        groups: &[usize],
        counts: impl Fn(usize) -> bool,
    ) -> Result<(), String> {
        let ty = self.types.first().copied();
        // A missing text is "" where there is no null.
        let missing = if ty == Some(KqlType::String) { Some(self.values.intern(b"")?) } else { None };
        let null = if ty == Some(KqlType::Dynamic) { Some(self.values.intern(b"null")?) } else { None };
        let mut views = std::mem::take(&mut self.views);
        let known = self.values.len();
        let done = views.each(
            column,
            known,
            self,
            |own, text| own.values.intern(text.as_bytes()),
            |own, row, id| {
                if let (Some(group), Some(id)) = (groups.get(row), id.or(missing))
                    && counts(row)
                    && Some(id) != null
                {
                    own.add(*group, id);
                }
                Ok(())
            },
        );
        self.views = views;
        done
    }

    /// Adds what one row brings.
    fn add_row(&mut self, group: usize, row: &[Value<'_>]) -> Result<(), String> {
        match (self.form, row) {
            (Form::Set, [Value::Null, ..] | []) => Ok(()),
            (Form::Set, [value @ Value::Dynamic(text), ..]) => match json::array_of(value) {
                Some(items) => items
                    .iter()
                    .filter(|item| !item.is_null())
                    .try_for_each(|item| self.add_bytes(group, item.to_string().as_bytes())),
                None => self.add_bytes(group, text.as_bytes()),
            },
            (Form::Count, []) => Ok(()),
            (_, [Value::String(text) | Value::Guid(text) | Value::Dynamic(text)]) => {
                self.add_bytes(group, text.as_bytes())
            }
            (Form::Set, [value, ..]) => self.add_bytes(group, json::from_value(value).to_string().as_bytes()),
            (Form::Count, several) => {
                if several.contains(&Value::Null) {
                    return Ok(());
                }
                let mut room = std::mem::take(&mut self.room);
                room.clear();
                for value in several {
                    match value {
                        Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => {
                            room.extend_from_slice(text.as_bytes());
                        }
                        other => match other.as_i64() {
                            // A number is as long as every other in its place.
                            Some(whole) => room.extend_from_slice(&whole.to_le_bytes()),
                            None => room.extend_from_slice(json::from_value(other).to_string().as_bytes()),
                        },
                    }
                    // No text contains this byte.
                    room.push(0xFF);
                }
                let added = self.add_bytes(group, &room);
                self.room = room;
                added
            }
        }
    }

    fn take(&mut self, first: usize) -> Vec<Members> {
        let rest = self.groups.split_off(first.min(self.groups.len()));
        let taken = std::mem::replace(&mut self.groups, rest);
        self.bytes = self.groups.iter().map(Members::heap).sum();
        taken
    }

    /// Forgets values that no group has any more.
    fn forget(&mut self) {
        if self.groups.is_empty() {
            (self.values, self.views) = (Interner::default(), ViewIds::default());
        }
    }

    /// Each value as JSON writes it, one after the other, and where each ends.
    fn as_json(&self) -> (String, Vec<usize>) {
        let texts = matches!(self.types.as_slice(), [KqlType::String | KqlType::Guid]);
        let (mut all, mut ends) = (String::new(), Vec::with_capacity(self.values.len()));
        for id in (0..self.values.len()).filter_map(|id| u32::try_from(id).ok()) {
            let text = std::str::from_utf8(self.values.get(id)).unwrap_or_default();
            if !texts {
                all.push_str(text);
            } else if text.bytes().any(|b| matches!(b, b'"' | b'\\' | 0..0x20)) {
                all.push_str(&serde_json::Value::from(text).to_string());
            } else {
                all.extend(["\"", text, "\""]);
            }
            ends.push(all.len());
        }
        (all, ends)
    }
}

impl GroupedAccumulator for Distinct {
    fn grow(&mut self, groups: usize) {
        self.groups.resize_with(groups.max(self.groups.len()), Members::default);
    }

    fn update(&mut self, args: &[ArrayRef], groups: &[usize], counts: Option<&BooleanArray>) -> Result<(), String> {
        let condition = self.condition.and_then(|at| args.get(at)?.as_boolean_opt());
        if self.condition.is_some() && condition.is_none() {
            // Nothing but a truth value is true.
            return Ok(());
        }
        let holds = |flags: Option<&BooleanArray>, row: usize| {
            flags.is_none_or(|f| row < f.len() && f.is_valid(row) && f.value(row))
        };
        let counts = |row: usize| holds(counts, row) && holds(condition, row);
        if let Some(column) = self.texts(args) {
            return self.add_texts(column, groups, counts);
        }
        let readers =
            args.iter().zip(&self.types).map(|(arg, ty)| read(arg.as_ref(), *ty)).collect::<Result<Vec<_>, _>>()?;
        let mut values = Vec::with_capacity(readers.len());
        for (row, group) in groups.iter().enumerate() {
            if counts(row) {
                values.clear();
                values.extend(readers.iter().map(|r| r.get(row)));
                self.add_row(*group, &values)?;
            }
        }
        Ok(())
    }

    /// Of each group the values, each with its length before it.
    fn state(&mut self, first: usize) -> Result<ArrayRef, String> {
        let mut states = BinaryViewBuilder::new();
        let mut state = Vec::new();
        for group in self.take(first) {
            state.clear();
            for id in group.order() {
                let value = self.values.get(*id);
                let length = u32::try_from(value.len()).map_err(|_| "a value is too long to be gathered")?;
                state.extend_from_slice(&length.to_le_bytes());
                state.extend_from_slice(value);
            }
            states.try_append_value(&state).map_err(|error| error.to_string())?;
        }
        self.forget();
        Ok(Arc::new(states.finish()))
    }

    fn merge(&mut self, states: &ArrayRef, groups: &[usize]) -> Result<(), String> {
        let states = states.as_binary_view_opt().ok_or("the states are no bytes")?;
        for (state, group) in states.iter().zip(groups) {
            let mut rest = state.unwrap_or_default();
            while let Some((length, after)) = rest.split_first_chunk() {
                let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
                let (value, after) = after.split_at_checked(length).ok_or("a state ends too early")?;
                self.add_bytes(*group, value)?;
                rest = after;
            }
        }
        Ok(())
    }

    fn finish(&mut self, first: usize) -> Result<ArrayRef, String> {
        let groups = self.take(first);
        let result: ArrayRef = if self.form == Form::Count {
            let counts = groups.iter().map(|group| i64::try_from(group.len()).unwrap_or(i64::MAX));
            Arc::new(Int64Array::from_iter_values(counts))
        } else {
            let (all, ends) = self.as_json();
            let start = |id: usize| id.checked_sub(1).map_or(0, |i| ends.get(i).copied().unwrap_or_default());
            let mut sets = StringViewBuilder::with_capacity(groups.len());
            let mut set = String::new();
            for group in groups {
                set.clear();
                set.push('[');
                for (i, id) in group.order().iter().enumerate() {
                    if i > 0 {
                        set.push(',');
                    }
                    let id = *id as usize;
                    set.push_str(ends.get(id).and_then(|end| all.get(start(id)..*end)).unwrap_or_default());
                }
                set.push(']');
                sets.try_append_value(&set).map_err(|error| error.to_string())?;
            }
            Arc::new(sets.finish())
        };
        self.forget();
        Ok(result)
    }

    fn size(&self) -> usize {
        size_of::<Self>()
            + self.values.size()
            + self.views.size()
            + self.groups.capacity() * size_of::<Members>()
            + self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::build;

    /// Ten groups of many rows, in two parts that are merged, with the memory of each emptied on the way.
    #[test]
    fn groups_are_told_apart() {
        let text = |i: usize| format!("{}{}", if i.is_multiple_of(2) { "a text that is long " } else { "t" }, i % 137);
        let rows: Vec<usize> = (0..5_000).collect();
        let groups: Vec<usize> = rows.iter().map(|i| i % 10).collect();
        let column = build(rows.iter().map(|i| Value::string(text(*i))), KqlType::String);
        let most = Distinct::set(&[KqlType::String], &[]).unwrap();
        let mut accumulators = [Distinct::count(&[KqlType::String]), most];
        for accumulator in &mut accumulators {
            accumulator.grow(10);
            let (head, tail) = (column.slice(0, 2_000), column.slice(2_000, 3_000));
            accumulator.update(&[head], &groups[..2_000], None).unwrap();
            let held = accumulator.size();
            let first = accumulator.state(10).unwrap();
            assert!(accumulator.size() < held);
            accumulator.grow(10);
            accumulator.update(&[tail], &groups[2_000..], None).unwrap();
            let second = accumulator.state(usize::MAX).unwrap();
            accumulator.grow(10);
            for state in [first, second] {
                accumulator.merge(&state, &(0..10).collect::<Vec<_>>()).unwrap();
            }
        }
        let [count, set] = &mut accumulators;
        let counts = count.finish(usize::MAX).unwrap();
        let sets = set.finish(3).unwrap();
        assert_eq!((sets.len(), set.finish(usize::MAX).unwrap().len()), (3, 7));
        for group in 0..3 {
            let mut expect: Vec<String> = Vec::new();
            for i in rows.iter().filter(|i| *i % 10 == group) {
                if !expect.contains(&text(*i)) {
                    expect.push(text(*i));
                }
            }
            assert_eq!(counts.as_primitive::<arrow::datatypes::Int64Type>().value(group), expect.len() as i64);
            assert_eq!(sets.as_string_view().value(group), serde_json::to_string(&expect).unwrap());
        }
    }

    #[test]
    fn damaged_states_are_errors() {
        let mut count = Distinct::count(&[KqlType::String]);
        count.grow(1);
        let states: ArrayRef = Arc::new(arrow::array::BinaryViewArray::from(vec![b"\x09\0\0\0abc".as_slice()]));
        assert!(count.merge(&states, &[0]).is_err());
        assert!(count.merge(&build([Value::Long(1)], KqlType::Long), &[0]).is_err());
    }
}
