use crate::events::{EventHarvest, Gathered};
use crate::recognise::{Head, Read, Source};
use crate::{Input, ReadError, Reading};
use diagnostics::Problem;
use evtx_arrow::{EventReader, LogReader, Outcome, Wanted, looks_like_log};
use std::io;
use std::sync::Arc;

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
    if reading.events.plans.is_nothing() {
        // Only what computer the evidence is of matters: a chunk tells.
        let head = input.item.head(FIRST_CHUNK).unwrap_or_default();
        for computer in LogReader.read(&head, &Wanted::any_of([]), &mut |_| {}).computers {
            reading.sink.saw_computer(input.item.root, &computer);
        }
        return Ok(());
    }
    let options = evtx_arrow::ReadOptions { threads: reading.options.threads, recover: reading.options.recover };
    harvest(reading, input, false, |stream, harvest, take| evtx_arrow::harvest(stream, &options, harvest, take))
}

/// Reads a file as one of the ways of `evtx_arrow` does, which gets the file, what to make of its records, and where to
/// put that. `is_fragment`: the file is no log, so that all that is in it is recovered.
pub(super) fn harvest(
    reading: &mut Reading<'_, '_>,
    input: &Input<'_>,
    is_fragment: bool,
    read: impl FnOnce(&mut (dyn io::Read + Send), &EventHarvest<'_>, &mut dyn FnMut(Gathered) -> bool) -> Outcome,
) -> Result<(), ReadError> {
    let Some(mut stream) = reading.stream(input) else { return Ok(()) };
    let Reading { sink, events, options, .. } = &mut *reading;
    let (plans, asked) = (Arc::clone(&events.plans), sink.rows.another());
    let path = &input.item.path;
    let recovered = (options.recover && !is_fragment)
        .then(|| sink.add_source(&format!("{path}!recovered"), "evtx-recovered", 0, input.item.root));
    let harvest = EventHarvest::new(&plans, &asked, input.source, recovered.unwrap_or(input.source));
    let mut failure = None;
    let log = read(&mut stream, &harvest, &mut |gathered| {
        failure = events.take_over(gathered, sink).err();
        failure.is_none()
    });
    if let Some(error) = failure {
        return Err(error);
    }
    if log.recovered == 0
        && let Some(source) = recovered
    {
        sink.withdraw_source(source);
    }
    sink.records += log.records + log.recovered;
    for computer in &log.computers {
        sink.saw_computer(input.item.root, computer);
    }
    for issue in &log.issues {
        if issue.is_note() {
            sink.info(path, issue.place(), issue.text.as_str());
        } else {
            sink.problem(Problem::warning(path, issue.place(), issue.text.as_str()));
        }
    }
    if log.recovered > 0 {
        let cited = if is_fragment { "" } else { "!recovered" };
        let text = format!(
            "{} records were recovered from damaged or unused places; what they give is cited as {path}{cited}",
            log.recovered
        );
        sink.problem(Problem::warning(path, "", text));
    }
    events.finish_log(sink)?;
    reading.finish_stream(input, stream);
    Ok(())
}
