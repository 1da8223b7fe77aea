//! `fixtures/compromised-server` and `fixtures/clean-server`: triage folders of one invented web server, with and
//! without an intrusion. Everything in them is made here; nothing in them does harm.

mod actors;
mod atomics;
mod clock;
mod config;
mod defender;
mod hashes;
mod libraries;
mod recorder;
mod security;
mod sites;
mod stock;
mod story;
mod sysmon;
mod windows;
mod xml;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::outputs::Outputs;
use config::{State, application_host};
use hashes::Hashes;
use libraries::Files;
use recorder::Recorder;
use story::Snapshot;

/// Both folders.
pub(crate) fn outputs() -> Result<Outputs> {
    let mut outputs = Outputs::default();
    let intact = libraries::ordinary();
    server(&mut outputs, "fixtures/clean-server", intact.clone(), story::clean)?;
    let mut all = intact;
    all.extend(libraries::planted());
    server(&mut outputs, "fixtures/compromised-server", all, story::compromised)?;
    atomics::outputs(&mut outputs)?;
    Ok(outputs)
}

/// One triage folder: what a story says happened, and what the disk holds after it.
fn server(
    outputs: &mut Outputs,
    folder: &str,
    files: Files,
    tell: fn(&mut Recorder) -> Result<story::End>,
) -> Result<()> {
    outputs.own(folder);
    let hashes: BTreeMap<String, Hashes> =
        files.iter().map(|(path, bytes)| (path.to_lowercase(), Hashes::of(bytes))).collect();
    let mut recorder = Recorder::new(hashes);
    let end = tell(&mut recorder)?;
    let (logs, defender) = recorder.finish()?;
    let mut add = |path: &str, bytes: Vec<u8>| outputs.add(format!("{folder}/{}", collected(path)), bytes);
    for (path, bytes) in files {
        add(&path, bytes);
    }
    for (file, bytes) in logs {
        add(&format!(r"C:\Windows\System32\winevt\logs\{file}"), bytes);
    }
    let inetsrv = r"C:\Windows\System32\inetsrv\config";
    add(&format!(r"{inetsrv}\applicationHost.config"), application_host(&end.state).into_bytes());
    add(&format!(r"{inetsrv}\redirection.config"), sites::redirection().into_bytes());
    add(r"C:\inetpub\wwwroot\web.config", sites::default_site().into_bytes());
    add(r"C:\inetpub\orders\web.config", sites::orders(&end.orders_modules).into_bytes());
    add(r"C:\inetpub\portal\web.config", sites::portal().into_bytes());
    for Snapshot { number, state } in &end.history {
        let folder = format!(r"C:\inetpub\history\CFGHISTORY_{number:010}");
        add(&format!(r"{folder}\applicationHost.config"), history(state));
    }
    outputs.add(format!("{folder}/defender/DeviceFileEvents.csv"), defender.csv());
    outputs.add(format!("{folder}/defender/DeviceProcessEvents.json"), defender.stream());
    Ok(())
}

fn history(state: &State) -> Vec<u8> {
    application_host(state).into_bytes()
}

/// Where a triage tool puts a file: `C:\a\b` becomes `C/a/b`.
fn collected(path: &str) -> String {
    path.replacen(":\\", "/", 1).replace('\\', "/")
}

#[cfg(test)]
mod tests;
