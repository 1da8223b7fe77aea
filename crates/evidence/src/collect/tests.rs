use super::open_with_stdin;
use crate::{Evidence, EvidenceError, Limits, RootKind};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(args: &[&str]) -> Evidence {
    open_limited(args, &Limits::default())
}

fn open_limited(args: &[&str], limits: &Limits) -> Evidence {
    open_with_stdin(args, limits, &mut Cursor::new(b"from stdin".to_vec()))
}

fn arg(dir: &TempDir, rest: &str) -> String {
    let path = if rest.is_empty() { dir.path().to_owned() } else { dir.path().join(rest) };
    path.to_str().unwrap().to_owned()
}

fn paths(evidence: &Evidence) -> Vec<&str> {
    evidence.items.iter().map(|item| item.path.as_str()).collect()
}

fn problems(evidence: &Evidence) -> Vec<String> {
    evidence.problems.iter().map(|p| format!("{}: {}", p.path, p.text)).collect()
}

fn none<T: std::fmt::Debug + PartialEq>(list: Vec<T>) {
    assert_eq!(list, Vec::<T>::new());
}

#[test]
fn a_directory_is_listed_in_order_and_read_once() {
    let dir = folder(&[("b/two.txt", b"22"), ("a.txt", b"1"), ("b/one.txt", b"")]);
    let evidence = open(&[&arg(&dir, "")]);
    assert_eq!(paths(&evidence), ["a.txt", "b/one.txt", "b/two.txt"]);
    none(problems(&evidence));
    let item = evidence.item("b/two.txt").unwrap();
    assert_eq!((item.size, evidence.reads(item)), (2, 0));
    assert_eq!(item.head(1).unwrap(), b"2");
    assert_eq!(evidence.reads(item), 0, "looking at the head is not a read");
    assert_eq!(item.read().unwrap(), b"22");
    assert_eq!(evidence.reads(item), 1);
    let mut text = String::new();
    item.open().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), evidence.reads(item)), ("22", 2));
}

#[test]
fn a_file_goes_by_its_name_unless_two_share_it() {
    let dir = folder(&[("x/log.txt", b"1"), ("y/log.txt", b"2"), ("z.txt", b"3")]);
    let evidence = open(&[&arg(&dir, "z.txt")]);
    assert_eq!(paths(&evidence), ["z.txt"]);
    let (x, y) = (arg(&dir, "x/log.txt"), arg(&dir, "y/log.txt"));
    let evidence = open(&[&x, &y, &arg(&dir, "z.txt")]);
    assert_eq!(paths(&evidence), [x.as_str(), y.as_str(), "z.txt"]);
    assert_eq!(evidence.items.iter().map(|item| item.root).collect::<Vec<_>>(), [0, 1, 2]);
    let folders = open(&[&arg(&dir, "x"), &arg(&dir, "y/")]);
    assert_eq!(paths(&folders), [x.as_str(), y.as_str()]);
}

#[test]
fn a_file_that_two_arguments_name_is_listed_once() {
    let dir = folder(&[("x/log.txt", b"1")]);
    let evidence = open(&[&arg(&dir, ""), &arg(&dir, "x/log.txt"), &arg(&dir, "x")]);
    assert_eq!(paths(&evidence), ["x/log.txt"]);
    none(problems(&evidence));
}

#[test]
fn patterns() {
    let dir = folder(&[("x/a.log", b"1"), ("x/b.txt", b"2"), ("y/c.log", b"3")]);
    let evidence = open(&[&arg(&dir, "*/*.log")]);
    assert_eq!(paths(&evidence), ["x/a.log", "y/c.log"]);
    assert_eq!(evidence.roots[0].kind, RootKind::Glob);
    let evidence = open(&[&arg(&dir, "**")]);
    assert_eq!(paths(&evidence), ["x/a.log", "x/b.txt", "y/c.log"]);
    let evidence = open(&[&arg(&dir, "*.none"), &arg(&dir, "x/[a].log")]);
    assert_eq!(paths(&evidence), ["a.log"]);
    assert_eq!(evidence.problems.len(), 1);
    assert!(evidence.problems[0].text.contains("matches no file"));
}

