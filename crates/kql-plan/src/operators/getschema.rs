//! `getschema`: the columns themselves as rows.

use super::datatable::constant_table;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_functions::{KqlType, Value};
use kql_syntax::ast;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["getschema"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let relation = input?;
    let columns = [
        ("ColumnName", KqlType::String),
        ("ColumnOrdinal", KqlType::Long),
        ("DataType", KqlType::String),
        ("ColumnType", KqlType::String),
    ];
    let rows = relation
        .columns
        .iter()
        .filter(|c| !c.poisoned)
        .zip(0i64..)
        .map(|(column, ordinal)| {
            vec![
                Value::string(column.name.clone()),
                Value::Long(ordinal),
                Value::string(dot_net_name(column.ty)),
                Value::string(column.ty.name()),
            ]
        })
        .collect();
    constant_table(b, columns.map(|(n, t)| (n.to_owned(), t)).into(), rows, op.span)
}

/// The type as Microsoft's runtime calls it.
const fn dot_net_name(ty: KqlType) -> &'static str {
    match ty {
        KqlType::Bool => "System.SByte",
        KqlType::Int => "System.Int32",
        KqlType::Long => "System.Int64",
        KqlType::Real => "System.Double",
        KqlType::Decimal => "System.Data.SqlTypes.SqlDecimal",
        KqlType::String => "System.String",
        KqlType::DateTime => "System.DateTime",
        KqlType::TimeSpan => "System.TimeSpan",
        KqlType::Guid => "System.Guid",
        KqlType::Dynamic => "System.Object",
    }
}
