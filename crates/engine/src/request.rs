//! From what a query can use to what readers are asked for.

use kql_plan::{Analysis, Condition, TextTest};
use tables::{Columns, Filter, Request, TableRequest};

/// What a query asks of the described tables: columns, and which rows it can use at all. Tables that the user
/// supplies are not part of it.
pub fn request_of(analysis: &Analysis) -> Request {
    let mut request = Request::default();
    for (name, wanted) in &analysis.tables {
        let Some(definition) = tables::registry().get(name) else { continue };
        let known = wanted.columns.iter().filter(|c| definition.column(c).is_some());
        let columns = Columns::Some(known.cloned().collect());
        for scan in &wanted.scans {
            let filter = match scan.conditions.as_slice() {
                [] => Filter::All,
                [only] => filter_of(only),
                several => Filter::Both(several.iter().map(filter_of).collect()),
            };
            request.add(name, TableRequest { columns: columns.clone(), filter });
        }
    }
    request
}

fn filter_of(condition: &Condition) -> Filter {
    match condition {
        Condition::Text { column, test, values } => {
            let test = match test {
                TextTest::Equals => tables::TextTest::Equals,
                TextTest::Contains => tables::TextTest::Contains,
                TextTest::StartsWith => tables::TextTest::StartsWith,
                TextTest::EndsWith => tables::TextTest::EndsWith,
            };
            Filter::Text { column: column.clone(), test, values: values.clone() }
        }
        Condition::Number { column, values } => Filter::Number { column: column.clone(), values: values.clone() },
        Condition::Any(parts) => Filter::Any(parts.iter().map(filter_of).collect()),
        Condition::All(parts) => Filter::Both(parts.iter().map(filter_of).collect()),
    }
}
