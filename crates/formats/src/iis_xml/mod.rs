//! IIS and .NET configuration files as a flat tree of elements with their places.
//!
//! The reader keeps what it has: a file that is cut off, ill-nested or in the wrong encoding still gives the
//! elements before and after the damage, and an [`Issue`] for each thing that IIS itself would refuse or
//! that hides something. Nothing is ever expanded or fetched.

mod attributes;
mod build;
mod decode;
mod place;

pub use build::parse;

use diagnostics::Severity;

/// Elements nested more deeply than this are left out (IIS's own sections end at about ten levels).
pub const MAX_DEPTH: usize = 256;
/// Elements past this number are left out. A server with 10,000 sites has about 300,000.
pub const MAX_ELEMENTS: usize = 2_000_000;
/// Attributes of one element past this number are left out.
pub const MAX_ATTRIBUTES: usize = 4_096;
/// Issues past this number are counted in one last issue only.
pub const MAX_ISSUES: usize = 100;

/// A configuration file. Elements are in document order; indices into [`Document::elements`] link them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub elements: Vec<Element>,
    /// The elements without a parent; a sound file has one.
    pub roots: Vec<usize>,
    /// Comments that hold configuration entries, as they are left when somebody disables one.
    pub comments: Vec<Comment>,
    pub issues: Vec<Issue>,
}

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// As written, with its prefix if it has one.
    pub name: String,
    pub attributes: Vec<Attribute>,
    /// Where its `<` is. Both count from 1; columns count characters.
    pub line: u32,
    pub column: u32,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
}

/// One attribute; a repeated one is left out with an issue, as the first is what a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    /// With the five predefined entities and character references resolved, and line breaks as spaces.
    pub value: String,
    pub line: u32,
    pub column: u32,
}

/// A comment that holds elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The first 4,096 characters.
    pub text: String,
    pub line: u32,
    pub column: u32,
}

/// Something in the text that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// `Info` for what is merely unusual.
    pub severity: Severity,
    pub line: u32,
    pub column: u32,
    pub text: String,
}

impl Issue {
    /// The place in the form that problems use.
    pub fn place(&self) -> String {
        format!("line {}, column {}", self.line, self.column)
    }
}

impl Element {
    /// The attribute of this name; names are case-sensitive, as in IIS.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The attribute's value, `""` when it is absent.
    pub fn value(&self, name: &str) -> &str {
        self.attribute(name).map_or("", |attribute| &attribute.value)
    }
}

impl Document {
    pub fn element(&self, index: usize) -> Option<&Element> {
        self.elements.get(index)
    }

    /// An element's children with their indices, in document order.
    pub fn children(&self, index: usize) -> impl Iterator<Item = (usize, &Element)> {
        let children = self.elements.get(index).map_or(&[][..], |element| &element.children);
        children.iter().filter_map(|&child| Some((child, self.elements.get(child)?)))
    }

    /// The children of this name.
    pub fn named<'a>(&'a self, index: usize, name: &'a str) -> impl Iterator<Item = (usize, &'a Element)> {
        self.children(index).filter(move |(_, element)| element.name == name)
    }

    /// The name of the first root element, `""` in an empty document.
    pub fn root_name(&self) -> &str {
        self.roots.first().and_then(|&root| self.elements.get(root)).map_or("", |element| &element.name)
    }
}

#[cfg(test)]
mod tests;
