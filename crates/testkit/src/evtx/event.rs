//! One event: what its `System` and `EventData` elements say.

use super::value::{Guid, ParseError, Sid, Value};

/// Who logs an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub name: String,
    /// Absent for the oldest kind of event source.
    pub guid: Option<Guid>,
}

impl Provider {
    /// A provider with a name and the text of its GUID.
    ///
    /// # Errors
    /// Text that is not a GUID.
    pub fn new(name: &str, guid: &str) -> Result<Self, ParseError> {
        Ok(Self { name: name.to_owned(), guid: Some(Guid::parse(guid)?) })
    }

    /// A provider known by its name only.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), guid: None }
    }
}

/// One `Data` element of `EventData`.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The `Name` attribute; absent in events of the oldest kind.
    pub name: Option<String>,
    pub value: Value,
}

/// One event, complete but for its record id, which the writer counts when `record_id` is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub provider: Provider,
    pub event_id: u16,
    pub qualifiers: Option<u16>,
    pub version: u8,
    pub level: u8,
    pub task: u16,
    pub opcode: u8,
    pub keywords: u64,
    /// Ticks of 100 ns since 1601-01-01 UTC; also the time in the record's header.
    pub time: u64,
    pub record_id: Option<u64>,
    pub activity: Option<Guid>,
    pub related_activity: Option<Guid>,
    pub process_id: u32,
    pub thread_id: u32,
    pub channel: String,
    pub computer: String,
    pub user: Option<Sid>,
    /// The name of the element within `UserData` whose children the data are; absent for events with `EventData`.
    pub user_data: Option<String>,
    pub data: Vec<Data>,
    /// What stands in `EventData`'s element `Binary`.
    pub binary: Option<Vec<u8>>,
}

impl Event {
    /// An event at 1601-01-01 of level 4 (information) without data.
    pub fn new(provider: Provider, event_id: u16, channel: &str, computer: &str) -> Self {
        Self {
            provider,
            event_id,
            qualifiers: None,
            version: 0,
            level: 4,
            task: 0,
            opcode: 0,
            keywords: 0x8000_0000_0000_0000,
            time: 0,
            record_id: None,
            activity: None,
            related_activity: None,
            process_id: 0,
            thread_id: 0,
            channel: channel.to_owned(),
            computer: computer.to_owned(),
            user: None,
            user_data: None,
            data: Vec::new(),
            binary: None,
        }
    }

    /// Sets the time, in ticks of 100 ns since 1601-01-01 UTC.
    #[must_use]
    pub fn time(mut self, filetime: u64) -> Self {
        self.time = filetime;
        self
    }

    /// Adds a named `Data` element.
    #[must_use]
    pub fn data(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.data.push(Data { name: Some(name.to_owned()), value: value.into() });
        self
    }

    /// Adds a `Data` element without a name.
    #[must_use]
    pub fn unnamed(mut self, value: impl Into<Value>) -> Self {
        self.data.push(Data { name: None, value: value.into() });
        self
    }
}
