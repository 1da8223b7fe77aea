//! Takes out of a plan what nobody reads.
//!
//! The binder carries every column of a table along, because `*` may ask for it further down. Tables have up to a
//! hundred columns and most queries end with a handful, and what optimises a plan looks at every expression of every
//! node in every rule. One walk from the result down to the tables leaves only what is used.

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, DFSchemaRef};
use datafusion::error::Result;
use datafusion::logical_expr::{
    Aggregate, Expr, Filter, Join, LogicalPlan, Projection, TableScan, TableScanBuilder, Union, Unnest, Window,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The plan with the same result and without columns that do not matter to it. Filters that stand one above the other
/// become one, in their order.
///
/// # Errors
/// When a node does not accept its own parts; then the plan was not well made.
pub(crate) fn prune(plan: LogicalPlan) -> Result<LogicalPlan> {
    needed(plan, Need::All)
}

/// Which columns of a node are read above it.
#[derive(Debug, Clone)]
enum Need {
    All,
    Some(BTreeSet<String>),
}

impl Need {
    fn nothing() -> Self {
        Self::Some(BTreeSet::new())
    }

    fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(names) => names.contains(name),
        }
    }

    fn add(&mut self, name: &str) {
        if let Self::Some(names) = self
            && !names.contains(name)
        {
            names.insert(name.to_owned());
        }
    }

    /// Adds the columns that an expression reads.
    fn add_of(&mut self, expr: &Expr) {
        if matches!(self, Self::All) {
            return;
        }
        let walked = expr.apply(|e| {
            match e {
                Expr::Column(column) => self.add(&column.name),
                // What a subquery reads of the rows around it; its own tables are no business of these rows.
                Expr::ScalarSubquery(subquery) => self.add_outer(&subquery.outer_ref_columns),
                Expr::InSubquery(within) => self.add_outer(&within.subquery.outer_ref_columns),
                Expr::Exists(exists) => self.add_outer(&exists.subquery.outer_ref_columns),
                _ => {}
            }
            Ok(TreeNodeRecursion::Continue)
        });
        debug_assert!(walked.is_ok());
    }

    fn add_outer(&mut self, columns: &[Expr]) {
        for column in columns {
            if let Expr::OuterReferenceColumn(_, Column { name, .. }) = column {
                self.add(name);
            }
        }
    }

    fn with<'e>(mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Self {
        for expr in exprs {
            self.add_of(expr);
        }
        self
    }
}

fn needed(plan: LogicalPlan, need: Need) -> Result<LogicalPlan> {
    let plan = match plan {
        LogicalPlan::Projection(node) => projection(node, &need)?,
        LogicalPlan::Filter(node) => filter(node, need)?,
        LogicalPlan::Aggregate(node) => aggregate(node, &need)?,
        LogicalPlan::Window(node) => window(node, need)?,
        LogicalPlan::Join(node) => join(node, &need)?,
        LogicalPlan::Union(node) => union(node, &need)?,
        LogicalPlan::TableScan(node) => scan(node, &need)?,
        LogicalPlan::Unnest(node) => {
            let mut below = need;
            node.exec_columns.iter().for_each(|c| below.add(&c.name));
            LogicalPlan::Unnest(Unnest::try_new(input(node.input, below)?, node.exec_columns, node.options)?)
        }
        LogicalPlan::Sort(mut node) => {
            let below = need.with(node.expr.iter().map(|key| &key.expr));
            node.input = input(node.input, below)?;
            LogicalPlan::Sort(node)
        }
        LogicalPlan::Limit(mut node) => {
            node.input = input(node.input, need)?;
            LogicalPlan::Limit(node)
        }
        // Whatever else there is reads all of what is below it.
        other => other.map_children(|child| needed(child, Need::All).map(Transformed::yes))?.data,
    };
    let plan = plan.map_uncorrelated_subqueries(|subquery| match subquery {
        LogicalPlan::Subquery(mut node) => {
            node.subquery = input(node.subquery, Need::All)?;
            Ok(Transformed::yes(LogicalPlan::Subquery(node)))
        }
        other => Ok(Transformed::no(other)),
    });
    Ok(plan?.data)
}

