//! What a log held besides its events.

use crate::Issue;
use crate::issue::Issues;
use std::collections::BTreeSet;

/// A log that was forwarded to may name as many computers as a network has.
const MOST_COMPUTERS: usize = 100;

/// What a log held, wanted or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records that could be read, without those that were carved.
    pub records: u64,
    /// Records that were carved from damaged or unused places.
    pub recovered: u64,
    /// The computers that logged them; the first hundred.
    pub computers: BTreeSet<String>,
    /// Where the log is not as it should be.
    pub issues: Vec<Issue>,
}

/// What was seen of all records of a part of a log.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) records: u64,
    pub(crate) recovered: u64,
    /// In the order in which they were seen.
    computers: Vec<String>,
}

impl Seen {
    pub(crate) fn computer(&mut self, name: &str) {
        if self.computers.len() < MOST_COMPUTERS && !name.is_empty() && !self.computers.iter().any(|have| have == name)
        {
            self.computers.push(name.to_owned());
        }
    }

    /// Takes over what was seen of the part after it.
    pub(crate) fn add(&mut self, after: Self) {
        self.records += after.records;
        self.recovered += after.recovered;
        for computer in after.computers {
            self.computer(&computer);
        }
    }

    pub(crate) fn outcome(self, issues: Issues) -> Outcome {
        Outcome {
            records: self.records,
            recovered: self.recovered,
            computers: self.computers.into_iter().collect(),
            issues: issues.finish(),
        }
    }
}
