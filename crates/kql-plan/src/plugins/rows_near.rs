//! `evaluate rows_near(condition, rows [, after])`: the rows around those on which a condition holds.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::expr::row_function::RowFunction;
use crate::expr::window::window_call;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::{Relation, col};
use datafusion::logical_expr::WindowFunctionDefinition;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["rows_near"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let [condition, rows, after @ ..] = call.args else {
        let message = format!("`rows_near` takes 2 or 3 arguments, not {}", call.args.len());
        return b.error("argument-count", call.name.span, message);
    };
    if !relation.serialized {
        let help = "put `sort by …` or `serialize` before it";
        return b.error_help("not-serialized", span, "`rows_near` wants rows in a fixed order", help);
    }
    if relation.group.is_some() {
        return b.unsupported("rows_near inside a subquery", span);
    }
    let bound = b.scalar(&condition.value, &mut Cx::row(&relation))?;
    let bound = b.condition(bound, condition.value.span)?;
    b.note_now(bound.now);
    let before = b.count(&rows.value, "the number of rows")?;
    let after = match after.first() {
        Some(after) => b.count(&after.value, "the number of rows")?,
        None => before,
    };
    let (test, near) = (b.fresh("condition"), b.fresh("near"));
    let function = WindowFunctionDefinition::WindowUDF(RowFunction::Near { before, after }.udwf());
    let windows = vec![
        (test.clone(), bound.into_filter()),
        (near.clone(), window_call(function, vec![col(&test)], Vec::new(), None)),
    ];
    let (serialized, sorted) = (relation.serialized, relation.sorted);
    let relation = b.apply_windows(relation, windows, span)?;
    let mut relation = Binder::filter(relation, col(&near));
    (relation.serialized, relation.sorted) = (serialized, sorted);
    Some(relation)
}
