//! The site's own list of components that belong on its servers: the watchlist `IisAllowedComponents`.

use super::{ComponentExclusion, accepted_by};
use crate::components::Known;
use crate::finding::RawFinding;
use crate::row::Row;
use crate::rules::Rule;
use crate::run::Runner;
use diagnostics::Problem;
use kql_functions::time::parse_datetime;

/// The watchlist's alias.
const ALIAS: &str = "IisAllowedComponents";

/// Its columns; those that it lacks are empty.
const COLUMNS: &[&str] = &["Host", "Name", "Image", "Type", "SHA256", "Signer", "InstalledBy", "Reason", "Expires"];

/// What the watchlist allows.
#[derive(Debug, Default)]
pub(crate) struct Allowed {
    components: Vec<ComponentExclusion>,
}

impl Allowed {
    /// Reads the watchlist; nothing is allowed without one. An entry that is wrong is a problem, and the others hold.
    /// `today` is in ticks.
    pub(crate) fn read(runner: &Runner<'_>, today: i64, problems: &mut Vec<Problem>) -> Self {
        if !runner.has_watchlist(ALIAS) {
            return Self::default();
        }
        let columns: Vec<String> =
            COLUMNS.iter().map(|column| format!("{column} = tostring(column_ifexists('{column}', ''))")).collect();
        let rows = runner.facts(&format!("_GetWatchlist('{ALIAS}') | project {}", columns.join(", ")));
        let mut allowed = Self::default();
        for (at, (row, _)) in rows.iter().enumerate() {
            match entry(row, today) {
                Ok(Some(exclusion)) => allowed.components.push(exclusion),
                Ok(None) => {}
                Err(text) => problems.push(Problem::error(ALIAS, format!("row {}", at + 1), text)),
            }
        }
        allowed
    }

    /// Why a component is allowed, if it is.
    pub(crate) fn accepts(&self, known: &Known, raw: &[RawFinding], rules: &[Rule]) -> Option<String> {
        accepted_by(&self.components, known, raw, rules)
    }
}

/// One row as an exclusion; none when its last day is over.
fn entry(row: &Row, today: i64) -> Result<Option<ComponentExclusion>, String> {
    const DAY: i64 = 864_000_000_000;
    let cell = |column: &str| Some(row.text(column).trim().to_owned()).filter(|text| !text.is_empty());
    let expires = cell("Expires").unwrap_or_default();
    if !expires.is_empty() {
        let last = parse_datetime(&expires).ok_or_else(|| format!("`{expires}` is no date such as 2027-01-31"))?;
        if last.saturating_add(DAY) <= today {
            return Ok(None);
        }
    }
    let exclusion = ComponentExclusion {
        host: cell("Host"),
        name: cell("Name"),
        image: cell("Image"),
        type_name: cell("Type"),
        sha256: cell("SHA256"),
        signer: cell("Signer"),
        installed_by: cell("InstalledBy"),
        reason: cell("Reason").unwrap_or_else(|| format!("on the watchlist {ALIAS}")),
        expires,
    };
    exclusion.check()?;
    Ok(Some(exclusion))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kql_functions::{KqlType, Value};
    use std::sync::Arc;

    /// 2026-06-01.
    const TODAY: i64 = 639_158_688_000_000_000;

    fn check(cells: &[(&str, &str)], expected: Result<bool, &str>) {
        let columns = cells.iter().map(|(name, _)| ((*name).to_owned(), KqlType::String)).collect();
        let values = cells.iter().map(|(_, text)| Value::string(*text)).collect();
        match (entry(&Row { columns: Arc::new(columns), values }, TODAY), expected) {
            (Ok(read), Ok(holds)) => assert_eq!(read.is_some(), holds, "{cells:?}"),
            (Err(text), Err(part)) => assert!(text.contains(part), "{cells:?}: {text}"),
            (read, _) => panic!("{cells:?}: {read:?}"),
        }
    }

    #[test]
    fn a_row_says_what_and_whose() {
        let image = ("Image", r"C:\Program Files\Acme\waf.dll");
        check(&[image, ("Signer", "Acme")], Ok(true));
        check(&[image, ("SHA256", "ab")], Ok(true));
        check(&[image], Err("sha256"));
        check(&[("Name", "Waf"), ("Signer", "Acme")], Err("image"));
        check(&[image, ("Signer", "Acme"), ("Expires", "2026-05-31")], Ok(false));
        check(&[image, ("Signer", "Acme"), ("Expires", "2026-06-01")], Ok(true));
        check(&[image, ("Signer", "Acme"), ("Expires", "soon")], Err("no date"));
    }
}
