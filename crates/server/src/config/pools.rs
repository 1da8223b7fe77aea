use formats::iis_xml::{Document, Element};

/// An application pool, as far as it decides what its worker processes load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pool {
    pub(crate) name: String,
    pub(crate) is_32: bool,
    /// `v4.0`; `""` for no managed code, none when neither the pool nor the defaults say.
    pub(crate) runtime: Option<String>,
    pub(crate) is_integrated: bool,
}

impl Pool {
    /// A pool that is named and not configured: IIS's defaults.
    pub(crate) fn unknown(name: &str) -> Self {
        Self { name: name.to_owned(), is_32: false, runtime: None, is_integrated: true }
    }

    /// Whether it runs managed code at all.
    pub(crate) fn is_managed(&self) -> bool {
        self.runtime.as_deref() != Some("")
    }
}

/// The pools of an `applicationHost.config`, in their order.
pub(crate) fn pools(document: &Document) -> Vec<Pool> {
    let lists = document.elements.iter().enumerate().filter(|(_, element)| element.name == "applicationPools");
    let mut pools = Vec::new();
    for (index, _) in lists {
        let defaults = document.named(index, "applicationPoolDefaults").next().map(|(_, element)| element);
        for (_, add) in document.named(index, "add") {
            let value = |name: &str| own_or(add, defaults, name);
            pools.push(Pool {
                name: add.value("name").to_owned(),
                is_32: value("enable32BitAppOnWin64").is_some_and(|value| value.eq_ignore_ascii_case("true")),
                runtime: value("managedRuntimeVersion").map(str::to_owned),
                is_integrated: !value("managedPipelineMode").is_some_and(|mode| mode.eq_ignore_ascii_case("classic")),
            });
        }
    }
    pools
}

fn own_or<'a>(own: &'a Element, defaults: Option<&'a Element>, name: &str) -> Option<&'a str> {
    own.attribute(name).or_else(|| defaults?.attribute(name)).map(|attribute| attribute.value.as_str())
}
