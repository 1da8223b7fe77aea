//! `column_ifexists("name", default)`: the column, or what stands for it where the table lacks it.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::Value;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["column_ifexists", "columnifexists"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [column, default] = args else {
        let message = format!("`{}` takes 2 arguments, not {}", name.text, args.len());
        return b.error("argument-count", name.span, message);
    };
    let wanted = b.scalar(&column.value, &mut Cx::none())?;
    let Some(Value::String(text)) = wanted.constant else {
        return b.error("not-constant", column.value.span, "the column's name must be a constant string");
    };
    if let Some(relation) = cx.relation
        && relation.has_name(&text)
    {
        return b.column(relation, &Name { text: text.into_owned(), span: column.value.span });
    }
    Some(b.scalar(&default.value, cx)?.named(Some(text.into_owned())))
}
