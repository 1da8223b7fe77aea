//! `+`, `-`, `*`, `/`, `%`, by the checked kernels of `kql-functions`.

use super::Bound;
use super::call::Arg;
use crate::binder::Binder;
use diagnostics::Span;

impl Binder<'_> {
    pub(crate) fn arithmetic(&mut self, symbol: &'static str, left: Bound, right: Bound, span: Span) -> Option<Bound> {
        self.operator_call(symbol, vec![left, right], span)
    }

    /// A call of an operator that `kql-functions` implements.
    pub(crate) fn operator_call(&mut self, symbol: &str, args: Vec<Bound>, span: Span) -> Option<Bound> {
        self.operator_call_at(symbol, args, &[], span)
    }

    /// The same, with the places of the arguments; those that are not given stand at `span`.
    pub(crate) fn operator_call_at(
        &mut self,
        symbol: &str,
        args: Vec<Bound>,
        spans: &[Span],
        span: Span,
    ) -> Option<Bound> {
        let Some(operator) = kql_functions::operator(symbol).or_else(|| kql_functions::scalar(symbol)) else {
            return self.unsupported(&format!("the operator `{symbol}`"), span);
        };
        let place = |i: usize| spans.get(i).copied().unwrap_or(span);
        let args =
            args.into_iter().enumerate().map(|(i, bound)| Arg { ty: bound.ty, bound: Some(bound), span: place(i) });
        let mut bound = self.apply_with_types(operator, args.collect(), span)?;
        bound.name = None;
        Some(bound)
    }
}
