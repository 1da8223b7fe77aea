//! How long a query takes from its text to the first row: `cargo run --release -p detect --example planning [FILE.kql]...`
//!
//! Each file is planned in this process again and again, then each built-in rule with the records behind its rows, as a
//! scan asks for them. `check` is parsing and binding, and finding out what is read; `prepare` is parsing, binding and all
//! that makes a plan ready to run. The median of the rounds is shown, and in brackets the shortest: other programs that
//! run make the median longer.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use engine::{Engine, EngineConfig, Options};
use std::time::{Duration, Instant};

const ROUNDS: usize = 15;

struct Times {
    median: Duration,
    shortest: Duration,
}

impl Times {
    fn of(mut f: impl FnMut()) -> Self {
        let mut all: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                f();
                start.elapsed()
            })
            .collect();
        all.sort();
        let at = |place: usize| all.get(place).copied().unwrap_or_default();
        Self { median: at(ROUNDS / 2), shortest: at(0) }
    }

    fn shown(&self) -> String {
        format!("{:7.2} ms ({:.2})", self.median.as_secs_f64() * 1e3, self.shortest.as_secs_f64() * 1e3)
    }
}

fn measured(engine: &Engine, text: &str, options: &Options) -> Option<(Times, Times)> {
    let tables = detect::described();
    engine.prepare(text, &tables, options)?;
    let check = Times::of(|| drop(engine.check(text, &tables, options)));
    let prepare = Times::of(|| assert!(engine.prepare(text, &tables, options).is_some()));
    Some((check, prepare))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new(EngineConfig::default())?;
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        match measured(&engine, &text, &Options::default()) {
            Some((check, prepare)) => println!("{file}: check {}, prepare {}", check.shown(), prepare.shown()),
            None => println!("{file}: cannot be planned"),
        }
    }
    let options = Options { lineage: true, ..Options::default() };
    let mut rules: Vec<(Times, Times, String)> = Vec::new();
    for rule in detect::rules::builtin().rules {
        match measured(&engine, &rule.query, &options) {
            Some((check, prepare)) => rules.push((check, prepare, rule.name_id)),
            None => println!("{}: cannot be planned", rule.name_id),
        }
    }
    rules.sort_by_key(|(_, prepare, _)| prepare.shortest);
    let sum = |of: fn(&(Times, Times, String)) -> &Times| {
        let times = rules.iter().map(of);
        let (median, shortest) =
            times.fold(Default::default(), |(m, s): (Duration, Duration), t| (m + t.median, s + t.shortest));
        Times { median, shortest }.shown()
    };
    println!("{} built-in rules: check {}, prepare {}", rules.len(), sum(|r| &r.0), sum(|r| &r.1));
    for (check, prepare, name) in rules.iter().rev().take(5) {
        println!("  {name}: check {}, prepare {}", check.shown(), prepare.shown());
    }
    Ok(())
}
