//! What a plan asks of its tables: which columns, and which rows it can use at all.
//!
//! The plan is optimised for that with the few rules that move filters down to the scans; see `prune` for the columns.

use crate::options::Analysis;
use datafusion::common::ScalarValue;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator, TableScan};
use datafusion::optimizer::push_down_filter::PushDownFilter;
use datafusion::optimizer::simplify_expressions::SimplifyExpressions;
use datafusion::optimizer::{Optimizer, OptimizerContext};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One scan of a table: rows that fail any of the conditions cannot matter to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanUse {
    pub conditions: Vec<Condition>,
}

/// A condition on one column. It may keep more rows than the query does, never fewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The column's text passes the test against one of the values, ignoring case.
    Text { column: String, test: TextTest, values: Vec<String> },
    /// The column is one of the numbers.
    Number { column: String, values: Vec<i64> },
    /// One of the conditions holds.
    Any(Vec<Self>),
    /// All of the conditions hold.
    All(Vec<Self>),
}

/// How a text is tested; see [`Condition::Text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    Equals,
    Contains,
    StartsWith,
    EndsWith,
}

/// Adds what a plan asks of its tables.
pub(crate) fn collect(plan: &LogicalPlan, analysis: &mut Analysis, tables: &mut BTreeSet<String>) {
    let optimizer = Optimizer::with_rules(vec![Arc::new(SimplifyExpressions::new()), Arc::new(PushDownFilter::new())]);
    // Rules that may be skipped work on copies.
    let context = OptimizerContext::new().with_skip_failing_rules(false).with_max_passes(2);
    let optimized = optimizer.optimize(plan.clone(), &context, |_, _| {});
    // Where the rules fail, the plan as it is asks for every row: too much, never too little.
    let plan = optimized.as_ref().unwrap_or(plan);
    // Scans that are noted with the filter above them. The filter's own tables (`x in (T)`) are still to be visited,
    // so its branch cannot be jumped over. A mark counts once: the same scan elsewhere has no such filter.
    let mut noted: BTreeSet<*const TableScan> = BTreeSet::new();
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            if !noted.remove(&std::ptr::from_ref(scan)) {
                note(scan, None, analysis, tables);
            }
        } else if let LogicalPlan::Filter(filter) = node
            && let LogicalPlan::TableScan(scan) = filter.input.as_ref()
        {
            note(scan, Some(&filter.predicate), analysis, tables);
            noted.insert(std::ptr::from_ref(scan));
        }
        Ok(TreeNodeRecursion::Continue)
    });
    debug_assert!(walked.is_ok());
}

fn note(scan: &TableScan, filter: Option<&Expr>, analysis: &mut Analysis, tables: &mut BTreeSet<String>) {
    let name = scan.table_name.table().to_owned();
    tables.insert(name.clone());
    let table = analysis.tables.entry(name).or_default();
    let schema = scan.projected_schema.fields();
    table.columns.extend(schema.iter().map(|f| f.name().clone()));
    let mut filters: Vec<&Expr> = scan.filters.iter().collect();
    filters.extend(filter);
    for filter in &filters {
        table.columns.extend(filter.column_refs().into_iter().map(|c| c.name.clone()));
    }
    let conditions = filters.into_iter().flat_map(conjuncts).filter_map(|c| condition(c, 0)).collect();
    table.scans.push(ScanUse { conditions });
}

fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    datafusion::logical_expr::utils::split_conjunction(expr)
}

/// The condition that an expression amounts to, where it can be told.
fn condition(expr: &Expr, depth: usize) -> Option<Condition> {
    if depth > 32 {
        return None;
    }
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            let (left, right) = (condition(left, depth + 1)?, condition(right, depth + 1)?);
            let mut any = Vec::new();
            for side in [left, right] {
                match side {
                    Condition::Any(parts) => any.extend(parts),
                    other => any.push(other),
                }
            }
            Some(Condition::Any(any))
        }
        Expr::BinaryExpr(BinaryExpr { op: Operator::And, .. }) => {
            let all: Vec<_> = conjuncts(expr).into_iter().filter_map(|c| condition(c, depth + 1)).collect();
            if all.is_empty() { None } else { Some(Condition::All(all)) }
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => match (left.as_ref(), right.as_ref()) {
            (Expr::Literal(value, _), other) | (other, Expr::Literal(value, _)) => equals(column(other)?, &[value]),
            _ => None,
        },
        Expr::InList(InList { expr, list, negated: false }) => {
            let values: Option<Vec<&ScalarValue>> = list.iter().map(literal).collect();
            equals(column(expr)?, &values?)
        }
        Expr::IsTrue(inner) => condition(inner, depth + 1),
        Expr::ScalarFunction(call) => {
            let symbol = call.func.name().split('(').next().unwrap_or_default();
            let test = match symbol {
                "=~" | "in~" => TextTest::Equals,
                "contains" | "contains_cs" | "has" | "has_cs" | "has_any" => TextTest::Contains,
                "startswith" | "startswith_cs" => TextTest::StartsWith,
                "endswith" | "endswith_cs" => TextTest::EndsWith,
                _ => return None,
            };
            let (first, rest) = call.args.split_first()?;
            let column = column(first)?;
            let mut values = Vec::new();
            for argument in rest {
                match literal(argument)? {
                    ScalarValue::Utf8View(Some(text)) => values.extend(texts(text, call.func.name())?),
                    _ => return None,
                }
            }
            Some(Condition::Text { column, test, values })
        }
        _ => None,
    }
}

/// A constant text argument: itself, or the texts of a dynamic array.
fn texts(text: &str, signature: &str) -> Option<Vec<String>> {
    if !signature.contains("dynamic") {
        return Some(vec![text.to_owned()]);
    }
    match serde_json::from_str::<serde_json::Value>(text).ok()? {
        serde_json::Value::Array(items) => {
            items.into_iter().map(|i| i.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        }
        _ => None,
    }
}

/// A column of the table itself, whatever keeps its strings from being null.
fn column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column(column) => Some(column.name.clone()),
        Expr::ScalarFunction(call) if call.func.name() == "coalesce" => column(call.args.first()?),
        Expr::Alias(alias) => column(&alias.expr),
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<&ScalarValue> {
    match expr {
        Expr::Literal(value, _) => Some(value),
        _ => None,
    }
}

fn equals(column: String, values: &[&ScalarValue]) -> Option<Condition> {
    let numbers: Option<Vec<i64>> = values
        .iter()
        .map(|v| match v {
            ScalarValue::Int64(Some(n)) => Some(*n),
            ScalarValue::Int32(Some(n)) => Some(i64::from(*n)),
            _ => None,
        })
        .collect();
    if let Some(values) = numbers {
        return Some(Condition::Number { column, values });
    }
    let texts: Option<Vec<String>> = values
        .iter()
        .map(|v| match v {
            ScalarValue::Utf8View(Some(text)) | ScalarValue::Utf8(Some(text)) => Some(text.clone()),
            _ => None,
        })
        .collect();
    Some(Condition::Text { column, test: TextTest::Equals, values: texts? })
}
