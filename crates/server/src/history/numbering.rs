//! What is odd about the history itself: folders that are missing, and a past that comes back.

use super::flat::Flat;
use super::kept::{Kept, Origin};
use super::{Change, PERIOD};
use std::collections::BTreeMap;

/// The section whose settings keep the history.
const SECTION: &str = "system.applicationHost/configHistory";

pub(super) fn oddities<'f>(history: &[&Kept<'f>], current: Option<&Kept<'f>>, physical: &str) -> Vec<Change> {
    let mut odd = Vec::new();
    for pair in history.windows(2) {
        let [older, newer] = pair else { continue };
        let (Origin::History(from), Origin::History(to)) = (&older.origin, &newer.origin) else { continue };
        let missing = to.saturating_sub(*from).saturating_sub(1);
        if missing > 0 {
            let tells = [("missing", missing.to_string()), ("after", folder(*from)), ("before", folder(*to))];
            odd.push(change("gap", (older, newer), physical, &tells));
        }
    }
    let all: Vec<&Kept<'f>> = history.iter().copied().chain(current).collect();
    if all.len() < 2 {
        return odd;
    }
    let flats: Vec<&Flat<'_>> = all.iter().map(|kept| kept.flat()).collect();
    for (at, (newer, state)) in all.iter().zip(&flats).enumerate().skip(1) {
        let Some(older) = at.checked_sub(1).and_then(|before| all.get(before)) else { continue };
        if let (Some(from), Some(to)) = (older.time, newer.time)
            && to < from.saturating_sub(PERIOD)
        {
            let tells = [("reason", "older than the one before it".to_owned()), ("before", name(older))];
            odd.push(change("rewind", (older, newer), physical, &tells));
            continue;
        }
        let is_new = flats.get(at - 1).is_some_and(|before| !before.is_same(state));
        let earlier = (0..at.saturating_sub(1)).rev().find(|other| flats.get(*other).is_some_and(|f| f.is_same(state)));
        if let Some(earlier) = earlier.filter(|_| is_new).and_then(|other| all.get(other)) {
            let tells = [("reason", "returns to an earlier state".to_owned()), ("returnsTo", name(earlier))];
            odd.push(change("rewind", (older, newer), physical, &tells));
        }
    }
    odd
}

fn folder(number: u64) -> String {
    format!("CFGHISTORY_{number:010}")
}

fn name(kept: &Kept<'_>) -> String {
    match kept.origin {
        Origin::History(number) => folder(number),
        _ => kept.file.path.clone(),
    }
}

fn change(
    operation: &'static str,
    (older, newer): (&Kept<'_>, &Kept<'_>),
    physical: &str,
    tells: &[(&str, String)],
) -> Change {
    Change {
        source: if newer.origin == Origin::Current { "current" } else { "history" },
        operation,
        section: SECTION.to_owned(),
        name: name(newer),
        new: tells.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<BTreeMap<_, _>>(),
        physical_path: physical.to_owned(),
        time: newer.time,
        window_start: older.time,
        file: newer.file.path.clone(),
        line: 1,
        ..Change::default()
    }
}
