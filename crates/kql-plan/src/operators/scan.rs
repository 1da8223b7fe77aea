//! `scan declare (…) with (step name: condition => column = value; …)`: rows in their order, matched against steps
//! that remember the rows which matched before.
//!
//! Steps are tried from the last to the first. A row that fits a step after the sequence of the step before takes that
//! sequence on; else it continues the step's own sequence, or in the first step begins one. A sequence may pass an
//! `optional` step by.

use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::window::window_call;
use crate::expr::{Bound, Cx, all_of};
use crate::operator::Operator;
use crate::relation::{Col, Relation, col};
use crate::scan_rows::{Computed, Output, Scan, Slot, Source, Step};
use crate::table_functions;
use crate::values::to_scalar;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchemaRef, DataFusionError};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::utils::split_conjunction_owned;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, WindowFunctionDefinition};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, Name, OperatorKind, Parameter, ParameterKind, ScanStep};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["scan"], starts: false, row_local: false, within: true, bind };

/// A column that `declare` adds.
struct Declared {
    name: String,
    ty: KqlType,
    default: Bound,
}

/// A column of a row that a step remembers, under the name that stands for it in expressions.
struct Remembered {
    physical: String,
    step: usize,
    /// The technical name of the input's column, or the number of the declared one.
    column: Result<String, usize>,
    ty: KqlType,
}

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Scan { order, partition, declare, steps, options } = &op.kind else { return input };
    let (mut relation, span) = (input?, op.span);
    if let Some(setting) = options.iter().find(|s| s.name.text != "with_match_id" && s.name.text != "kind") {
        return b.unsupported(&format!("`{}` of scan", setting.name.text), setting.name.span);
    }
    if !order.is_empty() {
        let keys: Option<Vec<_>> = order.iter().map(|key| super::sort::sort_key(b, &relation, key)).collect();
        relation = super::sort::sorted(relation, keys?, None);
    }
    if !relation.serialized {
        let help = "put `sort by …` or `serialize` before it";
        return b.error_help("not-serialized", span, "`scan` wants rows in a fixed order", help);
    }
    let mut within = Vec::new();
    for key in partition {
        let bound = b.scalar(key, &mut Cx::row(&relation))?;
        b.check_key(bound.ty, key.span, "a key of `scan`")?;
        within.push(bound.expr);
    }
    let declared = declared(b, &relation, declare)?;
    for (i, step) in steps.iter().enumerate() {
        if steps.iter().take(i).any(|s| s.name.text == step.name.text) {
            return b.error("duplicate-step", step.name.span, format!("there is a step `{}` already", step.name.text));
        }
    }
    let input = Arc::clone(relation.plan.schema());
    let mut arguments = Arguments { columns: Vec::new(), computed: Vec::new(), types: BTreeMap::new(), input };
    let mut bound_steps = Vec::new();
    let remembered = remembered(b, &relation, &declared, steps);
    let mut env = b.env.clone();
    for column in &declared {
        env = env.with(&column.name, Binding::Scalar(Box::new(column.default.clone())));
    }
    for (at, step) in steps.iter().enumerate() {
        let row = row_of(&relation, &remembered, steps, &declared, at);
        let bound = b.with_env(env.clone(), |b| one_step(b, &row, &remembered, &declared, step, &mut arguments));
        bound_steps.push(bound);
    }
    let bound_steps: Vec<Step> = bound_steps.into_iter().collect::<Option<_>>()?;
    let (found, number) = (b.fresh("matches"), b.fresh("match"));
    let scan = Scan {
        name: format!("$scan({number})"),
        steps: bound_steps,
        declared: declared
            .iter()
            .map(|d| to_scalar(&d.default.constant.clone().unwrap_or(kql_functions::Value::Null), d.ty))
            .collect(),
    };
    within.extend(relation.group.iter().map(|g| col(&g.row)));
    let relation = b.add_columns(relation, arguments.computed, span)?;
    let args: Vec<Expr> = arguments.columns.iter().map(|name| col(name)).collect();
    let mut windows = Vec::new();
    let place = if within.is_empty() {
        None
    } else {
        let place = b.fresh("place");
        let row_number = WindowFunctionDefinition::WindowUDF(row_number_udwf());
        windows.push((place.clone(), window_call(row_number, Vec::new(), Vec::new(), None)));
        Some(col(&place))
    };
    windows.push((found.clone(), window_call(WindowFunctionDefinition::WindowUDF(scan.udwf()), args, within, place)));
    let mut relation = b.apply_windows(relation, windows, span)?;
    let plan = table_functions::unnest(b, (*relation.plan).clone(), std::slice::from_ref(&found), span)?;
    relation.set_plan(plan, 2);
    let mut exprs: Vec<(String, Expr)> = relation.live().into_iter().map(|n| (n.clone(), col(&n))).collect();
    for (i, column) in declared.into_iter().enumerate() {
        let physical = b.fresh(&column.name);
        exprs.push((physical.clone(), crate::parse_pattern::field(col(&found), i, column.ty)));
        let nullable = column.ty != KqlType::String;
        relation.columns.push(Col { name: column.name, ty: column.ty, physical, nullable, poisoned: false });
    }
    if let Some(name) = Binder::word(options, &["with_match_id"]) {
        exprs.push((number.clone(), crate::parse_pattern::first_field(col(&found), KqlType::Long)));
        relation.columns.push(Col { name, ty: KqlType::Long, physical: number, nullable: false, poisoned: false });
    }
    let plan = b.projected(&relation.plan, exprs, span)?;
    relation.set_plan(plan, 1);
    relation.scope = b.fresh_scope();
    relation.prune_hidden();
    Some(relation)
}