fn input(plan: Arc<LogicalPlan>, need: Need) -> Result<Arc<LogicalPlan>> {
    Ok(Arc::new(needed(Arc::unwrap_or_clone(plan), need)?))
}

/// A schema's columns at some places.
fn part(schema: &DFSchemaRef, kept: &[bool]) -> Result<DFSchemaRef> {
    if kept.iter().all(|kept| *kept) {
        return Ok(Arc::clone(schema));
    }
    let fields = schema.iter().zip(kept).filter(|(_, kept)| **kept);
    let fields = fields.map(|((qualifier, field), _)| (qualifier.cloned(), Arc::clone(field))).collect();
    Ok(Arc::new(DFSchema::new_with_metadata(fields, schema.metadata().clone())?))
}

fn keep<T>(items: Vec<T>, kept: &[bool]) -> Vec<T> {
    items.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(item, _)| item).collect()
}

fn wanted(schema: &DFSchema, need: &Need) -> Vec<bool> {
    schema.fields().iter().map(|field| need.has(field.name())).collect()
}

fn projection(node: Projection, need: &Need) -> Result<LogicalPlan> {
    let kept = wanted(&node.schema, need);
    if !kept.contains(&true) && !kept.is_empty() {
        // Only the number of rows matters.
        return needed(Arc::unwrap_or_clone(node.input), Need::nothing());
    }
    projected(node, &kept)
}

fn projected(node: Projection, kept: &[bool]) -> Result<LogicalPlan> {
    let schema = part(&node.schema, kept)?;
    let exprs = keep(node.expr, kept);
    let below = Need::nothing().with(&exprs);
    let input = input(node.input, below)?;
    Ok(LogicalPlan::Projection(Projection::try_new_with_schema(exprs, input, schema)?))
}

/// A filter and those that stand right below it: the lowest condition comes first.
fn filter(mut node: Filter, need: Need) -> Result<LogicalPlan> {
    let mut conditions = vec![node.predicate];
    let below = loop {
        match Arc::unwrap_or_clone(node.input) {
            LogicalPlan::Filter(lower) => {
                conditions.push(lower.predicate);
                node.input = lower.input;
            }
            other => break other,
        }
    };
    let need = need.with(&conditions);
    conditions.reverse();
    node.predicate = all(conditions);
    node.input = Arc::new(needed(below, need)?);
    Ok(LogicalPlan::Filter(node))
}

/// Conditions in their order as one, no higher than it must be: what looks at each part of an expression often looks at
/// all below that part again.
fn all(mut conditions: Vec<Expr>) -> Expr {
    while conditions.len() > 1 {
        let mut pairs = conditions.into_iter();
        let mut half = Vec::with_capacity(pairs.len().div_ceil(2));
        while let Some(first) = pairs.next() {
            half.push(match pairs.next() {
                Some(second) => first.and(second),
                None => first,
            });
        }
        conditions = half;
    }
    conditions.pop().unwrap_or_default()
}

fn aggregate(node: Aggregate, need: &Need) -> Result<LogicalPlan> {
    let groups = node.group_expr.len();
    let mut kept = wanted(&node.schema, need);
    if kept.len() != groups + node.aggr_expr.len() {
        // Grouping sets: KQL has none.
        let below = Need::nothing().with(node.group_expr.iter().chain(&node.aggr_expr));
        let input = input(node.input, below)?;
        return Ok(LogicalPlan::Aggregate(Aggregate::try_new(input, node.group_expr, node.aggr_expr)?));
    }
    // Every key makes groups. Without keys something must be computed, or there would be no row.
    kept.iter_mut().take(groups).for_each(|kept| *kept = true);
    if let (false, Some(first)) = (kept.contains(&true), kept.first_mut()) {
        *first = true;
    }
    let schema = part(&node.schema, &kept)?;
    let calls = keep(node.aggr_expr, kept.get(groups..).unwrap_or_default());
    let below = Need::nothing().with(node.group_expr.iter().chain(&calls));
    let input = input(node.input, below)?;
    Ok(LogicalPlan::Aggregate(Aggregate::try_new_with_schema(input, node.group_expr, calls, schema)?))
}

