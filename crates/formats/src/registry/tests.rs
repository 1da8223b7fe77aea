use super::*;
use testkit::registry::{Data, HiveWriter, newer_log, older_log, unfinished};

const SERVICES: &str = r"ControlSet001\Services";

fn sample() -> HiveWriter {
    let parameters = format!(r"{SERVICES}\W3SVC\Parameters");
    HiveWriter::new(r"\SystemRoot\System32\Config\SYSTEM")
        .value("Select", "Current", Data::Dword(1))
        .key(&parameters, 132_000_000_000_000_000)
        .value(&parameters, "Filter DLLs", Data::Sz(r"C:\a.dll,C:\b.dll"))
        .value(&parameters, "Empty", Data::Binary(&[]))
        .value(&format!(r"{SERVICES}\äöü"), "", Data::Sz("default"))
        .value(&format!(r"{SERVICES}\日本"), "名", Data::MultiSz(&["a", "b"]))
        .value("Big", "Data", Data::Binary(&[7; 50_000]))
}

/// Every value as `key|name|type|data`, data longer than 40 letters by its length.
fn dump(hive: &Hive<'_>) -> (Vec<String>, Walk) {
    let mut walk = Walk::default();
    let mut out = Vec::new();
    for (path, key) in hive.root(&mut walk).map(|root| root.tree(10_000, &mut walk)).unwrap_or_default() {
        for value in key.values(&mut walk) {
            let text = value.text(&mut walk);
            let text = if text.len() > 40 { text.len().to_string() } else { text };
            out.push(format!("{path}|{}|{}|{text}", value.name(), value.kind().name()));
        }
    }
    (out, walk)
}

#[test]
fn keys_and_values() {
    let bytes = sample().build();
    let hive = Hive::open(&bytes, &[]).unwrap();
    let (values, walk) = dump(&hive);
    let expect = [
        "Big|Data|REG_BINARY|65558",
        r"ControlSet001\Services\W3SVC\Parameters|Filter DLLs|REG_SZ|C:\a.dll,C:\b.dll",
        r"ControlSet001\Services\W3SVC\Parameters|Empty|REG_BINARY|",
        r"ControlSet001\Services\äöü||REG_SZ|default",
        r"ControlSet001\Services\日本|名|REG_MULTI_SZ|a;b",
        "Select|Current|REG_DWORD|1",
    ];
    assert_eq!((values, walk.issues), (expect.map(str::to_owned).to_vec(), vec![]));
    let mut walk = Walk::default();
    let key = hive.key(r"controlset001\SERVICES\w3svc\parameters", &mut walk).unwrap();
    assert_eq!((key.name().as_str(), key.last_written()), ("Parameters", 132_000_000_000_000_000));
    assert_eq!(key.value("filter dlls", &mut walk).unwrap().kind(), Type::SZ);
    assert!(key.subkey("none", &mut walk).is_none());
    assert_eq!((hive.base.file_name.as_str(), hive.base.is_dirty()), (r"\SystemRoot\System32\Config\SYS", false));
}

#[test]
fn lists_of_lists() {
    let mut hive = HiveWriter::new("SOFTWARE");
    for number in 0..1_200 {
        hive = hive.key(&format!("k{number:04}"), 0);
    }
    let bytes = hive.build();
    let hive = Hive::open(&bytes, &[]).unwrap();
    let mut walk = Walk::default();
    let keys = hive.root(&mut walk).unwrap().subkeys(&mut walk);
    assert_eq!((keys.len(), keys[1_199].name().as_str(), walk.issues.len()), (1_200, "k1199", 0));
}

#[test]
fn logs_finish_what_the_hive_has_not() {
    let before = sample().build();
    let more = sample().value(r"Services\New", "ImagePath", Data::ExpandSz(&"x".repeat(20_000))).build();
    let has_new = |hive: &Hive<'_>| hive.key(r"Services\New", &mut Walk::default()).is_some();
    let check = |primary: &[u8], logs: &[&[u8]], expect: bool, missing: bool| {
        let hive = Hive::open(primary, logs).unwrap();
        assert_eq!((has_new(&hive), hive.replay.is_missing), (expect, missing), "{:?}", hive.replay);
        hive.replay
    };
    let dirty = unfinished(&before);
    let (newer, older) = (newer_log(&before, &more), older_log(&before, &more));
    check(&before, &[], false, false);
    check(&dirty, &[], false, true);
    let replay = check(&dirty, &[&newer], true, false);
    assert_eq!((replay.entries, replay.problems), (1, vec![]));
    check(&dirty, &[&older], true, false);
    check(&dirty, &[&[0; 1_024], &newer], true, false);
    // A log from before the last finished write adds nothing.
    let late = sample().sequence(9).build();
    check(&late, &[&newer], false, false);
    // A header that was not written whole: the log's stands in.
    let mut torn = dirty.clone();
    torn[36] ^= 0xff;
    check(&torn, &[&newer], true, false);
}

