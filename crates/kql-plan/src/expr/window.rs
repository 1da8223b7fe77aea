//! Window functions over the rows in their order: `row_number`, `prev`, `next`.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::relation::{Relation, col};
use datafusion::common::ScalarValue;
use datafusion::functions_window::row_number::row_number_udwf;
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
        if cx.windows.is_none() {
            return self.error("not-serialized", span, format!("`{name}` can stand only in `extend` and its like"));
        }
        // Within `mv-apply` and `partition` each row or partition is a table of its own.
        let within: Vec<Expr> = relation.group.iter().map(|g| col(&g.row)).collect();
        let place = if within.is_empty() {
            None
        } else {
            let number = WindowFunctionDefinition::WindowUDF(row_number_udwf());
            Some(col(&self.window_column("place", window_call(number, Vec::new(), Vec::new(), None), cx)))
        };
        // Arguments get columns of their own, so that no two window functions nest: the plan's optimiser would
        // take the inner one for an ordinary expression.
        let mut columns = Vec::with_capacity(args.len());
        for arg in args {
            columns.push(match arg {
                Expr::Column(_) | Expr::Literal(..) => arg,
                computed => col(&self.window_column(name, computed, cx)),
            });
        }
        let physical = self.window_column(name, window_call(function, columns, within, place), cx);
        let mut bound = Bound::new(col(&physical), ty);
        bound.scope = scope;
        self.analysis.row_local = false;
        Some(bound)
    }

    /// A column that is computed before the row is built; equal ones are computed once.
    pub(crate) fn window_column(&mut self, name: &str, expr: Expr, cx: &mut Cx<'_>) -> String {
        let known = cx.windows.iter().flatten().find(|(_, known)| *known == expr);
        if let Some((physical, _)) = known {
            return physical.clone();
        }
        let physical = self.fresh(name);
        if let Some(windows) = &mut cx.windows {
            windows.push((physical.clone(), expr));
        }
        physical
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
        // One after the other: a later one may name an earlier one's result.
        for (name, expr) in windows {
            let input = Arc::clone(&relation.plan);
            let plan = if matches!(expr, Expr::WindowFunction(_)) {
                LogicalPlan::Window(self.built(Window::try_new(vec![expr.alias(name)], input), span)?)
            } else {
                let before = input.schema().fields().iter().map(|f| (f.name().clone(), col(f.name())));
                let exprs = before.chain([(name, expr)]).collect();
                self.projected(&input, exprs, span)?
            };
            relation.set_plan(plan, 1);
        }
        Some(relation)
    }
}

/// A window function over all rows, or over those with equal keys, in the order in which they come. Bringing equal
/// keys together may lose that order, so with keys a column tells it.
pub(crate) fn window_call(
    function: WindowFunctionDefinition,
    args: Vec<Expr>,
    partition_by: Vec<Expr>,
    place: Option<Expr>,
) -> Expr {
    Expr::WindowFunction(Box::new(WindowFunction {
        fun: function,
        params: WindowFunctionParams {
            args,
            partition_by,
            order_by: place.into_iter().map(|p| p.sort(true, true)).collect(),
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
