//! What to ask the evidence next, as ready queries.

use super::quote::{argument, kql};
use super::server::{Known, assembly_of};
use crate::identity::file_name;
use crate::model::{Component, Question, Time};

/// More arguments than this are not repeated on each line.
const MOST_ARGUMENTS: usize = 3;

const TICKS_A_MINUTE: i64 = 600_000_000;

/// Two to four questions about one component.
pub(crate) fn questions(component: &Component, known: &Known, evidence: &[String]) -> Vec<Question> {
    let arguments = if evidence.len() > MOST_ARGUMENTS {
        "EVIDENCE...".to_owned()
    } else {
        evidence.iter().map(|path| argument(path)).collect::<Vec<_>>().join(" ")
    };
    let asked = [file(component), workers(component), writer(component), connections(component, known)];
    asked
        .into_iter()
        .flatten()
        .map(|(question, query)| {
            let command = format!("iiswarden query '{query}' {arguments}").trim_end().to_owned();
            Question { question: question.to_owned(), query, command }
        })
        .collect()
}

/// Where its file, or one of its name, turns up: on all hosts.
fn file(component: &Component) -> Option<(&'static str, String)> {
    let tables = "union withsource=Table DeviceProcessEvents, DeviceFileEvents, DeviceImageLoadEvents";
    let columns = "project TimeGenerated, Table, DeviceName, ActionType, FolderPath, SHA256, \
                   InitiatingProcessFileName, InitiatingProcessCommandLine | sort by TimeGenerated asc";
    let name = match file_name(&component.image) {
        "" => assembly_of(&component.type_name)?,
        name => name.to_owned(),
    };
    let name = kql(&name);
    if component.sha256.is_empty() {
        return Some((
            "Where its file was written and loaded",
            format!("{tables} | where FileName =~ {name} | {columns}"),
        ));
    }
    let hash = kql(&component.sha256);
    Some((
        "Where its file turns up, under any name, on any host",
        format!("{tables} | where SHA256 =~ {hash} or FileName =~ {name} | {columns}"),
    ))
}

fn since(component: &Component) -> String {
    component.first_seen.map(|time| format!("TimeGenerated >= datetime({time}) and ")).unwrap_or_default()
}

/// `DeviceName` with or without its domain.
fn on_host(component: &Component) -> String {
    let (exact, longer) = (kql(&component.host), kql(&format!("{}.", component.host)));
    format!("(DeviceName =~ {exact} or DeviceName startswith {longer})")
}

/// What the worker processes started once it was there.
fn workers(component: &Component) -> Option<(&'static str, String)> {
    Some((
        "What the worker processes started since",
        format!(
            "DeviceProcessEvents | where {}{} and InitiatingProcessFileName =~ \"w3wp.exe\" | project TimeGenerated, \
             AccountName, ProcessCommandLine, InitiatingProcessId | sort by TimeGenerated asc",
            since(component),
            on_host(component)
        ),
    ))
}

/// What else was written around the time by the program that wrote or registered it.
fn writer(component: &Component) -> Option<(&'static str, String)> {
    let first = component.first_seen?;
    let process = component.registered_by.as_ref().map_or("", |by| by.process.as_str());
    let by = if process.is_empty() {
        String::new()
    } else {
        format!(" and InitiatingProcessFileName in~ ({}, \"w3wp.exe\", \"cmd.exe\", \"powershell.exe\")", kql(process))
    };
    let (from, to) =
        (Time(first.0.saturating_sub(60 * TICKS_A_MINUTE)), Time(first.0.saturating_add(60 * TICKS_A_MINUTE)));
    Some((
        "What else was written within an hour of it",
        format!(
            "DeviceFileEvents | where TimeGenerated between (datetime({from}) .. datetime({to})) and {}{by} | project \
             TimeGenerated, ActionType, FolderPath, SHA256, InitiatingProcessFileName, InitiatingProcessId | sort by \
             TimeGenerated asc",
            on_host(component)
        ),
    ))
}

/// Whom the workers talked to; only where it was seen in one, or would be loaded.
fn connections(component: &Component, known: &Known) -> Option<(&'static str, String)> {
    (known.loaded || !known.registered.is_empty()).then(|| {
        (
            "Whom the worker processes talked to since",
            format!(
                "DeviceNetworkEvents | where {}{} and InitiatingProcessFileName =~ \"w3wp.exe\" | summarize Connections \
                 = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by RemoteIP, RemotePort, RemoteUrl | \
                 sort by First asc",
                since(component),
                on_host(component)
            ),
        )
    })
}
