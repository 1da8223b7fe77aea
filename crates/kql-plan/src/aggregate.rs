//! Aggregates whose meaning the planner knows, and the call of any aggregate.

use crate::aggregates::ALL;
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::relation::{Relation, col};
use crate::udaf;
use datafusion::logical_expr::{Aggregate as AggregatePlan, Expr, LogicalPlan};
use diagnostics::Span;
use kql_functions::{Aggregate, AggregateName, KqlType, OwnedValue, Value};
use kql_syntax::ast::{Argument, Name};
use std::sync::Arc;

/// Arguments, condition, place: the result.
type BindOne = for<'b> fn(&mut Binder<'b>, &Name, Vec<Arg>, Option<Expr>, Span, &mut Cx<'_>) -> Option<Bound>;

/// Arguments, the technical names of plain keys, place: the results.
type BindSeveral =
    for<'b> fn(&mut Binder<'b>, &Name, &[Argument], &[Option<String>], Span, &mut Cx<'_>) -> Option<Vec<Bound>>;

/// An aggregate that becomes one of the engine's own. `…if` forms arrive with their condition in `filter`.
pub(crate) struct PlannerAggregate {
    pub(crate) names: &'static [&'static str],
    /// The last argument is a condition.
    pub(crate) conditional: &'static [&'static str],
    pub(crate) bind: BindOne,
}

/// An aggregate that gives several columns.
pub(crate) struct MultiAggregate {
    pub(crate) names: &'static [&'static str],
    pub(crate) bind: BindSeveral,
}

/// What a file of the folder `aggregates` holds.
pub(crate) enum AnyAggregate {
    One(PlannerAggregate),
    Several(MultiAggregate),
}

fn one() -> impl Iterator<Item = &'static PlannerAggregate> {
    ALL.iter().filter_map(|a| match a {
        AnyAggregate::One(one) => Some(one),
        AnyAggregate::Several(_) => None,
    })
}

fn several() -> impl Iterator<Item = &'static MultiAggregate> {
    ALL.iter().filter_map(|a| match a {
        AnyAggregate::Several(several) => Some(several),
        AnyAggregate::One(_) => None,
    })
}

pub(crate) fn multi(name: &str) -> Option<&'static MultiAggregate> {
    several().find(|a| a.names.contains(&name))
}

/// The names of all planner aggregates.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let single = one().flat_map(|a| a.names.iter().chain(a.conditional));
    single.chain(several().flat_map(|a| a.names)).copied()
}

