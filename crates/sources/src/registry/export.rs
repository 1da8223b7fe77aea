use super::com::ComClasses;
use super::{Found, Registry};
use crate::told::undecoded;
use crate::{Input, Reading, text};
use diagnostics::Problem;
use formats::registry::read_export;

/// Lines that could not be read, past this number, are counted.
const MOST_TOLD: usize = 10;

/// Reads an export. Somebody chose what is in it: all of it becomes rows.
pub(crate) fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>, _: &[&Input<'_>]) -> Option<Registry> {
    let path = input.item.path.as_str();
    let (text, bad) = text::decode(&reading.bytes(input));
    undecoded(&mut reading.sink, path, bad);
    let (keys, unread) = read_export(&text);
    for line in unread.iter().take(MOST_TOLD) {
        reading.sink.problem(Problem::warning(path, format!("line {line}"), "not a key and not a value"));
    }
    if let Some(more) = unread.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        reading.sink.problem(Problem::warning(path, "", format!("{more} more lines that are no key and no value")));
    }
    let mut values = Vec::new();
    for key in keys {
        let path = long_name(&key.path);
        values.extend(key.values.into_iter().map(|value| Found {
            hive: hive_of(&path).to_uppercase(),
            key: path.clone(),
            name: value.name,
            kind: value.kind.name().into_owned(),
            data: value.text,
            last_written: None,
            record: value.line.into(),
        }));
    }
    let com = ComClasses::of_values(&values);
    Some(Registry { root: input.item.root, source: input.source, path: path.to_owned(), values, com })
}

/// The key with the long name of its root, and the first control set as the one in use: exports of a running system
/// have both.
fn long_name(path: &str) -> String {
    let (root, rest) = path.split_once('\\').unwrap_or((path, ""));
    let root = match root.to_ascii_uppercase().as_str() {
        "HKLM" => "HKEY_LOCAL_MACHINE",
        "HKCU" => "HKEY_CURRENT_USER",
        "HKCR" => "HKEY_CLASSES_ROOT",
        "HKU" => "HKEY_USERS",
        _ => root,
    };
    let parts: Vec<&str> = rest.split('\\').collect();
    let rest = match parts.as_slice() {
        [hive, set, below @ ..] if set.eq_ignore_ascii_case("ControlSet001") => {
            [&[hive, "CurrentControlSet"], below].concat().join("\\")
        }
        _ => rest.to_owned(),
    };
    if rest.is_empty() { root.to_owned() } else { format!("{root}\\{rest}") }
}

/// The hive that a key of `HKEY_LOCAL_MACHINE` lies in.
fn hive_of(path: &str) -> &str {
    let mut parts = path.split('\\');
    match (parts.next(), parts.next()) {
        (Some("HKEY_LOCAL_MACHINE"), Some(hive)) => hive,
        (root, _) => root.unwrap_or(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_keys() {
        let check = |path, expect, hive| {
            assert_eq!(long_name(path), expect);
            assert_eq!(hive_of(expect), hive);
        };
        check(r"HKLM\SYSTEM\ControlSet001\Services", r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services", "SYSTEM");
        check(r"HKEY_LOCAL_MACHINE\SOFTWARE", r"HKEY_LOCAL_MACHINE\SOFTWARE", "SOFTWARE");
        check("HKU", "HKEY_USERS", "HKEY_USERS");
    }
}
