//! Numbers for the records that are cited: `E1` is the first one in output order.

use crate::model::{EvidenceId, EvidenceRef};
use engine::Lineage;
use std::collections::BTreeMap;
use tables::{RowId, SourceId, Store};

/// Gives numbers in the order in which it is asked.
pub(crate) struct Numbers<'a> {
    store: &'a Store,
    ids: BTreeMap<(SourceId, u64), EvidenceId>,
    cited: Vec<EvidenceRef>,
}

impl<'a> Numbers<'a> {
    pub(crate) const fn new(store: &'a Store) -> Self {
        Self { store, ids: BTreeMap::new(), cited: Vec::new() }
    }

    /// The numbers of the records behind a row, in order.
    pub(crate) fn cite(&mut self, lineage: &Lineage) -> Vec<EvidenceId> {
        let mut numbers = Vec::new();
        for row in &lineage.ids {
            for (source, ordinal) in self.store.records(RowId(*row)) {
                let next = EvidenceId(self.cited.len() + 1);
                let id = *self.ids.entry((source, ordinal)).or_insert(next);
                if id == next {
                    self.cited.push(self.reference(id, source, ordinal));
                }
                numbers.push(id);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn reference(&self, id: EvidenceId, source: SourceId, ordinal: u64) -> EvidenceRef {
        let entry = self.store.source(source);
        let is_log = entry.is_some_and(|e| e.format == "evtx");
        EvidenceRef {
            id,
            path: entry.map(|e| e.path.clone()).unwrap_or_default(),
            record: is_log.then_some(ordinal),
            line: (!is_log && ordinal > 0).then_some(ordinal),
        }
    }

    pub(crate) fn into_cited(self) -> Vec<EvidenceRef> {
        self.cited
    }
}
