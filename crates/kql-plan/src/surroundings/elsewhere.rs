//! Tables of other clusters, databases and workspaces: the same names are looked up here.

use crate::binder::Binder;
use crate::relation::Relation;
use diagnostics::Diagnostic;
use kql_syntax::ast::{Expr, ExprKind};

/// Functions that name a place whose tables are those that are here.
const PLACES: &[&str] = &["app", "cluster", "database", "resource", "workspace"];

/// Functions that name a place of another kind, whose tables nobody has here.
const FOREIGN: &[&str] = &["adx", "arg"];

/// Whether a path that begins with a call of this function names a table.
pub(crate) fn is_place(name: &str) -> bool {
    PLACES.contains(&name) || FOREIGN.contains(&name)
}

impl Binder<'_> {
    /// `cluster('c').database('d').T`, `workspace('w').T` and the like.
    pub(crate) fn elsewhere(&mut self, base: &Expr, member: &Expr) -> Option<Relation> {
        let mut at = base;
        loop {
            let (call, rest) = match &at.kind {
                ExprKind::Path { base, member } => (&**member, Some(&**base)),
                _ => (at, None),
            };
            match &call.kind {
                ExprKind::Call { name, .. } if PLACES.contains(&name.text.as_str()) => {}
                ExprKind::Call { name, .. } if FOREIGN.contains(&name.text.as_str()) => {
                    let message = format!("unsupported: `{}()`: its tables are not here", name.text);
                    let help = "give its rows as a file, and name the file's table in the query";
                    return self.error_help("unsupported", name.span, message, help);
                }
                ExprKind::Call { name, .. } => return self.unsupported(&format!("{}()", name.text), name.span),
                _ => return self.error("not-a-table", base.span.to(member.span), "a table is wanted here"),
            }
            match rest {
                Some(rest) => at = rest,
                None => break,
            }
        }
        let relation = match &member.kind {
            ExprKind::Name(name) => self.table_by_name(name),
            ExprKind::Call { .. } => self.table(member),
            _ => self.error("not-a-table", member.span, "a table is wanted here"),
        }?;
        if !self.said_elsewhere {
            self.said_elsewhere = true;
            let message = "no other workspace is asked: the table of that name that is here is read";
            self.report(Diagnostic::warning("other-workspace", message).at(base.span, "not reached"));
        }
        Some(relation)
    }
}
