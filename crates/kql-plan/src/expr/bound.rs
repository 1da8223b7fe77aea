//! A bound scalar expression, and where it was bound.

use crate::relation::Relation;
use crate::values::to_scalar;
use datafusion::logical_expr::Expr;
use kql_functions::{KqlType, OwnedValue};

/// How a value depends on `now()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NowUse {
    None,
    /// It is `now()` less this many ticks.
    Ago(i64),
    Other,
}

impl NowUse {
    /// What a value computed from both depends on.
    pub(crate) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, Self::None) => Self::None,
            _ => Self::Other,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) expr: Expr,
    pub(crate) ty: KqlType,
    /// Whether it may be null; strings never are.
    pub(crate) nullable: bool,
    pub(crate) constant: Option<OwnedValue>,
    /// How a column made of it is called; `None` is `Column1` and so on.
    pub(crate) name: Option<String>,
    pub(crate) now: NowUse,
    /// The rows whose columns it refers to; 0 for none.
    pub(crate) scope: u32,
    /// The technical name, when it is a column and nothing else.
    pub(crate) physical: Option<String>,
    /// An expression that is true on the same rows, and cheaper, where false and null mean the same.
    pub(crate) filter: Option<Box<Expr>>,
}

impl Bound {
    pub(crate) fn new(expr: Expr, ty: KqlType) -> Self {
        Self {
            expr,
            ty,
            nullable: ty != KqlType::String,
            constant: None,
            name: None,
            now: NowUse::None,
            scope: 0,
            physical: None,
            filter: None,
        }
    }

    pub(crate) fn constant(value: OwnedValue, ty: KqlType) -> Self {
        let expr = Expr::Literal(to_scalar(&value, ty), None);
        Self { nullable: value.is_null(), constant: Some(value), ..Self::new(expr, ty) }
    }

    /// Takes over what a computed value inherits from its arguments.
    pub(crate) fn inherit<'b>(mut self, arguments: impl IntoIterator<Item = &'b Self>) -> Self {
        for argument in arguments {
            self.now = self.now.and(argument.now);
            self.scope = self.scope.max(argument.scope);
        }
        self
    }

    pub(crate) fn named(mut self, name: Option<String>) -> Self {
        self.name = name;
        self
    }

    /// The expression to filter by.
    pub(crate) fn into_filter(self) -> Expr {
        self.filter.map_or(self.expr, |f| *f)
    }

    pub(crate) fn filter_form(&self) -> Expr {
        self.filter.as_deref().unwrap_or(&self.expr).clone()
    }
}

/// One aggregate of a `summarize`, found inside an expression.
#[derive(Debug, Clone)]
pub(crate) struct AggregateCall {
    /// The technical name of its result.
    pub(crate) physical: String,
    pub(crate) expr: Expr,
}

/// Aggregates found so far, and the technical columns that their arguments need.
#[derive(Debug, Default)]
pub(crate) struct Aggregates {
    pub(crate) calls: Vec<AggregateCall>,
    pub(crate) arguments: Vec<(String, Expr)>,
}

/// Window functions found so far, by the technical names of their results.
pub(crate) type Windows = Vec<(String, Expr)>;

/// Where an expression stands.
pub(crate) struct Cx<'r> {
    /// The rows whose columns it may name.
    pub(crate) relation: Option<&'r Relation>,
    /// Which rows a value may come from: those of `relation`, or in a function's body those of its caller.
    pub(crate) scope: u32,
    /// Set in `summarize`: aggregates may stand here.
    pub(crate) aggregates: Option<Aggregates>,
    /// Set where window functions may stand.
    pub(crate) windows: Option<Windows>,
}

impl<'r> Cx<'r> {
    /// No row: `take`, `print`, `let`.
    pub(crate) const fn none() -> Self {
        Self { relation: None, scope: 0, aggregates: None, windows: None }
    }

    pub(crate) const fn row(relation: &'r Relation) -> Self {
        Self { relation: Some(relation), scope: relation.scope, aggregates: None, windows: None }
    }

    pub(crate) const fn with_windows(relation: &'r Relation) -> Self {
        Self { relation: Some(relation), scope: relation.scope, aggregates: None, windows: Some(Vec::new()) }
    }

    pub(crate) fn summarize(relation: &'r Relation) -> Self {
        Self { relation: Some(relation), scope: relation.scope, aggregates: Some(Aggregates::default()), windows: None }
    }

    /// The body of a function that is called here: its caller's values, but not its columns.
    pub(crate) const fn body(&self) -> Cx<'static> {
        Cx { relation: None, scope: self.scope, aggregates: None, windows: None }
    }
}
