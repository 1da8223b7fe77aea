//! Numbers of the texts of columns, remembered by where a text lies.
//!
//! Batches of one row group point at the same dictionary page. A view that was seen before means a text that was seen
//! before, and neither has to be hashed or compared again.

use super::distinct::mixed;
use arrow::array::{Array, StringViewArray};
use arrow::buffer::Buffer;
use std::collections::VecDeque;

/// Views that are remembered, at least and at most.
const ROOM: [usize; 2] = [1 << 10, 1 << 16];

/// Buffers that are held: no other text comes to lie in their place.
const HELD: usize = 4;

/// No text has this number.
const NONE: u32 = u32::MAX;

/// The texts' longest that lie within their view.
const INLINE: u128 = 12;

/// What is remembered of views. A view has two places; where more views want them the last ones stay.
#[derive(Default)]
pub(crate) struct ViewIds {
    views: Vec<u128>,
    ids: Vec<u32>,
    held: VecDeque<(u32, Buffer)>,
    buffers: u32,
}

impl ViewIds {
    /// Goes over the texts of a column; a missing one is nothing. `id` gives the number of a text that is not
    /// remembered, `known` is how many there are so far.
    ///
    /// # Errors
    /// Those of the two functions.
    pub(crate) fn each<S>(
        &mut self,
        column: &StringViewArray,
        known: usize,
        state: &mut S,
        id: impl Fn(&mut S, &str) -> Result<u32, String>,
        mut take: impl FnMut(&mut S, usize, Option<u32>) -> Result<(), String>,
    ) -> Result<(), String> {
        self.fit(known);
        let numbers: Vec<u128> = column.data_buffers().iter().map(|buffer| self.number(buffer)).collect();
        let nulls = column.nulls();
        for (row, view) in column.views().iter().enumerate() {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                take(state, row, None)?;
                continue;
            }
            let key = if *view & u128::from(u32::MAX) <= INLINE {
                *view
            } else {
                let buffer = usize::try_from(*view >> 64 & u128::from(u32::MAX)).unwrap_or(usize::MAX);
                let number = numbers.get(buffer).copied().unwrap_or_default();
                *view & !(u128::from(u32::MAX) << 64) | number << 64
            };
            let at = usize::try_from(mixed(key)).unwrap_or(0) & self.ids.len().wrapping_sub(1);
            let number = match self.remembered(at, key).or_else(|| self.remembered(at ^ 1, key)) {
                Some(number) => number,
                None => {
                    let number = id(state, column.value(row))?;
                    self.remember(at, key, number);
                    number
                }
            };
            take(state, row, Some(number))?;
        }
        Ok(())
    }

    fn remembered(&self, at: usize, key: u128) -> Option<u32> {
        self.ids.get(at).copied().filter(|id| *id != NONE && self.views.get(at) == Some(&key))
    }

    /// Puts a view in its place; what was there moves over, and what was there goes.
    fn remember(&mut self, at: usize, key: u128, number: u32) {
        if let (Some(view), Some(id)) = (self.views.get(at).copied(), self.ids.get(at).copied()) {
            self.put(at ^ 1, view, id);
        }
        self.put(at, key, number);
    }

    fn put(&mut self, at: usize, key: u128, number: u32) {
        if let (Some(view), Some(id)) = (self.views.get_mut(at), self.ids.get_mut(at)) {
            (*view, *id) = (key, number);
        }
    }

    /// Makes room for as many texts as there are.
    fn fit(&mut self, known: usize) {
        let [least, most] = ROOM;
        let room = (known.saturating_mul(2)).clamp(least, most).next_power_of_two();
        if room > self.ids.len() {
            self.views = vec![0; room];
            self.ids = vec![NONE; room];
        }
    }

    /// The number of a buffer, which no other buffer ever has.
    fn number(&mut self, buffer: &Buffer) -> u128 {
        let same = |held: &Buffer| held.as_ptr() == buffer.as_ptr() && held.len() == buffer.len();
        if let Some((number, _)) = self.held.iter().find(|(_, held)| same(held)) {
            return u128::from(*number);
        }
        if self.buffers == u32::MAX {
            *self = Self { views: vec![0; self.views.len()], ids: vec![NONE; self.ids.len()], ..Self::default() };
        }
        if self.held.len() >= HELD {
            self.held.pop_front();
        }
        let number = self.buffers;
        self.buffers += 1;
        self.held.push_back((number, buffer.clone()));
        u128::from(number)
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        let buffers: usize = self.held.iter().map(|(_, buffer)| buffer.capacity()).sum();
        self.views.len() * size_of::<u128>() + self.ids.len() * size_of::<u32>() + buffers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::StringViewBuilder;

    fn ids(views: &mut ViewIds, texts: &mut Vec<String>, column: &StringViewArray) -> (Vec<Option<u32>>, usize) {
        let before = texts.len();
        let mut state = (texts, Vec::new(), 0);
        let id = |state: &mut (&mut Vec<String>, Vec<Option<u32>>, usize), text: &str| {
            state.2 += 1;
            let at = state.0.iter().position(|known| known == text);
            Ok(u32::try_from(at.unwrap_or_else(|| {
                state.0.push(text.to_owned());
                state.0.len() - 1
            }))
            .unwrap())
        };
        let take = |state: &mut (&mut Vec<String>, Vec<Option<u32>>, usize), _: usize, id| {
            state.1.push(id);
            Ok(())
        };
        views.each(column, before, &mut state, id, take).unwrap();
        (state.1, state.2)
    }

    #[test]
    fn a_text_in_its_place_is_asked_for_once() {
        let long = ["a text that is too long for a view", "a text that is too short for a page"];
        let mut builder = StringViewBuilder::new().with_deduplicate_strings();
        for text in [long[0], "x", long[1], long[0], "x", ""] {
            builder.append_value(text);
        }
        builder.append_null();
        let column = builder.finish();
        let (mut views, mut texts) = (ViewIds::default(), Vec::new());
        let expect = [Some(0), Some(1), Some(2), Some(0), Some(1), Some(3), None];
        assert_eq!(ids(&mut views, &mut texts, &column), (expect.to_vec(), 4));
        assert_eq!(ids(&mut views, &mut texts, &column.slice(2, 2)), (vec![Some(2), Some(0)], 0));
        // The same offsets in another buffer are other texts.
        for round in 0..40 {
            let other = StringViewArray::from(vec![format!("another text of the round {round}"), "x".to_owned()]);
            let (got, asked) = ids(&mut views, &mut texts, &other);
            assert_eq!((got, asked), (vec![Some(4 + round), Some(1)], 1));
        }
        assert!(views.size() < 1 << 20);
    }
}
