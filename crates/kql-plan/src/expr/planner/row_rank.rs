//! `row_rank_dense(value [, restart])` and `row_rank_min`: the rank of a value among rows sorted by it.

use super::{PlannerFunction, row_cumsum};
use crate::binder::Binder;
use crate::expr::row_function::RowFunction;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction =
    PlannerFunction { names: &["row_rank_dense", "row_rank_min", "row_rank"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let Some((value, restart)) = args.split_first() else {
        return b.error("argument-count", name.span, format!("`{}` takes 1 or 2 arguments, not 0", name.text));
    };
    let function = if name.text == "row_rank_min" { RowFunction::MinRank } else { RowFunction::DenseRank };
    let bound = b.scalar(&value.value, cx)?;
    b.check_key(bound.ty, value.value.span, "ranked")?;
    row_cumsum::over_rows(b, name, function, bound, KqlType::Long, restart, span, cx)
}