#[test]
fn damaged_logs_are_told() {
    let before = sample().build();
    let after = sample().value("New", "x", Data::Dword(1)).build();
    let dirty = unfinished(&before);
    let check = |log: &[u8], text: &str| {
        let replay = Hive::open(&dirty, &[log]).unwrap().replay;
        assert_eq!((replay.entries, replay.pages, replay.is_missing), (0, 0, true));
        assert!(replay.problems.iter().any(|problem| problem.contains(text)), "{replay:?}");
    };
    let newer = newer_log(&before, &after);
    let mut flipped = newer.clone();
    flipped[600] ^= 1;
    check(&flipped, "damaged");
    check(&newer[..newer.len() - 512], "cut off");
    let older = older_log(&before, &after);
    check(&older[..older.len() - 1], "cut off");
    check(b"MZ", "is none");
}

#[test]
fn logs_of_two_files_follow_one_another() {
    let first = sample().sequence(5).build();
    let second = sample().value("A", "x", Data::Dword(1)).sequence(6).build();
    let third = sample().value("A", "x", Data::Dword(2)).sequence(7).build();
    let (one, two) = (newer_log(&first, &second), newer_log(&second, &third));
    let dirty = unfinished(&first);
    for logs in [[&one[..], &two], [&two, &one]] {
        let hive = Hive::open(&dirty, &logs).unwrap();
        let mut walk = Walk::default();
        let value = hive.key("A", &mut walk).and_then(|key| key.value("x", &mut walk)).unwrap();
        assert_eq!((value.text(&mut walk).as_str(), hive.replay.entries), ("2", 2));
    }
}

#[test]
fn cycles_and_lies_are_told() {
    let bytes = HiveWriter::new("x").key(r"a\b", 0).build();
    let hive = Hive::open(&bytes, &[]).unwrap();
    let mut walk = Walk::default();
    let root = hive.root(&mut walk).unwrap();
    let a = root.subkey("a", &mut walk).unwrap();
    let place = |key: &Key<'_>, at: usize| base_block::SIZE + key.offset() as usize + 4 + at;
    // `b` has the subkeys of the root: `a`, which is above it.
    let b = a.subkey("b", &mut walk).unwrap();
    let list: [u8; 4] = bytes[place(&root, 28)..][..4].try_into().unwrap();
    let mut cyclic = bytes.clone();
    cyclic[place(&b, 20)] = 1;
    cyclic[place(&b, 28)..][..4].copy_from_slice(&list);
    let hive = Hive::open(&cyclic, &[]).unwrap();
    let mut walk = Walk::default();
    let tree = hive.root(&mut walk).unwrap().tree(100, &mut walk);
    assert_eq!(tree.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["", "a", r"a\b"]);
    assert!(walk.issues.iter().any(|issue| issue.text.contains("below itself")), "{:?}", walk.issues);
    // A subkey list that is no list, and a cell outside the file.
    let check = |value: u32, text: &str| {
        let mut broken = bytes.clone();
        broken[place(&a, 28)..][..4].copy_from_slice(&value.to_le_bytes());
        let hive = Hive::open(&broken, &[]).unwrap();
        let (_, walk) = dump(&hive);
        assert!(walk.issues.iter().any(|issue| issue.text.contains(text)), "{:?}", walk.issues);
    };
    check(a.offset(), "not a list");
    check(0x7fff_fff8, "not there");
    check(a.offset() + 4, "not there");
}

#[test]
fn what_is_no_hive() {
    let open = |bytes: &[u8]| Hive::open(bytes, &[]).map(|_| ()).unwrap_err();
    let hive = sample().build();
    assert_eq!(open(b""), HiveError::NotAHive);
    assert_eq!(open(b"regf"), HiveError::NotAHive);
    assert_eq!(open(&hive[..4_096]), HiveError::Empty);
    assert_eq!(open(&newer_log(&hive, &hive)), HiveError::Log);
    assert!(is_hive_or_log(&hive) && !is_hive_or_log(b"MZ"));
}

#[test]
fn no_cut_and_no_flip_panics() {
    let before = HiveWriter::new("x").key(r"a\b", 0).build();
    let after = HiveWriter::new("x").value(r"a\b", "v", Data::Sz("text")).value("c", "d", Data::Qword(1)).build();
    let log = newer_log(&before, &after);
    let dirty = unfinished(&before);
    for at in (0..after.len()).filter(|at| !(520..4_096).contains(at)) {
        for bits in [1, 0x80, 0xff] {
            let mut flipped = after.clone();
            flipped[at] ^= bits;
            if let Ok(hive) = Hive::open(&flipped, &[]) {
                let _ = dump(&hive);
            }
        }
    }
    for at in (0..log.len()).step_by(3) {
        let mut flipped = log.clone();
        flipped[at] ^= 0x81;
        let _ = Hive::open(&dirty, &[&flipped]).map(|hive| dump(&hive));
        let _ = Hive::open(&dirty, &[&log[..at]]).map(|hive| dump(&hive));
        let _ = Hive::open(&after[..at.min(after.len())], &[&log]).map(|hive| dump(&hive));
    }
}
