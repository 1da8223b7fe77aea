//! What a workspace gives beside its tables: watchlists, external data, saved functions, other workspaces by name, and
//! what Defender knows of files. Who holds them is asked through [`crate::Catalog`].

mod elsewhere;
mod file_profile;
mod saved;

pub(crate) use elsewhere::is_place;
pub(crate) use saved::Foreign;

use crate::binder::Binder;
use crate::catalog::Refusal;
use crate::operators::datatable::constant_table;
use crate::relation::{Open, Relation};
use diagnostics::{Diagnostic, Span};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};
use std::sync::Arc;

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
            Err(refusal) if self.options.trust_missing => {
                self.warned(refusal, alias.value.span);
                let columns = [
                    ("_DTItemId", KqlType::String),
                    ("LastUpdatedTimeUTC", KqlType::DateTime),
                    ("SearchKey", KqlType::String),
                ];
                let columns = columns.map(|(name, ty)| (name.to_owned(), ty)).to_vec();
                let mut relation = constant_table(self, columns, Vec::new(), span)?;
                relation.constant = None;
                // Its other columns are strings, whatever they are called.
                relation.open = Some(Arc::new(Open::Values(KqlType::String)));
                Some(relation)
            }
            Err(refusal) => self.refused(refusal, alias.value.span),
        }
    }

    /// `_GetWatchlistAlias`
    pub(crate) fn watchlist_aliases(&mut self, args: &[Argument], span: Span) -> Option<Relation> {
        if let Some(extra) = args.first() {
            return self.error("argument-count", extra.value.span, "`_GetWatchlistAlias` takes no arguments");
        }
        let rows = self.catalog.watchlist_aliases().into_iter().map(|alias| vec![Value::string(alias)]).collect();
        constant_table(self, vec![("WatchlistAlias".to_owned(), KqlType::String)], rows, span)
    }

    /// Notes what the catalog does not give, where a query is only looked at.
    pub(crate) fn warned(&mut self, refusal: Refusal, span: Span) {
        let mut diagnostic = Diagnostic::warning(refusal.code, refusal.message).at(span, "");
        diagnostic.help = refusal.help;
        self.report(diagnostic);
    }

    /// Reports what the catalog does not give.
    pub(crate) fn refused<T>(&mut self, refusal: Refusal, span: Span) -> Option<T> {
        let mut diagnostic = Diagnostic::error(refusal.code, refusal.message).at(span, "");
        diagnostic.help = refusal.help;
        self.report(diagnostic);
        None
    }
}
