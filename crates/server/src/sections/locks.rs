//! What opens or closes sections to the files below, and what hides in comments: as settings.

use super::{At, Output};
use crate::Setting;
use crate::file::File;

/// Sections whose opening lets a site bring code of its own or switch off traces of it.
const TELLING: &[&str] = &[
    "asp",
    "cgi",
    "fastCgi",
    "globalModules",
    "handlers",
    "httpCompression",
    "httpLogging",
    "isapiCgiRestriction",
    "isapiFilters",
    "modules",
    "serverRuntime",
    "serverSideInclude",
    "traceFailedRequests",
];
/// As much of a comment as says what it hides.
const MOST_COMMENT: usize = 400;
/// Comments of one file that are listed.
const MOST_COMMENTS: usize = 100;

/// `overrideMode` and `allowOverride` of the `<location>` around a section, and the section's own locks.
pub(super) fn read_location(at: &At<'_, '_>, output: &mut Output) {
    if let Some(allows) = at.contribution.allows {
        output.settings.push(Setting {
            section: at.path().to_owned(),
            element: String::new(),
            attribute: "overrideMode".to_owned(),
            value: if allows { "Allow" } else { "Deny" }.to_owned(),
            scope: at.scope().to_owned(),
            file: at.file(at.contribution.index).to_owned(),
            line: at.element().line,
            column: at.element().column,
        });
    }
    for attribute in at.element().attributes.iter().filter(|attribute| attribute.name.starts_with("lock")) {
        output.settings.push(at.setting(String::new(), attribute, at.contribution.index));
    }
}

/// `overrideModeDefault` of sections that matter.
pub(super) fn read_declarations(file: &File, scope: &str, output: &mut Output) {
    for section in file.document.elements.iter().filter(|element| element.name == "section") {
        let name = section.value("name");
        let Some(attribute) = section.attribute("overrideModeDefault").filter(|_| TELLING.contains(&name)) else {
            continue;
        };
        output.settings.push(Setting {
            section: "configSections".to_owned(),
            element: format!("section[@name=\"{name}\"]"),
            attribute: attribute.name.clone(),
            value: attribute.value.clone(),
            scope: scope.to_owned(),
            file: file.path.clone(),
            line: attribute.line,
            column: attribute.column,
        });
    }
}

/// Entries that somebody put into a comment.
pub(super) fn read_comments(file: &File, scope: &str, output: &mut Output) {
    for comment in file.document.comments.iter().take(MOST_COMMENTS) {
        output.settings.push(Setting {
            section: "comment".to_owned(),
            element: String::new(),
            attribute: String::new(),
            value: comment.text.trim().chars().take(MOST_COMMENT).collect(),
            scope: scope.to_owned(),
            file: file.path.clone(),
            line: comment.line,
            column: comment.column,
        });
    }
}
