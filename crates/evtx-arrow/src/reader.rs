use crate::chunk::{CHUNK_MAGIC, FILE_HEADER};
use crate::draft::{Drafter, Numbered};
use crate::flaw::Flaw;
use crate::gather::{self, Gather, ReadOptions};
use crate::harvest::{Harvest, Origin};
use crate::needs::Needs;
use crate::record::{Located, Receiver, Record};
use crate::{Event, Outcome, Wanted, part};
use std::cell::RefCell;
use std::io::Read;

/// Reads event logs.
pub trait EventReader {
    /// Gives every wanted record that can be read to `each`, in the order of the file, and returns what there was
    /// besides and what could not be read.
    fn read(&self, bytes: &[u8], wanted: &Wanted, each: &mut dyn FnMut(&Event<'_>)) -> Outcome;
}

/// The reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogReader;

/// Whether a file that starts with these bytes is an event log. About 4,200 bytes are enough; a log whose own
/// header is destroyed is still told by its first chunk.
pub fn looks_like_log(head: &[u8]) -> bool {
    part::has_header(head) || head.get(FILE_HEADER..).is_some_and(|rest| rest.starts_with(CHUNK_MAGIC))
}

/// Reads a log of any size from a stream, on several threads. Not more than some chunks for each thread are in memory
/// at a time. `take` gets what came of each part of the log, in order; it ends the reading with false.
pub fn harvest<H: Harvest>(
    stream: impl Read + Send,
    options: &ReadOptions,
    harvest: &H,
    take: &mut dyn FnMut(H::Part) -> bool,
) -> Outcome {
    gather::gather(stream, options, harvest, take)
}

/// Carves records from a stream of any bytes: chunks of event logs at any place, and records outside of chunks. All
/// that is found is [`Origin::Recovered`].
pub fn carve<H: Harvest>(stream: impl Read, harvest: &H, take: &mut dyn FnMut(H::Part) -> bool) -> Outcome {
    crate::carve::stream(stream, harvest, take)
}

impl EventReader for LogReader {
    fn read(&self, bytes: &[u8], wanted: &Wanted, each: &mut dyn FnMut(&Event<'_>)) -> Outcome {
        let parts = Each { wanted, each: RefCell::new(each) };
        // One thread: nothing is shared.
        gather::alone(bytes, false, &parts, &mut |()| true)
    }
}

/// Gives events to a closure.
struct Each<'w, 'e> {
    wanted: &'w Wanted,
    each: RefCell<&'e mut dyn FnMut(&Event<'_>)>,
}

impl<'e> Gather for Each<'_, 'e> {
    type Worker<'a>
        = Giver<'a, 'e>
    where
        Self: 'a;
    type Part = ();

    fn worker(&self) -> Giver<'_, 'e> {
        Giver { wanted: self.wanted, each: &self.each, drafter: Drafter::default() }
    }

    fn finish(&self, _worker: &mut Giver<'_, 'e>) {}
}

struct Giver<'a, 'e> {
    wanted: &'a Wanted,
    each: &'a RefCell<&'e mut dyn FnMut(&Event<'_>)>,
    drafter: Drafter,
}

impl Receiver for Giver<'_, '_> {
    fn origin(&mut self, _origin: Origin) {}

    fn may_want(&self, record: &Record) -> bool {
        self.wanted.may_take(record.id, record.time)
    }

    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<u32> {
        self.wanted.takes(provider, channel, id).then_some(0)
    }

    fn planned(&mut self, _route: u32, located: &Located<'_>) -> Result<usize, Flaw> {
        let all = Needs::all();
        let wish = Numbered { needs: &all, number: None };
        let ((), text) = self.drafter.event(located, wish, |event| (self.each.borrow_mut())(event))?;
        Ok(text)
    }

    fn general(&mut self, _route: u32, event: &Event<'_>) {
        (self.each.borrow_mut())(event);
    }
}
