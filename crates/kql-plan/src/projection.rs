//! Nodes of the plan, made without asking DataFusion for what is known.
//!
//! `Projection::try_new` writes out the text of every expression and of every part of it, to name fields that the
//! binder has named already: in a query with lists of indicators that is most of the time that binding takes.

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Column, DFSchema};
use datafusion::error::Result;
use datafusion::logical_expr::{
    BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, Projection, ReturnFieldArgs, expr::ScalarFunction,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A projection to named columns.
///
/// # Errors
/// When an expression does not fit its input, or two columns have one name.
pub(crate) fn projection(columns: Vec<(String, Expr)>, input: Arc<LogicalPlan>) -> Result<Projection> {
    let schema = input.schema();
    let known = Known::of(schema);
    let mut fields = Vec::with_capacity(columns.len());
    let mut exprs = Vec::with_capacity(columns.len());
    for (name, expr) in columns {
        let field = known.field(&expr)?;
        fields.push((
            None,
            if *field.name() == name { field } else { Arc::new(field.as_ref().clone().with_name(&name)) },
        ));
        exprs.push(match expr {
            Expr::Column(Column { relation: None, name: own, .. }) if own == name => {
                Expr::Column(Column::new_unqualified(name))
            }
            other => other.alias(name),
        });
    }
    let schema = DFSchema::new_with_metadata(fields, schema.metadata().clone())?;
    Projection::try_new_with_schema(exprs, input, Arc::new(schema))
}

/// The columns of a schema by their names, which are unique: see `relation`.
struct Known<'s> {
    schema: &'s DFSchema,
    by_name: BTreeMap<&'s str, &'s FieldRef>,
}

impl<'s> Known<'s> {
    fn of(schema: &'s DFSchema) -> Self {
        Self { schema, by_name: schema.fields().iter().map(|field| (field.name().as_str(), field)).collect() }
    }

    /// Type and nullability of what an expression gives; the name is anything.
    fn field(&self, expr: &Expr) -> Result<FieldRef> {
        match expr {
            Expr::Column(column) => match self.by_name.get(column.name.as_str()) {
                Some(field) => Ok(Arc::clone(field)),
                None => self.asked(expr),
            },
            Expr::Alias(alias) if alias.metadata.is_none() => self.field(&alias.expr),
            Expr::Literal(value, None) => Ok(Arc::new(Field::new("", value.data_type(), value.is_null()))),
            Expr::ScalarFunction(call) => self.called(call),
            Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_condition(*op) => {
                let nullable = self.field(left)?.is_nullable() || self.field(right)?.is_nullable();
                Ok(boolean(nullable))
            }
            Expr::Not(inner) => Ok(boolean(self.field(inner)?.is_nullable())),
            Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::IsTrue(_) | Expr::IsNotTrue(_) => Ok(boolean(false)),
            Expr::Cast(cast) => {
                let field = self.field(&cast.expr)?;
                if !field.metadata().is_empty() || !cast.field.metadata().is_empty() {
                    return self.asked(expr);
                }
                Ok(Arc::new(field.as_ref().clone().with_data_type(cast.field.data_type().clone())))
            }
            _ => self.asked(expr),
        }
    }

    fn called(&self, call: &ScalarFunction) -> Result<FieldRef> {
        let fields: Vec<FieldRef> = call.args.iter().map(|argument| self.field(argument)).collect::<Result<_>>()?;
        let constants: Vec<_> = call
            .args
            .iter()
            .map(|argument| match argument {
                Expr::Literal(value, _) => Some(value),
                _ => None,
            })
            .collect();
        call.func.return_field_from_args(ReturnFieldArgs { arg_fields: &fields, scalar_arguments: &constants })
    }

    fn asked(&self, expr: &Expr) -> Result<FieldRef> {
        Ok(expr.to_field(self.schema)?.1)
    }
}

fn boolean(nullable: bool) -> FieldRef {
    Arc::new(Field::new("", DataType::Boolean, nullable))
}

fn is_condition(op: Operator) -> bool {
    use Operator::{And, Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq, Or};
    matches!(op, And | Eq | Gt | GtEq | Lt | LtEq | NotEq | Or | IsDistinctFrom | IsNotDistinctFrom)
}