impl Binder<'_> {
    /// A call of an aggregate inside `summarize`; gives a reference to its result.
    pub(crate) fn aggregate_call(
        &mut self,
        aggregate: &'static Aggregate,
        name: &Name,
        args: &[Argument],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        if multi(&name.text).is_some() || multi(aggregate.name).is_some() {
            let found = multi(&name.text).or_else(|| multi(aggregate.name))?;
            let mut columns = (found.bind)(self, name, args, &[], span, cx)?;
            if columns.len() != 1 {
                let message = format!("`{}` gives {} columns where one value is wanted", name.text, columns.len());
                return self.error("not-a-value", name.span, message);
            }
            return columns.pop();
        }
        // Aggregates do not nest.
        let outer = cx.aggregates.take();
        let bound = self.arguments(args, cx);
        cx.aggregates = outer;
        let mut bound = bound?;
        let planner = one().find(|a| {
            [name.text.as_str(), aggregate.name].iter().any(|n| a.names.contains(n) || a.conditional.contains(n))
        });
        let auto = aggregate_name(aggregate, &bound);
        if let Some(planner) = planner {
            let conditional =
                planner.conditional.contains(&name.text.as_str()) || planner.conditional.contains(&aggregate.name);
            let mut filter = None;
            if conditional {
                let Some(Arg { bound: Some(condition), span, .. }) = bound.pop() else {
                    let message = format!("`{}` takes a condition as its last argument", name.text);
                    return self.error("argument-count", name.span, message);
                };
                filter = Some(self.condition(condition, span)?.into_filter());
            }
            return Some((planner.bind)(self, name, bound, filter, span, cx)?.named(Some(auto)));
        }
        let resolved = self.resolve_aggregate(aggregate, &bound, span)?;
        if matches!(aggregate.eval, kql_functions::AggregateEval::Planner) {
            return self.unsupported(&name.text, name.span);
        }
        let mut values: Vec<Bound> = Vec::new();
        for (arg, ty) in bound.into_iter().zip(&resolved.params) {
            let Some(value) = arg.bound else {
                return self.error("not-a-value", arg.span, "a type cannot stand here");
            };
            values.push(self.convert(value, *ty, arg.span)?);
        }
        let constants: Vec<Option<OwnedValue>> = values.iter().map(|v| v.constant.clone()).collect();
        let exprs: Vec<Expr> = values.iter().map(|v| self.aggregate_argument(v, cx)).collect();
        match udaf::call(aggregate, exprs, resolved.params, constants, resolved.returns, None) {
            Ok(expr) => {
                let result = self.add_aggregate(expr, resolved.returns, &auto, cx);
                Some(result.inherit(&values).named(Some(auto)))
            }
            Err(message) => self.error("invalid-argument", span, message),
        }
    }

    /// An argument as the aggregate sees it: a literal, a column, or a technical column computed beforehand.
    pub(crate) fn aggregate_argument(&mut self, value: &Bound, cx: &mut Cx<'_>) -> Expr {
        if value.constant.is_some() || matches!(value.expr, Expr::Column(_)) {
            return value.expr.clone();
        }
        let Some(aggregates) = &mut cx.aggregates else { return value.expr.clone() };
        if let Some((physical, _)) = aggregates.arguments.iter().find(|(_, e)| *e == value.expr) {
            return col(physical);
        }
        self.fresh_argument(value.expr.clone(), cx)
    }

    fn fresh_argument(&mut self, expr: Expr, cx: &mut Cx<'_>) -> Expr {
        let physical = self.fresh("argument");
        if let Some(aggregates) = &mut cx.aggregates {
            aggregates.arguments.push((physical.clone(), expr));
        }
        col(&physical)
    }

    /// Notes an aggregate and gives a reference to its result; equal aggregates are computed once.
    pub(crate) fn add_aggregate(&mut self, expr: Expr, ty: KqlType, base: &str, cx: &mut Cx<'_>) -> Bound {
        let known = cx.aggregates.as_ref().and_then(|a| a.calls.iter().find(|c| c.expr == expr));
        let physical = match known {
            Some(call) => call.physical.clone(),
            None => {
                let physical = self.fresh(base);
                if let Some(aggregates) = &mut cx.aggregates {
                    let call = crate::expr::AggregateCall { physical: physical.clone(), expr };
                    aggregates.calls.push(call);
                }
                physical
            }
        };
        Bound { scope: cx.scope, ..Bound::new(col(&physical), ty) }
    }

    /// All values of a relation in one array, by `make_set` or `make_list`: a plan of one row and one column.
    pub(crate) fn gather(&mut self, relation: &Relation, name: &str, value: Bound, span: Span) -> Option<LogicalPlan> {
        let aggregate = kql_functions::aggregate(name)?;
        let mut cx = Cx::summarize(relation);
        // Without a limit of its own the aggregate would stop at its default.
        let most = Bound::constant(Value::Long(i64::MAX), KqlType::Long);
        let args = [value.clone(), most.clone()].map(|b| Arg { ty: b.ty, bound: Some(b), span });
        let resolved = self.resolve_aggregate(aggregate, &args, span)?;
        let argument = self.aggregate_argument(&value, &mut cx);
        let constants = vec![None, most.constant.clone()];
        let call = udaf::call(aggregate, vec![argument, most.expr], resolved.params, constants, resolved.returns, None);
        let call = call.ok()?;
        let physical = self.fresh(name);
        let arguments = cx.aggregates.map(|a| a.arguments).unwrap_or_default();
        let input = self.add_columns(relation.clone(), arguments, span)?;
        let plan = AggregatePlan::try_new(input.plan, Vec::new(), vec![call.alias(physical)]);
        Some(LogicalPlan::Aggregate(self.built(plan, span)?))
    }
}

/// The column's name when the query gives none.
fn aggregate_name(aggregate: &Aggregate, args: &[Arg]) -> String {
    let first = args.first().and_then(|a| a.bound.as_ref()?.name.clone()).unwrap_or_default();
    match aggregate.auto_name {
        // `count_`, and `count_x` over a column.
        AggregateName::Fixed(name) => format!("{name}{first}"),
        AggregateName::Prefix(prefix) => format!("{prefix}{first}"),
        AggregateName::Argument => first,
        AggregateName::PrefixAndArguments(prefix) => {
            let second = args.get(1).and_then(|a| a.bound.as_ref()?.name.clone()).unwrap_or_default();
            format!("{prefix}{first}_{second}")
        }
        AggregateName::PrefixAndConstants(prefix) => {
            let mut name = format!("{prefix}{first}");
            for constant in args.iter().skip(1).filter_map(Arg::constant) {
                name.push('_');
                name.push_str(&constant_name(&constant));
            }
            name
        }
    }
}

/// A constant as part of a name: `99.9` is `99_9`.
pub(crate) fn constant_name(value: &Value<'_>) -> String {
    let text = match value {
        Value::Real(v) => format!("{v}"),
        other => {
            other.as_i64().map(|v| v.to_string()).or_else(|| other.as_str().map(str::to_owned)).unwrap_or_default()
        }
    };
    text.replace('.', "_")
}

/// What a `summarize` computes.
pub(crate) fn aggregate_plan(
    input: Arc<LogicalPlan>,
    keys: Vec<Expr>,
    calls: Vec<Expr>,
) -> datafusion::error::Result<LogicalPlan> {
    Ok(LogicalPlan::Aggregate(AggregatePlan::try_new(input, keys, calls)?))
}

/// The only argument of an aggregate over one value.
pub(crate) fn only_value(b: &mut Binder<'_>, name: &Name, args: Vec<Arg>) -> Option<(Bound, Span)> {
    let count = args.len();
    let mut args = args.into_iter();
    match (args.next(), args.next()) {
        (Some(Arg { bound: Some(value), span, .. }), None) => Some((value, span)),
        _ => b.error("argument-count", name.span, format!("`{}` takes 1 value, not {count}", name.text)),
    }
}

/// The number of rows.
pub(crate) fn count_rows() -> Expr {
    crate::aggregates::count::count(None)
}
