//! One moment for what several rules or sensors saw, and for what happened again and again.

use super::RawMoment;
use crate::model::Step;
use std::collections::{BTreeMap, BTreeSet};

/// By time. Moments that rest on a common record are one, told by the weightiest; moments that say the same are one
/// with a count. What rests on the records of several moments only ties together what stands there by itself.
pub(super) fn merge(mut moments: Vec<RawMoment>) -> Vec<RawMoment> {
    let records = |moment: &RawMoment| moment.lineage.ids.len();
    moments.sort_by(|a, b| {
        (records(a), a.time, a.step, &a.host, &a.text).cmp(&(records(b), b.time, b.step, &b.host, &b.text))
    });
    let mut by_record: BTreeMap<u64, usize> = BTreeMap::new();
    let mut merged: Vec<RawMoment> = Vec::new();
    for moment in moments {
        let known: BTreeSet<usize> = moment.lineage.ids.iter().filter_map(|id| by_record.get(id).copied()).collect();
        if known.len() > 1 {
            continue;
        }
        let at = known.first().copied().unwrap_or(merged.len());
        by_record.extend(moment.lineage.ids.iter().map(|id| (*id, at)));
        match merged.get_mut(at) {
            Some(one) => one.take_in(moment, false),
            None => merged.push(moment),
        }
    }
    let mut by_text: BTreeMap<(String, Step, String), usize> = BTreeMap::new();
    let mut told: Vec<RawMoment> = Vec::new();
    merged.sort_by(|a, b| (a.time, a.step, &a.host, &a.text).cmp(&(b.time, b.step, &b.host, &b.text)));
    for moment in merged {
        let key = (moment.host.clone(), moment.step, moment.text.to_lowercase());
        let at = *by_text.entry(key).or_insert(told.len());
        match told.get_mut(at) {
            Some(one) => one.take_in(moment, true),
            None => told.push(moment),
        }
    }
    told.sort_by(|a, b| (a.time, a.step, &a.host, &a.text).cmp(&(b.time, b.step, &b.host, &b.text)));
    told
}

impl RawMoment {
    /// Takes in another; `again` when it is the same at another time, not the same seen by another.
    fn take_in(&mut self, other: Self, again: bool) {
        self.time = self.time.min(other.time);
        if again {
            self.until = self.until.max(other.until);
            self.times += other.times;
        } else if other.weight > self.weight {
            self.text = other.text;
            self.step = other.step;
            self.weight = other.weight;
        }
        self.about.extend(other.about);
        self.lineage.add(&other.lineage);
    }
}
