//! The form in which the Log Analytics query API answers: `tables[].columns` and `tables[].rows`. Results of
//! further statements are `Table_1`, `Table_2` and so on.

use crate::json::write;
use crate::{Format, QueryTable, Style};
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "json",
    extension: "json",
    doc: "The answer of the Log Analytics query API: tables with columns and rows",
    scan: None,
    query: Some(query),
};

#[derive(serde::Serialize)]
struct Header<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: &'static str,
}

fn query(tables: &[QueryTable<'_>], out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    out.write_all(b"{\"tables\":[")?;
    for (number, table) in tables.iter().enumerate() {
        // The last statement is the query's answer.
        let name =
            if number + 1 == tables.len() { "PrimaryResult".to_owned() } else { format!("Table_{}", number + 1) };
        let columns: Vec<_> = table.columns.iter().map(|c| Header { name: &c.name, ty: c.ty.name() }).collect();
        if number > 0 {
            out.write_all(b",")?;
        }
        out.write_all(b"{\"name\":")?;
        write(&name, out)?;
        out.write_all(b",\"columns\":")?;
        write(&columns, out)?;
        out.write_all(b",\"rows\":[")?;
        let mut first = true;
        table.rows.visit(&mut |values| {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            let row: Vec<_> = values.iter().map(kql_functions::json::from_value).collect();
            write(&row, out)
        })?;
        out.write_all(b"]}")?;
    }
    out.write_all(b"]}\n")
}
