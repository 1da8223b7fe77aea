//! What correlation and verdicts read, beside what the rules ask for.
//!
//! Of the large tables they need a few columns of every row. Rows that no rule can use have these columns and no
//! others, so a query of ours over them must name its columns here.

use tables::Request;

/// Columns by which a row's actor is found: see `actors`.
pub(crate) const ACTOR_TABLES: &[&str] =
    &["DeviceEvents", "DeviceFileEvents", "DeviceImageLoadEvents", "DeviceProcessEvents", "DeviceRegistryEvents"];

/// Adds them to a request.
pub(crate) fn add(request: &mut Request) {
    request.want_all("IisComponents");
    request.want_all("IisConfigChanges");
    for table in ACTOR_TABLES {
        request.want_of_every_row(
            table,
            [
                "TimeGenerated",
                "DeviceName",
                "InitiatingProcessId",
                "InitiatingProcessFileName",
                "InitiatingProcessParentFileName",
            ],
        );
    }
    request.want_of_every_row(
        "DeviceProcessEvents",
        ["ProcessId", "FileName", "ProcessCommandLine", "AccountName", "AccountDomain", "InitiatingProcessCommandLine"],
    );
    crate::response::add_needs(request);
    crate::coverage::add_needs(request);
    crate::posture::add_needs(request);
    crate::incident::add_needs(request);
}

/// Columns that a query of our own looks at, and that rows which no rule can use lack.
#[cfg(test)]
pub(crate) fn unknown_columns(query: &str) -> Vec<String> {
    let mut request = Request::default();
    add(&mut request);
    let planned = engine::check(query, &crate::described(), &kql_plan::Options::default());
    let mut unknown = Vec::new();
    for (table, wanted) in engine::request_of(&planned.analysis).tables {
        let (Some(known), tables::Columns::Some(columns)) = (request.of_every_row.get(&table), wanted.columns) else {
            continue;
        };
        unknown.extend(columns.into_iter().filter(|c| !known.contains(c)).map(|column| format!("{table}.{column}")));
    }
    unknown
}

#[cfg(test)]
mod tests {
    use engine::{Engine, EngineConfig};
    use tables::Filter;

    /// Of these tables the built-in rules look at chosen rows: a log of millions of others is read without building
    /// more of those than the columns of every row.
    #[test]
    fn rules_choose_rows_of_the_large_tables() {
        let engine = Engine::new(EngineConfig::default()).expect("an engine");
        let (request, _) = crate::scan::request(&crate::rules::builtin().rules, &engine);
        let whole: Vec<&str> = super::ACTOR_TABLES
            .iter()
            .copied()
            .filter(|table| request.tables.get(*table).is_none_or(|wanted| wanted.filter == Filter::All))
            .collect();
        // Of process starts, some rules ask what no filter of a reader can tell.
        assert_eq!(whole, ["DeviceProcessEvents"]);
    }
}
