use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Which records a caller can use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    any_of: Option<Vec<Selector>>,
    record_ids: Option<RangeInclusive<u64>>,
    written: Option<RangeInclusive<i64>>,
}

/// A record passes when it meets every condition that is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// Compared without regard to ASCII case.
    pub provider: Option<String>,
    /// Compared without regard to ASCII case.
    pub channel: Option<String>,
    /// Empty for any event id.
    pub ids: BTreeSet<u32>,
}

impl Wanted {
    /// Every record.
    pub const fn all() -> Self {
        Self { any_of: None, record_ids: None, written: None }
    }

    /// Records that one of the selectors takes.
    pub fn any_of(selectors: impl IntoIterator<Item = Selector>) -> Self {
        Self { any_of: Some(selectors.into_iter().collect()), ..Self::all() }
    }

    /// Whether no record is wanted at all.
    pub fn is_nothing(&self) -> bool {
        self.any_of.as_ref().is_some_and(Vec::is_empty)
    }

    /// Of those, only the records with such an id in their header.
    #[must_use]
    pub fn with_record_ids(mut self, ids: RangeInclusive<u64>) -> Self {
        self.record_ids = Some(ids);
        self
    }

    /// Of those, only the records that were written in this time, in [`crate::ticks`]. An event happened a moment before
    /// it was written; one that was forwarded may have happened long before.
    #[must_use]
    pub fn written(mut self, times: RangeInclusive<i64>) -> Self {
        self.written = Some(times);
        self
    }

    /// Whether a record can be wanted by what its header says; a record without a time always can.
    pub fn may_take(&self, record_id: u64, written: Option<i64>) -> bool {
        self.record_ids.as_ref().is_none_or(|ids| ids.contains(&record_id))
            && self.written.as_ref().zip(written).is_none_or(|(times, written)| times.contains(&written))
    }

    /// Whether a record of this provider, channel and event id is wanted.
    pub fn takes(&self, provider: &str, channel: &str, id: u32) -> bool {
        let same = |wanted: &Option<String>, have: &str| wanted.as_deref().is_none_or(|w| w.eq_ignore_ascii_case(have));
        self.any_of.as_ref().is_none_or(|selectors| {
            selectors.iter().any(|s| {
                (s.ids.is_empty() || s.ids.contains(&id)) && same(&s.provider, provider) && same(&s.channel, channel)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors() {
        let wanted = Wanted::any_of([
            Selector { provider: Some("Microsoft-Windows-Sysmon".into()), ids: [1, 11].into(), ..Selector::default() },
            Selector { channel: Some("Security".into()), ..Selector::default() },
        ]);
        let check = |provider, channel, id, expect| assert_eq!(wanted.takes(provider, channel, id), expect);
        check("microsoft-windows-sysmon", "x", 11, true);
        check("Microsoft-Windows-Sysmon", "x", 12, false);
        check("anything", "security", 12, true);
        check("anything", "System", 11, false);
        assert!(Wanted::all().takes("", "", 0));
        assert!(!Wanted::any_of([]).takes("", "", 0));
        let some = Wanted::all().with_record_ids(5..=7).written(10..=20);
        assert!(some.may_take(5, Some(10)) && some.may_take(7, None));
        assert!(!some.may_take(4, Some(10)) && !some.may_take(5, Some(21)));
        assert!(Wanted::any_of([]).is_nothing() && !Wanted::all().is_nothing() && !wanted.is_nothing());
    }
}