fn declared(b: &mut Binder<'_>, relation: &Relation, parameters: &[Parameter]) -> Option<Vec<Declared>> {
    let mut all: Vec<Declared> = Vec::new();
    for parameter in parameters {
        let name = parameter.name.text.clone();
        if relation.column(&name).is_some() || all.iter().any(|d| d.name == name) {
            return b.error("duplicate-column", parameter.name.span, format!("there is a column `{name}` already"));
        }
        let ParameterKind::Scalar(ty) = &parameter.kind else {
            return b.error("type-mismatch", parameter.span, "a column of `scan` holds one value a row");
        };
        let ty = b.type_name(ty)?;
        let value = match &parameter.default {
            Some(default) => b.constant(default, ty, "the value of a declared column")?,
            None if ty == KqlType::String => kql_functions::Value::string(""),
            None => kql_functions::Value::Null,
        };
        all.push(Declared { name, ty, default: Bound::constant(value, ty) });
    }
    Some(all)
}

/// Names for all that steps may remember; most of them are used nowhere.
fn remembered(b: &mut Binder<'_>, relation: &Relation, declared: &[Declared], steps: &[ScanStep]) -> Vec<Remembered> {
    let mut all = Vec::new();
    for step in 0..steps.len() {
        for column in relation.columns.iter().filter(|c| !c.poisoned) {
            let physical = b.fresh("remembered");
            all.push(Remembered { physical, step, column: Ok(column.physical.clone()), ty: column.ty });
        }
        for (i, column) in declared.iter().enumerate() {
            let physical = b.fresh("remembered");
            all.push(Remembered { physical, step, column: Err(i), ty: column.ty });
        }
    }
    all
}

/// The input's row with the columns `step.column` of this step and those before it.
fn row_of(
    relation: &Relation,
    remembered: &[Remembered],
    steps: &[ScanStep],
    declared: &[Declared],
    at: usize,
) -> Relation {
    let mut row = relation.clone();
    for known in remembered.iter().filter(|r| r.step <= at) {
        let column = match &known.column {
            Ok(physical) => relation.columns.iter().find(|c| c.physical == *physical).map(|c| c.name.as_str()),
            Err(index) => declared.get(*index).map(|d| d.name.as_str()),
        };
        let (Some(step), Some(column)) = (steps.get(known.step), column) else { continue };
        let nullable = known.ty != KqlType::String;
        let name = format!("{}.{column}", step.name.text);
        row.columns.push(Col { name, ty: known.ty, physical: known.physical.clone(), nullable, poisoned: false });
    }
    // The other dialect's name of the time column, too.
    for hidden in &relation.hidden {
        let Some(target) = relation.columns.iter().find(|c| c.physical == hidden.target) else { continue };
        for step in steps.iter().take(at + 1) {
            let found = row.column(&format!("{}.{}", step.name.text, target.name)).cloned();
            row.columns.extend(found.map(|c| Col { name: format!("{}.{}", step.name.text, hidden.name), ..c }));
        }
    }
    row
}

/// The columns that the function reads.
struct Arguments {
    columns: Vec<String>,
    /// Those that are computed for all rows beforehand.
    computed: Vec<(String, Expr)>,
    types: BTreeMap<String, DataType>,
    input: DFSchemaRef,
}

impl Arguments {
    fn column(&mut self, name: &str) -> usize {
        self.columns.iter().position(|c| c == name).unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        })
    }

    /// The technical name of a value that depends on the row alone.
    fn value(&mut self, b: &mut Binder<'_>, expr: Expr) -> Result<String, DataFusionError> {
        let known = self.computed.iter().find(|(_, known)| *known == expr);
        if let Some((name, _)) = known {
            return Ok(name.clone());
        }
        let ty = expr.get_type(self.input.as_ref())?;
        let name = match &expr {
            Expr::Column(column) => column.name.clone(),
            _ => {
                let name = b.fresh("alone");
                self.computed.push((name.clone(), expr));
                name
            }
        };
        self.types.insert(name.clone(), ty);
        Ok(name)
    }
}

