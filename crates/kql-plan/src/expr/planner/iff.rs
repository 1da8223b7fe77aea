//! `iff(condition, then, else)`, also spelled `iif`.

use super::{PlannerFunction, case};
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["iff", "iif"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    if args.len() != 3 {
        let message = format!("`{}` takes 3 arguments, not {}", name.text, args.len());
        return b.error("argument-count", name.span, message);
    }
    case::choose(b, args, span, cx)
}
