//! The fuzzer's seeds, and mutations of them that are the same in every run, through the fuzzer's own functions.
//! `ROUNDS=100` tries a hundred times as many.

#[path = "../../../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "the fuzzer's library")]
mod targets;

mod mutate;

use mutate::{Mutator, Style};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The seeds of a target, by name.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a seed"))).collect()
}

/// Runs the target over each seed, then over so many mutations of all of them.
fn replay(target: &str, run: fn(&[u8]), style: Style, mutations: u32) {
    let seeds = seeds(target);
    assert!(seeds.len() >= 5, "{target} has {} seeds", seeds.len());
    for (path, seed) in &seeds {
        attempt(run, seed, &path.display().to_string());
    }
    let bytes: Vec<&[u8]> = seeds.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let mut mutator = Mutator::new(&bytes, style);
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1_u32);
    for number in 0..mutations.saturating_mul(rounds) {
        let mutated = mutator.next_input();
        attempt(run, &mutated, &format!("mutation {number} of {target}"));
    }
}

/// Runs once; what failed is kept, so that it can become a seed.
fn attempt(run: fn(&[u8]), bytes: &[u8], what: &str) {
    if catch_unwind(AssertUnwindSafe(|| run(bytes))).is_err() {
        let (_, path) = tempfile::NamedTempFile::new().expect("a file").keep().expect("is kept");
        std::fs::write(&path, bytes).expect("writes");
        panic!("{what} failed; it is kept in {}: {:.400}", path.display(), String::from_utf8_lossy(bytes));
    }
}

#[test]
fn registry() {
    replay("registry", targets::registry, Style::Binary, 3_000);
}

#[test]
fn authenticode() {
    replay("authenticode", targets::authenticode, Style::Binary, 1_500);
}

#[test]
fn catalog() {
    replay("catalog", targets::catalog, Style::Binary, 1_500);
}

#[test]
fn clr() {
    replay("clr", targets::clr, Style::Binary, 10_000);
}

#[test]
fn evtx() {
    replay("evtx", targets::evtx, Style::Binary, 3_000);
}

#[test]
fn evtx_batches() {
    replay("evtx_batches", targets::evtx_batches, Style::Binary, 2_000);
}

#[test]
fn evtx_binxml() {
    replay("evtx_binxml", targets::evtx_binxml, Style::Binary, 3_000);
}

#[test]
fn evtx_carve() {
    replay("evtx_carve", targets::evtx_carve, Style::Binary, 500);
}

#[test]
fn iis_xml() {
    replay("iis_xml", targets::iis_xml, Style::Text, 6_000);
}

#[test]
fn kql_parse() {
    replay("kql_parse", targets::kql_parse, Style::Query, 6_000);
}

#[test]
fn kql_plan_run() {
    replay("kql_plan_run", targets::kql_plan_run, Style::Query, 1_000);
}

#[test]
fn pe() {
    replay("pe", targets::pe, Style::Binary, 20_000);
}

#[test]
fn rule_yaml() {
    replay("rule_yaml", targets::rule_yaml, Style::Text, 2_500);
}

#[test]
fn server_config() {
    replay("server_config", targets::server_config, Style::Text, 3_000);
}

#[test]
fn sources_text() {
    replay("sources_text", targets::sources_text, Style::Text, 700);
}

#[test]
fn w3c() {
    replay("w3c", targets::w3c, Style::Text, 20_000);
}

#[test]
fn zip() {
    replay("zip", targets::zip, Style::Binary, 1_500);
}
