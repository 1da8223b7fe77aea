//! The store keeps what it is given, in order, whatever fits in memory.

use tables::{Cell, Columns, Filter, Request, Store, TableRequest, TextTest};

fn fill(store: &mut Store, rows: u64) {
    let source = store.add_source("a.evtx", "evtx", 1, 0);
    for start in (0..rows).step_by(100) {
        let mut builder = store.builder("DeviceFileEvents").unwrap();
        for i in start..(start + 100).min(rows) {
            builder.set_named("FileName", Cell::Str(&format!("file{i}.{}", if i % 2 == 0 { "DLL" } else { "txt" })));
            builder.set_named("FolderPath", Cell::Str("never asked for"));
            builder.finish_row(source.row(i));
        }
        let batch = builder.finish().unwrap();
        store.append("DeviceFileEvents", batch).unwrap();
    }
}

fn ids(store: &Store) -> Vec<u64> {
    store
        .batches("DeviceFileEvents")
        .unwrap()
        .flat_map(|batch| {
            let batch = batch.unwrap();
            let ids = batch.column_by_name(tables::ROW_ID_COLUMN).unwrap().clone();
            let ids = ids.as_any().downcast_ref::<arrow::array::UInt64Array>().unwrap();
            ids.values().to_vec()
        })
        .collect()
}

#[test]
fn rows_past_the_budget_spill_and_come_back_in_order() {
    let mut request = Request::default();
    request.want("DeviceFileEvents", ["FileName"]);
    let mut small = Store::new(request.clone(), 1);
    let mut large = Store::new(request, usize::MAX);
    for store in [&mut small, &mut large] {
        fill(store, 1000);
        store.finish().unwrap();
        assert_eq!(store.rows("DeviceFileEvents"), 1000);
        assert_eq!(store.schema("DeviceFileEvents").unwrap().fields().len(), 2);
    }
    assert_eq!(ids(&small), (0..1000).collect::<Vec<_>>());
    assert_eq!(ids(&small), ids(&large));
}

#[test]
fn rows_that_nobody_can_use_are_dropped() {
    let mut request = Request::default();
    request.add(
        "DeviceFileEvents",
        TableRequest {
            columns: Columns::Some(["FileName".to_owned()].into()),
            filter: Filter::Text { column: "FileName".into(), test: TextTest::EndsWith, values: vec![".dll".into()] },
        },
    );
    let mut store = Store::new(request, usize::MAX);
    fill(&mut store, 10);
    assert_eq!(ids(&store), [0, 2, 4, 6, 8]);
}

#[test]
fn a_table_that_nobody_asked_for_is_not_built() {
    let store = Store::new(Request::default(), usize::MAX);
    assert!(store.builder("DeviceFileEvents").is_none());
}

#[test]
fn a_row_of_several_records_cites_them_all() {
    let mut store = Store::new(Request::default(), 0);
    let source = store.add_source("a.evtx", "evtx", 1, 0);
    let group = store.add_group(vec![source.row(9), source.row(7), source.row(7)]);
    assert_eq!(store.records(group), [(source, 7), (source, 9)]);
}
