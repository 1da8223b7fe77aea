use std::fmt;

const ORDINAL_BITS: u32 = 40;
const ORDINAL_MASK: u64 = (1 << ORDINAL_BITS) - 1;
/// The source number that stands for "several records": the ordinal is then a group's number.
const GROUP_SOURCE: u64 = (1 << (64 - ORDINAL_BITS)) - 1;

/// Which evidence file a row came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(crate) u32);

impl SourceId {
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of the row that record `ordinal` of this source gives: an event record id, or a line number.
    /// Ordinals past 2^40 - 1 are clipped to it.
    pub fn row(self, ordinal: u64) -> RowId {
        RowId((u64::from(self.0) << ORDINAL_BITS) | ordinal.min(ORDINAL_MASK))
    }
}

/// Where a row came from: a record of a source, or a group of records. Rows in order of their ids are in order
/// of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u64);

/// What a [`RowId`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    Single {
        source: SourceId,
        ordinal: u64,
    },
    /// Several records; see `Store::records`.
    Group(usize),
}

impl RowId {
    pub(crate) const fn group(number: usize) -> Self {
        Self((GROUP_SOURCE << ORDINAL_BITS) | (number as u64 & ORDINAL_MASK))
    }

    pub const fn record(self) -> Record {
        let source = self.0 >> ORDINAL_BITS;
        let ordinal = self.0 & ORDINAL_MASK;
        if source == GROUP_SOURCE {
            Record::Group(ordinal as usize)
        } else {
            Record::Single { source: SourceId(source as u32), ordinal }
        }
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0 >> ORDINAL_BITS, self.0 & ORDINAL_MASK)
    }
}
