//! `+`, `-`, `*`, `/`, `%`, by the checked kernels of `kql-functions`.

use super::Bound;
use crate::binder::Binder;
use diagnostics::Span;

impl Binder<'_> {
    pub(crate) fn arithmetic(&mut self, symbol: &'static str, left: Bound, right: Bound, span: Span) -> Option<Bound> {
        self.operator_call(symbol, vec![left, right], span)
    }

    /// A call of an operator that `kql-functions` implements.
    pub(crate) fn operator_call(&mut self, symbol: &str, args: Vec<Bound>, span: Span) -> Option<Bound> {
        let Some(operator) = kql_functions::operator(symbol).or_else(|| kql_functions::scalar(symbol)) else {
            return self.unsupported(&format!("the operator `{symbol}`"), span);
        };
        let mut bound = self.apply(operator, args, span)?;
        bound.name = None;
        Some(bound)
    }
}
