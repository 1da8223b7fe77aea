use super::At;
use crate::component::{Class, Component, Setting};
use diagnostics::Problem;
use formats::iis_xml::Element;

/// What the sections of all files gave.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) components: Vec<Component>,
    /// Native modules that a module list names, without their image.
    pub(crate) references: Vec<Component>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) problems: Vec<Problem>,
}

impl At<'_> {
    /// A component that an element registers; the section fills in the rest.
    pub(super) fn component(&self, class: Class, name: &str, element: &Element, image_raw: &str) -> Component {
        Component {
            class,
            name: name.to_owned(),
            image: self.expanded(image_raw),
            image_raw: image_raw.to_owned(),
            type_name: element.value("type").to_owned(),
            pre_condition: element.value("preCondition").to_owned(),
            scope: vec![self.scope.clone()],
            enabled_in: vec![self.scope.clone()],
            position: 0,
            siblings: 1,
            url: String::new(),
            verbs: String::new(),
            modules: String::new(),
            detail: String::new(),
            file: self.file.to_owned(),
            line: element.line,
            column: element.column,
        }
    }
}

/// Numbers the components of one section.
pub(super) fn numbered(components: Vec<Component>) -> impl Iterator<Item = Component> {
    let siblings = components.len();
    components.into_iter().enumerate().map(move |(position, component)| Component { position, siblings, ..component })
}
