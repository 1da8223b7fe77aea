//! The JSON texts of a column, each read once however many paths lead into it.
//!
//! The first path into a column finds its part by itself: often it stays the only one. With the second, each text is
//! read to its end once and a tape of its members is kept, on which this path and all later ones walk.

use super::scan::{Key, Members, find, same};
use arrow::array::StringViewArray;
use std::cell::RefCell;

/// Texts longer than this are searched path by path.
const LONGEST: usize = 1 << 20;

/// Members of all rows past which no more are kept.
const MOST: usize = 1 << 18;

/// One member of an object or element of an array: where its key and its value stand in the text, and how many entries
/// lie below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Start and end of the quoted key; equal for the elements of arrays.
    pub(super) key: (u32, u32),
    pub(super) value: (u32, u32),
    pub(super) below: u32,
}

/// What is kept of a column's texts.
#[derive(Default)]
pub(crate) struct Tapes {
    /// Tells the column.
    column: (usize, usize, u128),
    /// How many paths asked for it.
    asked: u32,
    entries: Vec<Entry>,
    /// The entries of each row; nothing for a row whose text is searched path by path.
    rows: Vec<Option<(u32, u32)>>,
}

thread_local! {
    static LAST: RefCell<Tapes> = RefCell::default();
}

impl Tapes {
    /// Gives what is kept of a column, which is that of the column before when it is the same.
    pub(crate) fn with(column: &StringViewArray, f: impl FnOnce(&mut Self)) {
        let views = column.views();
        let mix = |hash: u128, view: &u128| (hash ^ view).wrapping_mul(0x0100_0000_0000_0000_0000_0000_0000_013B);
        let buffers = column.data_buffers().iter().fold(0, |sum: usize, b| sum.wrapping_add(b.as_ptr().addr()));
        let this = (buffers, views.len(), views.iter().fold(0, mix));
        let mut tapes = LAST.take();
        if tapes.column == this {
            tapes.asked += 1;
        } else {
            tapes.column = this;
            tapes.asked = 1;
            tapes.entries.clear();
            tapes.rows.clear();
        }
        f(&mut tapes);
        LAST.set(tapes);
    }
}
