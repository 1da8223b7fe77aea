//! `datatable(name: type, …)[values]`: rows written in the query.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use crate::values::to_scalar;
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::common::DFSchema;
use datafusion::logical_expr::{EmptyRelation, Expr, LogicalPlan, Values};
use kql_functions::{KqlType, OwnedValue};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["datatable"], starts: true, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, _: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Datatable { columns, values } = &op.kind else { return None };
    let mut typed: Vec<(String, KqlType)> = Vec::new();
    for column in columns {
        let ty = b.type_name(&column.ty)?;
        if typed.iter().any(|(name, _)| *name == column.name.text) {
            let message = format!("the column `{}` stands twice", column.name.text);
            return b.error("duplicate-column", column.name.span, message);
        }
        typed.push((column.name.text.clone(), ty));
    }
    if typed.is_empty() {
        return b.error("type-mismatch", op.span, "a `datatable` needs at least one column");
    }
    if values.len() % typed.len() != 0 {
        let message = format!("{} values do not fill rows of {} columns", values.len(), typed.len());
        return b.error("type-mismatch", op.span, message);
    }
    let mut rows: Vec<Vec<OwnedValue>> = Vec::with_capacity(values.len() / typed.len());
    let mut failed = false;
    for row in values.chunks(typed.len()) {
        let mut cells = Vec::with_capacity(typed.len());
        for (value, (_, ty)) in row.iter().zip(&typed) {
            match b.cell(value, *ty) {
                Some(cell) => cells.push(cell),
                None => failed = true,
            }
        }
        rows.push(cells);
    }
    if failed { None } else { constant_table(b, typed, rows, op.span) }
}

/// A table whose rows are known.
pub(crate) fn constant_table(
    b: &mut Binder<'_>,
    columns: Vec<(String, KqlType)>,
    rows: Vec<Vec<OwnedValue>>,
    span: diagnostics::Span,
) -> Option<Relation> {
    let columns: Vec<Col> = columns
        .into_iter()
        .map(|(name, ty)| {
            let nullable = ty != KqlType::String;
            Col { physical: b.fresh(&name), name, ty, nullable, poisoned: false }
        })
        .collect();
    let fields: Vec<Field> = columns.iter().map(|c| Field::new(&c.physical, c.ty.arrow(), c.nullable)).collect();
    let schema = Arc::new(b.built(DFSchema::try_from(Schema::new(fields)), span)?);
    let plan = if rows.is_empty() {
        LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, schema })
    } else {
        let literal = |(value, column): (&OwnedValue, &Col)| Expr::Literal(to_scalar(value, column.ty), None);
        let values = rows.iter().map(|row| row.iter().zip(&columns).map(literal).collect()).collect();
        LogicalPlan::Values(Values { schema, values })
    };
    let scope = b.fresh_scope();
    let mut relation = Relation::new(plan, columns, scope);
    relation.constant = Some(Arc::new(rows));
    Some(relation)
}
