//! Settings of IIS.

use super::{Lines, checks, line_number};
use crate::model::Posture;

pub(super) const SETTINGS: &str = "IisSettings";

pub(super) fn look(lines: &mut Lines<'_>) {
    for (host, row, _) in lines.rows(SETTINGS) {
        let setting = checks::Setting::of(&row);
        let Some((mitigation, text, command)) = checks::judge(&setting) else { continue };
        let path = setting.place.file;
        lines.add(Posture { host, mitigation, text, command, path, record: None, line: line_number(&row) });
    }
}
