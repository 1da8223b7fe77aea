//! Rules of URL Rewrite, as settings: what they match, on which condition, and what they do (rewrite_schema.xml).

use super::{At, Output, Section};
use crate::Setting;
use formats::iis_xml::Element;

pub(super) static SECTIONS: &[Section] = &[
    Section { path: "system.webServer/rewrite/globalRules", read },
    Section { path: "system.webServer/rewrite/outboundRules", read },
    Section { path: "system.webServer/rewrite/rules", read },
];

/// Elements of a rule and their attributes that say what it does.
const PARTS: &[(&str, &[&str])] = &[
    ("match", &["url", "filterByTags", "serverVariable", "pattern"]),
    ("conditions/add", &["input", "pattern", "negate"]),
    ("serverVariables/set", &["name", "value"]),
    ("action", &["type", "url", "value", "redirectType", "statusCode"]),
];

fn read(at: &At<'_, '_>, output: &mut Output) {
    at.visit("rule", |_, rule, _| {
        let name = rule.value("name");
        if let Some(enabled) = rule.attribute("enabled").filter(|a| a.value.eq_ignore_ascii_case("false")) {
            output.settings.push(at.setting(format!("rule[@name=\"{name}\"]"), enabled, at.contribution.index));
        }
    });
    for (part, attributes) in PARTS {
        // Parts of one name and one rule are numbered: their order is their key.
        let mut last: Option<(&Element, usize)> = None;
        at.visit(&format!("rule/{part}"), |index, element, above| {
            let Some(rule) = above.first() else { return };
            let number = match last {
                Some((same, number)) if std::ptr::eq(same, *rule) => number + 1,
                _ => 0,
            };
            last = Some((rule, number));
            let counted = if part.contains('/') { format!("[{number}]") } else { String::new() };
            let place = format!("rule[@name=\"{}\"]/{part}{counted}", rule.value("name"));
            for name in *attributes {
                if let Some(attribute) = element.attribute(name).filter(|attribute| !attribute.value.is_empty()) {
                    output.settings.push(at.setting(place.clone(), attribute, index));
                }
            }
        });
    }
}

impl At<'_, '_> {
    /// An attribute as a setting, as it is written.
    pub(super) fn setting(&self, element: String, attribute: &formats::iis_xml::Attribute, index: usize) -> Setting {
        Setting {
            section: self.path().to_owned(),
            element,
            attribute: attribute.name.clone(),
            value: attribute.value.clone(),
            scope: self.scope().to_owned(),
            file: self.file(index).to_owned(),
            line: attribute.line,
            column: attribute.column,
        }
    }
}
