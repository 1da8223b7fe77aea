//! What of an event is decoded.

use std::collections::BTreeSet;

/// A part of an event's header, by the event schema's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `Provider/@Name`, else `Provider/@EventSourceName`.
    Provider,
    /// `Provider/@EventSourceName`, read where a provider has no name.
    EventSource,
    ProviderGuid,
    EventId,
    Version,
    Level,
    Task,
    Opcode,
    Keywords,
    /// `TimeCreated/@SystemTime`.
    Time,
    EventRecordId,
    ActivityId,
    ProcessId,
    ThreadId,
    Channel,
    Computer,
    /// `Security/@UserID`.
    UserId,
    /// `RenderingInfo/Message`.
    Message,
}

/// The number of parts.
pub(crate) const PARTS: usize = Part::Message as usize + 1;

/// Which fields of an event's own data are decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fields {
    All,
    Named(BTreeSet<String>),
}

/// What of an event is decoded. What is not asked for is empty in the [`crate::Event`], or not there.
///
/// A field whose name stands in the record itself, and not in its template, may be there without having been asked
/// for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    parts: u32,
    pub(crate) fields: Fields,
}

impl Default for Needs {
    fn default() -> Self {
        Self::nothing()
    }
}

impl Needs {
    /// Everything.
    pub const fn all() -> Self {
        Self { parts: u32::MAX, fields: Fields::All }
    }

    /// Only what costs nothing: the record's id, and the event's.
    pub const fn nothing() -> Self {
        Self { parts: 0, fields: Fields::Named(BTreeSet::new()) }
    }

    /// All parts of the header, no data.
    pub const fn header() -> Self {
        Self { parts: u32::MAX, fields: Fields::Named(BTreeSet::new()) }
    }

    /// This part of the header too.
    pub fn part(&mut self, part: Part) -> &mut Self {
        self.parts |= 1 << part as u32;
        self
    }

    /// The fields of this name too.
    pub fn field(&mut self, name: &str) -> &mut Self {
        if let Fields::Named(names) = &mut self.fields
            && !names.contains(name)
        {
            names.insert(name.to_owned());
        }
        self
    }

    /// All fields of the event's own data, in their order.
    pub fn all_fields(&mut self) -> &mut Self {
        self.fields = Fields::All;
        self
    }

    /// What the other needs too.
    pub fn and(&mut self, other: &Self) -> &mut Self {
        self.parts |= other.parts;
        match (&mut self.fields, &other.fields) {
            (Fields::Named(mine), Fields::Named(theirs)) => mine.extend(theirs.iter().cloned()),
            _ => self.fields = Fields::All,
        }
        self
    }

    pub const fn has(&self, part: Part) -> bool {
        self.parts & (1 << part as u32) != 0
    }

    /// Whether fields of this name are decoded.
    pub fn has_field(&self, name: &str) -> bool {
        match &self.fields {
            Fields::All => true,
            Fields::Named(names) => names.contains(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_add_up() {
        let mut needs = Needs::nothing();
        needs.part(Part::Channel).field("Image");
        assert!(needs.has(Part::Channel) && !needs.has(Part::Computer));
        assert!(needs.has_field("Image") && !needs.has_field("User"));
        let mut other = Needs::nothing();
        other.part(Part::Message).field("User");
        needs.and(&other);
        assert!(needs.has(Part::Message) && needs.has_field("User") && !needs.has_field("x"));
        needs.and(Needs::nothing().all_fields());
        assert!(needs.has_field("x") && !needs.has(Part::Computer));
        assert!(Needs::header().has(Part::UserId) && !Needs::header().has_field("x"));
        assert!(Needs::all().has(Part::Message) && Needs::all().has_field("x"));
    }
}
