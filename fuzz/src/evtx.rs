//! What must hold for any bytes that are read as an event log.

use evtx_arrow::arrow::array::{Array, AsArray, RecordBatch};
use evtx_arrow::arrow::datatypes::{Int32Type, UInt64Type};
use evtx_arrow::{
    Columns, Event, EventReader, Harvest, LogReader, Needs, Origin, Outcome, Part, ReadOptions, Route, Selector,
    Wanted, batches, carve, harvest,
};

/// Bytes of the file's and of a chunk's own header.
const FILE_HEADER: usize = 4096;
const CHUNK_HEADER: usize = 512;
const CHUNK: usize = 65_536;

/// Event logs: what is counted is given, a narrower wish gives no more, and threads change nothing.
pub fn evtx(bytes: &[u8]) {
    let mut given = 0_u64;
    let all = LogReader.read(bytes, &Wanted::all(), &mut |event| {
        given += 1;
        assert!(event.computer.len() <= bytes.len() * 4);
    });
    assert_eq!(all.records, given);
    let one = Wanted::any_of([Selector { ids: [1, 4688].into(), ..Selector::default() }]);
    let mut fewer = 0;
    let some = LogReader.read(bytes, &one, &mut |event| {
        fewer += 1;
        assert!(event.event_id == 1 || event.event_id == 4688);
    });
    // Records that nobody wants are passed over unread, so damage in them is not seen.
    assert!(fewer <= given && fewer <= some.records);
    for issue in &all.issues {
        assert!(issue.offset.is_none_or(|offset| offset <= bytes.len() as u64 + 4096), "{issue}");
    }
    let texts = Texts::new();
    let [alone, together] = [1, 3].map(|threads| texts.read(bytes, &ReadOptions { threads, recover: true }));
    assert!(alone == together, "threads change what is read");
    assert!(alone.0.len() as u64 == alone.1.records + alone.1.recovered);
    assert!(alone.1.records == given, "what is carved comes beside the rest");
}

/// Event logs as record batches: they hold what the events hold, whatever columns are asked for and however many threads
/// read.
pub fn evtx_batches(bytes: &[u8]) {
    let mut events = Vec::new();
    let read = LogReader.read(bytes, &Wanted::all(), &mut |event| {
        let data: Vec<(String, String)> =
            event.data.iter().map(|field| (field.name.to_string(), field.value.to_string())).collect();
        events.push((event.record_id, data));
    });
    // The two ways measure what a record expands to a little differently.
    let is_bomb = |outcome: &Outcome| outcome.issues.iter().any(|issue| issue.text.contains("expand"));
    let rows = |columns: &Columns, threads| {
        let mut all = Vec::new();
        let options = ReadOptions { threads, recover: false };
        let outcome = batches(bytes, &options, &Wanted::all(), columns, &mut |batch| {
            all.push(batch);
            true
        });
        (all, outcome.expect("Arrow takes every column"))
    };
    let (all, outcome) = rows(&Columns::all(), 1);
    if is_bomb(&read) || is_bomb(&outcome) {
        return;
    }
    assert!(rows(&Columns::all(), 3) == (all.clone(), outcome), "threads change what is read");
    let given: Vec<_> =
        all.iter().flat_map(|batch| (0..batch.num_rows()).map(|row| (id(batch, row), data(batch, row)))).collect();
    assert!(given == events, "batches hold other things than events");
    // The fields of the first event, the second one as a dictionary.
    let mut names: Vec<&str> =
        events.iter().flat_map(|(_, data)| data).map(|(name, _)| name.as_str()).take(8).collect();
    names.sort_unstable();
    names.dedup();
    let columns = Columns::some([Part::Time, Part::UserId], names.iter().copied());
    let (some, _) = rows(&columns.dictionaries(names.get(1).copied()), 1);
    let mut places = some.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    for (record, data) in &events {
        let (batch, row) = places.next().expect("a row for each record");
        assert_eq!(id(batch, row), *record);
        for name in &names {
            let expect = data.iter().find(|(have, _)| have == name).map(|(_, value)| value.clone());
            assert_eq!(text(batch, name, row), expect, "{name}");
        }
    }
    assert!(places.next().is_none());
}

fn id(batch: &RecordBatch, row: usize) -> u64 {
    batch.column(0).as_primitive::<UInt64Type>().value(row)
}

/// A field of its own column; names may be those of other columns, which come before it.
fn text(batch: &RecordBatch, name: &str, row: usize) -> Option<String> {
    let schema = batch.schema();
    let at = schema.fields().iter().rposition(|field| field.name() == name).expect("a column");
    let column = batch.column(at);
    match column.as_dictionary_opt::<Int32Type>() {
        Some(column) => column.key(row).map(|key| column.values().as_string::<i32>().value(key).to_owned()),
        None => column.is_valid(row).then(|| column.as_string::<i32>().value(row).to_owned()),
    }
}

