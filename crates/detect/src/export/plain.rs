//! Queries as Microsoft's own engines take them: without our functions and tables.

use super::Refused;
use crate::rules::Rule;
use engine::{Options, Tables};

/// Our functions as functions of plain KQL, in the order in which they may call one another.
const STAND_INS: &[(&str, &str)] = &[
    ("confusable_fold", include_str!("plain/confusable_fold.kql")),
    ("path_normalize", include_str!("plain/path_normalize.kql")),
    ("iis_appcmd", include_str!("plain/iis_appcmd.kql")),
];

/// A function of ours as a function of plain KQL, if it can be one.
pub fn stand_in(function: &str) -> Option<&'static str> {
    STAND_INS.iter().find(|(name, _)| *name == function).map(|(_, text)| *text)
}

/// A rule's query in KQL that needs nothing of ours: our functions are defined at its start. Such a form finds the
/// usual spellings of a command, not every one.
///
/// # Errors
/// When the query reads a table that only iiswarden has, calls a function that plain KQL cannot express, or does not
/// bind as Microsoft's engine would bind it.
pub fn plain_query(rule: &Rule) -> Result<String, Refused> {
    for function in crate::functions::ALL {
        if calls(&rule.query, function.name) && stand_in(function.name).is_none() {
            return Err(Refused(format!("calls {}, which plain KQL cannot express", function.name)));
        }
    }
    let planned = engine::check(&rule.query, &crate::described(), &Options::default());
    let own: Vec<&str> = planned.tables.iter().map(String::as_str).filter(|table| is_own_table(table)).collect();
    if !own.is_empty() {
        return Err(Refused(format!("reads {}, which only iiswarden has", own.join(", "))));
    }
    let stand_ins = STAND_INS.iter().filter(|(name, _)| calls(&rule.query, name)).map(|(_, text)| *text);
    let query = stand_ins.chain([rule.query.as_str()]).collect::<String>();
    let options = Options { strict: true, ..Options::default() };
    let planned = engine::check(&query, &Tables::described(), &options);
    match planned.diagnostics.into_iter().find(diagnostics::Diagnostic::is_error) {
        Some(error) => Err(Refused(format!("Microsoft's engine would refuse the query: {}", error.message))),
        None => Ok(query),
    }
}

/// Tables that no platform of Microsoft's has.
fn is_own_table(name: &str) -> bool {
    name.starts_with("Iis") || matches!(name, "Findings" | "PeFiles" | "RegistryValues" | "HttpErrLog")
}

/// Whether a text calls a function.
fn calls(query: &str, function: &str) -> bool {
    query.match_indices(function).any(|(at, _)| {
        let before = query.get(..at).and_then(|text| text.chars().next_back());
        let after = query.get(at + function.len()..).map(str::trim_start);
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && after.is_some_and(|text| text.starts_with('('))
    })
}
