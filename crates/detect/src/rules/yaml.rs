//! From YAML to [`Rule`]. Keys that are missing or wrong become diagnostics with the line of the key.

use super::{
    ComponentColumns, EntityMapping, Fact, Rule, RuleFile, Trigger, TriggerOperator, interval::parse_interval,
};
use crate::model::Severity;
use diagnostics::{Diagnostic, Span};
use yaml_serde::Value;

/// Reads one rule. What is wrong with it stands in the diagnostics, whose spans are in `text`; without a query
/// there is no rule.
pub fn from_yaml(path: &str, text: &str, page: Option<String>) -> (Option<Rule>, Vec<Diagnostic>) {
    let document: Value = match yaml_serde::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.location().map_or(0, |l| l.index().min(text.len()));
            let message = format!("not YAML: {error}");
            return (None, vec![Diagnostic::error("rule-yaml", message).at(Span::new(at, at), "here")]);
        }
    };
    let mut reader = Reader { text, document: &document, diagnostics: Vec::new() };
    let rule = reader.rule(path, page);
    let diagnostics = reader.diagnostics;
    (rule, diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    document: &'a Value,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn rule(&mut self, path: &str, page: Option<String>) -> Option<Rule> {
        let stem = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let name_id = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem).to_owned();
        let query = self.string("query");
        if query.trim().is_empty() {
            self.error("query", "the rule has no query");
            return None;
        }
        let guid = self.string("id");
        if guid.is_empty() {
            self.warning("id", "the rule has no `id`: Sentinel needs a GUID");
        }
        let kind = self.string_or("kind", "Scheduled");
        let scheduled = !kind.eq_ignore_ascii_case("NRT");
        let severity = self.severity();
        let frequency = self.interval("queryFrequency", scheduled);
        let period = self.interval("queryPeriod", scheduled).max(frequency);
        let (query_line, query_indent) = self.query_place();
        Some(Rule {
            guid,
            name: self.string_or("name", &name_id),
            description: self.string("description").trim().to_owned(),
            severity,
            frequency,
            period,
            trigger: self.trigger(),
            tactics: self.strings("tactics"),
            techniques: self.strings("relevantTechniques"),
            entities: self.entities(),
            component: self.component(),
            fact: self.fact(),
            version: self.string_or("version", "1.0.0"),
            kind,
            runs_on: self.strings("runsOn"),
            document: self.document.clone(),
            file: RuleFile { path: path.to_owned(), text: self.text.to_owned(), query_line, query_indent },
            page,
            query,
            name_id,
        })
    }

    fn string(&self, key: &str) -> String {
        self.string_or(key, "")
    }

    fn string_or(&self, key: &str, default: &str) -> String {
        self.document.get(key).and_then(Value::as_str).unwrap_or(default).to_owned()
    }

    fn strings(&mut self, key: &str) -> Vec<String> {
        match self.document.get(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Sequence(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(_) => {
                self.error(key, &format!("`{key}` must be a list"));
                Vec::new()
            }
        }
    }

    fn severity(&mut self) -> Severity {
        let text = self.string("severity");
        Severity::parse(&text).unwrap_or_else(|| {
            self.error("severity", "`severity` must be Informational, Low, Medium or High");
            Severity::Informational
        })
    }

    /// The interval under a key; an hour where it is missing.
    fn interval(&mut self, key: &str, required: bool) -> i64 {
        const HOUR: i64 = 36_000_000_000;
        let text = self.string(key);
        if text.is_empty() {
            if required {
                self.warning(key, &format!("`{key}` is missing: taken as 1h"));
            }
            return HOUR;
        }
        parse_interval(&text).unwrap_or_else(|| {
            self.error(key, &format!("`{key}` is no interval such as 5m, 1h, 14d or PT1H"));
            HOUR
        })
    }

    fn trigger(&mut self) -> Trigger {
        let operator = match self.string_or("triggerOperator", "gt").to_ascii_lowercase().as_str() {
            "gt" | "greaterthan" => TriggerOperator::GreaterThan,
            "lt" | "lessthan" => TriggerOperator::LessThan,
            "eq" | "equal" => TriggerOperator::Equal,
            "ne" | "notequal" => TriggerOperator::NotEqual,
            _ => {
                self.error("triggerOperator", "`triggerOperator` must be gt, lt, eq or ne");
                TriggerOperator::GreaterThan
            }
        };
        let threshold = match self.document.get("triggerThreshold") {
            None => 0,
            Some(value) => value.as_u64().filter(|n| *n <= 10_000).unwrap_or_else(|| {
                self.error("triggerThreshold", "`triggerThreshold` must be a number from 0 to 10000");
                0
            }),
        };
        Trigger { operator, threshold: threshold as usize }
    }

    fn entities(&mut self) -> Vec<EntityMapping> {
        let Some(Value::Sequence(mappings)) = self.document.get("entityMappings") else { return Vec::new() };
        let mut entities = Vec::new();
        for mapping in mappings {
            let kind = mapping.get("entityType").and_then(Value::as_str).unwrap_or_default();
            let fields: Vec<_> = mapping
                .get("fieldMappings")
                .and_then(Value::as_sequence)
                .into_iter()
                .flatten()
                .filter_map(|field| {
                    let text = |key: &str| field.get(key).and_then(Value::as_str).map(str::to_owned);
                    Some((text("identifier")?, text("columnName")?))
                })
                .collect();
            if kind.is_empty() || fields.is_empty() {
                self.error("entityMappings", "an entity mapping needs `entityType` and `fieldMappings`");
            } else {
                entities.push(EntityMapping { kind: kind.to_owned(), fields });
            }
        }
        entities
    }

    fn component(&self) -> ComponentColumns {
        let detail = |key: &str| {
            let column = self.document.get("customDetails")?.get(key)?.as_str()?;
            Some(column.to_owned())
        };
        ComponentColumns {
            name: detail("IisComponent"),
            image: detail("IisImage"),
            type_name: detail("IisType"),
            class: detail("IisClass"),
        }
    }

    fn fact(&mut self) -> Fact {
        match self.document.get("fact").and_then(Value::as_str) {
            None => Fact::Provenance,
            Some(name) => Fact::parse(name).unwrap_or_else(|| {
                self.error("fact", "`fact` must be provenance, load, state, wrongdoing or anti-forensics");
                Fact::Provenance
            }),
        }
    }

    fn error(&mut self, key: &str, message: &str) {
        let span = self.key_span(key);
        self.diagnostics.push(Diagnostic::error("rule-field", message).at(span, ""));
    }

    fn warning(&mut self, key: &str, message: &str) {
        let span = self.key_span(key);
        self.diagnostics.push(Diagnostic::warning("rule-field", message).at(span, ""));
    }

    /// Where a top-level key stands; the start of the text when it does not.
    fn key_span(&self, key: &str) -> Span {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')) {
                return Span::new(offset, offset + line.trim_end().len());
            }
            offset += line.len();
        }
        Span::new(0, 0)
    }

    /// The line and the indent of the query's first line. A block scalar starts on the line after its key.
    fn query_place(&self) -> (usize, usize) {
        let key = self.key_span("query");
        let line = self.text[..key.start].matches('\n').count() + 1;
        let value = self.text[key.start..key.end].split_once(':').map_or("", |(_, v)| v.trim());
        if !value.starts_with(['|', '>']) {
            return (line, 0);
        }
        let following = self.text[key.end..].lines().skip(1);
        for (i, text) in following.enumerate() {
            if !text.trim().is_empty() {
                return (line + 1 + i, text.len() - text.trim_start().len());
            }
        }
        (line, 0)
    }
}