#[test]
fn standard_input_is_read_once_into_memory() {
    let evidence = open(&["-"]);
    assert_eq!(paths(&evidence), ["-"]);
    assert_eq!(evidence.items[0].head(4).unwrap(), b"from");
    assert_eq!(evidence.items[0].read().unwrap(), b"from stdin");
    let evidence = open_limited(&["-"], &Limits { max_file_bytes: 3, ..Limits::default() });
    assert_eq!(problems(&evidence), ["-: larger than the limit of 3 bytes; not read"]);
}

#[test]
fn members_of_an_archive_are_items_whatever_its_name() {
    let zip = archive(&[("b/two.txt", b"22"), ("a.txt", b"1"), ("inner.zip", b"PK\x03\x04")]);
    let dir = folder(&[("case.dat", &zip), ("plain.zip", b"not a zip")]);
    let evidence = open(&[&arg(&dir, "")]);
    let expect = ["case.dat!/a.txt", "case.dat!/b/two.txt", "case.dat!/inner.zip", "plain.zip"];
    assert_eq!(paths(&evidence), expect);
    assert_eq!(problems(&evidence), ["case.dat!/inner.zip: an archive inside an archive; not opened"]);
    let item = evidence.item("case.dat!/b/two.txt").unwrap();
    assert_eq!(item.head(1).unwrap(), b"2");
    assert_eq!((item.read().unwrap(), item.reads()), (b"22".to_vec(), 1));
    let evidence = open(&[&arg(&dir, "case.dat")]);
    assert_eq!((evidence.roots[0].kind, evidence.roots[0].name.as_str()), (RootKind::Zip, "case"));
    assert_eq!(paths(&evidence), &expect[..3]);
}

#[test]
fn hostile_member_names_are_refused_and_the_rest_is_read() {
    let zip = archive(&[("../evil.txt", b"1"), ("/abs.txt", b"2"), ("C:/drive.txt", b"3"), ("good.txt", b"4")]);
    let dir = folder(&[("a.zip", &zip)]);
    let evidence = open(&[&arg(&dir, "")]);
    assert_eq!(paths(&evidence), ["a.zip!/good.txt"]);
    assert_eq!(problems(&evidence).len(), 3, "{:?}", evidence.problems);
    assert!(problems(&evidence)[0].starts_with("a.zip!/../evil.txt: refused"));
    assert_eq!(evidence.items[0].read().unwrap(), b"4");
}

#[test]
fn bombs_are_refused_by_ratio_and_by_total() {
    let zip = archive(&[("bomb", &vec![0; 4 << 20]), ("good.txt", b"4"), ("zeros", &vec![0; 1 << 20])]);
    let dir = folder(&[("a.zip", &zip)]);
    let evidence = open(&[&arg(&dir, "")]);
    assert_eq!(paths(&evidence), ["a.zip!/good.txt", "a.zip!/zeros"]);
    assert!(problems(&evidence)[0].starts_with("a.zip!/bomb: refused: unpacks to "), "{:?}", evidence.problems);
    let limits = Limits { max_zip_total: 10, ..Limits::default() };
    let evidence = open_limited(&[&arg(&dir, "")], &limits);
    assert!(problems(&evidence)[1].contains("more than 10 bytes"), "{:?}", evidence.problems);
}

/// Overwrites bytes at an offset from the first occurrence of a record signature.
fn patch(zip: &mut [u8], signature: &[u8], offset: usize, bytes: &[u8]) {
    let at = zip.windows(4).position(|window| window == signature).unwrap() + offset;
    zip[at..at + bytes.len()].copy_from_slice(bytes);
}

#[test]
fn a_header_that_lies_about_length_or_content_gives_an_error_and_what_was_there() {
    let read = |zip: Vec<u8>| {
        let dir = folder(&[("a.zip", &zip)]);
        let evidence = open(&[&arg(&dir, "")]);
        let (bytes, problem) = evidence.items[0].salvage();
        assert!(matches!(evidence.items[0].read(), Err(EvidenceError::Io { .. })));
        (bytes, problem.unwrap().text)
    };
    let text = [b'x'; 1000];
    let zip = archive(&[("a", &text)]);
    let mut short = zip.clone();
    patch(&mut short, b"PK\x01\x02", 24, &900_u32.to_le_bytes());
    let (bytes, why) = read(short);
    assert!(bytes.len() == 900 && why.contains("more than its header says"), "{why}");
    let mut long = zip.clone();
    patch(&mut long, b"PK\x01\x02", 24, &0x000f_ffff_u32.to_le_bytes());
    let (bytes, why) = read(long);
    assert!(bytes.len() == 1000 && why.contains("ends before"), "{why}");
    let mut crc = zip.clone();
    patch(&mut crc, b"PK\x01\x02", 16, &[1, 2, 3, 4]);
    let (bytes, why) = read(crc);
    assert!(bytes.len() == 1000 && why.contains("checksum"), "{why}");
    let mut moved = zip;
    patch(&mut moved, b"PK\x01\x02", 42, &5_u32.to_le_bytes());
    let (bytes, why) = read(moved);
    assert!(bytes.is_empty() && why.contains("own header"), "{why}");
}

