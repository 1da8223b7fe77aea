//! Rules: Azure-Sentinel analytics YAML, with the manual page and the tests in the Markdown file beside it.

mod interval;
mod load;
mod yaml;

pub use interval::{format_interval, parse_interval};
pub use load::{LoadedRules, builtin, load_path};
pub use yaml::from_yaml;

use crate::model::Severity;
use diagnostics::SourceText;

/// How many rows a query must return to fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerOperator {
    GreaterThan,
    LessThan,
    Equal,
    NotEqual,
}

/// Fires when the query's number of rows compares so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    pub operator: TriggerOperator,
    /// 0 to 10000.
    pub threshold: usize,
}

impl Trigger {
    pub const fn fires(self, rows: usize) -> bool {
        match self.operator {
            TriggerOperator::GreaterThan => rows > self.threshold,
            TriggerOperator::LessThan => rows < self.threshold,
            TriggerOperator::Equal => rows == self.threshold,
            TriggerOperator::NotEqual => rows != self.threshold,
        }
    }

    /// Whether any single row fires, so that rows may be looked at one by one.
    pub const fn any_row(self) -> bool {
        matches!(self, Self { operator: TriggerOperator::GreaterThan, threshold: 0 })
    }
}

/// `entityMappings`: which columns make an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityMapping {
    /// `Host`, `Account`, `Process`, `File` …
    pub kind: String,
    /// Identifier (`CommandLine`) and column.
    pub fields: Vec<(String, String)>,
}

/// `customDetails` that name the component which a row speaks of. Values are columns of the result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComponentColumns {
    /// `IisComponent`: the configured name.
    pub name: Option<String>,
    /// `IisImage`: the path of the DLL or program.
    pub image: Option<String>,
    /// `IisType`: the .NET type.
    pub type_name: Option<String>,
    /// `IisClass`.
    pub class: Option<String>,
}

impl ComponentColumns {
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.image.is_none() && self.type_name.is_none()
    }
}

/// What a rule's finding says of the component that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// It was registered, or its file put there: neutral by itself, telling by who did it.
    Provenance,
    /// A worker process loaded it.
    Load,
    /// It stands in the configuration and something about it is odd; the verdict sees the same facts itself.
    State,
    /// It, or whoever put it there, did harm.
    Wrongdoing,
    /// Evidence was switched off or removed.
    AntiForensics,
}

impl Fact {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "provenance" => Self::Provenance,
            "load" => Self::Load,
            "state" => Self::State,
            "wrongdoing" => Self::Wrongdoing,
            "anti-forensics" => Self::AntiForensics,
            _ => return None,
        })
    }
}

/// An analytics rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The file's name without its ending: what people call the rule.
    pub name_id: String,
    /// `id`: the GUID by which Sentinel knows it.
    pub guid: String,
    pub name: String,
    pub description: String,
    pub severity: Severity,
    /// Ticks.
    pub frequency: i64,
    /// Ticks.
    pub period: i64,
    pub trigger: Trigger,
    pub tactics: Vec<String>,
    pub techniques: Vec<String>,
    pub query: String,
    pub entities: Vec<EntityMapping>,
    pub component: ComponentColumns,
    pub fact: Fact,
    pub version: String,
    pub kind: String,
    /// Engines that accept the query as it is.
    pub runs_on: Vec<String>,
    /// All keys as read, also those that nothing here uses.
    pub document: yaml_serde::Value,
    /// The rule's file: its name, its text, and where `query` starts in it.
    pub file: RuleFile,
    /// The Markdown page beside it, if there is one.
    pub page: Option<String>,
}

/// Where a rule was read from.
#[derive(Debug, Clone)]
pub struct RuleFile {
    pub path: String,
    pub text: String,
    /// The line of the file on which the query's first line stands, from 1, and how many columns the query is
    /// indented there.
    pub query_line: usize,
    pub query_indent: usize,
}

impl Rule {
    /// The query as a text whose lines are numbered as in the rule's file.
    pub fn source(&self) -> SourceText {
        SourceText { name: self.file.path.clone(), text: self.query.clone(), first_line: self.file.query_line }
    }
}
