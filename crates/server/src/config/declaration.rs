use formats::iis_xml::Document;
use std::collections::BTreeMap;

/// What `configSections` says of sections: where they may stand, and whether files below may set them.
#[derive(Debug, Default)]
pub(crate) struct Declarations {
    by_path: BTreeMap<String, Declaration>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// `overrideModeDefault="Deny"` or `allowOverride="false"`.
    pub(crate) is_denied: bool,
    pub(crate) allowed: Allowed,
}

/// Where a section may stand (`allowDefinition`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Allowed {
    #[default]
    Everywhere,
    /// Down to the root of an application.
    ToApplication,
    /// In the server's own files only.
    ServerOnly,
}

/// Sections that only the server's own file may have, whatever is declared. Source: `<globalModules>` and
/// `<isapiCgiRestriction>` in the configuration reference of learn.microsoft.com, and `IIS_schema.xml`.
const SERVER_ONLY: &[&str] = &["system.webServer/globalModules", "system.webServer/security/isapiCgiRestriction"];

impl Declarations {
    /// Adds what a file declares; what an outer file declared stands.
    pub(crate) fn add(&mut self, document: &Document) {
        for (index, section) in document.elements.iter().enumerate().filter(|(_, element)| element.name == "section") {
            let Some(path) = path_of(document, index) else { continue };
            let is = |name: &str, value: &str| section.value(name).eq_ignore_ascii_case(value);
            let allowed = match section.value("allowDefinition").to_ascii_lowercase().as_str() {
                "" | "everywhere" => Allowed::Everywhere,
                "machinetoapplication" => Allowed::ToApplication,
                _ => Allowed::ServerOnly,
            };
            let is_denied = is("overrideModeDefault", "Deny") || is("allowOverride", "false");
            self.by_path.entry(path).or_insert(Declaration { is_denied, allowed });
        }
    }

    /// Whether a section of this path is declared.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    pub(crate) fn of(&self, path: &str) -> Declaration {
        let mut declaration = self.by_path.get(path).copied().unwrap_or_default();
        if SERVER_ONLY.contains(&path) || path.starts_with("system.applicationHost/") {
            declaration.allowed = Allowed::ServerOnly;
        }
        declaration
    }
}

/// The path that a `section` below `configSections` declares.
fn path_of(document: &Document, index: usize) -> Option<String> {
    let mut at = document.element(index)?;
    let mut names = vec![at.value("name")];
    // Groups are nested two or three deep.
    for _ in 0..8 {
        at = document.element(at.parent?)?;
        match at.name.as_str() {
            "sectionGroup" => names.push(at.value("name")),
            "configSections" => {
                names.reverse();
                return Some(names.join("/"));
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_sections() {
        let text = r#"<configuration><configSections><section name="a"/>
            <sectionGroup name="system.webServer"><section name="modules" overrideModeDefault="deny"/>
              <sectionGroup name="security"><section name="access" allowDefinition="MachineToApplication"/></sectionGroup>
            </sectionGroup></configSections><x><section name="no"/></x></configuration>"#;
        let mut all = Declarations::default();
        all.add(&formats::iis_xml::parse(text.as_bytes()));
        assert_eq!(all.by_path.len(), 3);
        assert!(all.of("system.webServer/modules").is_denied && !all.of("a").is_denied);
        assert_eq!(all.of("system.webServer/security/access").allowed, Allowed::ToApplication);
        assert_eq!(all.of("system.webServer/globalModules").allowed, Allowed::ServerOnly);
    }
}
