//! A log's parts on several threads, and what comes of them in order.

use crate::chunk::{self, CHUNK, CHUNK_MAGIC, Context, FILE_HEADER};
use crate::outcome::Seen;
use crate::part::{Log, PART, PIECE, Part};
use crate::record::{Receiver, RecordReader};
use crate::{Issue, Issues, Outcome};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Parts that each thread may be ahead of what was taken over.
const AHEAD: u64 = 3;

/// How a log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// How many threads read; 0 for as many as there are cores. What comes out does not depend on it.
    pub threads: usize,
    /// Carve records from damaged chunks and from places that are not in use.
    pub recover: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { threads: 1, recover: false }
    }
}

/// What takes the records of a log on several threads.
pub(crate) trait Gather {
    type Worker<'a>: Receiver
    where
        Self: 'a;
    type Part: Send;

    fn worker(&self) -> Self::Worker<'_>;

    /// What came of a part.
    fn finish(&self, worker: &mut Self::Worker<'_>) -> Self::Part;
}

/// What else was seen in a part.
#[derive(Default)]
struct Noted {
    seen: Seen,
    issues: Issues,
    unused: usize,
}

/// What came of a part, and what else was seen in it.
struct Finished<P> {
    part: P,
    noted: Noted,
}

/// What holds for all parts.
#[derive(Clone, Copy)]
struct Setting {
    claimed: u64,
    dirty: bool,
    recover: bool,
}

/// Reads a log; `take` gets what came of each part, and may end it with false.
pub(crate) fn gather<G: Gather + Sync>(
    stream: impl Read + Send,
    options: &ReadOptions,
    gather: &G,
    take: &mut dyn FnMut(G::Part) -> bool,
) -> Outcome {
    let mut total = Total::default();
    let Some(mut log) = open(stream, &mut total) else { return total.outcome() };
    let setting = Setting { claimed: log.claimed(), dirty: log.dirty, recover: options.recover };
    let threads = match options.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let mut part = Part::default();
    let more = log.next(&mut part, if threads > 1 { PART } else { PIECE }, &mut total.reading);
    if threads > 1 && more && !log.has_ended() {
        parallel(log, part, threads, setting, gather, &mut total, take);
        return total.outcome();
    }
    one_by_one(log, part, more, setting, gather, &mut total, take);
    total.outcome()
}

/// Reads a log on this thread.
pub(crate) fn alone<G: Gather>(
    stream: impl Read,
    recover: bool,
    gather: &G,
    take: &mut dyn FnMut(G::Part) -> bool,
) -> Outcome {
    let mut total = Total::default();
    if let Some(mut log) = open(stream, &mut total) {
        let setting = Setting { claimed: log.claimed(), dirty: log.dirty, recover };
        let mut part = Part::default();
        let more = log.next(&mut part, PIECE, &mut total.reading);
        one_by_one(log, part, more, setting, gather, &mut total, take);
    }
    total.outcome()
}

fn open<R: Read>(stream: R, total: &mut Total) -> Option<Log<R>> {
    match Log::open(stream, &mut total.issues) {
        Ok(log) => Some(log),
        Err(error) => {
            total.issues.push(Issue::damage(None, Some(0), format!("it cannot be read: {error}")));
            None
        }
    }
}

/// Reads the rest of a log, of which `part` was read already, on this thread.
fn one_by_one<R: Read, G: Gather>(
    mut log: Log<R>,
    mut part: Part,
    mut more: bool,
    setting: Setting,
    gather: &G,
    total: &mut Total,
    take: &mut dyn FnMut(G::Part) -> bool,
) {
    let (mut reader, mut worker) = (RecordReader::default(), gather.worker());
    let (mut noted, mut chunks) = (Noted::default(), 0);
    while more {
        read(&part, setting, &mut reader, &mut worker, &mut noted);
        chunks += part.count();
        more = log.next(&mut part, PIECE, &mut total.reading);
        if chunks < PART && more {
            continue;
        }
        chunks = 0;
        let finished = Finished { part: gather.finish(&mut worker), noted: std::mem::take(&mut noted) };
        if !total.add(finished, take) {
            break;
        }
    }
}

/// Gives the records of a log to a receiver.
#[cfg(test)]
pub(crate) fn into(stream: impl Read, receiver: &mut dyn Receiver) {
    let (mut log, mut part) = (Log::open(stream, &mut Issues::default()).unwrap(), Part::default());
    let setting = Setting { claimed: log.claimed(), dirty: log.dirty, recover: false };
    let mut reader = RecordReader::default();
    while log.next(&mut part, PIECE, &mut Issues::default()) {
        read(&part, setting, &mut reader, receiver, &mut Noted::default());
    }
}

/// What came of all parts so far.
#[derive(Default)]
struct Total {
    seen: Seen,
    issues: Issues,
    /// What could not be read at all. It comes last, wherever reading was when it was noticed.
    reading: Issues,
    unused: usize,
}

impl Total {
    fn add<P>(&mut self, finished: Finished<P>, take: &mut dyn FnMut(P) -> bool) -> bool {
        self.seen.add(finished.noted.seen);
        self.issues.add(finished.noted.issues);
        self.unused += finished.noted.unused;
        take(finished.part)
    }

