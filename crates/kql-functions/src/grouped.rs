//! Aggregates that gather the rows of all groups together.

use crate::{KqlType, OwnedValue};
use arrow::array::{ArrayRef, BooleanArray};

/// Gathers the rows of many groups at once, column by column: for aggregates that gain from knowing all groups (a value
/// that many groups have is kept once). Groups are counted from 0.
pub trait GroupedAccumulator: Send + Sync {
    /// Sees to it that there are at least so many groups; new ones are empty.
    fn grow(&mut self, groups: usize);

    /// The rows of a batch: their arguments, and the group of each, which is there already. Rows count of which
    /// `counts` is true, or all.
    ///
    /// # Errors
    /// Arguments of a wrong type, or more than can be held.
    fn update(&mut self, args: &[ArrayRef], groups: &[usize], counts: Option<&BooleanArray>) -> Result<(), String>;

    /// What has been gathered of the first groups (all, if there are fewer), as a `BinaryView`. They are removed, and
    /// the others move up.
    ///
    /// # Errors
    /// There is too much of it.
    fn state(&mut self, first: usize) -> Result<ArrayRef, String>;

    /// Takes over states of another accumulator of the same kind, and the group that each is for; what the groups have
    /// comes before it.
    ///
    /// # Errors
    /// These are no such states.
    fn merge(&mut self, states: &ArrayRef, groups: &[usize]) -> Result<(), String>;

    /// The results of the first groups (of all, if there are fewer). They are removed, and the others move up.
    ///
    /// # Errors
    /// A result is too long.
    fn finish(&mut self, first: usize) -> Result<ArrayRef, String>;

    /// Bytes held, roughly.
    fn size(&self) -> usize;
}

/// Makes an accumulator of all groups, from the types of the arguments and their values where they are constant.
pub type GroupedFactory = fn(&[KqlType], &[Option<OwnedValue>]) -> Result<Box<dyn GroupedAccumulator>, String>;
