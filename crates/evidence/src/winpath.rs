//! Where the evidence's files were on the examined server.
//!
//! Collectors lay out a drive in different ways; what they share is a folder that stands for the drive.
//! Such folders are learnt from files whose place is beyond doubt (`…/C%3A/…`, `…/C/Windows/…`,
//! `…/Windows/System32/…`), and then hold for everything below them.

use crate::{Item, Root, RootKind};
use std::collections::{BTreeMap, BTreeSet};

/// Folders that, below a folder of one letter, make that letter a drive (KAPE, plain copies).
const TOP_FOLDERS: &[&str] =
    &["windows", "inetpub", "program files", "program files (x86)", "programdata", "users", "windows.old", "perflogs"];

/// Folders that, below `windows`, make the folder above it a drive (mounted disks, UAC).
const SYSTEM_FOLDERS: &[&str] = &["system32", "syswow64", "sysnative", "microsoft.net", "assembly", "winsxs"];

/// The form in which Windows paths compare: lower case, backslashes, drive letter first, `.` and `..`
/// resolved, `Sysnative` as `System32`. `None` when the path names no drive.
pub fn normal_windows_path(path: &str) -> Option<String> {
    let lower = path.trim().trim_matches('"').replace('/', "\\").to_lowercase();
    let mut rest = lower.as_str();
    for prefix in ["\\\\?\\", "\\\\.\\", "\\??\\"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let (drive, tail) = match rest.strip_prefix("\\systemroot\\") {
        Some(tail) => ("c:", format!("windows\\{tail}")),
        None => {
            let (drive, tail) = rest.split_at_checked(2)?;
            (drive_of(drive)? != ' ').then_some((drive, tail.to_owned()))?
        }
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in tail.split('\\') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    if let ["windows", system @ "sysnative", ..] = parts.as_mut_slice() {
        *system = "system32";
    }
    Some(format!("{drive}\\{}", parts.join("\\")))
}

/// A folder of the evidence that stands for a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Drive {
    letter: char,
    /// Names below it are percent-encoded (Velociraptor).
    encoded: bool,
}

/// Sets [`Item::windows_path`] on all items and returns the look-up of normalised paths.
pub(crate) fn map(items: &mut [Item], roots: &[Root]) -> BTreeMap<(usize, String), usize> {
    let places: Vec<Vec<String>> = items
        .iter()
        .map(|item| {
            let mut place = roots.get(item.root).map(argument_folders).unwrap_or_default();
            place.extend(below_argument(item));
            place
        })
        .collect();
    let mut drives: BTreeMap<(usize, String), Drive> = BTreeMap::new();
    for (item, place) in items.iter().zip(&places) {
        let own = place.len() - below_argument(item).len().min(place.len());
        if let Some((length, drive)) = find_drive(place, own) {
            drives.entry((item.root, joined(place, length))).or_insert(drive);
        }
    }
    beside_known_drives(items, &places, &mut drives);
    let mut ranked = Vec::new();
    for (index, (item, place)) in items.iter_mut().zip(&places).enumerate() {
        // The innermost drive folder holds: a backup of a disk inside a disk is its own.
        let found = (0..place.len()).rev().find_map(|length| {
            let folder = joined(place, length);
            drives.get(&(item.root, folder.clone())).map(|drive| (length, *drive, folder))
        });
        let Some((length, drive, folder)) = found else { continue };
        let tail: Vec<String> = place
            .iter()
            .skip(length)
            .map(|part| if drive.encoded { percent_decoded(part) } else { part.clone() })
            .collect();
        let path = format!("{}:\\{}", drive.letter.to_ascii_uppercase(), tail.join("\\"));
        let Some(normal) = normal_windows_path(&path) else { continue };
        item.windows_path = Some(path);
        // Shadow copies hold older states of the same paths: the live file is found first.
        let lower = folder.to_lowercase();
        let shadow = lower.contains("shadowcopy") || lower.split('/').any(|part| part.starts_with("vss"));
        ranked.push((shadow, length, index, item.root, normal));
    }
    ranked.sort();
    let mut lookup = BTreeMap::new();
    for (_, _, index, root, normal) in ranked {
        lookup.entry((root, normal)).or_insert(index);
    }
    lookup
}

/// Folders of one letter beside a drive's folder are drives, too, whatever they hold: `D/sites` beside `C/Windows`.
fn beside_known_drives(items: &[Item], places: &[Vec<String>], drives: &mut BTreeMap<(usize, String), Drive>) {
    let above = |folder: &str| folder.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned());
    let is_plain = |folder: &str| single_letter(folder.rsplit('/').next().unwrap_or("")).is_some();
    let homes: BTreeSet<(usize, String)> =
        drives.keys().filter(|(_, folder)| is_plain(folder)).map(|(root, folder)| (*root, above(folder))).collect();
    for (item, place) in items.iter().zip(places) {
        for length in 1..place.len() {
            let Some(letter) = place.get(length - 1).and_then(|part| single_letter(part)) else { continue };
            if homes.contains(&(item.root, joined(place, length - 1))) {
                let drive = Drive { letter: letter.to_ascii_lowercase(), encoded: false };
                drives.entry((item.root, joined(place, length))).or_insert(drive);
            }
        }
    }
}

