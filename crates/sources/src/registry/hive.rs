use super::com::ComClasses;
use super::interest::{INTERESTS, Interest, fits};
use super::{Found, Registry};
use crate::{Input, Reading};
use diagnostics::Problem;
use evtx_arrow::ticks;
use formats::registry::{Hive, HiveError, Key, Walk};
use std::collections::BTreeMap;

/// Keys below one key of interest, and keys of a hive of which all is asked for, past this number are left out.
const MOST_KEYS: usize = 1 << 20;
/// Values of one hive past this number are left out.
const MOST_VALUES: usize = 1 << 21;

pub(crate) fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>, logs: &[&Input<'_>]) -> Option<Registry> {
    let path = input.item.path.as_str();
    let bytes = reading.bytes(input);
    let logs: Vec<Vec<u8>> = logs.iter().map(|log| reading.bytes(log)).collect();
    let logs: Vec<&[u8]> = logs.iter().map(Vec::as_slice).collect();
    let hive = match Hive::open(&bytes, &logs) {
        Ok(hive) => hive,
        Err(HiveError::Log) => {
            reading.sink.info(path, "", "a transaction log, and its hive is not in the evidence");
            return None;
        }
        Err(error) => {
            reading.sink.problem(Problem::warning(path, "", error.to_string()));
            return None;
        }
    };
    if hive.replay.is_missing {
        let text = "the last write was not finished, and no transaction log is there that finishes it";
        reading.sink.info(path, "", text);
    }
    for text in &hive.replay.problems {
        reading.sink.problem(Problem::warning(path, "", *text));
    }
    if hive.missing() > 0 {
        let text = format!("the hive is cut off: {} bytes are missing", hive.missing());
        reading.sink.problem(Problem::warning(path, "", text));
    }
    let mut walk = Walk::default();
    let values = values(&hive, input.item.file_name(), reading.options.all_registry, &mut walk);
    let com = if reading.sink.slot("IisComponents").is_some() {
        // What is wrong with keys was told above, or is of classes that nobody names.
        let mut walk = Walk::default();
        hive.root(&mut walk).map(|root| ComClasses::of_hive(&root, &mut walk)).unwrap_or_default()
    } else {
        ComClasses::default()
    };
    for issue in &walk.issues {
        reading.sink.problem(Problem::warning(path, format!("at 0x{:X}", issue.offset), issue.text));
    }
    if walk.more_issues > 0 {
        reading.sink.problem(Problem::warning(path, "", format!("{} more problems", walk.more_issues)));
    }
    Some(Registry { root: input.item.root, source: input.source, path: path.to_owned(), values, com })
}

/// A value's key and name in lower case, the form in which Windows compares them.
type Place = (String, String);

fn values(hive: &Hive<'_>, file_name: &str, all: bool, walk: &mut Walk) -> Vec<Found> {
    let Some(root) = hive.root(walk) else { return Vec::new() };
    let name = hive_name(hive, &root, file_name, walk);
    let control_set = if name == "SYSTEM" { control_set(&root, walk) } else { None };
    let mut found: BTreeMap<Place, Found> = BTreeMap::new();
    let mut note = |path: &str, key: &Key<'_>, names: &[&str], walk: &mut Walk| {
        let path = match &control_set {
            Some(set) => current(path, set),
            None => path.to_owned(),
        };
        for value in key.values(walk) {
            let value_name = value.name();
            let is_wanted = names.is_empty() || names.iter().any(|name| name.eq_ignore_ascii_case(&value_name));
            if !is_wanted || found.len() >= MOST_VALUES {
                continue;
            }
            let place = (path.to_lowercase(), value_name.to_lowercase());
            found.entry(place).or_insert_with(|| Found {
                hive: name.clone(),
                key: if path.is_empty() { hive_key(&name) } else { format!("{}\\{path}", hive_key(&name)) },
                name: value_name,
                kind: value.kind().name().into_owned(),
                data: value.text(walk),
                last_written: of_file_time(key.last_written()),
                record: 0,
            });
        }
    };
    if all {
        for (path, key) in root.tree(MOST_KEYS, walk) {
            note(&path, &key, &[], walk);
        }
    } else {
        for interest in INTERESTS.iter().filter(|interest| interest.hive == name) {
            for (path, key) in keys_of(&root, interest, control_set.as_deref(), walk) {
                note(&path, &key, interest.values, walk);
            }
        }
    }
    // Numbers follow the order of keys and names, whatever the hive's own.
    (1..).zip(found.into_values()).map(|(record, value)| Found { record, ..value }).collect()
}