#[test]
fn encrypted_members_and_broken_archives_are_named() {
    let mut zip = archive(&[("secret", b"1")]);
    patch(&mut zip, b"PK\x01\x02", 8, &[1]);
    let dir = folder(&[("a.zip", &zip), ("cut.zip", &zip[..zip.len() - 30]), ("ok.txt", b"1")]);
    let evidence = open(&[&arg(&dir, "")]);
    assert_eq!(paths(&evidence), ["ok.txt"]);
    assert_eq!(problems(&evidence).len(), 2);
    assert_eq!(problems(&evidence)[0], "a.zip!/secret: encrypted; unpack it first");
    assert!(problems(&evidence)[1].starts_with("cut.zip: starts like a zip archive"));
}

#[test]
fn what_is_missing_or_empty_is_named() {
    let dir = folder(&[("x.txt", b"1")]);
    fs::create_dir(dir.path().join("empty")).unwrap();
    let missing = arg(&dir, "nowhere");
    let evidence = open(&[&missing, &arg(&dir, "x.txt")]);
    assert_eq!(paths(&evidence), ["x.txt"]);
    assert_eq!(problems(&evidence), [format!("{missing}: cannot be read: it is not there")]);
    let empty = arg(&dir, "empty");
    assert_eq!(problems(&open(&[&empty])), [format!("{empty}: no files in it")]);
    let empty_zip = arg(&dir, "e.zip");
    fs::write(&empty_zip, archive(&[("d/", b"")])).unwrap();
    assert_eq!(problems(&open(&[&empty_zip])), [format!("{empty_zip}: no files in it")]);
}

#[test]
fn a_file_that_vanishes_or_is_too_large_gives_an_error_when_read() {
    let dir = folder(&[("x.txt", b"12345")]);
    let evidence = open_limited(&[&arg(&dir, "")], &Limits { max_file_bytes: 4, ..Limits::default() });
    let item = &evidence.items[0];
    assert!(matches!(item.read(), Err(EvidenceError::TooLarge { limit: 4, .. })));
    assert!(item.open().unwrap().read_to_end(&mut Vec::new()).is_err());
    fs::remove_file(dir.path().join("x.txt")).unwrap();
    let problem = item.read().unwrap_err().problem();
    assert_eq!((problem.path.as_str(), problem.text.as_str()), ("x.txt", "cannot be read: it is not there"));
}

