//! Schema files (`inetsrv\config\schema\*.xml`): which sections there are, and the COM classes that IIS makes when
//! somebody asks for an attribute or calls a method that a schema adds (`extension`).
//!
//! Sources: learn.microsoft.com, "Extending IIS schema and accessing the custom sections"; Microsoft's `IIS_schema.xml`
//! and `rscaext.xml`.

use crate::component::{Class, Component, Setting};
use crate::config::APPHOST;
use crate::file::File;
use crate::paths;
use formats::iis_xml::Element;
use std::collections::BTreeSet;

/// The section that the settings of schema files are of.
const SECTION: &str = "configSchema";

/// The sections that a schema file declares, as settings, and the classes that are not Microsoft's, as components.
pub(crate) fn read(file: &File) -> (Vec<Component>, Vec<Setting>) {
    let place = file.place();
    let name = paths::file_name(&place);
    let (mut components, mut settings) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for element in &file.document.elements {
        if element.name == "sectionSchema" {
            settings.push(Setting {
                section: SECTION.to_owned(),
                element: name.to_owned(),
                attribute: "sectionSchema".to_owned(),
                value: element.value("name").to_owned(),
                scope: APPHOST.to_owned(),
                file: file.path.clone(),
                line: element.line,
                column: element.column,
            });
        }
        let class = element.value("extension").trim();
        let is_known = class.to_lowercase().starts_with("microsoft.applicationhost.");
        if !class.is_empty() && !is_known && known.insert(class.to_lowercase()) {
            components.push(Component {
                class: Class::OtherLoader,
                name: format!("{SECTION}/{}@extension", element.name),
                type_name: class.to_owned(),
                detail: section_of(file, element).to_owned(),
                scope: vec![APPHOST.to_owned()],
                enabled_in: vec![APPHOST.to_owned()],
                siblings: 1,
                file: file.path.clone(),
                line: element.line,
                column: element.column,
                modified: file.modified,
                ..Component::default()
            });
        }
    }
    (components, settings)
}

/// The section whose schema an element is part of; elements come after those that hold them, so the way up ends.
fn section_of<'f>(file: &'f File, element: &'f Element) -> &'f str {
    let mut at = Some(element);
    while let Some(element) = at {
        if element.name == "sectionSchema" {
            return element.value("name");
        }
        at = element.parent.and_then(|parent| file.document.element(parent));
    }
    ""
}
