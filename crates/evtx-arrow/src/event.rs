use std::borrow::Cow;

/// One record of an event log.
///
/// Names are those of the event schema (<https://learn.microsoft.com/windows/win32/wes/eventschema-schema>).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event<'a> {
    /// The id in the record's header. Forwarded and exported records may carry another
    /// [`Event::event_record_id`]; this one is unique in its file.
    pub record_id: u64,
    /// `System/EventRecordID`, when there is one.
    pub event_record_id: Option<u64>,
    pub event_id: u32,
    pub provider: Cow<'a, str>,
    /// With braces, as the log has it; empty when not known.
    pub provider_guid: Cow<'a, str>,
    pub channel: Cow<'a, str>,
    pub computer: Cow<'a, str>,
    /// `TimeCreated`, else the time in the record's header: [`crate::ticks`].
    pub time: Option<i64>,
    pub version: Option<u8>,
    /// 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 always.
    pub level: Option<u8>,
    pub task: Option<u32>,
    pub opcode: Option<u8>,
    /// A bit mask in hexadecimal, `0x8020000000000000`.
    pub keywords: Cow<'a, str>,
    /// `Correlation/ActivityID`.
    pub activity_id: Cow<'a, str>,
    /// The process that logged the event.
    pub process_id: Option<u32>,
    pub thread_id: Option<u32>,
    /// The SID of `Security/UserID`; empty when not known.
    pub user_id: Cow<'a, str>,
    /// The message, where a forwarder rendered it.
    pub message: Cow<'a, str>,
    /// Where [`Event::data`] comes from.
    pub section: Section,
    /// The event's own data, in order; names may repeat and may be empty.
    pub data: Vec<Field<'a>>,
    /// Whether the order of the data is not the log's own, as in exports that keep names alone. Logs never are.
    pub unordered: bool,
}

/// The part of an event that holds its own data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// `<Data Name="…">` elements; also taken for events without data.
    #[default]
    EventData,
    /// Elements of the provider's own making; each leaf element is a field.
    UserData,
    /// `ProcessingErrorData` and the like.
    Other,
}

/// One piece of an event's data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field<'a> {
    /// Empty for `<Data>` without a name.
    pub name: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

impl Event<'_> {
    /// The first field of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.data.iter().find(|field| field.name == name).map(|field| field.value.as_ref())
    }
}
