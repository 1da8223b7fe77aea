//! What a workspace gives beside its tables: watchlists, external data, saved functions, other workspaces by name, and
//! what Defender knows of files. Who holds them is asked through [`crate::Catalog`].

mod elsewhere;
mod file_profile;
mod saved;

pub(crate) use elsewhere::is_place;
pub(crate) use saved::Foreign;

use crate::binder::Binder;
use crate::catalog::Refusal;
use crate::relation::Relation;
use diagnostics::{Diagnostic, Span};
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

impl Binder<'_> {
    /// `_GetWatchlist('alias')`
    pub(crate) fn watchlist(&mut self, name: &Name, args: &[Argument], span: Span) -> Option<Relation> {
        let [alias] = args else {
            let message = format!("`{}` takes one argument, the watchlist's alias", name.text);
            return self.error("argument-count", span, message);
        };
        let value = self.constant(&alias.value, KqlType::String, "the watchlist's alias")?;
        match self.catalog.watchlist(value.as_str().unwrap_or_default()) {
            Ok(info) => self.scan(info, span),
            Err(refusal) => self.refused(refusal, alias.value.span),
        }
    }

    /// Reports what the catalog does not give.
    pub(crate) fn refused<T>(&mut self, refusal: Refusal, span: Span) -> Option<T> {
        let mut diagnostic = Diagnostic::error(refusal.code, refusal.message).at(span, "");
        diagnostic.help = refusal.help;
        self.report(diagnostic);
        None
    }
}
