//! Throws mutated queries at the parser, the planner and the engine, and tells what breaks.
//!
//! `cargo run -p engine --example fuzz-kql -- parse|run SECONDS [SEED]`. Queries are made of the seeds in
//! `fuzz/corpus` and of the cases in `crates/engine/tests/kql`: their words are dropped, doubled, swapped and mixed,
//! now and then a byte. A panic, a query that takes longer than ten seconds, or a syntax tree whose spans leave the
//! text, is printed with the query, and the program fails at its end. `cargo fuzz` finds other things: see `fuzz/`.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use engine::testing::table_of_rows;
use engine::{Engine, EngineConfig, Options, Tables};
use kql_functions::{KqlType, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let seconds = args.next().and_then(|s| s.parse().ok()).unwrap_or(60);
    let mut random = Random(args.next().and_then(|s| s.parse().ok()).unwrap_or(1));
    let seeds = seeds();
    if seeds.is_empty() || !matches!(what.as_str(), "parse" | "run") {
        println!("usage: fuzz-kql parse|run SECONDS [SEED], in a checkout of the repository");
        return ExitCode::from(2);
    }
    // What is expected to panic nowhere need not print each panic's trace.
    std::panic::set_hook(Box::new(|_| {}));
    let words: Vec<&str> = seeds.iter().flat_map(|s| tokens(s)).collect();
    let engine = Engine::new(EngineConfig { memory: 64 << 20, threads: 1, ..EngineConfig::default() });
    let (Ok(engine), Some(tables)) = (engine, tables()) else { return ExitCode::FAILURE };
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut count, mut ran, mut slowest, mut faults) = (0u64, 0u64, Duration::ZERO, 0u64);
    while Instant::now() < end {
        let text = mutated(&mut random, &seeds, &words);
        count += 1;
        let started = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| match what.as_str() {
            "parse" => parse(&text),
            _ => run(&engine, &tables, &text),
        }));
        let took = started.elapsed();
        slowest = slowest.max(took);
        let fault = match done {
            Ok(Ok(rows)) => {
                ran += u64::from(rows);
                (took > Duration::from_secs(10)).then(|| format!("took {took:?}"))
            }
            Ok(Err(fault)) => Some(fault),
            Err(panic) => Some(format!("panic: {}", message(panic.as_ref()))),
        };
        if let Some(fault) = fault {
            faults += 1;
            println!("--- {fault}\n{text}");
        }
    }
    println!("{what}: {count} queries, {ran} with an answer, the slowest took {slowest:?}, {faults} faults");
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default()
}

fn parse(text: &str) -> Result<bool, String> {
    let parsed = kql_syntax::parse(text);
    for diagnostic in &parsed.diagnostics {
        let span = diagnostic.span();
        if span.end > text.len() || !text.is_char_boundary(span.start) || !text.is_char_boundary(span.end) {
            return Err(format!("a diagnostic points outside of the text: {diagnostic:?}"));
        }
    }
    Ok(parsed.diagnostics.is_empty())
}

fn run(engine: &Engine, tables: &Tables, text: &str) -> Result<bool, String> {
    let (results, diagnostics) = engine.query_all(text, tables, &Options::default());
    match diagnostics.iter().find(|d| d.code == "internal") {
        Some(fault) => Err(format!("internal: {}", fault.message)),
        None => Ok(!results.is_empty()),
    }
}

fn tables() -> Option<Tables> {
    let row = |n: i64, text: &str| {
        vec![
            Value::DateTime(638_400_000_000_000_000_i64.saturating_add(n.min(1 << 40))),
            Value::string(text),
            Value::Long(n),
            Value::Dynamic(format!("{{\"k\":[{n}],\"s\":\"{text}\"}}").into()),
            Value::Real(n as f64 / 2.0),
        ]
    };
    let columns = [
        ("TimeGenerated", KqlType::DateTime),
        ("FileName", KqlType::String),
        ("n", KqlType::Long),
        ("AdditionalFields", KqlType::Dynamic),
        ("r", KqlType::Real),
    ];
    let rows = [row(1, "a.dll"), row(-2, "cmd.exe"), row(i64::MAX, "")];
    let mut all = Tables::new();
    for name in ["Files", "Processes", "Numbers"] {
        all = all.with_info(table_of_rows(name, &columns, &rows).ok()?);
    }
    Some(all)
}