    fn outcome(mut self) -> Outcome {
        self.issues.add(std::mem::take(&mut self.reading));
        if self.unused > 0 {
            let text = format!("{} chunks after the last one in use hold something else; not read", self.unused);
            self.issues.push(Issue::note(None, None, text));
        }
        self.seen.outcome(self.issues)
    }
}

/// Reads a part.
fn read(
    part: &Part,
    setting: Setting,
    reader: &mut RecordReader,
    receiver: &mut dyn Receiver,
    Noted { seen, issues, unused }: &mut Noted,
) {
    for (number, chunk) in part.chunks() {
        // Logs grow by several chunks at a time; what Windows has not used yet may hold anything.
        let is_unused = number >= setting.claimed && !chunk.starts_with(CHUNK_MAGIC);
        if is_unused && !setting.recover {
            *unused += usize::from(chunk.iter().any(|&byte| byte != 0));
            continue;
        }
        let start = number.saturating_mul(CHUNK as u64).saturating_add(FILE_HEADER as u64);
        let mut context = Context::new(number, start, setting.dirty, setting.recover, issues, seen);
        chunk::read(chunk, is_unused, reader, &mut context, receiver);
    }
}

/// The log, and how far it was handed out.
struct Intake<R> {
    log: Log<R>,
    first: Option<Part>,
    next: u64,
    issues: Issues,
}

/// What is finished and not taken over yet, by number.
struct Done<P> {
    parts: BTreeMap<u64, Finished<P>>,
    /// The number of the next part that is taken over.
    next: u64,
    /// Threads that may still finish something.
    working: usize,
    stopped: bool,
}

struct Shared<R, P> {
    intake: Mutex<Intake<R>>,
    done: Mutex<Done<P>>,
    /// Something was finished.
    ready: Condvar,
    /// Something was taken over.
    room: Condvar,
    ahead: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(condition: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    condition.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

fn parallel<R: Read + Send, G: Gather + Sync>(
    log: Log<R>,
    first: Part,
    threads: usize,
    setting: Setting,
    gather: &G,
    total: &mut Total,
    take: &mut dyn FnMut(G::Part) -> bool,
) {
    let shared = Shared {
        intake: Mutex::new(Intake { log, first: Some(first), next: 0, issues: Issues::default() }),
        done: Mutex::new(Done { parts: BTreeMap::new(), next: 0, working: threads, stopped: false }),
        ready: Condvar::new(),
        room: Condvar::new(),
        ahead: AHEAD.saturating_mul(threads as u64),
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&shared, setting, gather));
        }
        loop {
            let mut done = lock(&shared.done);
            let finished = loop {
                let next = done.next;
                match done.parts.remove(&next) {
                    Some(finished) => break Some(finished),
                    None if done.working == 0 => break None,
                    None => done = wait(&shared.ready, done),
                }
            };
            let Some(finished) = finished else { break };
            done.next += 1;
            drop(done);
            shared.room.notify_all();
            if !total.add(finished, take) {
                lock(&shared.done).stopped = true;
                shared.room.notify_all();
                break;
            }
        }
    });
    total.reading.add(shared.intake.into_inner().unwrap_or_else(PoisonError::into_inner).issues);
}

/// Says that a thread has ended, however it ended.
struct Leaving<'s, R, P>(&'s Shared<R, P>);

impl<R, P> Drop for Leaving<'_, R, P> {
    fn drop(&mut self) {
        lock(&self.0.done).working -= 1;
        self.0.ready.notify_all();
    }
}

/// One thread.
fn work<R: Read, G: Gather + Sync>(shared: &Shared<R, G::Part>, setting: Setting, gather: &G) {
    let _leaving = Leaving(shared);
    let (mut reader, mut worker, mut part) = (RecordReader::default(), gather.worker(), Part::default());
    while let Some(number) = next(shared, &mut part) {
        let mut noted = Noted::default();
        read(&part, setting, &mut reader, &mut worker, &mut noted);
        let finished = Finished { part: gather.finish(&mut worker), noted };
        lock(&shared.done).parts.insert(number, finished);
        shared.ready.notify_all();
    }
}

/// The number of the next part, which is read into `part`, once there is room for what comes of it.
fn next<R: Read, P>(shared: &Shared<R, P>, part: &mut Part) -> Option<u64> {
    let mut intake = lock(&shared.intake);
    let mut done = lock(&shared.done);
    while !done.stopped && intake.next >= done.next + shared.ahead {
        done = wait(&shared.room, done);
    }
    if done.stopped {
        return None;
    }
    drop(done);
    let Intake { log, first, next, issues } = &mut *intake;
    match first.take() {
        Some(first) => *part = first,
        None if !log.next(part, PART, issues) => return None,
        None => {}
    }
    *next += 1;
    Some(*next - 1)
}
