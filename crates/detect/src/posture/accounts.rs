//! M1026: as whom the workers run, and who may manage IIS.

use super::{Lines, line};
use crate::model::Posture;
use crate::response::{appcmd, quote::cmd};

/// Pools whose workers run as the system itself. A 4688 without a target account tells only who started the worker.
pub(super) const SYSTEM_POOLS: &str = "DeviceProcessEvents | where FileName =~ 'w3wp.exe' \
    and (isnotempty(DeviceId) or isnull(InitiatingProcessLogonId)) \
    and (AccountSid =~ 'S-1-5-18' or AccountName in~ ('SYSTEM', 'LocalSystem')) \
    | extend Pool = extract('-ap \"([^\"]+)\"', 1, ProcessCommandLine) | where isnotempty(Pool) \
    | project Host = DeviceName, Pool";

pub(super) const REMOTE_MANAGEMENT: &str = "RegistryValues | where Key endswith @'\\Microsoft\\WebManagement\\Server' \
    and ValueName =~ 'EnableRemoteManagement' and Data == '1'";

const NO_REMOTE_MANAGEMENT: &str =
    r"reg add HKLM\SOFTWARE\Microsoft\WebManagement\Server /v EnableRemoteManagement /t REG_DWORD /d 0 /f";

pub(super) fn look(lines: &mut Lines<'_>) {
    for (host, row, lineage) in lines.rows(SYSTEM_POOLS) {
        let pool = row.text("Pool");
        let command = cmd(&format!("/apppool.name:{pool}"))
            .map(|pool| appcmd(&format!("set apppool {pool} /processModel.identityType:ApplicationPoolIdentity")));
        let text = format!("the pool {pool} runs as SYSTEM: whatever its workers load owns the server");
        lines.add(lines.cited(line(host, "M1026", text, command), &lineage));
    }
    for (host, row, _) in lines.rows(REMOTE_MANAGEMENT) {
        let text = "IIS can be managed from afar (WMSVC): whoever is let in there can register components";
        let command = Some(NO_REMOTE_MANAGEMENT.to_owned());
        lines.add(Posture { path: row.text("HivePath"), ..line(host, "M1026", text.to_owned(), command) });
    }
}
