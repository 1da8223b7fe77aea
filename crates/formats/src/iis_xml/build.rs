use super::attributes::{Attributes, resolve};
use super::decode::decode;
use super::place::Places;
use super::{Attribute, Comment, Document, Element, Issue, MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_ISSUES};
use diagnostics::Severity;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// How often the reader starts anew after text that is no XML at all. Each start may scan the rest of the
/// file, so it must not happen for every stray character.
const MAX_RESTARTS: usize = 64;
const MAX_COMMENT: usize = 4_096;

/// Reads a configuration file. Any bytes give a document; what is wrong with them is in its issues.
pub fn parse(bytes: &[u8]) -> Document {
    let decoded = decode(bytes);
    let mut builder = Builder {
        text: &decoded.text,
        places: Places::new(&decoded.text),
        document: Document::default(),
        open: Vec::new(),
        beyond: 0,
        silenced: 0,
        is_deep: false,
        is_full: false,
    };
    for (_, text) in &decoded.notes {
        builder.document.issues.push(Issue { severity: Severity::Info, line: 1, column: 1, text: text.clone() });
    }
    let mut places = Places::new(&decoded.text);
    let mut faults = decoded.faults;
    faults.sort();
    for (at, text) in faults {
        let (line, column) = places.at(at);
        builder.document.issues.push(Issue { severity: Severity::Warning, line, column, text });
    }
    builder.read();
    builder.finish()
}

struct Builder<'a> {
    text: &'a str,
    places: Places<'a>,
    document: Document,
    /// Indices of the elements that are not closed yet, outermost first; at most [`MAX_DEPTH`].
    open: Vec<usize>,
    /// How many elements are open below the deepest one that is kept.
    beyond: usize,
    silenced: usize,
    is_deep: bool,
    is_full: bool,
}

impl<'a> Builder<'a> {
    fn read(&mut self) {
        let mut base = 0;
        for _ in 0..MAX_RESTARTS {
            let Some(rest) = self.text.get(base..).filter(|rest| !rest.is_empty()) else { return };
            let Some(failed) = self.read_from(base, rest) else { return };
            // What is inside an unclosed comment or document type was never meant as elements.
            let rest = self.text.get(failed..).unwrap_or("");
            if ["<!--", "<!DOCTYPE", "<![CDATA[", "<?"].iter().any(|opening| rest.starts_with(opening)) {
                return;
            }
            // Go on at the next tag after the one that could not be read.
            let after = failed + 1;
            match self.text.get(after..).and_then(|rest| rest.find('<')) {
                Some(ahead) => base = after + ahead,
                None => return,
            }
        }
        self.issue(self.text.len(), "too much of this file is not XML; the rest is not read");
    }