/// The folders that the argument itself names; they may hold the drive (`evidence/C/inetpub`).
fn argument_folders(root: &Root) -> Vec<String> {
    let argument = root.argument.replace('\\', "/");
    let mut parts: Vec<String> = argument
        .split('/')
        .filter(|part| !matches!(*part, "" | "." | "-"))
        .take_while(|part| root.kind != RootKind::Glob || !part.contains(['*', '?', '[']))
        .map(str::to_owned)
        .collect();
    if matches!(root.kind, RootKind::File | RootKind::Zip) {
        parts.pop();
    }
    parts
}

fn below_argument(item: &Item) -> Vec<String> {
    item.below_argument.split('/').map(str::to_owned).collect()
}

fn joined(place: &[String], length: usize) -> String {
    place.get(..length).unwrap_or_default().join("/")
}

/// The drive folder that a place proves: how many of its parts lead to it, and which drive it is.
/// What lies below the argument (from part `own` on) is believed before the argument's own folders.
fn find_drive(place: &[String], own: usize) -> Option<(usize, Drive)> {
    let last = place.len();
    let near = own.saturating_sub(1);
    (near..last).find_map(|at| drive_at(place, at)).or_else(|| (0..near).rev().find_map(|at| drive_at(place, at)))
}

fn drive_at(place: &[String], at: usize) -> Option<(usize, Drive)> {
    let part = place.get(at)?.to_lowercase();
    let next = place.get(at + 1).map(|next| next.to_lowercase());
    let next = next.as_deref()?;
    let decoded = percent_decoded(&part);
    let device = decoded.strip_prefix("\\\\.\\").unwrap_or(&decoded);
    if let Some(letter) = drive_of(device) {
        return Some((at + 1, Drive { letter, encoded: part.contains('%') }));
    }
    if let Some(letter) = single_letter(&part).or_else(|| called_drive(&part))
        && TOP_FOLDERS.contains(&next)
    {
        return Some((at + 1, Drive { letter, encoded: false }));
    }
    let above = at.checked_sub(1).and_then(|above| place.get(above)).map(|above| above.to_lowercase());
    let above = above.as_deref().unwrap_or("");
    let is_old = above == "windows.old" || above.starts_with("$windows.~");
    let is_top = (part == "windows" && SYSTEM_FOLDERS.contains(&next)) || part == "inetpub";
    (is_top && !is_old).then(|| {
        let letter = single_letter(above).or_else(|| drive_of(above)).unwrap_or('c');
        (at, Drive { letter, encoded: above.contains('%') })
    })
}

/// Other names that collectors give a drive: `C$`, `C_drive`, `drive_c`, `C_`.
fn called_drive(part: &str) -> Option<char> {
    let letter = ["$", "_drive", "-drive", " drive", "_"].iter().find_map(|end| part.strip_suffix(end));
    single_letter(letter.or_else(|| part.strip_prefix("drive_"))?)
}

fn single_letter(part: &str) -> Option<char> {
    let mut chars = part.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    chars.next().is_none().then_some(letter)
}

fn drive_of(part: &str) -> Option<char> {
    part.strip_suffix(':').and_then(single_letter)
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Vec<String> {
        path.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn normal_form() {
        let check = |path, expect: Option<&str>| assert_eq!(normal_windows_path(path).as_deref(), expect, "{path}");
        check("C:\\Windows\\System32\\X.dll", Some("c:\\windows\\system32\\x.dll"));
        check("\\\\?\\C:\\a\\.\\b\\..\\c", Some("c:\\a\\c"));
        check("\\??\\D:/x//y", Some("d:\\x\\y"));
        check("\\SystemRoot\\System32\\a", Some("c:\\windows\\system32\\a"));
        check("C:\\Windows\\Sysnative\\a", Some("c:\\windows\\system32\\a"));
        check("\"C:\\a b\"", Some("c:\\a b"));
        check("C:\\..\\..\\a", Some("c:\\a"));
        check("\\\\server\\share\\a", None);
        check("system32\\a", None);
        check("é", None);
        check("", None);
    }

    #[test]
    fn drives() {
        let check = |path: &str, own, expect: Option<(usize, char)>| {
            let got = find_drive(&place(path), own).map(|(length, drive)| (length, drive.letter));
            assert_eq!(got, expect, "{path}");
        };
        check("C/Windows/System32/a.dll", 0, Some((1, 'c')));
        check("HOST/D/inetpub/a", 0, Some((2, 'd')));
        check("uploads/auto/C%3A/Windows/a", 0, Some((3, 'c')));
        check("uploads/ntfs/%5C%5C.%5CC%3A/x/a", 0, Some((3, 'c')));
        check("[root]/Windows/System32/a", 0, Some((1, 'c')));
        check("Windows/Microsoft.NET/a", 0, Some((0, 'c')));
        check("inetpub/history/a", 0, Some((0, 'c')));
        check("mnt/c/Users/me/case/E/Windows/System32/a", 5, Some((6, 'e')));
        check("mnt/c/Users/me/logs/a", 5, Some((2, 'c')));
        check("Windows.old/Windows/System32/a", 0, None);
        check("logs/Sysmon.evtx", 0, None);
        check("c/code/a", 0, None);
        check("D:/inetpub/a", 1, Some((1, 'd')));
        check("WEB01/C$/inetpub/a", 0, Some((2, 'c')));
        check("drive_e/Windows/a", 0, Some((1, 'e')));
        check("c_drive/Users/a", 0, Some((1, 'c')));
    }

    #[test]
    fn percent() {
        assert_eq!(percent_decoded("C%3A%2"), "C:%2");
        assert_eq!(percent_decoded("%4Operational%254"), "%4Operational%4");
        assert_eq!(percent_decoded("%FF"), "\u{fffd}");
    }
}
