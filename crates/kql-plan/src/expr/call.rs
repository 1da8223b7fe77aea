//! Calls: of the planner's own functions, of `kql-functions`, of aggregates inside `summarize`, and of the user's.

use super::{Bound, Cx, planner};
use crate::binder::Binder;
use crate::env::Binding;
use crate::udf;
use diagnostics::Span;
use kql_functions::{Aggregate, AutoName, Eval, KqlType, OwnedValue, Scalar, Types, Value};
use kql_syntax::ast::{Argument, ExprKind, Name, TypeSpec};

impl Binder<'_> {
    pub(crate) fn call(&mut self, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
        match self.env.get(&name.text).cloned() {
            Some(Binding::Function(function, env)) => {
                return self.call_user_scalar(name, &function, env, args, span, cx);
            }
            Some(Binding::Poisoned) => return None,
            _ => {}
        }
        if let Some(saved) = self.saved_function(name) {
            return self.call_saved_scalar(name, &saved?, args, span, cx);
        }
        let aggregate = kql_functions::aggregate(&name.text);
        if let Some(aggregate) = aggregate
            && cx.aggregates.is_some()
        {
            return self.aggregate_call(aggregate, name, args, span, cx);
        }
        if let Some(planner) = planner::find(&name.text) {
            return (planner.bind)(self, name, args, span, cx);
        }
        if let Some(function) = self.catalog.function(&name.text).or_else(|| kql_functions::scalar(&name.text)) {
            if matches!(function.eval, Eval::Planner) {
                return self.unsupported(&name.text, name.span);
            }
            let named = args.first().and_then(|a| a.name.clone());
            let args = self.arguments(args, cx)?;
            let mut bound = self.apply_with_types(function, args, span)?;
            if let Some((_, ty)) = function.columns().first() {
                // Among other things such a function is its first column.
                bound = self.item(bound, 0, *ty, span)?;
            }
            // `bin(hour = t, 1h)` is called `hour`.
            if let (Some(named), AutoName::FirstArgument) = (named, function.auto_name) {
                bound.name = Some(named.text);
            }
            return Some(bound);
        }
        if aggregate.is_some() {
            let message = format!("the aggregate `{}` can stand only in `summarize`", name.text);
            return self.error("misplaced-aggregate", name.span, message);
        }
        if self.is_table_function(&name.text) {
            let message = format!("`{}` gives a table where a value is wanted", name.text);
            return self.error("not-a-value", name.span, message);
        }
        self.unknown_function(name, cx.aggregates.is_some())
    }

    pub(crate) fn unknown_function<T>(&mut self, name: &Name, aggregates: bool) -> Option<T> {
        if crate::not_yet::is_known(&name.text) {
            return self.unsupported(&name.text, name.span);
        }
        let env = self.env.clone();
        let mut candidates: Vec<&str> =
            env.iter().filter(|(_, b)| matches!(b, Binding::Function(..))).map(|(n, _)| n).collect();
        let saved = self.catalog.saved_function_names();
        candidates.extend(saved.iter().map(String::as_str));
        candidates.extend(self.catalog.function_names());
        candidates.extend(kql_functions::all_scalars().into_iter().map(|s| s.name));
        if aggregates {
            candidates.extend(kql_functions::all_aggregates().into_iter().map(|a| a.name));
        }
        self.unknown("unknown-function", "function", &name.text, name.span, &candidates)
    }

    /// Binds arguments; `typeof(…)` becomes a type.
    pub(crate) fn arguments(&mut self, args: &[Argument], cx: &mut Cx<'_>) -> Option<Vec<Arg>> {
        let bound: Vec<Option<Arg>> = args
            .iter()
            .map(|argument| match &argument.value.kind {
                ExprKind::Typeof(TypeSpec::Scalar(ty)) => match KqlType::parse(&ty.text) {
                    Some(found) => Some(Arg { bound: None, ty: found, span: ty.span }),
                    None => self.unknown_type(ty),
                },
                _ => {
                    let bound = self.scalar(&argument.value, cx)?;
                    let ty = bound.ty;
                    Some(Arg { bound: Some(bound), ty, span: argument.value.span })
                }
            })
            .collect();
        bound.into_iter().collect()
    }

    /// Calls a function of `kql-functions` by name.
    pub(crate) fn function_call(&mut self, name: &str, args: Vec<Bound>, span: Span) -> Option<Bound> {
        match kql_functions::scalar(name) {
            Some(function) => self.apply(function, args, span),
            None => self.unsupported(name, span),
        }
    }

    pub(crate) fn apply(&mut self, function: &'static Scalar, args: Vec<Bound>, span: Span) -> Option<Bound> {
        let args = args.into_iter().map(|bound| Arg { ty: bound.ty, bound: Some(bound), span }).collect();
        self.apply_with_types(function, args, span)
    }

    /// Finds the overload, converts the arguments, and folds the call when everything in it is constant.
    pub(crate) fn apply_with_types(&mut self, function: &'static Scalar, args: Vec<Arg>, span: Span) -> Option<Bound> {
        let (types, type_args) = signature(&args);
        let resolved = match kql_functions::resolve(function.name, &function.types, &types, &type_args) {
            Ok(resolved) => resolved,
            Err(message) => {
                let at = wrong_argument(&function.types, &args).unwrap_or(span);
                return self.error("type-mismatch", at, message);
            }
        };
        let name = match function.auto_name {
            AutoName::FirstArgument => first_name(&args),
            AutoName::Prefix(prefix) => Some(format!("{prefix}{}", first_name(&args).unwrap_or_default())),
            AutoName::Fixed(name) => Some(name.to_owned()),
            AutoName::Numbered => None,
        };
        let mut bound = Vec::with_capacity(args.len());
        for (arg, wanted) in args.into_iter().zip(&resolved.params) {
            bound.push(match arg.bound {
                Some(value) => {
                    Arg { bound: Some(self.convert(value, *wanted, arg.span)?), ty: *wanted, span: arg.span }
                }
                None => arg,
            });
        }
        let constants: Vec<Option<OwnedValue>> = bound.iter().map(Arg::constant).collect();
        let params: Vec<KqlType> = bound.iter().map(|a| a.ty).collect();
        let prepared = match kql_functions::prepare(function, &constants, &params, resolved.returns) {
            Ok(prepared) => prepared,
            Err(message) => {
                let at = bound.iter().rev().find(|a| a.constant().is_some()).map_or(span, |a| a.span);
                return self.error("invalid-argument", at, message);
            }
        };
        let values: Vec<&Bound> = bound.iter().filter_map(|a| a.bound.as_ref()).collect();
        if function.deterministic
            && let Some(all) = constants.iter().cloned().collect::<Option<Vec<_>>>()
        {
            return match kql_functions::evaluate_constants(function, &all, &params, resolved.returns) {
                Ok(value) => Some(Bound::constant(value, resolved.returns).inherit(values).named(name)),
                Err(message) => self.error("invalid-argument", span, message),
            };
        }
        let expr = udf::call(function, &bound, resolved.returns, prepared);
        Some(Bound::new(expr, resolved.returns).inherit(values).named(name))
    }

    /// Finds the types of an aggregate's arguments.
    pub(crate) fn resolve_aggregate(
        &mut self,
        aggregate: &Aggregate,
        args: &[Arg],
        span: Span,
    ) -> Option<kql_functions::Bound> {
        let (types, type_args) = signature(args);
        match kql_functions::resolve(aggregate.name, &aggregate.types, &types, &type_args) {
            Ok(resolved) => Some(resolved),
            Err(message) => {
                let at = wrong_argument(&aggregate.types, args).unwrap_or(span);
                self.error("type-mismatch", at, message)
            }
        }
    }

    pub(crate) fn unknown_type<T>(&mut self, ty: &kql_syntax::ast::TypeName) -> Option<T> {
        let names: Vec<&str> = KqlType::ALL.iter().map(|t| t.name()).collect();
        self.unknown("unknown-type", "type", &ty.text, ty.span, &names)
    }

    /// The type that is written in the query.
    pub(crate) fn type_name(&mut self, ty: &kql_syntax::ast::TypeName) -> Option<KqlType> {
        match KqlType::parse(&ty.text) {
            Some(found) => Some(found),
            None => self.unknown_type(ty),
        }
    }
}

