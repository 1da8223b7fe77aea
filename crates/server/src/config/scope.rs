/// The configuration path of `applicationHost.config`.
pub(crate) const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";

/// A configuration path, `MACHINE/WEBROOT/APPHOST/Default Web Site/app`. Case does not matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Scope {
    folded: String,
    shown: String,
}

impl Scope {
    pub(crate) fn new(shown: impl Into<String>) -> Self {
        let shown = shown.into();
        Self { folded: shown.to_lowercase(), shown }
    }

    /// The path below another one; empty parts do not count.
    pub(crate) fn below(&self, path: &str) -> Self {
        let parts = path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
        Self::new(parts.fold(self.shown.clone(), |scope, part| scope + "/" + part))
    }

    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether `other` is this path or one below it.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        other.folded.strip_prefix(&self.folded).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// `Default Web Site/app`; `""` for the server and what is above it.
    pub(crate) fn site_path(&self) -> &str {
        self.shown.get(APPHOST.len() + 1..).unwrap_or("")
    }

    /// The path and those above it, outermost first.
    pub(crate) fn ancestors(&self) -> impl Iterator<Item = &str> {
        let ends = self.folded.match_indices('/').map(|(at, _)| at).chain([self.folded.len()]);
        ends.filter_map(|end| self.folded.get(..end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let server = Scope::new(APPHOST);
        let app = server.below("Shop/api/");
        assert_eq!(app.shown(), "MACHINE/WEBROOT/APPHOST/Shop/api");
        assert_eq!((app.site_path(), server.site_path()), ("Shop/api", ""));
        assert!(server.contains(&app) && app.contains(&Scope::new(app.folded())) && !app.contains(&server));
        assert!(!server.below("Shop").contains(&server.below("Shopping")));
        let above: Vec<_> = app.ancestors().collect();
        assert_eq!(above.len(), 5);
        assert_eq!((above[0], above[4]), ("machine", app.folded()));
    }
}
