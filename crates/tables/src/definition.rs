use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use thiserror::Error;

/// The type of a column: KQL's scalar types by their names. They are stored so: times as
/// ticks of 100 ns (a `datetime` since 0001-01-01), `guid` as text, `dynamic` as minified JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    Bool,
    Int,
    Long,
    Real,
    Decimal,
    String,
    DateTime,
    TimeSpan,
    Guid,
    Dynamic,
}

impl ColumnType {
    /// KQL's name of the type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::Decimal => "decimal",
            Self::String => "string",
            Self::DateTime => "datetime",
            Self::TimeSpan => "timespan",
            Self::Guid => "guid",
            Self::Dynamic => "dynamic",
        }
    }

    /// How the column is stored.
    pub const fn arrow(self) -> DataType {
        match self {
            Self::Bool => DataType::Boolean,
            Self::Int => DataType::Int32,
            Self::Long | Self::DateTime | Self::TimeSpan => DataType::Int64,
            Self::Real => DataType::Float64,
            Self::Decimal => DataType::Decimal128(34, 17),
            Self::String | Self::Guid | Self::Dynamic => DataType::Utf8View,
        }
    }
}

/// One column of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: ColumnType,
    #[serde(default)]
    pub doc: String,
}

/// Another name under which a column is found. It is never part of `*`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    pub name: String,
    pub column: String,
    /// Why the alias is there.
    #[serde(default)]
    pub doc: String,
}

/// Whether rows happen at a time or hold at all times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Rows have a time, and a rule's time window selects among them.
    Events,
    /// Rows describe a state; they are visible in every window.
    State,
}

/// A table as `tables/<Name>.toml` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub name: String,
    pub doc: String,
    /// Where the schema is documented.
    #[serde(default)]
    pub reference: String,
    pub kind: Kind,
    /// The column that holds the row's time.
    #[serde(default)]
    pub time: Option<String>,
    /// The other dialect's name of the time column (`Timestamp` in Defender XDR, `TimeGenerated` in Sentinel).
    #[serde(default)]
    pub dialect_time: Option<String>,
    #[serde(default)]
    pub aliases: Vec<Alias>,
    pub columns: Vec<Column>,
    #[serde(skip)]
    index: HashMap<String, usize>,
}

/// Why a table's description cannot be used.
#[derive(Debug, Error)]
pub enum DefinitionError {
    #[error("{file}: {source}")]
    Toml { file: String, source: Box<toml::de::Error> },
    #[error("{file}: the table is called {name}: the file must be {name}.toml")]
    Name { file: String, name: String },
    #[error("{table}: column {column} stands twice")]
    Duplicate { table: String, column: String },
    #[error("{table}: {what} names column {column}, which the table lacks")]
    Missing { table: String, what: &'static str, column: String },
}

impl Table {
    /// Reads a description; `file` is the file's name without its ending.
    ///
    /// # Errors
    /// When the text is not a description, or contradicts itself.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, DefinitionError> {
        let mut table: Self =
            toml::from_str(text).map_err(|e| DefinitionError::Toml { file: file.into(), source: Box::new(e) })?;
        if table.name != file {
            return Err(DefinitionError::Name { file: file.into(), name: table.name });
        }
        table.index()?;
        Ok(table)
    }

    /// A table of nothing, to be filled.
    pub(crate) fn empty() -> Self {
        Self {
            name: String::new(),
            doc: String::new(),
            reference: String::new(),
            kind: Kind::State,
            time: None,
            dialect_time: None,
            aliases: Vec::new(),
            columns: Vec::new(),
            index: HashMap::new(),
        }
    }

    /// Makes the columns findable by name; of two with one name the first counts.
    pub(crate) fn index_columns(&mut self) {
        for (i, column) in self.columns.iter().enumerate() {
            self.index.entry(column.name.clone()).or_insert(i);
        }
    }

    fn index(&mut self) -> Result<(), DefinitionError> {
        let mut seen = BTreeSet::new();
        for (i, column) in self.columns.iter().enumerate() {
            if !seen.insert(column.name.as_str()) {
                return Err(DefinitionError::Duplicate { table: self.name.clone(), column: column.name.clone() });
            }
            self.index.insert(column.name.clone(), i);
        }
        let missing =
            |what, column: &str| DefinitionError::Missing { table: self.name.clone(), what, column: column.to_owned() };
        if let Some(time) = self.time.as_deref().filter(|t| !self.index.contains_key(*t)) {
            return Err(missing("`time`", time));
        }
        if let Some(name) = self.dialect_time.as_deref().filter(|name| self.index.contains_key(*name)) {
            return Err(DefinitionError::Duplicate { table: self.name.clone(), column: name.to_owned() });
        }
        for alias in &self.aliases {
            if !self.index.contains_key(&alias.column) {
                return Err(missing("an alias", &alias.column));
            }
            if self.index.contains_key(&alias.name) {
                return Err(DefinitionError::Duplicate { table: self.name.clone(), column: alias.name.clone() });
            }
        }
        Ok(())
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.index.get(name).and_then(|i| self.columns.get(*i))
    }

    /// The real column behind a name: a column's own name, the other dialect's time column, or an alias.
    pub fn resolve<'a>(&'a self, name: &'a str) -> Option<&'a Column> {
        self.column(name).or_else(|| {
            let target = if self.dialect_time.as_deref() == Some(name) {
                self.time.as_deref()
            } else {
                self.aliases.iter().find(|a| a.name == name).map(|a| a.column.as_str())
            };
            self.column(target?)
        })
    }

    /// The Arrow schema of all columns, with the hidden row id last.
    pub fn schema(&self) -> SchemaRef {
        self.schema_of(self.columns.iter())
    }

    /// The Arrow schema of some columns, with the hidden row id last. The KQL type stands in each field's
    /// metadata under `kql`.
    pub fn schema_of<'a>(&self, columns: impl Iterator<Item = &'a Column>) -> SchemaRef {
        let mut fields: Vec<Field> = columns
            .map(|c| {
                Field::new(&c.name, c.ty.arrow(), c.ty != ColumnType::String)
                    .with_metadata(HashMap::from([("kql".to_owned(), c.ty.name().to_owned())]))
            })
            .collect();
        fields.push(Field::new(crate::ROW_ID_COLUMN, DataType::UInt64, false));
        Arc::new(Schema::new(fields))
    }
}
