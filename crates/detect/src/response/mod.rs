//! What to do about a component now, and what to ask next: made from what the evidence shows of this server.

mod guide;
mod plan;
pub(crate) mod quote;
mod server;
#[cfg(test)]
mod tests;
mod unhook;

pub(crate) use server::{Registered, assembly_of};
pub(crate) use unhook::{appcmd, reach, set_config};

use crate::model::{ScanResult, Verdict};
use crate::run::Runner;
use ::tables::Request;
use server::Servers;

/// Components that get a plan; a hostile configuration has as many as it likes.
const MOST_PLANS: usize = 200;

/// What plans are made from, beside what rules and verdicts read.
pub(crate) fn add_needs(request: &mut Request) {
    request.want_all("IisSettings");
    request.want("RegistryValues", ["Host", "Key", "ValueName", "Data"]);
    request.want_of_every_row("DeviceProcessEvents", ["DeviceId", "InitiatingProcessLogonId"]);
    request.want_of_every_row("DeviceImageLoadEvents", ["FolderPath"]);
    request.want_of_every_row("DeviceFileEvents", ["ActionType", "FileName", "FolderPath"]);
}

/// Gives each malicious or suspicious component its plan and its questions. `evidence` is what the user named.
pub(crate) fn add(result: &mut ScanResult, runner: &Runner<'_>, evidence: &[String]) {
    let accused: Vec<usize> = (0..result.components.len())
        .filter(|i| result.components.get(*i).is_some_and(|c| c.verdict <= Verdict::Suspicious))
        .take(MOST_PLANS)
        .collect();
    if accused.is_empty() {
        return;
    }
    let servers = Servers::gather(runner, accused.iter().filter_map(|i| result.components.get(*i)));
    for index in accused {
        let Some(component) = result.components.get(index) else { continue };
        let findings = result.findings.iter().filter(|f| f.component_ids.contains(&component.id)).collect::<Vec<_>>();
        let mut known = servers.of(component, &findings);
        let switched_off = result.findings.iter().filter(|f| f.rule == "iis-configuration-audit-disabled");
        known.server.audit_off = switched_off.into_iter().any(|f| f.host == component.host);
        let response = plan::plan(component, &known);
        let investigate = guide::questions(component, &known, evidence);
        if let Some(component) = result.components.get_mut(index) {
            component.response = response;
            component.investigate = investigate;
        }
    }
}
