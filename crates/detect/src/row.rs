//! One row of a query's result, by column name.

use kql_functions::{KqlType, OwnedValue, Value, time};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// A result's row with the names and types of its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub columns: Arc<Vec<(String, KqlType)>>,
    pub values: Vec<OwnedValue>,
}

impl Row {
    pub fn get(&self, column: &str) -> Option<&OwnedValue> {
        let at = self.columns.iter().position(|(name, _)| name == column)?;
        self.values.get(at)
    }

    /// A cell as text: what `tostring` gives, `""` for null.
    pub fn text(&self, column: &str) -> String {
        self.get(column).map(text).unwrap_or_default()
    }

    /// The first of the columns that is there and not empty.
    pub fn first_text(&self, columns: &[&str]) -> String {
        columns.iter().map(|c| self.text(c)).find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// Takes a column out of the row.
    pub(crate) fn take(&mut self, column: &str) -> Option<OwnedValue> {
        let at = self.columns.iter().position(|(name, _)| name == column)?;
        let mut columns = self.columns.as_ref().clone();
        columns.remove(at);
        self.columns = Arc::new(columns);
        (at < self.values.len()).then(|| self.values.remove(at))
    }

    pub fn flag(&self, column: &str) -> bool {
        self.get(column).and_then(Value::as_bool) == Some(true)
    }

    /// The row's time: its time column, else its first `datetime`, in ticks.
    pub fn time(&self) -> Option<i64> {
        let ticks = |value: &OwnedValue| match value {
            Value::DateTime(ticks) => Some(*ticks),
            _ => None,
        };
        ["TimeGenerated", "Timestamp"]
            .iter()
            .find_map(|c| self.get(c).and_then(ticks))
            .or_else(|| self.values.iter().find_map(ticks))
    }

    /// The row as JSON, empty cells left out.
    pub fn to_json(&self) -> Map<String, Json> {
        self.columns
            .iter()
            .zip(&self.values)
            .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
            .map(|((name, _), value)| (name.clone(), kql_functions::json::from_value(value)))
            .collect()
    }
}

/// A value as `tostring` gives it.
pub(crate) fn text(value: &OwnedValue) -> String {
    match value {
        Value::Null | Value::Type(_) => String::new(),
        Value::Bool(v) => if *v { "True" } else { "False" }.to_owned(),
        Value::Int(v) => v.to_string(),
        Value::Long(v) => v.to_string(),
        Value::Real(v) => v.to_string(),
        Value::Decimal(v) => kql_functions::decimal::format(*v),
        Value::String(s) | Value::Guid(s) => s.to_string(),
        Value::DateTime(ticks) => time::format_datetime(*ticks),
        Value::TimeSpan(ticks) => time::format_timespan(*ticks),
        Value::Dynamic(json) => match value.to_json() {
            Json::String(s) => s,
            _ => json.to_string(),
        },
    }
}
