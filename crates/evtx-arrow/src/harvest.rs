//! What callers make of a log's records, on several threads.

use crate::draft::{Drafter, Numbered};
use crate::flaw::Flaw;
use crate::gather::Gather;
use crate::record::{Located, Receiver, Record};
use crate::{Event, Needs};

/// What happens to records of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// What [`Harvest::is_wanted`] looks at; none when it takes all.
    pub first: Option<Needs>,
    /// What [`Harvest::take`] looks at.
    pub needs: Needs,
}

/// Where a record was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Where its log says that it is.
    Log,
    /// In a damaged or unused place.
    Recovered,
}

/// What a caller makes of a log's records. Parts of the log go to several threads, each of which works with a
/// [`Harvest::Worker`] of its own; what they make of a part comes back in the log's order, whatever the threads.
pub trait Harvest: Sync {
    /// What a thread works with.
    type Worker;
    /// What comes of some chunks.
    type Part: Send;

    /// Called by each thread.
    fn worker(&self) -> Self::Worker;

    /// The ways that records may go.
    fn routes(&self) -> &[Route];

    /// The number of the way that records of this provider, channel and event id go; none when they are not wanted.
    /// Must always give the same: answers are remembered.
    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<usize>;

    /// Whether a record can be wanted by the id in its header and the time at which it was written, in [`crate::ticks`].
    fn may_want(&self, _record_id: u64, _written: Option<i64>) -> bool {
        true
    }

    /// Whether a record is wanted, by [`Route::first`].
    fn is_wanted(&self, _worker: &mut Self::Worker, _route: usize, _event: &Event<'_>, _origin: Origin) -> bool {
        true
    }

    /// Takes a record that is wanted.
    fn take(&self, worker: &mut Self::Worker, route: usize, event: &Event<'_>, origin: Origin);

    /// Ends a part of the log: what came of it. The worker goes on with another part.
    fn finish(&self, worker: &mut Self::Worker) -> Self::Part;
}

/// A harvest's thread.
pub(crate) struct Harvester<'h, H: Harvest> {
    harvest: &'h H,
    worker: H::Worker,
    drafter: Drafter,
    origin: Origin,
}

impl<H: Harvest> Gather for H {
    type Worker<'a>
        = Harvester<'a, H>
    where
        H: 'a;
    type Part = H::Part;

    fn worker(&self) -> Harvester<'_, H> {
        Harvester { harvest: self, worker: Harvest::worker(self), drafter: Drafter::default(), origin: Origin::Log }
    }

    fn finish(&self, worker: &mut Harvester<'_, H>) -> H::Part {
        Harvest::finish(self, &mut worker.worker)
    }
}

impl<H: Harvest> Receiver for Harvester<'_, H> {
    fn origin(&mut self, origin: Origin) {
        self.origin = origin;
    }

    fn may_want(&self, record: &Record) -> bool {
        self.harvest.may_want(record.id, record.time)
    }

    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<u32> {
        self.harvest.route(provider, channel, id).and_then(|route| u32::try_from(route).ok())
    }

    fn planned(&mut self, number: u32, located: &Located<'_>) -> Result<usize, Flaw> {
        let number = number as usize;
        let Some(route) = self.harvest.routes().get(number) else { return Ok(0) };
        let mut made = 0;
        if let Some(first) = &route.first {
            let wish = Numbered::of(first, 2 * number);
            let (is_wanted, text) = self
                .drafter
                .event(located, wish, |event| self.harvest.is_wanted(&mut self.worker, number, event, self.origin))?;
            made = text;
            if !is_wanted {
                return Ok(made);
            }
        }
        let wish = Numbered::of(&route.needs, 2 * number + 1);
        let ((), text) = self
            .drafter
            .event(located, wish, |event| self.harvest.take(&mut self.worker, number, event, self.origin))?;
        Ok(made + text)
    }

    fn general(&mut self, number: u32, event: &Event<'_>) {
        let number = number as usize;
        let Some(route) = self.harvest.routes().get(number) else { return };
        if route.first.is_none() || self.harvest.is_wanted(&mut self.worker, number, event, self.origin) {
            self.harvest.take(&mut self.worker, number, event, self.origin);
        }
    }
}
