//! Time zones by name, from the database in the program: the same answers everywhere.

use super::{UNIX_EPOCH, checked};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, civil::DateTime};
use std::sync::LazyLock;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The names of all zones, in order.
pub fn zones() -> Vec<String> {
    let names = ZONES.available().map(|name| name.as_str().to_owned());
    // Stands for a clock that nobody has set.
    let mut names: Vec<String> = names.filter(|name| name != "Factory").collect();
    names.sort();
    names
}

fn zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

/// A moment of UTC as clocks in the zone show it; nothing for a zone that is not known.
pub fn utc_to_local(ticks: i64, zone: &str) -> Option<i64> {
    let zone = self::zone(zone)?;
    let offset = zone.to_offset(timestamp(ticks)?);
    checked(ticks.checked_add(i64::from(offset.seconds()) * super::SECOND)?)
}

/// A moment that clocks in the zone show, as UTC. Of two moments that show the same time the first counts.
pub fn local_to_utc(ticks: i64, zone: &str) -> Option<i64> {
    let zone = self::zone(zone)?;
    let c = super::to_civil(ticks);
    let local = DateTime::new(
        i16::try_from(c.year).ok()?,
        i8::try_from(c.month).ok()?,
        i8::try_from(c.day).ok()?,
        i8::try_from(c.hour).ok()?,
        i8::try_from(c.minute).ok()?,
        i8::try_from(c.second).ok()?,
        i32::try_from(c.fraction * 100).ok()?,
    )
    .ok()?;
    let stamp = zone.to_ambiguous_timestamp(local).earlier().ok()?;
    checked(i64::try_from(stamp.as_nanosecond().div_euclid(100)).ok()?.checked_add(UNIX_EPOCH)?)
}

fn timestamp(ticks: i64) -> Option<Timestamp> {
    Timestamp::from_nanosecond(i128::from(ticks - UNIX_EPOCH) * 100).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_datetime;

    #[test]
    fn utc_is_always_known() {
        let t = parse_datetime("2020-06-15 12:00").unwrap();
        assert_eq!(utc_to_local(t, "UTC"), Some(t));
        assert_eq!(local_to_utc(t, "UTC"), Some(t));
        assert_eq!(utc_to_local(t, "Nowhere/Nothing"), None);
    }
}
