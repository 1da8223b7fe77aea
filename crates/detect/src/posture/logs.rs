//! M1047: logs of changes to IIS that are off.

use super::{Lines, line};
use crate::model::{Covered, Posture};
use crate::response::quote::cmd;

pub(super) const CHANNELS_OFF: &str = "RegistryValues | where Key has @'\\WINEVT\\Channels\\Microsoft-IIS-' \
    and ValueName =~ 'Enabled' and Data == '0'";

pub(super) fn look(lines: &mut Lines<'_>) {
    for (host, row, _) in lines.rows(CHANNELS_OFF) {
        let key = row.text("Key");
        let channel = key.rsplit('\\').next().unwrap_or_default();
        let command = cmd(channel).map(|channel| format!("wevtutil sl {channel} /e:true"));
        let text = format!("the log {channel} is switched off");
        lines.add(Posture { path: row.text("HivePath"), ..line(host, "M1047", text, command) });
    }
    for row in lines.coverage.iter().filter(|r| r.source == "iis-configuration" && r.step == "register") {
        // Of a host whose event logs were not collected at all this says nothing.
        let has_logs = lines.coverage.iter().any(|other| {
            other.host == row.host
                && matches!(other.source, "security" | "sysmon" | "windows-logs")
                && other.records > 0
        });
        if row.status == Covered::No && has_logs {
            let text = "no record of Microsoft-IIS-Configuration/Operational: it is off until someone switches it on";
            let command = row.switch_on.first().map(|command| (*command).to_owned());
            lines.add(line(row.host.clone(), "M1047", text.to_owned(), command));
        }
    }
}
