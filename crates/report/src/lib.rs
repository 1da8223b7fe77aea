//! How results leave: one file per output format in [`formats`].
//!
//! Everything here takes a finished result and writes it; nothing decides anything. Text from evidence is made
//! harmless on the way: visible escapes on a screen, `\u` escapes in JSON, a guard against formulas in CSV.
//!
//! ```
//! use kql_functions::{KqlType, Value};
//! use report::{Column, QueryTable, Style};
//! let columns = [Column { name: "Name".into(), ty: KqlType::String }];
//! let rows = vec![vec![Value::string("\u{1b}[31mred")]];
//! let table = QueryTable { columns: &columns, rows: &rows };
//! let mut out = Vec::new();
//! let write = report::format("console").unwrap().query.unwrap();
//! write(&[table], &mut out, &Style::plain(80)).unwrap();
//! assert_eq!(String::from_utf8(out).unwrap(), "Name\n─────────────\n\\u{1b}[31mred\n");
//! ```

mod format;
pub mod formats;
mod grid;
mod html;
mod json;
mod page;
mod query_table;
mod separated;
mod style;
pub mod text;

pub use format::{Format, WriteQuery, WriteScan, format, ids};
pub use json::write_line as write_json_line;
pub use query_table::{Column, QueryTable, Rows};
pub use style::{Paint, Style};
