use super::*;
use crate::chunk::{CHUNK, FILE_HEADER, Header};
use crate::records::Records;
use std::path::Path;

fn logs(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "evtx") {
            found.push(std::fs::read(path).unwrap());
        }
    }
}

/// Plans only save time: what they give is what the general way gives.
#[test]
fn plans_give_what_the_general_way_gives() {
    let mut found = Vec::new();
    logs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures")), &mut found);
    let (mut planned, mut all) = (0, 0);
    let wanted = Wanted::all();
    for log in &found {
        let mut reader = RecordReader::default();
        for chunk in log[FILE_HEADER..].chunks(CHUNK) {
            let Some(header) = Header::read(chunk).filter(|_| chunk.starts_with(b"ElfChnk\0")) else { continue };
            reader.templates.chunk();
            for record in Records::new(chunk, &header).flatten() {
                let (mut budget, mut seen) = (Budget::of_chunk(), Seen::default());
                let mut text = None;
                let mut each = |event: &Event<'_>| text = Some(format!("{event:?}"));
                all += 1;
                if reader.planned(chunk, &record, &wanted, &mut budget, &mut seen, &mut each).unwrap() {
                    planned += 1;
                    let range = record.range.clone();
                    let walk = general::record(chunk, range, &mut reader.templates, &wanted, &mut budget).unwrap();
                    let mut event = walk.event;
                    event.record_id = record.id;
                    event.time = event.time.or(record.time);
                    assert_eq!(text, Some(format!("{event:?}")));
                }
            }
        }
    }
    assert!(all > 1500 && planned * 100 > all * 95, "{planned} of {all}");
}
