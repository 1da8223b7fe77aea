//! Files and folders that are odd, closed, many, or not there.

use super::{CSV, Case, IIS_LOG, calm, not_panicked, number, problems_of, shipped};
use crate::program::{program, ran, text};

const COUNT: &str = "DeviceFileEvents | count";
const ROWS: u64 = 13;

#[test]
fn nothing_to_read_is_3() {
    let case = Case::new();
    case.scan().exits(3).prints("").says("no files in it");
    let case = case.with("a/notes.txt", "x").with("b/c/more.txt", "y");
    case.scan().exits(3).prints("").says("2 files, none of a kind that is known");
    let case = Case::new().with("empty.evtx", "");
    let file = case.place("empty.evtx");
    calm(["scan", text(&file)]).exits(3).prints("").says("empty.evtx: the file is empty");
    let pattern = case.place("*.nothing");
    calm(["scan", text(&pattern)]).exits(3).prints("").says("*.nothing: matches no file");
    let missing = case.place("nowhere");
    calm(["scan", text(&missing)]).exits(3).prints("").says("nowhere: cannot be read: it is not there");
    let below = case.place("empty.evtx/x");
    calm(["scan", text(&below)]).exits(3).prints("").says("cannot be read: it is not there");
}

#[test]
fn one_argument_that_is_wrong_does_not_stop_the_others() {
    let case = Case::new().with("files.csv", shipped(CSV)).with("notes/readme.txt", "x");
    let (file, notes) = (case.place("files.csv"), case.place("notes"));
    let pattern = case.place("*.nothing");
    let mut command = program();
    command.args(["query", COUNT, "-f", "jsonl"]).args([&pattern, &file, &notes]);
    let (count, said) = number(not_panicked(ran(&mut command)));
    assert_eq!(count, ROWS);
    assert!(said.contains("*.nothing: matches no file") && said.contains("notes: 1 file, none of a kind"), "{said}");
}

#[test]
fn five_thousand_files() {
    let mut case = Case::new().with("deep/files.csv", shipped(CSV));
    for n in 0..5_000 {
        case = case.with(&format!("{}/{n}.txt", n % 7), [b'x']);
    }
    assert_eq!(case.number(COUNT), (ROWS, String::new()));
}

#[test]
fn names_with_spaces_and_letters_and_of_great_length() {
    let long = format!("sp ace/ünï ☃/{}/{}/DeviceFileEvents.csv", "a".repeat(200), "b".repeat(200));
    let case = Case::new().with(&long, shipped(CSV)).with("-f/[x] %20.evtx", shipped(IIS_LOG));
    assert_eq!(case.number(COUNT), (ROWS, String::new()));
    assert_eq!(case.number("WindowsEvent | count"), (16, String::new()));
    let file = case.place(&long);
    assert_eq!(number(calm(["query", COUNT, text(&file), "-f", "jsonl"])), (ROWS, String::new()));
}

#[test]
fn a_file_named_twice_is_read_once() {
    let case = Case::new().with("files.csv", shipped(CSV));
    let (file, folder) = (case.place("files.csv"), case.path());
    let twice = calm(["query", COUNT, text(&file), text(&file), text(folder), "-f", "jsonl"]);
    assert_eq!(number(twice), (ROWS, String::new()));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::time::{Duration, Instant};

    #[test]
    fn a_file_that_may_not_be_read() {
        let case = Case::new().with("closed.evtx", shipped(IIS_LOG)).with("files.csv", shipped(CSV));
        let closed = case.place("closed.evtx");
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).expect("a mode");
        let expect = if std::fs::File::open(&closed).is_ok() {
            // Root may read everything but what is not there.
            std::fs::remove_file(&closed).expect("removes");
            symlink("nowhere", &closed).expect("a link");
            "closed.evtx: a link that leads nowhere"
        } else {
            "closed.evtx: cannot be read: no permission"
        };
        let (count, said) = case.number(COUNT);
        assert_eq!(count, ROWS);
        assert_eq!(problems_of(&said, expect).len(), 1, "{said}");
        calm(["scan", text(&closed)]).exits(3).prints("").says("closed.evtx");
    }

    #[test]
    fn links_that_leave_the_folder_are_not_followed() {
        let outside = Case::new().with("secret.evtx", shipped(IIS_LOG));
        let case = Case::new().with("files.csv", shipped(CSV)).with("sub/x.txt", "x");
        symlink(outside.place("secret.evtx"), case.place("out.evtx")).expect("a link");
        symlink(outside.path(), case.place("sub/outside")).expect("a link");
        symlink("..", case.place("sub/loop")).expect("a link");
        let (count, said) = case.number("union DeviceFileEvents, WindowsEvent | count");
        assert_eq!(count, ROWS, "{said}");
        for link in ["out.evtx", "sub/outside"] {
            assert_eq!(problems_of(&said, &format!("{link}: a link that leaves the evidence")).len(), 1, "{said}");
        }
        assert_eq!(said.lines().count(), 2, "{said}");
    }

    #[test]
    fn a_pipe_in_a_folder_is_not_waited_for() {
        let case = Case::new().with("files.csv", shipped(CSV));
        let made = std::process::Command::new("mkfifo").arg(case.place("pipe.evtx")).status();
        let _socket = std::os::unix::net::UnixListener::bind(case.place("socket.evtx")).expect("a socket");
        let start = Instant::now();
        let (count, said) = case.number(COUNT);
        assert!(start.elapsed() < Duration::from_secs(60));
        assert_eq!(count, ROWS);
        let expect = 1 + usize::from(made.is_ok_and(|status| status.success()));
        assert_eq!(said.matches("not a regular file; not read").count(), expect, "{said}");
    }

    #[test]
    fn a_device_is_not_read_without_end() {
        calm(["scan", "/dev/null"]).exits(3).prints("").says("/dev/null: the file is empty");
    }
}
