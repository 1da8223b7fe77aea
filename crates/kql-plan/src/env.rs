//! What names mean outside rows: `let` variables, functions and parameters, innermost first.

use crate::expr::Bound;
use crate::relation::Relation;
use kql_syntax::ast;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub(crate) enum Binding {
    Scalar(Box<Bound>),
    Table(Arc<Relation>),
    /// A function, and the names it saw where it was written.
    Function(Arc<ast::Function>, Env),
    /// Its definition had an error that has been reported.
    Poisoned,
}

/// An immutable list of bindings; adding one gives a new list that shares the rest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Env(Option<Arc<Node>>);

#[derive(Debug)]
struct Node {
    name: String,
    binding: Binding,
    rest: Env,
}

impl Env {
    #[must_use]
    pub(crate) fn with(&self, name: &str, binding: Binding) -> Self {
        Self(Some(Arc::new(Node { name: name.to_owned(), binding, rest: self.clone() })))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Binding> {
        self.iter().find(|(n, _)| *n == name).map(|(_, binding)| binding)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Binding)> {
        let mut at = self.0.as_deref();
        std::iter::from_fn(move || {
            let node = at?;
            at = node.rest.0.as_deref();
            Some((node.name.as_str(), &node.binding))
        })
    }
}

impl Drop for Node {
    /// Unlinks the list step by step: a query with very many `let`s must not overflow the stack when it is dropped.
    fn drop(&mut self) {
        let mut rest = self.rest.0.take();
        while let Some(node) = rest {
            match Arc::try_unwrap(node) {
                Ok(mut node) => rest = node.rest.0.take(),
                Err(_) => break,
            }
        }
    }
}
