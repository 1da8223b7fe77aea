//! Cases as the files hold them.

use serde_json::Value as Json;

pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) query: String,
    pub(crate) columns: Vec<String>,
    pub(crate) types: Vec<String>,
    pub(crate) expected: Expected,
}

/// What should come out.
pub(crate) enum Expected {
    /// Rows of JSON values.
    Values(Vec<Vec<Json>>),
    /// Rows of text; perhaps only some of them.
    Rows { rows: Vec<String>, complete: bool },
    /// The whole answer in one text, or its last line.
    Text { text: String, last_line: bool },
}

pub(crate) fn read(bytes: &[u8]) -> serde_json::Result<Vec<Case>> {
    let cases: Vec<Json> = serde_json::from_slice(bytes)?;
    Ok(cases.iter().map(case).collect())
}

fn case(json: &Json) -> Case {
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let texts = |key: &str| -> Vec<String> {
        json[key].as_array().into_iter().flatten().filter_map(|v| Some(v.as_str()?.to_owned())).collect()
    };
    let expected = if let Some(rows) = json["expected_rows"].as_array() {
        Expected::Values(rows.iter().map(|row| row.as_array().cloned().unwrap_or_default()).collect())
    } else if let Some(rows) = json["expected_rows_text"].as_array() {
        let complete = json["rows_complete"].as_bool().unwrap_or(true);
        Expected::Rows { rows: rows.iter().map(row).collect(), complete }
    } else {
        let last_line = json["mode"].as_str() == Some("LastLineOfResult");
        Expected::Text { text: text("expected_text"), last_line }
    };
    Case {
        id: text("id"),
        query: text("query"),
        columns: texts("expected_columns"),
        types: texts("expected_types"),
        expected,
    }
}

/// A row as one text, or as a list of cells.
fn row(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(cells) => {
            let cells: Vec<&str> = cells.iter().filter_map(Json::as_str).collect();
            let cells: Vec<&str> = cells.iter().map(|c| if *c == "(null)" { "null" } else { c }).collect();
            format!("({})", cells.join(", "))
        }
        other => other.to_string(),
    }
}
