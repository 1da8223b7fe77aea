//! When files were last written on the examined server, as far as the evidence tells.

use crate::Evidence;
use crate::item::{Body, Item};
use std::time::{SystemTime, UNIX_EPOCH};

/// When a file was last written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// In units of 100 ns since 1970.
    pub time: i64,
    /// From an archive that gives the local time of the computer that made it, in steps of two seconds; taken as UTC.
    pub is_local: bool,
}

/// Units of [`Written::time`] in a second.
const SECOND: i64 = 10_000_000;
/// Files of one root whose times are looked at to tell whether they are those of copying.
const SAMPLE: usize = 2_000;
/// Fewer files tell nothing.
const FEWEST: usize = 5;
/// A server's files are written over years; those that somebody copied without their times, within this.
const COPYING: i64 = 3_600 * SECOND;

impl Item {
    /// When the file was last written: as the file system or the archive says. Collectors and unpackers that do not
    /// keep times leave the time of copying there: see [`Evidence::keeps_times`].
    pub fn written(&self) -> Option<Written> {
        match &self.body {
            Body::File(path) => {
                let time = std::fs::metadata(path).ok()?.modified().ok()?;
                Some(Written { time: ticks(time)?, is_local: false })
            }
            Body::Member(member) => member.written(),
            Body::Memory(_) => None,
        }
    }
}

/// Time since 1970 in units of 100 ns; none before 1971 or after 2200, which no server writes.
fn ticks(time: SystemTime) -> Option<i64> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    sensible(i64::try_from(since.as_nanos() / 100).ok()?)
}

pub(crate) fn sensible(time: i64) -> Option<i64> {
    let year = 365 * 24 * 3_600 * SECOND;
    (year..230 * year).contains(&time).then_some(time)
}

impl Evidence {
    /// Whether the times of a root's files are those of the server: false when all of them lie within the hour that
    /// copying takes. A root with fewer than five files tells nothing; its times are taken as they are.
    pub fn keeps_times(&self, root: usize) -> bool {
        let times: Vec<i64> =
            self.items_of(root).take(SAMPLE).filter_map(|item| item.written()).map(|written| written.time).collect();
        match (times.iter().min(), times.iter().max()) {
            (Some(oldest), Some(newest)) if times.len() >= FEWEST => newest - oldest > COPYING,
            _ => true,
        }
    }
}

/// The time of an archive member from its extra fields, else from the date and time of its header: those count years
/// from 1980 and two seconds, in the time zone of whoever made the archive.
pub(crate) fn of_member(extra: &[u8], date: u16, time: u16) -> Option<Written> {
    if let Some(time) = exact_time(extra).and_then(sensible) {
        return Some(Written { time, is_local: false });
    }
    // What nobody set is the first day that the format knows.
    if date <= 0x21 {
        return None;
    }
    let days = days_since_1970(1980 + i64::from(date >> 9), i64::from(date >> 5 & 15), i64::from(date & 31))?;
    let (hours, minutes, seconds) = (i64::from(time >> 11), i64::from(time >> 5 & 63), i64::from(time & 31) * 2);
    let seconds = days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
    Some(Written { time: sensible(seconds.checked_mul(SECOND)?)?, is_local: true })
}

/// 1970 in the time of Windows, in units of 100 ns since 1601.
const NTFS_EPOCH: i64 = 116_444_736_000_000_000;

/// The time that extra fields give in UTC: NTFS's (0x000a), or the extended timestamp (0x5455). Source: APPNOTE.TXT,
/// and Info-ZIP's list of extra fields.
fn exact_time(mut extra: &[u8]) -> Option<i64> {
    while let [a, b, c, d, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let (body, after) = rest.split_at_checked(length)?;
        match (u16::from_le_bytes([*a, *b]), body) {
            // Four reserved bytes, then the tag 1 of 24 bytes: the first of its three times.
            (0x000a, [_, _, _, _, 1, 0, 24, 0, times @ ..]) => {
                let time = times.first_chunk::<8>().map(|time| i64::from_le_bytes(*time));
                return time.and_then(|time| time.checked_sub(NTFS_EPOCH));
            }
            (0x5455, [flags, times @ ..]) if flags & 1 == 1 => {
                let seconds = times.first_chunk::<4>().map(|time| i64::from(u32::from_le_bytes(*time)));
                return seconds.map(|seconds| seconds * SECOND);
            }
            _ => extra = after,
        }
    }
    None
}

/// Days from 1 January 1970 to a date of the Gregorian calendar.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that start in March have the leap day last.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use std::time::Duration;
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn days() {
        let check = |date: (i64, i64, i64), expect| assert_eq!(days_since_1970(date.0, date.1, date.2), expect);
        check((1970, 1, 1), Some(0));
        check((2000, 2, 29), Some(11_016));
        check((2026, 1, 2), Some(20_455));
        check((2026, 13, 2), None);
    }

    #[test]
    fn extra_fields() {
        let check = |extra: &[u8], expect| assert_eq!(exact_time(extra), expect, "{extra:02x?}");
        check(&[], None);
        check(&[0x55, 0x54, 5, 0, 1, 1, 0, 0, 0], Some(SECOND));
        check(&[1, 0, 1, 0, 9, 0x55, 0x54, 5, 0, 3, 2, 0, 0, 0], Some(2 * SECOND));
        check(&[0x55, 0x54, 5, 0, 2, 2, 0, 0, 0], None);
        check(&[0x55, 0x54, 50, 0, 1, 2], None);
        let mut ntfs = vec![0x0a, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0];
        ntfs.extend((NTFS_EPOCH + 7).to_le_bytes());
        ntfs.extend([0; 16]);
        check(&ntfs, Some(7));
    }

    fn touched(seconds: &[u64]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (number, seconds) in seconds.iter().enumerate() {
            let file = std::fs::File::create(dir.path().join(format!("{number}.txt"))).unwrap();
            file.set_modified(UNIX_EPOCH + Duration::from_secs(*seconds)).unwrap();
        }
        dir
    }

    #[test]
    fn times_of_files_and_of_copying() {
        let day = 1_700_000_000;
        let check = |seconds: &[u64], expect: bool| {
            let dir = touched(seconds);
            let evidence = crate::open(&[dir.path()], &crate::Limits::default());
            assert_eq!(evidence.keeps_times(0), expect, "{seconds:?}");
            let first = evidence.items[0].written().map(|written| written.time / SECOND);
            assert_eq!(first, i64::try_from(seconds[0]).ok());
        };
        check(&[day, day + 10, day + 20, day + 30, day + 40], false);
        check(&[day, day + 10, day + 20, day + 30, day + 90_000], true);
        check(&[day, day + 10], true);
        let evidence = crate::open(&[touched(&[5]).path()], &crate::Limits::default());
        assert_eq!(evidence.items.first().and_then(Item::written), None);
    }

    #[test]
    fn times_in_archives() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let time = zip::DateTime::from_date_and_time(2026, 1, 2, 3, 4, 6).unwrap();
        writer.start_file("a", SimpleFileOptions::default().last_modified_time(time)).unwrap();
        writer.write_all(b"x").unwrap();
        writer.start_file("b", SimpleFileOptions::default().last_modified_time(zip::DateTime::default())).unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.zip"), writer.finish().unwrap().into_inner()).unwrap();
        let evidence = crate::open(&[dir.path()], &crate::Limits::default());
        let written: Vec<_> = evidence.items.iter().map(Item::written).collect();
        let seconds = 20_455 * 86_400 + 3 * 3_600 + 4 * 60 + 6;
        assert_eq!(written, [Some(Written { time: seconds * SECOND, is_local: true }), None]);
    }
}
