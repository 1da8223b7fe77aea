//! `row_number([start])`: the row's position, counted from 1.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::{Cast, Expr, WindowFunctionDefinition};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["row_number"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let start = match args {
        [] => 1,
        [start] => b.constant(&start.value, KqlType::Long, "the first number")?.as_i64().unwrap_or(1),
        _ => return b.unsupported("row_number with a restart condition", name.span),
    };
    let function = WindowFunctionDefinition::WindowUDF(row_number_udwf());
    let number = b.window("row_number", function, Vec::new(), KqlType::Long, span, cx)?;
    let cast = Expr::Cast(Cast::new(Box::new(number.expr.clone()), KqlType::Long.arrow()));
    let mut bound = Bound { nullable: false, ..Bound::new(cast, KqlType::Long) }.inherit([&number]);
    if start != 1 {
        let shift = Bound::constant(Value::Long(start.saturating_sub(1)), KqlType::Long);
        bound = b.arithmetic("+", bound, shift, span)?;
    }
    Some(bound.named(None))
}
