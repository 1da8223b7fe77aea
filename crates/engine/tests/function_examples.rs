//! Every example in the manual page of a function is run as a query.

use engine::{Engine, EngineConfig, Options, Tables};
use kql_functions::{Eval, Value, convert, time};
use std::fmt::Write as _;

#[test]
fn examples_of_functions_and_operators() {
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let options = Options { now: time::parse_datetime("2024-03-01"), ..Options::default() };
    let (mut count, mut failures) = (0, String::new());
    for function in kql_functions::all_scalars().into_iter().chain(kql_functions::all_operators()) {
        if matches!(function.eval, Eval::Planner) {
            continue;
        }
        for (expression, expected) in function.doc.examples {
            count += 1;
            let text = format!("print v = {expression}");
            let outcome = engine.query(&text, &Tables::new(), &options);
            let got = match &outcome.result {
                Some(result) => match result.rows().next().and_then(|row| row.into_iter().next()) {
                    Some(Value::Null) | None => "null".to_owned(),
                    Some(value) => convert::to_str(&value).into_owned(),
                },
                None => outcome.diagnostics.iter().map(|d| format!("[{}] {}", d.code, d.message)).collect(),
            };
            if got != *expected {
                let _ = writeln!(failures, "{}: {expression}\n  expected {expected}\n  got      {got}", function.name);
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count > 100, "only {count} examples were found");
}
