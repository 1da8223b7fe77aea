//! A test that the program has no means to contact anything or to start anything.

use std::fs;

use crate::repository;

/// Crates that speak to a network, or that exist to start programs.
const CRATES: &[&str] = &["curl", "hyper", "isahc", "mio", "quinn", "reqwest", "socket2", "surf", "tiny_http", "ureq"];

/// What code would name to do it. Tests may start the program itself.
const NAMES: &[&str] = &["TcpStream", "TcpListener", "UdpSocket", "UnixStream", "process::Command", "libloading"];

#[test]
fn nothing_can_be_contacted_or_started() {
    let root = repository::root();
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    for name in CRATES {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "Cargo.lock holds {name}");
    }
    let sources: Vec<String> = repository::files("crates")
        .unwrap()
        .into_iter()
        .filter(|file| file.ends_with(".rs") && file.contains("/src/") && !file.contains("/testkit/"))
        .collect();
    assert!(sources.len() > 100);
    for file in sources {
        let text = fs::read_to_string(root.join(&file)).unwrap();
        for name in NAMES {
            assert!(!text.contains(name), "{file} names {name}");
        }
    }
}
