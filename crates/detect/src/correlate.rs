//! What rules found, as the table `Findings` that other rules read.

use crate::finding::RawFinding;
use crate::rules::Rule;
use engine::Lineage;
use std::collections::BTreeSet;
use std::sync::Arc;
use tables::{Cell, Record, Request, RowId, Store, StoreError, TableBuilder, registry};

/// The table's name.
pub(crate) const TABLE: &str = "Findings";

/// Whether a rule that reads these tables runs after the others.
pub(crate) fn is_late(tables: &BTreeSet<String>) -> bool {
    tables.contains(TABLE)
}

/// Findings as rows.
pub(crate) struct Found {
    /// Holds the table, and nothing else.
    pub(crate) rows: Arc<Store>,
    /// The number of the source that its rows come from: one that the evidence does not have.
    source: usize,
}

impl Found {
    /// # Errors
    /// When the rows cannot be kept.
    pub(crate) fn of(raw: &[RawFinding], rules: &[Rule], evidence: &Store) -> Result<Self, StoreError> {
        let mut request = Request::default();
        request.want_all(TABLE);
        // Findings are few: they stay in memory.
        let mut store = Store::new(request, usize::MAX);
        for _ in evidence.sources() {
            store.add_source("", "", 0, 0);
        }
        let source = store.add_source(TABLE, "findings", 0, 0);
        if let Some(table) = registry().get(TABLE) {
            let mut builder = TableBuilder::all(table);
            for (at, finding) in raw.iter().enumerate() {
                if let Some(rule) = rules.get(finding.rule) {
                    fill(&mut builder, finding, rule);
                }
                builder.finish_row(source.row(at as u64));
            }
            let batch = builder.finish().map_err(|source| StoreError::Batch { table: TABLE.to_owned(), source })?;
            store.append(TABLE, batch)?;
        }
        Ok(Self { rows: store.into_shared()?, source: source.index() })
    }

    /// Lets findings about findings cite the records behind those.
    pub(crate) fn resolve(&self, late: &mut [RawFinding], raw: &[RawFinding]) {
        for finding in late {
            let mut lineage = Lineage::default();
            for id in &finding.lineage.ids {
                match RowId(*id).record() {
                    Record::Single { source, ordinal } if source.index() == self.source => {
                        let behind = usize::try_from(ordinal).ok().and_then(|at| raw.get(at));
                        behind.into_iter().for_each(|behind| lineage.add(&behind.lineage));
                    }
                    _ => lineage.add(&Lineage { ids: vec![*id], count: 1 }),
                }
            }
            finding.lineage = lineage;
        }
    }
}

fn fill(builder: &mut TableBuilder, finding: &RawFinding, rule: &Rule) {
    let list = |items: &[String]| serde_json::Value::from(items.to_vec()).to_string();
    let subject = finding.subject.clone().unwrap_or_default();
    for (column, text) in [
        ("Host", finding.host.full.as_str()),
        ("RuleId", &rule.name_id),
        ("Rule", &rule.name),
        ("Severity", rule.severity.as_str()),
        ("Step", finding.step.map_or("", |step| step.as_str())),
        ("Component", &subject.name),
        ("Image", &subject.image),
        ("Type", &subject.type_name),
        ("Class", subject.class.map_or("", |class| class.as_str())),
        ("Tactics", &list(&rule.tactics)),
        ("Techniques", &list(&rule.techniques)),
    ] {
        builder.set_named(column, Cell::Str(text));
    }
    if let Some(time) = finding.time {
        builder.set_named("TimeGenerated", Cell::Int(time));
    }
}
