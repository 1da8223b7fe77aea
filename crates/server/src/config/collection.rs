//! How the entries of each list are told apart and inherited. Source: `IIS_schema.xml` (`isUniqueKey`,
//! `isCombinedKey`, `caseSensitive`, `mergeAppend`), `rewrite_schema.xml`, and for `system.web` the .NET collections.

use formats::iis_xml::Element;

/// A list of a section.
#[derive(Debug)]
pub(crate) struct Collection {
    pub(crate) section: &'static str,
    /// What its entries are called.
    pub(crate) entry: &'static str,
    /// The attributes that together are an entry's key.
    keys: &'static [&'static str],
    case_sensitive: bool,
    /// Entries go before the inherited ones (`mergeAppend="false"`).
    pub(crate) is_prepended: bool,
    /// An entry replaces the inherited one of the same key, as .NET has it; elsewhere that is an error.
    pub(crate) replaces: bool,
}

const fn named(section: &'static str, entry: &'static str) -> Collection {
    Collection { section, entry, keys: &["name"], case_sensitive: true, is_prepended: false, replaces: false }
}

static ALL: &[Collection] = &[
    named("system.webServer/globalModules", "add"),
    named("system.webServer/modules", "add"),
    Collection { is_prepended: true, ..named("system.webServer/handlers", "add") },
    named("system.webServer/isapiFilters", "filter"),
    Collection { replaces: true, ..named("system.web/httpModules", "add") },
    Collection {
        keys: &["verb", "path"],
        case_sensitive: false,
        replaces: true,
        ..named("system.web/httpHandlers", "add")
    },
    Collection { case_sensitive: false, ..named("system.webServer/httpCompression", "scheme") },
    Collection {
        keys: &["fullPath", "arguments"],
        case_sensitive: false,
        ..named("system.webServer/fastCgi", "application")
    },
    Collection {
        keys: &["path"],
        case_sensitive: false,
        ..named("system.webServer/tracing/traceFailedRequests", "add")
    },
    Collection {
        keys: &["path"],
        case_sensitive: false,
        ..named("system.webServer/security/isapiCgiRestriction", "add")
    },
    named("system.applicationHost/serviceAutoStartProviders", "add"),
    Collection { case_sensitive: false, ..named("system.applicationHost/listenerAdapters", "add") },
    Collection { case_sensitive: false, ..named("system.webServer/rewrite/providers", "provider") },
];

/// Sections without a list: only what locks say of them counts.
pub(crate) static NO_LIST: Collection = named("", "");

impl Collection {
    /// The list of a section; `None` for sections whose entries are not resolved one by one.
    pub(crate) fn of(section: &str) -> Option<&'static Self> {
        ALL.iter().find(|collection| collection.section == section)
    }

    /// What tells an entry, or a `remove`, apart from the others.
    pub(crate) fn key(&self, entry: &Element) -> String {
        let mut key = String::new();
        for (number, name) in self.keys.iter().enumerate() {
            if number > 0 {
                key.push('\0');
            }
            key.push_str(entry.value(name));
        }
        if self.case_sensitive { key } else { key.to_lowercase() }
    }

    /// The key as a person reads it.
    pub(crate) fn shown_key<'a>(&self, entry: &'a Element) -> &'a str {
        self.keys.first().map_or("", |name| entry.value(name))
    }
}
