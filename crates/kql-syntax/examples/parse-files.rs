//! Parses KQL files and prints what is wrong with them: `cargo run -p kql-syntax --example parse-files -- FILE...`
//!
//! The exit code is 1 when a file has an error or cannot be read.

use diagnostics::{SourceText, has_errors};
use std::io::Write;
use std::process::ExitCode;

fn main() -> std::io::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let (mut files, mut broken) = (0, 0);
    for path in std::env::args().skip(1) {
        files += 1;
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                writeln!(out, "{path}: {error}")?;
                broken += 1;
                continue;
            }
        };
        let parsed = kql_syntax::parse(&text);
        broken += usize::from(has_errors(&parsed.diagnostics));
        let source = SourceText::new(&path, &text);
        for diagnostic in &parsed.diagnostics {
            writeln!(out, "{}\n", diagnostic.render(&source, false))?;
        }
    }
    writeln!(out, "{files} files, {broken} with errors")?;
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
