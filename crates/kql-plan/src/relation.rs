//! A tabular value while it is being bound: a plan, and which KQL names mean which of its columns.
//!
//! Columns of the plan have technical names that are unique within a relation. A column that is read from a table
//! keeps the table's name for it, a computed one gets a fresh name with a `#` in it; so renaming and dropping
//! columns change only the list here, and joins never have to guess whose column is meant.

use crate::catalog::AliasKind;
use datafusion::common::Column;
use datafusion::logical_expr::{Expr, LogicalPlan};
use kql_functions::{KqlType, OwnedValue};
use std::sync::Arc;

/// The technical name of the lineage column.
pub(crate) const LINEAGE: &str = "$lineage";

#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) plan: Arc<LogicalPlan>,
    pub(crate) columns: Vec<Col>,
    pub(crate) hidden: Vec<Hidden>,
    pub(crate) lineage: bool,
    /// The technical name of the table's time column, as long as it is that very column.
    pub(crate) time: Option<String>,
    /// Rows are in an order that window functions may use.
    pub(crate) serialized: bool,
    pub(crate) sorted: bool,
    /// The rows themselves, where they are written in the query.
    pub(crate) constant: Option<Arc<Vec<Vec<OwnedValue>>>>,
    /// How the rows are called by `union withsource`.
    pub(crate) name: Option<String>,
    /// How many plan nodes there are, counting shared ones as often as they are used.
    pub(crate) nodes: usize,
    /// Distinguishes row scopes, so that a value of one row never leaks into another table's rows.
    pub(crate) scope: u32,
    /// Some column could not be bound: unknown names below are not reported again.
    pub(crate) poisoned: bool,
    /// Set inside `mv-apply`: operators work within each row of the table around it.
    pub(crate) group: Option<Arc<Group>>,
    /// Where names that are no columns may come from: the columns depend on rows that nobody has seen yet.
    pub(crate) open: Option<Arc<Open>>,
    /// Set on what `make-graph` gives: only graph operators take it.
    pub(crate) graph: Option<Arc<crate::graph::Graph>>,
    /// A table that nothing fills, named by a wildcard: a union takes its columns and reads nothing.
    pub(crate) rowless: bool,
}

/// Columns that only the rows tell: see `bag_unpack` and `pivot`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Open {
    /// Members of the bag in a technical column, under their names after a prefix.
    Bag { physical: String, prefix: String },
    /// Columns of a type.
    Values(KqlType),
    /// Columns of tables that nothing fills, by their types: they are null in every row.
    Missing(std::collections::BTreeMap<String, KqlType>),
}

/// The rows around a per-row subquery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The technical column that numbers them.
    pub(crate) row: String,
    /// Their other technical columns, which every operator must carry along.
    pub(crate) carried: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Col {
    pub(crate) name: String,
    pub(crate) ty: KqlType,
    pub(crate) physical: String,
    pub(crate) nullable: bool,
    /// Its expression had an error: using it stays silent.
    pub(crate) poisoned: bool,
}

/// A name that expressions find although `*` does not show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(crate) name: String,
    /// The technical name of the visible column that is meant.
    pub(crate) target: String,
    pub(crate) kind: AliasKind,
}

impl Relation {
    pub(crate) fn new(plan: LogicalPlan, columns: Vec<Col>, scope: u32) -> Self {
        Self {
            plan: Arc::new(plan),
            columns,
            hidden: Vec::new(),
            lineage: false,
            time: None,
            serialized: false,
            sorted: false,
            constant: None,
            name: None,
            nodes: 1,
            scope,
            poisoned: false,
            group: None,
            open: None,
            graph: None,
            rowless: false,
        }
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Col> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// A hidden name and the visible column it means; a visible column of the same name comes first.
    pub(crate) fn hidden(&self, name: &str) -> Option<(&Hidden, &Col)> {
        let hidden = self.hidden.iter().find(|h| h.name == name)?;
        let target = self.columns.iter().find(|c| c.physical == hidden.target)?;
        Some((hidden, target))
    }

    /// Forgets hidden names whose column is gone, or which a visible column now bears.
    pub(crate) fn prune_hidden(&mut self) {
        let columns = &self.columns;
        self.hidden
            .retain(|h| columns.iter().any(|c| c.physical == h.target) && !columns.iter().any(|c| c.name == h.name));
        if let Some(time) = &self.time
            && !columns.iter().any(|c| c.physical == *time)
        {
            self.time = None;
        }
    }

    /// The technical names that must survive a projection: those of the columns, each once, and the lineage.
    pub(crate) fn live(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(self.columns.len() + 1);
        for column in &self.columns {
            // A column whose expression had an error is in no plan.
            if !column.poisoned && !names.contains(&column.physical) {
                names.push(column.physical.clone());
            }
        }
        if self.lineage {
            names.push(LINEAGE.to_owned());
        }
        if let Some(Open::Bag { physical, .. }) = self.open.as_deref()
            && !names.contains(physical)
        {
            names.push(physical.clone());
        }
        if let Some(group) = &self.group {
            for name in std::iter::once(&group.row).chain(&group.carried) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The technical columns that a grouping must add to its keys, and those that it must carry along.
    pub(crate) fn group_columns(&self) -> (Option<&str>, &[String]) {
        match &self.group {
            Some(group) => (Some(group.row.as_str()), &group.carried),
            None => (None, &[]),
        }
    }

    /// Replaces the plan, which has as many nodes more.
    pub(crate) fn set_plan(&mut self, plan: LogicalPlan, more: usize) {
        self.plan = Arc::new(plan);
        self.nodes = self.nodes.saturating_add(more);
        self.constant = None;
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|c| c.name.as_str())
    }
}

/// A reference to a column of a plan by its technical name.
pub(crate) fn col(physical: &str) -> Expr {
    Expr::Column(Column::new_unqualified(physical))
}

/// `name`, or `name1`, `name2` … whichever no other column bears.
pub(crate) fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (1u32..).map(|n| format!("{name}{n}")).find(|candidate| !taken(candidate)).unwrap_or_default()
}
