//! What makes attacks easier on this server: settings against the mitigations of T1505.004. Nothing here is a
//! finding; a default that is merely not written down is not listed.

mod checks;

use crate::identity::Host;
use crate::model::{Coverage, Covered, Posture};
use crate::response::quote::cmd;
use crate::run::Runner;
use std::collections::{BTreeMap, BTreeSet};
use tables::Request;

/// Lines per host.
const MOST_LINES: usize = 60;

/// Pools whose workers run as the system itself. A 4688 without a target account tells only who started the worker.
const SYSTEM_POOLS: &str = "DeviceProcessEvents | where FileName =~ 'w3wp.exe' \
    and (isnotempty(DeviceId) or isnull(InitiatingProcessLogonId)) \
    and (AccountSid =~ 'S-1-5-18' or AccountName in~ ('SYSTEM', 'LocalSystem')) \
    | extend Pool = extract('-ap \"([^\"]+)\"', 1, ProcessCommandLine) | where isnotempty(Pool) \
    | distinct Host = DeviceName, Pool";
/// Images that the configuration loads, that are in the evidence, and that nobody signed.
const UNSIGNED: &str = "IisComponents | where Signature =~ 'unsigned' and not(IsStock) and isnotempty(Image) \
    | summarize ConfigPath = min(ConfigPath), Line = min(Line) by Host, Image";

/// Who may manage IIS from afar, and logs that are switched off, by the registry.
const REGISTRY: &str = "RegistryValues | where (Key endswith @'\\Microsoft\\WebManagement\\Server' \
    and ValueName =~ 'EnableRemoteManagement' and Data == '1') \
    or (Key has @'\\WINEVT\\Channels\\Microsoft-IIS-' and ValueName =~ 'Enabled' and Data == '0')";

pub(crate) fn add_needs(request: &mut Request) {
    request.want_all("IisSettings");
    request.want_all("RegistryValues");
    request.want("DeviceProcessEvents", ["DeviceId", "AccountSid", "InitiatingProcessLogonId"]);
}

/// The posture of each host.
pub(crate) fn of(runner: &Runner<'_>, coverage: &[Coverage]) -> Vec<Posture> {
    let mut found: BTreeSet<Posture> = BTreeSet::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in coverage {
        names.entry(Host::new(&row.host).key()).or_insert_with(|| row.host.clone());
    }
    let name = |raw: &str| {
        let host = Host::new(raw);
        names.get(&host.key()).cloned().unwrap_or_else(|| host.short().to_owned())
    };
    for (row, _) in runner.facts("IisSettings") {
        let setting = checks::Setting::of(&row);
        let Some((mitigation, text, command)) = checks::judge(&setting) else { continue };
        let line = row.get("Line").and_then(kql_functions::Value::as_i64);
        let host = name(&row.text("Host"));
        found.insert(Posture { host, mitigation, text, command, path: setting.place.file, line });
    }
    for (row, _) in runner.facts(SYSTEM_POOLS) {
        let pool = row.text("Pool");
        let command = cmd(&format!("/apppool.name:{pool}")).map(|pool| {
            crate::response::appcmd(&format!("set apppool {pool} /processModel.identityType:ApplicationPoolIdentity"))
        });
        let text = format!("the pool {pool} runs as SYSTEM: whatever its workers load owns the server");
        found.insert(plain(name(&row.text("Host")), "M1026", text, command));
    }
    for (row, _) in runner.facts(UNSIGNED) {
        let text =
            format!("{} is unsigned: have its maker sign it, so that an exchanged file shows", row.text("Image"));
        let line = row.get("Line").and_then(kql_functions::Value::as_i64);
        let host = name(&row.text("Host"));
        found.insert(Posture { host, mitigation: "M1045", text, command: None, path: row.text("ConfigPath"), line });
    }
    for (row, _) in runner.facts(REGISTRY) {
        let (key, host) = (row.text("Key"), name(&row.text("Host")));
        let (mitigation, text, command) = match key.rsplit_once("\\Channels\\") {
            Some((_, channel)) => (
                "M1047",
                format!("the log {channel} is switched off"),
                cmd(channel).map(|channel| format!("wevtutil sl {channel} /e:true")),
            ),
            None => (
                "M1026",
                "IIS can be managed from afar (WMSVC): whoever is let in there can register components".to_owned(),
                Some("reg add HKLM\\SOFTWARE\\Microsoft\\WebManagement\\Server /v EnableRemoteManagement /t REG_DWORD /d 0 /f".to_owned()),
            ),
        };
        found.insert(Posture { host, mitigation, text, command, path: row.text("HivePath"), line: None });
    }
    for row in coverage.iter().filter(|r| r.source == "iis-configuration" && r.step == "register") {
        // Of a host whose event logs were not collected at all this says nothing.
        let has_logs = coverage.iter().any(|other| {
            other.host == row.host
                && matches!(other.source, "security" | "sysmon" | "windows-logs")
                && other.records > 0
        });
        if row.status == Covered::No && has_logs {
            let text = "no record of Microsoft-IIS-Configuration/Operational: it is off until someone switches it on";
            let command = row.switch_on.first().map(|command| (*command).to_owned());
            found.insert(plain(row.host.clone(), "M1047", text.to_owned(), command));
        }
    }
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    found
        .into_iter()
        .filter(|line| {
            let count = lines.entry(line.host.clone()).or_default();
            *count += 1;
            *count <= MOST_LINES
        })
        .collect()
}

fn plain(host: String, mitigation: &'static str, text: String, command: Option<String>) -> Posture {
    Posture { host, mitigation, text, command, path: String::new(), line: None }
}

#[cfg(test)]
mod tests {
    #[test]
    fn queries_bind() {
        for query in [super::SYSTEM_POOLS, super::UNSIGNED, super::REGISTRY] {
            let planned = engine::check(query, &crate::described(), &kql_plan::Options::default());
            let errors: Vec<&str> =
                planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.as_str()).collect();
            assert!(errors.is_empty(), "{query}: {errors:?}");
        }
    }
}