fn one_step(
    b: &mut Binder<'_>,
    row: &Relation,
    remembered: &[Remembered],
    declared: &[Declared],
    step: &ScanStep,
    arguments: &mut Arguments,
) -> Option<Step> {
    let output = match step.output.as_ref().map(|o| (o.text.as_str(), o.span)) {
        None | Some(("all", _)) => Output::All,
        Some(("last", _)) => Output::Last,
        Some(("none", _)) => Output::None,
        Some((_, span)) => return b.error("invalid-argument", span, "this is one of `all`, `last` and `none`"),
    };
    let condition = b.scalar(&step.condition, &mut Cx::row(row));
    let condition = condition.and_then(|c| b.condition(c, step.condition.span));
    let mut assigned = Vec::new();
    for assignment in &step.assignments {
        let value = b.scalar(&assignment.value, &mut Cx::row(row));
        let Some(name) = assignment.names.first() else {
            b.error::<()>("not-a-column", assignment.span, "`column = value` is wanted here");
            continue;
        };
        let Some(index) = declared.iter().position(|d| d.name == name.text) else {
            undeclared(b, name, declared);
            continue;
        };
        assigned.push(value.and_then(|v| Some((index, b.convert(v, declared.get(index)?.ty, assignment.value.span)?))));
    }
    if b.error_count() > 0 {
        return None;
    }
    let (condition, span) = (condition?, step.condition.span);
    b.note_now(condition.now);
    let (with, alone): (Vec<Expr>, Vec<Expr>) =
        split_conjunction_owned(condition.into_filter()).into_iter().partition(|e| remembers(e, remembered));
    let alone = if alone.is_empty() {
        None
    } else {
        let name = arguments.value(b, all_of(alone));
        let name = b.built(name, span)?;
        Some(arguments.column(&name))
    };
    let condition = match with.is_empty() {
        true => None,
        false => Some(computed(b, all_of(with), remembered, arguments, span)?),
    };
    let mut assignments = Vec::new();
    for (index, value) in assigned.into_iter().collect::<Option<Vec<_>>>()? {
        b.note_now(value.now);
        let mut expr = value.expr;
        let ty = declared.get(index)?.ty;
        if ty == KqlType::String {
            expr = crate::expr::never_null_text(expr, ty);
        }
        // A literal may be of a narrower kind than the column.
        let expr = Expr::Cast(Cast::new(Box::new(expr), ty.arrow()));
        assignments.push((index, computed(b, expr, remembered, arguments, span)?));
    }
    Some(Step { output, optional: step.optional, alone, condition, assignments })
}

fn undeclared(b: &mut Binder<'_>, name: &Name, declared: &[Declared]) {
    let names: Vec<&str> = declared.iter().map(|d| d.name.as_str()).collect();
    b.unknown::<()>("unknown-column", "declared column", &name.text, name.span, &names);
}

fn remembers(expr: &Expr, remembered: &[Remembered]) -> bool {
    expr.column_refs().iter().any(|c| remembered.iter().any(|r| r.physical == c.name))
}

/// What is left to compute row by row: parts that depend on the row alone are arguments.
fn computed(
    b: &mut Binder<'_>,
    expr: Expr,
    remembered: &[Remembered],
    arguments: &mut Arguments,
    span: Span,
) -> Option<Computed> {
    let lifted = lift(b, expr, remembered, arguments);
    let lifted = b.built(lifted, span)?;
    let names: BTreeSet<String> = lifted.column_refs().iter().map(|c| c.name.clone()).collect();
    let mut inputs: Vec<(String, Source, DataType)> = Vec::new();
    for name in names {
        let (source, ty) = match remembered.iter().find(|r| r.physical == name) {
            Some(known) => {
                let slot = match &known.column {
                    Ok(physical) => Slot::Argument(arguments.column(physical)),
                    Err(index) => Slot::Declared(*index),
                };
                (Source::Remembered { step: known.step, slot }, known.ty.arrow())
            }
            None => {
                let ty = arguments.types.get(&name).cloned().unwrap_or(DataType::Null);
                (Source::Argument(arguments.column(&name)), ty)
            }
        };
        inputs.push((name, source, ty));
    }
    let made = Computed::new(&lifted, inputs);
    b.built(made, span)
}

/// Puts columns in the place of what depends on the row alone.
fn lift(
    b: &mut Binder<'_>,
    expr: Expr,
    remembered: &[Remembered],
    arguments: &mut Arguments,
) -> Result<Expr, DataFusionError> {
    if matches!(expr, Expr::Literal(..)) {
        return Ok(expr);
    }
    if !remembers(&expr, remembered) {
        return Ok(col(&arguments.value(b, expr)?));
    }
    if matches!(expr, Expr::Column(_)) {
        return Ok(expr);
    }
    Ok(expr.map_children(|child| Ok(Transformed::yes(lift(b, child, remembered, arguments)?)))?.data)
}
