use crate::recognise::{Head, Read, Source};
use crate::{Input, ReadError, Reading};
use diagnostics::Problem;
use evtx_arrow::{EventReader, LogReader, looks_like_log};

/// Windows event logs.
pub(super) static SOURCE: Source = Source {
    name: "evtx",
    reference: "https://learn.microsoft.com/openspecs/windows_protocols/ms-even6",
    recognise: |head: &Head<'_>| looks_like_log(head.bytes),
    endings: &[".evtx"],
    noun: "event log",
    read: Read::Events(read),
};

/// The file's own header and the first chunk.
const FIRST_CHUNK: usize = 4096 + 65_536;

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let wanted = reading.events.wanted();
    if wanted.is_nothing() {
        // Only what computer the evidence is of matters: a chunk tells.
        let head = input.item.head(FIRST_CHUNK).unwrap_or_default();
        for computer in LogReader.read(&head, &wanted, &mut |_| {}).computers {
            reading.sink.saw_computer(input.item.root, &computer);
        }
        return Ok(());
    }
    let bytes = reading.bytes(input);
    let Reading { sink, events, .. } = reading;
    let mut failure = None;
    let log = LogReader.read(&bytes, &wanted, &mut |event| {
        if failure.is_none() {
            failure = events.write(event, input.source.row(event.record_id), sink).err();
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    sink.records += log.records;
    for computer in &log.computers {
        sink.saw_computer(input.item.root, computer);
    }
    for issue in &log.issues {
        if issue.is_note() {
            sink.info(&input.item.path, issue.place(), issue.text.as_str());
        } else {
            sink.problem(Problem::warning(&input.item.path, issue.place(), issue.text.as_str()));
        }
    }
    events.finish_log(sink)
}