/// An argument of a call: a value, or the type that `typeof(…)` names.
#[derive(Debug, Clone)]
pub(crate) struct Arg {
    pub(crate) bound: Option<Bound>,
    pub(crate) ty: KqlType,
    pub(crate) span: Span,
}

impl Arg {
    /// The value, when it is the same for all rows.
    pub(crate) fn constant(&self) -> Option<OwnedValue> {
        match &self.bound {
            Some(bound) => bound.constant.clone(),
            None => Some(Value::Type(self.ty)),
        }
    }
}

fn signature(args: &[Arg]) -> (Vec<KqlType>, Vec<Option<KqlType>>) {
    let types = args.iter().map(|a| a.ty).collect();
    let type_args = args.iter().map(|a| if a.bound.is_none() { Some(a.ty) } else { None }).collect();
    (types, type_args)
}

/// The first argument that no overload takes in its place, to point at.
fn wrong_argument(types: &Types, args: &[Arg]) -> Option<Span> {
    let Types::Overloads(overloads) = types else { return None };
    args.iter().enumerate().find_map(|(i, arg)| {
        let fits = overloads.iter().any(|o| {
            let Some(param) = o.params.get(i).or(if o.variadic { o.params.last() } else { None }) else { return false };
            match param {
                kql_functions::Param::Of(wanted) => arg.bound.is_some() && kql_functions::converts(arg.ty, *wanted),
                kql_functions::Param::Any => arg.bound.is_some(),
                kql_functions::Param::Number => arg.ty.is_numeric() || arg.ty == KqlType::Dynamic,
                kql_functions::Param::Integer => matches!(arg.ty, KqlType::Int | KqlType::Long | KqlType::Dynamic),
                kql_functions::Param::TypeLiteral => arg.bound.is_none(),
            }
        });
        if fits { None } else { Some(arg.span) }
    })
}

/// The name that the first argument would give to a column.
fn first_name(args: &[Arg]) -> Option<String> {
    args.first().and_then(|a| a.bound.as_ref()?.name.clone())
}
