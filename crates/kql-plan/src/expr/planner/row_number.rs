//! `row_number([start [, restart]])`: the row's position, counted from 1 or from a start.

use super::{PlannerFunction, row_cumsum};
use crate::binder::Binder;
use crate::expr::row_function::RowFunction;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["row_number"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let start = match args.first() {
        None => Bound::constant(Value::Long(1), KqlType::Long),
        Some(start) => {
            let bound = b.scalar(&start.value, cx)?;
            b.convert(bound, KqlType::Long, start.value.span)?
        }
    };
    let restart = args.get(1..).unwrap_or_default();
    row_cumsum::over_rows(b, name, RowFunction::Number, start, KqlType::Long, restart, span, cx)
}
