use crate::generated;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One file of `mappings/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// Which providers log these events; compared without regard to case.
    pub(crate) providers: Vec<String>,
    /// In which channels, if not in any.
    #[serde(default)]
    pub(crate) channels: Vec<String>,
    /// Values that this provider writes for "not known".
    #[serde(default)]
    pub(crate) empty: Vec<String>,
    /// Columns that every row gets whose table has them and that does not say otherwise.
    #[serde(default)]
    pub(crate) common: BTreeMap<String, Expression>,
    #[serde(rename = "event")]
    pub(crate) events: Vec<EventMapping>,
}

/// One event id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventMapping {
    pub(crate) id: u32,
    /// The provider's own name of the event.
    pub(crate) title: String,
    /// Where the event is documented.
    pub(crate) reference: String,
    /// What the event says in words, with its data as `%1`, `%2` …: what Windows itself would show, for logs that
    /// carry the data only.
    #[serde(default)]
    pub(crate) message: String,
    /// The stage that makes one event of several first; see `crate::fold`.
    #[serde(default)]
    pub(crate) fold: Option<String>,
    #[serde(default, rename = "row")]
    pub(crate) rows: Vec<RowMapping>,
    /// The event gives the rows that this other event gives.
    #[serde(default)]
    pub(crate) rows_of: Option<u32>,
}

/// One row that an event gives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowMapping {
    pub(crate) table: String,
    /// The event gives the row when all of these hold.
    #[serde(default)]
    pub(crate) when: Vec<Condition>,
    pub(crate) columns: BTreeMap<String, Expression>,
}

/// Where a column's value comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expression {
    /// A field of the event's data; with `@` a part of its header; `%3` is the third field, whatever its name;
    /// `Name|%3` the field of that name, else the third.
    Field(String),
    Constant(Constant),
    First(First),
    Path(Path),
    Bag(Bag),
    Derived(Derived),
}

/// Always the same text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Constant {
    pub(crate) is: String,
}

/// The first of several that is not empty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct First {
    pub(crate) first: Vec<Expression>,
}

/// Parts of a path, joined; what is empty is left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Path {
    pub(crate) path: Vec<Expression>,
}

/// A JSON object; what is empty is left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bag {
    pub(crate) bag: BTreeMap<String, Expression>,
}

/// A field, changed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Derived {
    pub(crate) from: String,
    /// Transforms, applied in order; `name` or `name:argument`.
    #[serde(default, rename = "as")]
    pub(crate) transforms: OneOrMany,
    /// Replaces the values named here.
    #[serde(default)]
    pub(crate) map: BTreeMap<String, String>,
    /// What a value becomes that `map` does not name; without it the value stays.
    #[serde(default)]
    pub(crate) otherwise: Option<String>,
    /// The value is JSON text already.
    #[serde(default)]
    pub(crate) json: bool,
}

/// A test of one field. What is not set holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) from: String,
    #[serde(default, rename = "as")]
    pub(crate) transforms: OneOrMany,
    /// It is one of these (an empty text stands for a missing field).
    #[serde(default, rename = "in")]
    pub(crate) one_of: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) not_in: Option<Vec<String>>,
    /// It is a number that has one of these bits.
    #[serde(default)]
    pub(crate) any_bit: Option<u64>,
    /// It is no number that has one of these bits.
    #[serde(default)]
    pub(crate) no_bit: Option<u64>,
}

/// One text or several.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// All mappings by their files' names. A file that cannot be read is left out here and fails this crate's tests.
pub(crate) fn mappings() -> &'static [(&'static str, Mapping)] {
    static MAPPINGS: OnceLock<Vec<(&'static str, Mapping)>> = OnceLock::new();
    MAPPINGS
        .get_or_init(|| generated::FILES.iter().filter_map(|(name, text)| Some((*name, read(text).ok()?))).collect())
}

fn read(text: &str) -> Result<Mapping, toml::de::Error> {
    let mut mapping: Mapping = toml::from_str(text)?;
    let own: BTreeMap<u32, Vec<RowMapping>> =
        mapping.events.iter().map(|event| (event.id, event.rows.clone())).collect();
    for event in &mut mapping.events {
        if let Some(rows) = event.rows_of.and_then(|id| own.get(&id)) {
            event.rows.extend(rows.iter().cloned());
        }
    }
    Ok(mapping)
}

/// See [`crate::mapped_events`]. Events that give no row of their own are told with the table that has all of theirs.
pub(crate) fn mapped_events() -> Vec<crate::MappedEvent> {
    let mut events = Vec::new();
    for (_, mapping) in mappings() {
        for event in &mapping.events {
            let mut tables: Vec<&'static str> = event.rows.iter().map(|row| row.table.as_str()).collect();
            tables.dedup();
            if tables.is_empty() && event.fold.is_none() {
                let security = mapping.channels.iter().any(|channel| channel == "Security");
                tables.push(if security { "SecurityEvent" } else { "Event" });
            }
            events.extend(tables.into_iter().map(|table| crate::MappedEvent {
                provider: mapping.providers.first().map_or("", String::as_str),
                id: event.id,
                title: &event.title,
                reference: &event.reference,
                table,
            }));
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;
    use crate::mapping::transform;
    use tables::registry;

    #[test]
    fn every_mapping_reads() {
        for (name, text) in generated::FILES {
            let mapping = read(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(mapping.events.is_sorted_by_key(|event| event.id), "{name}: events are in order of their ids");
        }
    }

    #[test]
    fn every_name_in_a_mapping_is_known() {
        for (name, mapping) in mappings() {
            let mut used = std::collections::BTreeSet::new();
            for event in &mapping.events {
                let place = format!("{name}, event {}", event.id);
                assert!(event.reference.starts_with("https://"), "{place}: no reference");
                assert!(!event.title.is_empty(), "{place}: no title");
                let other = |id: &u32| mapping.events.iter().any(|e| e.id == *id && !e.rows.is_empty());
                assert!(event.rows_of.as_ref().is_none_or(other), "{place}: rows of an event that gives none");
                if let Some(stage) = &event.fold {
                    assert!(fold::named(stage).is_some(), "{place}: no fold {stage}");
                }
                for row in &event.rows {
                    let table = registry().get(&row.table).unwrap_or_else(|| panic!("{place}: no table {}", row.table));
                    for (column, expression) in &row.columns {
                        assert!(table.column(column).is_some(), "{place}: {} has no column {column}", row.table);
                        check(expression, &place);
                    }
                    used.extend(mapping.common.keys().filter(|column| table.column(column).is_some()));
                    for condition in &row.when {
                        known(&condition.transforms, &place);
                    }
                }
            }
            let unused: Vec<_> = mapping.common.keys().filter(|column| !used.contains(column)).collect();
            assert!(unused.is_empty(), "{name}: no table has the common columns {unused:?}");
        }
    }

    fn check(expression: &Expression, place: &str) {
        match expression {
            Expression::Field(_) | Expression::Constant(_) => {}
            Expression::First(first) => first.first.iter().for_each(|e| check(e, place)),
            Expression::Path(path) => path.path.iter().for_each(|e| check(e, place)),
            Expression::Bag(bag) => bag.bag.values().for_each(|e| check(e, place)),
            Expression::Derived(derived) => known(&derived.transforms, place),
        }
    }

    fn known(transforms: &OneOrMany, place: &str) {
        for name in transforms.as_slice() {
            assert!(transform::parse(name).is_some(), "{place}: no transform {name}");
        }
    }
}
