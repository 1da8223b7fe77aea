//! Saved functions: their bodies stand in files of their own, so what is wrong in them is told at the call.

use crate::binder::Binder;
use crate::catalog::SavedFunction;
use crate::env::Env;
use crate::expr::{Bound, Cx};
use crate::relation::Relation;
use diagnostics::{Diagnostic, Label, Span};
use kql_syntax::ast::{Argument, Expr, Name, ParameterKind};

/// Whose text is being bound when it is not the query's.
#[derive(Clone)]
pub(crate) struct Foreign {
    /// The call in the query.
    call: Span,
    name: String,
    function: SavedFunction,
}

impl Foreign {
    /// A diagnostic of the function's text as one of the query's.
    pub(crate) fn retold(&self, diagnostic: Diagnostic) -> Diagnostic {
        let at = self.function.source.line_column(diagnostic.span().start);
        let (name, file) = (&self.name, &self.function.source.name);
        Diagnostic {
            message: format!("in the function `{name}` ({file}, line {}): {}", at.line, diagnostic.message),
            labels: vec![Label { span: self.call, text: "called here".to_owned() }],
            ..diagnostic
        }
    }
}

impl Binder<'_> {
    /// A function that the catalog holds; a refusal is reported.
    pub(crate) fn saved_function(&mut self, name: &Name) -> Option<Option<SavedFunction>> {
        match self.catalog.saved_function(&name.text)? {
            Ok(function) => Some(Some(function)),
            Err(refusal) => {
                self.refused::<()>(refusal, name.span);
                Some(None)
            }
        }
    }

    pub(crate) fn call_saved_table(
        &mut self,
        name: &Name,
        saved: &SavedFunction,
        args: &[Argument],
        span: Span,
    ) -> Option<Relation> {
        let env = self.saved_env(name, saved, args, span, &mut Cx::none())?;
        self.foreign(name, saved, span, |b| {
            b.with_env(env, |b| {
                b.deeper(span, |b| {
                    let last = b.body_lets(&saved.function.body, name.span)?;
                    let mut relation = b.table(last)?;
                    relation.name = Some(name.text.clone());
                    Some(relation)
                })
            })
        })
    }

    pub(crate) fn call_saved_scalar(
        &mut self,
        name: &Name,
        saved: &SavedFunction,
        args: &[Argument],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let env = self.saved_env(name, saved, args, span, cx)?;
        let mut body = cx.body();
        let outer = std::mem::replace(&mut self.body_scope, cx.scope);
        let result = self.foreign(name, saved, span, |b| {
            b.with_env(env, |b| {
                b.deeper(span, |b| {
                    let last: &Expr = b.body_lets(&saved.function.body, name.span)?;
                    Some(b.scalar(last, &mut body)?.named(None))
                })
            })
        });
        self.body_scope = outer;
        result
    }

    /// Runs `f` while the function's text is bound. Of functions that call each other, the outermost call is shown.
    pub(crate) fn foreign<T>(
        &mut self,
        name: &Name,
        saved: &SavedFunction,
        span: Span,
        f: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let call = self.foreign.as_ref().map_or(span, |outer| outer.call);
        let inner = Foreign { call, name: name.text.clone(), function: saved.clone() };
        let outer = self.foreign.replace(inner);
        let result = f(self);
        self.foreign = outer;
        result
    }

    /// The parameters' names. Their types and defaults stand in the function's text, and are looked at first.
    fn saved_env(
        &mut self,
        name: &Name,
        saved: &SavedFunction,
        args: &[Argument],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Env> {
        let sound = self.foreign(name, saved, span, |b| {
            b.with_env(Env::default(), |b| {
                let mut sound = true;
                for parameter in &saved.function.parameters {
                    sound &= match &parameter.kind {
                        ParameterKind::Scalar(ty) => b.type_name(ty).is_some(),
                        ParameterKind::Tabular(columns) => {
                            columns.iter().flatten().all(|c| b.type_name(&c.ty).is_some())
                        }
                    };
                    if let Some(default) = &parameter.default {
                        sound &= b.scalar(default, &mut Cx::none()).is_some();
                    }
                }
                sound
            })
        });
        if !sound {
            return None;
        }
        self.bind_parameters(name, &saved.function, Env::default(), args, span, cx)
    }
}