/// Queries to start from.
fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut seeds = Vec::new();
    for folder in ["fuzz/corpus/kql_parse", "fuzz/corpus/kql_plan_run", "crates/engine/tests/kql"] {
        let mut paths: Vec<_> =
            std::fs::read_dir(root.join(folder)).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if path.extension().is_some_and(|e| e == "md") {
                let blocks = text.split("```kql\n").skip(1).filter_map(|b| b.split("```").next());
                seeds.extend(blocks.map(str::to_owned));
            } else {
                seeds.push(text);
            }
        }
    }
    seeds
}

/// Words, numbers, strings and signs.
fn tokens(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' => {
                rest.char_indices().skip(1).find(|(_, c)| *c == first).map_or(rest.len(), |(i, c)| i + c.len_utf8())
            }
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        all.push(token);
        rest = after;
    }
    all
}

fn mutated(random: &mut Random, seeds: &[String], words: &[&str]) -> String {
    let mut parts: Vec<&str> = random.pick(seeds).map(|s| tokens(s)).unwrap_or_default();
    for _ in 0..=random.below(6) {
        let at = random.below(parts.len().max(1));
        match random.below(7) {
            0 if !parts.is_empty() => {
                parts.remove(at.min(parts.len() - 1));
            }
            1 => parts.insert(at.min(parts.len()), random.pick(words).copied().unwrap_or(" ")),
            2 if parts.len() > 1 => {
                let other = random.below(parts.len());
                let last = parts.len() - 1;
                parts.swap(at.min(last), other);
            }
            3 => {
                // The end of another query.
                if let Some(other) = random.pick(seeds) {
                    let other = tokens(other);
                    let from = random.below(other.len().max(1));
                    parts.truncate(at);
                    parts.push(" ");
                    parts.extend(other.iter().skip(from));
                }
            }
            4 if !parts.is_empty() => {
                let to = (at + 1 + random.below(8)).min(parts.len());
                let copy: Vec<&str> = parts.iter().take(to).skip(at).copied().collect();
                let times = 1 + random.below(40);
                for _ in 0..times {
                    let place = at.min(parts.len());
                    parts.splice(place..place, copy.iter().copied());
                }
            }
            5 => parts.insert(at.min(parts.len()), random.pick(ODD).copied().unwrap_or(" ")),
            _ if !parts.is_empty() => {
                let word = random.pick(words).copied().unwrap_or(" ");
                let last = parts.len() - 1;
                if let Some(part) = parts.get_mut(at.min(last)) {
                    *part = word;
                }
            }
            _ => {}
        }
    }
    let mut text: String = parts.concat();
    if random.below(10) == 0 && !text.is_empty() {
        let mut bytes = text.into_bytes();
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = (random.next() & 0xff) as u8;
        }
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    text.truncate(text.char_indices().nth(8000).map_or(text.len(), |(i, _)| i));
    text
}

const ODD: &[&str] = &[
    "9223372036854775807",
    "-9223372036854775808",
    "1e400",
    "real(nan)",
    "datetime(9999-12-31)",
    "10675199d",
    "''",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    ";",
    "..",
    "=>",
    "null",
    "dynamic(null)",
    "dynamic([[],{}])",
    "\u{0}",
    "\u{202e}",
    "é",
    "(?i)(a+)+$",
    "@'\\'",
    "//",
    "* ",
    "$left",
    "let f = (x: long) { f(x) };",
    "materialize(",
    "toscalar(",
    "union *",
    "in (Files)",
    "typeof(long)",
];

/// A small generator: the same seed gives the same queries.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }
}
