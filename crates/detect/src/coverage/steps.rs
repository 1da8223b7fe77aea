//! Which records can show which step. Where a source can never show one, there is no cell.

use super::signal::Signal::{self, *};

/// One step of an attack as one source can show it.
pub(super) struct Cell {
    pub(super) step: &'static str,
    pub(super) source: &'static str,
    /// All of them are needed to see all ways in which the step is taken.
    pub(super) signals: &'static [Signal],
    /// It shows only some of these ways, whatever is collected.
    pub(super) in_part: bool,
}

const fn cell(step: &'static str, source: &'static str, signals: &'static [Signal]) -> Cell {
    Cell { step, source, signals, in_part: false }
}

const fn part(step: &'static str, source: &'static str, signals: &'static [Signal]) -> Cell {
    Cell { step, source, signals, in_part: true }
}

/// Steps as an attack goes, sources by name.
pub(super) static CELLS: &[Cell] = &[
    part("drop", "access-log", &[AccessLog]),
    cell("drop", "defender-xdr", &[DefenderFile, DefenderProcess, DefenderCommand]),
    part("drop", "powershell", &[PowerShell]),
    cell("drop", "security", &[SecurityFile, SecurityProcess, SecurityCommand]),
    cell("drop", "sysmon", &[SysmonFile, SysmonProcess, SysmonCommand]),
    cell("register", "configuration", &[ConfigurationFile]),
    cell("register", "defender-xdr", &[DefenderProcess, DefenderCommand, DefenderRegistry]),
    cell("register", "iis-configuration", &[ConfigurationChange]),
    part("register", "powershell", &[PowerShell]),
    cell("register", "security", &[SecurityProcess, SecurityCommand, SecurityRegistry]),
    cell("register", "sysmon", &[SysmonProcess, SysmonCommand, SysmonRegistry]),
    cell("load", "defender-xdr", &[DefenderLoad]),
    cell("load", "sysmon", &[SysmonLoad]),
    part("load", "windows-logs", &[ApplicationLog, SystemLog]),
    part("act", "access-log", &[AccessLog]),
    cell("act", "defender-xdr", &[DefenderProcess, DefenderNetwork]),
    part("act", "powershell", &[PowerShell]),
    part("act", "security", &[SecurityProcess, SecurityCommand]),
    cell("act", "sysmon", &[SysmonProcess, SysmonNetwork]),
    cell("clean_up", "defender-xdr", &[DefenderDelete, DefenderCommand]),
    part("clean_up", "iis-configuration", &[ConfigurationChange]),
    part("clean_up", "powershell", &[PowerShell]),
    cell("clean_up", "security", &[SecurityDelete, SecurityCommand]),
    cell("clean_up", "sysmon", &[SysmonDelete, SysmonCommand]),
];
