//! Window functions over the rows in their order: `row_number`, `prev`, `next`.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::relation::Relation;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{Expr, LogicalPlan, Window, WindowFrame, WindowFunctionDefinition};
use diagnostics::Span;
use kql_functions::KqlType;
use std::sync::Arc;

impl Binder<'_> {
    /// Adds a window function to the row that is being built, and gives its value.
    pub(crate) fn window(
        &mut self,
        name: &str,
        function: WindowFunctionDefinition,
        args: Vec<Expr>,
        ty: KqlType,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let Some(relation) = cx.relation else {
            return self.error("not-serialized", span, format!("`{name}` can stand only among a table's rows"));
        };
        let scope = relation.scope;
        if !relation.serialized {
            let message = format!("`{name}` wants rows in a fixed order");
            return self.error_help("not-serialized", span, message, "put `sort by …` or `serialize` before it");
        }
        let Some(windows) = &mut cx.windows else {
            return self.error("not-serialized", span, format!("`{name}` can stand only in `extend` and its like"));
        };
        let physical = self.fresh(name);
        windows.push((physical.clone(), window_call(function, args, Vec::new())));
        let mut bound = Bound::new(crate::relation::col(&physical), ty);
        bound.scope = scope;
        self.analysis.row_local = false;
        Some(bound)
    }

    /// Computes the window functions that an operator's expressions named.
    pub(crate) fn apply_windows(
        &mut self,
        mut relation: Relation,
        windows: Vec<(String, Expr)>,
        span: Span,
    ) -> Option<Relation> {
        if windows.is_empty() {
            return Some(relation);
        }
        let exprs: Vec<Expr> = windows.into_iter().map(|(name, expr)| expr.alias(name)).collect();
        let window = self.built(Window::try_new(exprs, Arc::clone(&relation.plan)), span)?;
        relation.set_plan(LogicalPlan::Window(window), 1);
        Some(relation)
    }
}

/// A window function over all rows, or over those with equal keys, in the order in which they come.
pub(crate) fn window_call(function: WindowFunctionDefinition, args: Vec<Expr>, partition_by: Vec<Expr>) -> Expr {
    Expr::WindowFunction(Box::new(WindowFunction {
        fun: function,
        params: WindowFunctionParams {
            args,
            partition_by,
            order_by: Vec::new(),
            window_frame: rows_so_far(),
            filter: None,
            null_treatment: None,
            distinct: false,
        },
    }))
}

/// From the first row to this one.
fn rows_so_far() -> WindowFrame {
    use datafusion::logical_expr::{WindowFrameBound, WindowFrameUnits};
    WindowFrame::new_bounds(
        WindowFrameUnits::Rows,
        WindowFrameBound::Preceding(ScalarValue::UInt64(None)),
        WindowFrameBound::CurrentRow,
    )
}
