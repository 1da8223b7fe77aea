//! `percentiles(x, 5, 50, 95)` and `percentilesw(x, weight, 5, 50, 95)`: one column for each.

use crate::aggregate::{AnyAggregate, MultiAggregate};
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::Several(MultiAggregate { names: &["percentiles", "percentilesw"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: &[Argument],
    _keys: &[Option<String>],
    span: Span,
    cx: &mut Cx<'_>,
) -> Option<Vec<Bound>> {
    let weighted = name.text.ends_with('w');
    let (single, least) = if weighted { ("percentilew", 2) } else { ("percentile", 1) };
    let Some((common, percents)) = args.split_at_checked(least).filter(|(_, p)| !p.is_empty()) else {
        let weight = if weighted { ", a weight" } else { "" };
        let message = format!("`{}` takes a value{weight} and at least one percentage", name.text);
        return b.error("argument-count", name.span, message);
    };
    let aggregate = kql_functions::aggregate(single)?;
    let single = Name { text: single.to_owned(), span: name.span };
    let columns: Vec<Option<Bound>> = percents
        .iter()
        .map(|percent| {
            let args: Vec<Argument> = common.iter().chain([percent]).cloned().collect();
            b.aggregate_call(aggregate, &single, &args, span, cx)
        })
        .collect();
    columns.into_iter().collect()
}