#[test]
fn the_number_of_files_is_limited() {
    let dir = folder(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
    let evidence = open_limited(&[&arg(&dir, "")], &Limits { max_files: 2, ..Limits::default() });
    assert_eq!(paths(&evidence), ["a", "b"]);
    assert_eq!(evidence.problems.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_stay_within_the_evidence() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.txt", b"s")]);
    let dir = folder(&[("a.txt", b"1"), ("sub/b.txt", b"2")]);
    symlink(outside.path().join("secret.txt"), dir.path().join("out.txt")).unwrap();
    symlink(outside.path(), dir.path().join("outdir")).unwrap();
    symlink("nowhere", dir.path().join("dangling")).unwrap();
    symlink("..", dir.path().join("sub/loop")).unwrap();
    let expect = ["dangling: a link that leads nowhere", "out.txt: a link that leaves the evidence; not followed"];
    for pattern in ["", "**/*"] {
        let evidence = open(&[&arg(&dir, pattern)]);
        assert_eq!(paths(&evidence), ["a.txt", "sub/b.txt"], "{pattern}");
        let found = problems(&evidence);
        assert!(found.contains(&expect[1].to_owned()), "{pattern}: {found:?}");
        assert!(pattern.contains('*') || found.contains(&expect[0].to_owned()), "{found:?}");
    }
    let through_link = dir.path().join("sub/loop");
    assert_eq!(paths(&open(&[through_link.to_str().unwrap()])), ["a.txt", "sub/b.txt"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("closed.txt", b"1"), ("open.txt", b"2")]);
    let closed = dir.path().join("closed.txt");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&closed).is_ok() {
        return; // root reads everything
    }
    let evidence = open(&[&arg(&dir, "")]);
    assert_eq!(paths(&evidence), ["open.txt"]);
    assert_eq!(problems(&evidence), ["closed.txt: cannot be read: no permission"]);
}

#[test]
fn live_paths_are_found_in_every_collectors_layout() {
    let config = r"C:\Windows\System32\inetsrv\config\applicationHost.config";
    let layouts = [
        "C/Windows/System32/inetsrv/Config/applicationHost.config",
        "Windows/System32/inetsrv/config/applicationHost.config",
        "2026-01-02_WEB01/C/Windows/System32/inetsrv/config/applicationHost.config",
        "uploads/auto/C%3A/Windows/System32/inetsrv/config/applicationHost.config",
        "uploads/ntfs/%5C%5C.%5CC%3A/Windows/System32/inetsrv/config/applicationHost.config",
        "[root]/WINDOWS/system32/inetsrv/config/applicationHost.config",
    ];
    for layout in layouts {
        let dir = folder(&[(layout, b"x")]);
        let zip = dir.path().join("a.zip");
        for argument in [arg(&dir, ""), arg(&dir, layout), zip.to_str().unwrap().to_owned()] {
            if argument.ends_with(".zip") {
                fs::write(&zip, archive(&[(layout, b"x")])).unwrap();
            }
            if argument.contains('[') {
                continue; // a pattern, not a name
            }
            let evidence = open(&[&argument]);
            for path in
                [config, &config.to_uppercase(), r"\\?\C:/windows/sysnative/inetsrv/config/applicationhost.config"]
            {
                assert!(evidence.locate(0, path).is_some(), "{argument} {layout} {path}");
            }
            let item = evidence.locate(0, config).unwrap();
            assert!(item.windows_path().unwrap().eq_ignore_ascii_case(config), "{:?}", item.windows_path());
            assert!(evidence.locate(1, config).is_none());
            assert!(evidence.locate(0, r"C:\Windows\System32\other.dll").is_none());
        }
    }
}

#[test]
fn a_drive_once_learnt_holds_for_all_below_it() {
    let dir = folder(&[
        ("h/C/Windows/System32/a.dll", b"1"),
        ("h/C/sites/shop/web.config", b"2"),
        ("h/D/inetpub/b.txt", b"3"),
        ("uploads/auto/E%3A/odd%25name/c.txt", b"4"),
        ("VSS1/C/Windows/System32/a.dll", b"5"),
    ]);
    let evidence = open(&[&arg(&dir, "")]);
    let check = |path, expect: Option<&str>| {
        assert_eq!(evidence.locate(0, path).map(|item| item.path.as_str()), expect, "{path}");
    };
    check(r"c:\sites\shop\web.config", Some("h/C/sites/shop/web.config"));
    check(r"D:\inetpub\b.txt", Some("h/D/inetpub/b.txt"));
    check(r"E:\odd%name\c.txt", Some("uploads/auto/E%3A/odd%25name/c.txt"));
    check(r"C:\Windows\System32\a.dll", Some("h/C/Windows/System32/a.dll"));
    check(r"C:\inetpub\b.txt", None);
    assert!(Path::new(&evidence.roots[0].name).components().count() == 1);
}

#[test]
fn drives_beside_a_known_drive() {
    let dir = folder(&[
        ("case/C/Windows/System32/a.dll", b"1"),
        ("case/D/sites/one/web.config", b"2"),
        ("case/logs/E/x.txt", b"3"),
    ]);
    let evidence = open(&[&arg(&dir, "")]);
    let paths: Vec<_> = evidence.items.iter().map(crate::Item::windows_path).collect();
    let expect = [Some(r"C:\Windows\System32\a.dll"), Some(r"D:\sites\one\web.config"), None];
    assert_eq!(paths, expect.map(|path| path.map(str::to_owned)));
    assert!(evidence.locate(0, r"d:\Sites\one\web.config").is_some());
}