    /// Reads events until the end (`None`) or until text that is no XML: its offset.
    fn read_from(&mut self, base: usize, text: &'a str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let at = base + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(at, &tag, false),
                Ok(Event::Empty(tag)) => self.start(at, &tag, true),
                Ok(Event::End(tag)) => self.end(at, tag.name().as_ref()),
                Ok(Event::Comment(comment)) => self.comment(at, &comment),
                Ok(Event::DocType(_)) => {
                    self.issue(at, "a document type definition; it is not read and its entities are not expanded");
                }
                Ok(Event::Text(text)) => self.stray(at, &text),
                Ok(Event::GeneralRef(_)) if self.open.is_empty() => self.issue(at, "text outside the root element"),
                Ok(Event::CData(_) | Event::Decl(_) | Event::PI(_) | Event::GeneralRef(_)) => {}
                Ok(Event::Eof) => return None,
                Err(error) => {
                    self.issue(at, format!("not XML: {error}"));
                    return Some(at);
                }
            }
        }
    }

    fn start(&mut self, at: usize, tag: &BytesStart<'_>, is_empty: bool) {
        if self.beyond > 0 || self.open.len() >= MAX_DEPTH {
            if !self.is_deep {
                self.is_deep = true;
                self.issue(at, format!("elements nested more than {MAX_DEPTH} deep are left out"));
            }
            self.beyond += usize::from(!is_empty);
            return;
        }
        if self.document.elements.len() >= MAX_ELEMENTS {
            if !self.is_full {
                self.is_full = true;
                self.issue(at, format!("more than {MAX_ELEMENTS} elements; the rest is left out"));
            }
            self.beyond += usize::from(!is_empty);
            return;
        }
        let parent = self.open.last().copied();
        if parent.is_none() && !self.document.roots.is_empty() {
            self.issue(at, "a second root element");
        }
        let (line, column) = self.places.at(at);
        let name = tag.name().as_ref().to_owned();
        let attributes = self.attributes(at + 1 + name.len(), tag.attributes_raw());
        let index = self.document.elements.len();
        self.document.elements.push(Element { name, attributes, line, column, parent, children: Vec::new() });
        match parent.and_then(|parent| self.document.elements.get_mut(parent)) {
            Some(parent) => parent.children.push(index),
            None => self.document.roots.push(index),
        }
        if !is_empty {
            self.open.push(index);
        }
    }

    fn attributes(&mut self, at: usize, raw: &str) -> Vec<Attribute> {
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut names = BTreeSet::new();
        for (count, found) in Attributes::new(raw).enumerate() {
            let offset = at + found.offset;
            if count >= MAX_ATTRIBUTES {
                self.issue(offset, format!("more than {MAX_ATTRIBUTES} attributes; the rest is left out"));
                break;
            }
            let (line, column) = self.places.at(offset);
            if let Some(fault) = found.fault {
                self.issue(offset, fault);
            }
            if found.name.is_empty() {
                continue;
            }
            if !names.insert(found.name) {
                self.issue(offset, format!("attribute `{}` is given twice; the first is used", shown(found.name)));
                continue;
            }
            let (value, unknown) = resolve(found.value);
            if let Some(unknown) = unknown {
                self.issue(offset, format!("`{unknown}` is not expanded"));
            }
            attributes.push(Attribute { name: found.name.to_owned(), value, line, column });
        }
        attributes
    }

    fn end(&mut self, at: usize, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let is_named = |&index: &usize| self.document.elements.get(index).is_some_and(|element| element.name == name);
        let Some(depth) = self.open.iter().rposition(is_named) else {
            self.issue(at, format!("`</{}>` closes nothing", shown(name)));
            return;
        };
        if let Some(unclosed) = self.open.get(depth + 1).and_then(|&index| self.document.elements.get(index)) {
            let text = format!(
                "`</{}>` comes before the end of `{}` of line {}",
                shown(name),
                shown(&unclosed.name),
                unclosed.line
            );
            self.issue(at, text);
        }
        self.open.truncate(depth);
    }

    fn comment(&mut self, at: usize, text: &str) {
        if ["<add", "<filter", "<section", "<location"].iter().any(|entry| text.contains(entry))
            && self.document.comments.len() < MAX_ELEMENTS
        {
            let (line, column) = self.places.at(at);
            let text = text.chars().take(MAX_COMMENT).collect();
            self.document.comments.push(Comment { text, line, column });
        }
    }

    /// Text means nothing inside IIS sections; outside the root, or with zero bytes, it is damage.
    fn stray(&mut self, at: usize, text: &str) {
        if text.contains('\0') {
            self.issue(at, "zero bytes: this part of the file was never written or was wiped");
        } else if self.open.is_empty() && !text.trim().is_empty() {
            self.issue(at, "text outside the root element");
        }
    }

    fn issue(&mut self, at: usize, text: impl Into<String>) {
        if self.document.issues.len() >= MAX_ISSUES {
            self.silenced += 1;
            return;
        }
        let (line, column) = self.places.at(at);
        self.document.issues.push(Issue { severity: Severity::Warning, line, column, text: text.into() });
    }

    fn finish(mut self) -> Document {
        let open = self.open.len() + self.beyond;
        if let Some(innermost) = self.open.last().and_then(|&index| self.document.elements.get(index)) {
            let (name, line) = (shown(&innermost.name).to_owned(), innermost.line);
            let text = format!("the file ends inside `{name}` of line {line}; elements that are not closed: {open}");
            self.issue(self.text.len(), text);
        }
        if self.document.roots.is_empty() {
            self.issue(self.text.len(), "no element in the file");
        }
        if self.silenced > 0 {
            let (line, column) = self.places.at(self.text.len());
            let text = format!("{} more issues in this file", self.silenced);
            self.document.issues.push(Issue { severity: Severity::Warning, line, column, text });
        }
        self.document
    }
}

/// A name as part of a message: no longer than a message can bear.
fn shown(name: &str) -> &str {
    name.get(..name.char_indices().nth(60).map_or(name.len(), |(at, _)| at)).unwrap_or("")
}