/// All fields of a row.
fn data(batch: &RecordBatch, row: usize) -> Vec<(String, String)> {
    let fields = batch.column(batch.num_columns() - 1).as_list::<i32>().value(row);
    let fields = fields.as_struct();
    let (names, values) = (fields.column(0).as_dictionary::<Int32Type>(), fields.column(1).as_string::<i32>());
    let name = |at| names.values().as_string::<i32>().value(names.key(at).unwrap_or(0)).to_owned();
    (0..fields.len()).map(|at| (name(at), values.value(at).to_owned())).collect()
}

/// Any bytes: what is carved is counted.
pub fn evtx_carve(bytes: &[u8]) {
    let mut given = Vec::new();
    let found = carve(bytes, &Texts::new(), &mut |part: Vec<(u64, Origin, usize)>| {
        given.extend(part);
        true
    });
    assert_eq!(given.len() as u64, found.recovered);
    assert!(found.records == 0 && given.iter().all(|(_, origin, _)| *origin == Origin::Recovered));
}

/// One record's BinXML: the bytes, in a chunk that is sound.
pub fn evtx_binxml(bytes: &[u8]) {
    let body = &bytes[..bytes.len().min(CHUNK - CHUNK_HEADER - 28)];
    let length = body.len() + 28;
    let mut log = vec![0; FILE_HEADER + CHUNK];
    let mut put = |at: usize, part: &[u8]| log[at..at + part.len()].copy_from_slice(part);
    put(0, b"ElfFile\0");
    put(42, &[1, 0]);
    let chunk = FILE_HEADER;
    put(chunk, b"ElfChnk\0");
    for (at, number) in [(8, 1_u64), (16, 1), (24, 1), (32, 1)] {
        put(chunk + at, &number.to_le_bytes());
    }
    for (at, number) in [(40, 128), (44, CHUNK_HEADER), (48, CHUNK_HEADER + length), (120, 4)] {
        put(chunk + at, &(number as u32).to_le_bytes());
    }
    let record = chunk + CHUNK_HEADER;
    put(record, b"**\0\0");
    put(record + 4, &(length as u32).to_le_bytes());
    put(record + 8, &1_u64.to_le_bytes());
    put(record + 16, &132_000_000_000_000_000_u64.to_le_bytes());
    put(record + 24, body);
    put(record + length - 4, &(length as u32).to_le_bytes());
    let mut given = 0;
    let all = LogReader.read(&log, &Wanted::all(), &mut |event| {
        given += 1;
        let size: usize = event.data.iter().map(|field| field.name.len() + field.value.len()).sum();
        assert!(size <= 64 << 20, "a record that expands to {size} bytes");
    });
    assert!(all.records == given && given <= 1);
    let (texts, _) = Texts::new().read(&log, &ReadOptions::default());
    assert!(texts.len() as u64 == given);
    evtx_batches(&log);
}

/// Looks at one field first, then at some.
struct Texts {
    routes: Vec<Route>,
}

impl Texts {
    fn new() -> Self {
        let (mut first, mut needs) = (Needs::nothing(), Needs::nothing());
        first.field("Image").part(Part::Channel);
        needs.field("CommandLine").field("Image").field("Data").part(Part::UserId).part(Part::Time);
        Self { routes: vec![Route { first: Some(first), needs }] }
    }

    fn read(&self, bytes: &[u8], options: &ReadOptions) -> (Vec<(u64, Origin, usize)>, Outcome) {
        let mut all = Vec::new();
        let outcome = harvest(bytes, options, self, &mut |part: Vec<(u64, Origin, usize)>| {
            all.extend(part);
            true
        });
        (all, outcome)
    }
}

impl Harvest for Texts {
    type Worker = Vec<(u64, Origin, usize)>;
    type Part = Vec<(u64, Origin, usize)>;

    fn worker(&self) -> Self::Worker {
        Vec::new()
    }

    fn routes(&self) -> &[Route] {
        &self.routes
    }

    fn route(&self, _provider: &str, _channel: &str, _id: u32) -> Option<usize> {
        Some(0)
    }

    fn take(&self, worker: &mut Self::Worker, _route: usize, event: &Event<'_>, origin: Origin) {
        let size = event.data.iter().map(|field| field.name.len() + field.value.len()).sum();
        worker.push((event.record_id, origin, size));
    }

    fn finish(&self, worker: &mut Self::Worker) -> Self::Part {
        std::mem::take(worker)
    }
}
