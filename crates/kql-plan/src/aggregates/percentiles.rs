//! `percentiles(x, 5, 50, 95)`: one column for each.

use crate::aggregate::{AnyAggregate, MultiAggregate};
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};

pub(crate) static AGGREGATE: AnyAggregate = AnyAggregate::Several(MultiAggregate { names: &["percentiles"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: &[Argument],
    _keys: &[Option<String>],
    span: Span,
    cx: &mut Cx<'_>,
) -> Option<Vec<Bound>> {
    let Some((value, percents)) = args.split_first().filter(|(_, p)| !p.is_empty()) else {
        return b.error("argument-count", name.span, "`percentiles` takes a value and at least one percentage");
    };
    let Some(percentile) = kql_functions::aggregate("percentile") else {
        return b.unsupported("percentiles", name.span);
    };
    let columns: Vec<Option<Bound>> = percents
        .iter()
        .map(|percent| {
            b.aggregate_call(percentile, name_of(name).as_ref(), &[value.clone(), percent.clone()], span, cx)
        })
        .collect();
    columns.into_iter().collect()
}

/// The name of the single form, at the same place.
fn name_of(name: &Name) -> Box<Name> {
    Box::new(Name { text: "percentile".to_owned(), span: name.span })
}