fn window(node: Window, need: Need) -> Result<LogicalPlan> {
    // Its columns are those of its input, then its own.
    let kept = wanted(&node.schema, &need);
    let own = kept.len().saturating_sub(node.window_expr.len());
    let calls = keep(node.window_expr, kept.get(own..).unwrap_or_default());
    if calls.is_empty() {
        return needed(Arc::unwrap_or_clone(node.input), need);
    }
    let below = need.with(&calls);
    Ok(LogicalPlan::Window(Window::try_new(calls, input(node.input, below)?)?))
}

fn join(node: Join, need: &Need) -> Result<LogicalPlan> {
    let side = |plan: Arc<LogicalPlan>, keys: &mut dyn Iterator<Item = &Expr>| {
        let mut below = need.clone().with(keys).with(&node.filter);
        // A side of which nothing is read still multiplies rows, and keeps names that the other side may bear apart.
        if let Some(first) = plan.schema().fields().first()
            && !plan.schema().fields().iter().any(|field| below.has(field.name()))
        {
            below.add(first.name());
        }
        input(plan, below)
    };
    let left = side(node.left, &mut node.on.iter().map(|(left, _)| left))?;
    let right = side(node.right, &mut node.on.iter().map(|(_, right)| right))?;
    Ok(LogicalPlan::Join(Join::try_new(
        left,
        right,
        node.on,
        node.filter,
        node.join_type,
        node.join_constraint,
        node.null_equality,
        node.null_aware,
    )?))
}

/// The parts of a union give their columns by position: each gives exactly those that are wanted.
fn union(mut node: Union, need: &Need) -> Result<LogicalPlan> {
    let names = |schema: &DFSchema| schema.fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>();
    let same = names(&node.schema);
    let mut kept = wanted(&node.schema, need);
    if node.inputs.iter().any(|leg| names(leg.schema()) != same) {
        kept.fill(true);
    }
    if let (false, Some(first)) = (kept.contains(&true), kept.first_mut()) {
        *first = true;
    }
    let leg = |plan: Arc<LogicalPlan>| match Arc::unwrap_or_clone(plan) {
        LogicalPlan::Projection(leg) => Ok(Arc::new(projected(leg, &kept)?)),
        other => {
            let columns = keep(other.schema().columns(), &kept);
            let below = Need::Some(columns.iter().map(|c| c.name.clone()).collect());
            let plan = Arc::new(needed(other, below)?);
            if plan.schema().columns() == columns {
                return Ok(plan);
            }
            let exprs = columns.into_iter().map(Expr::Column).collect();
            Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(exprs, plan)?)))
        }
    };
    node.schema = part(&node.schema, &kept)?;
    node.inputs = node.inputs.into_iter().map(leg).collect::<Result<_>>()?;
    Ok(LogicalPlan::Union(node))
}

fn scan(node: TableScan, need: &Need) -> Result<LogicalPlan> {
    let kept = wanted(&node.projected_schema, need);
    if kept.iter().all(|kept| *kept) {
        return Ok(LogicalPlan::TableScan(node));
    }
    let places = node.projection.clone().unwrap_or_else(|| (0..kept.len()).collect());
    let projection = keep(places, &kept);
    Ok(LogicalPlan::TableScan(TableScanBuilder::from(node).with_projection(Some(projection)).build()?))
}