/// The keys that an interest names, with their paths.
fn keys_of<'h>(
    root: &Key<'h>,
    interest: &Interest,
    control_set: Option<&str>,
    walk: &mut Walk,
) -> Vec<(String, Key<'h>)> {
    let mut keys = vec![(String::new(), *root)];
    for part in interest.key.split('\\') {
        let part = match control_set {
            Some(set) if part == CURRENT => set,
            _ => part,
        };
        let mut next = Vec::new();
        for (path, key) in keys {
            if part.contains('*') {
                let below = key.subkeys(walk).into_iter().filter(|key| fits(part, &key.name()));
                next.extend(below.map(|key| (joined(&path, &key.name()), key)));
            } else if let Some(key) = key.subkey(part, walk) {
                next.push((joined(&path, &key.name()), key));
            }
        }
        keys = next;
    }
    if !interest.deep {
        return keys;
    }
    let mut all = Vec::new();
    for (path, key) in keys {
        all.extend(key.tree(MOST_KEYS, walk).into_iter().map(|(below, key)| (joined(&path, &below), key)));
    }
    all
}

fn joined(path: &str, below: &str) -> String {
    match (path, below) {
        ("", one) | (one, "") => one.to_owned(),
        _ => format!("{path}\\{below}"),
    }
}

/// What the running system calls the control set in use.
const CURRENT: &str = "CurrentControlSet";

/// The name of the control set in use: the hive itself has them by number.
fn control_set(root: &Key<'_>, walk: &mut Walk) -> Option<String> {
    let number = root
        .subkey("Select", walk)
        .and_then(|select| select.value("Current", walk).or_else(|| select.value("Default", walk)))
        .and_then(|value| value.text(walk).parse::<u32>().ok());
    let sets = root.subkeys(walk);
    let mut names = sets.iter().map(Key::name).filter(|name| name.to_lowercase().starts_with("controlset"));
    let wanted = number.map(|number| format!("ControlSet{number:03}"));
    let first = names.next()?;
    let is_wanted = |name: &String| wanted.as_ref().is_some_and(|wanted| wanted.eq_ignore_ascii_case(name));
    if is_wanted(&first) {
        return Some(first);
    }
    Some(names.find(is_wanted).unwrap_or(first))
}

/// A path with the control set in use under the name that the running system gives it.
fn current(path: &str, control_set: &str) -> String {
    let (set, rest) = path.split_once('\\').unwrap_or((path, ""));
    if set.eq_ignore_ascii_case(control_set) { joined(CURRENT, rest) } else { path.to_owned() }
}

/// What hive this is, by its content; else by the name that it was loaded from, else by its file's.
fn hive_name(hive: &Hive<'_>, root: &Key<'_>, file_name: &str, walk: &mut Walk) -> String {
    let names: Vec<String> = root.subkeys(walk).iter().map(|key| key.name().to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("select") && names.iter().any(|name| name.starts_with("controlset")) {
        return "SYSTEM".to_owned();
    }
    if has("microsoft") && (has("classes") || has("policies") || has("wow6432node")) {
        return "SOFTWARE".to_owned();
    }
    let loaded = hive.base.file_name.rsplit('\\').next().unwrap_or("").trim();
    let name = if loaded.is_empty() { file_name } else { loaded };
    name.to_uppercase()
}

/// Where the running system shows a hive.
fn hive_key(name: &str) -> String {
    match name {
        "NTUSER.DAT" => "HKEY_CURRENT_USER".to_owned(),
        "USRCLASS.DAT" => r"HKEY_CURRENT_USER\SOFTWARE\Classes".to_owned(),
        name => format!(r"HKEY_LOCAL_MACHINE\{name}"),
    }
}

/// A moment in 100 ns since 1601 as ticks; none for 0.
fn of_file_time(time: u64) -> Option<i64> {
    i64::try_from(time).ok().filter(|&time| time > 0)?.checked_add(ticks::FILETIME_EPOCH)
}
