use super::*;
use crate::chunk::{CHUNK, FILE_HEADER, Header};
use crate::draft::{Drafter, Numbered};
use crate::needs::Needs;
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

/// Takes the events of plans as text.
#[derive(Default)]
struct Texts {
    drafter: Drafter,
    text: Option<String>,
}

impl Receiver for Texts {
    fn origin(&mut self, _origin: Origin) {}

    fn may_want(&self, _record: &Record) -> bool {
        true
    }

    fn route(&self, _provider: &str, _channel: &str, _id: u32) -> Option<u32> {
        Some(0)
    }

    fn planned(&mut self, _route: u32, located: &Located<'_>) -> Result<usize, Flaw> {
        let all = Needs::all();
        let wish = Numbered { needs: &all, number: None };
        let (text, length) = self.drafter.event(located, wish, |event| format!("{event:?}"))?;
        self.text = Some(text);
        Ok(length)
    }

    fn general(&mut self, _route: u32, _event: &Event<'_>) {}
}

/// Plans only save time: what they give is what the general way gives.
#[test]
fn plans_give_what_the_general_way_gives() {
    let mut found = Vec::new();
    logs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures")), &mut found);
    let (mut planned, mut all) = (0, 0);
    for log in &found {
        let (mut reader, mut texts) = (RecordReader::default(), Texts::default());
        for chunk in log[FILE_HEADER..].chunks(CHUNK) {
            let Some(header) = Header::read(chunk).filter(|_| chunk.starts_with(b"ElfChnk\0")) else { continue };
            reader.chunk();
            for record in Records::new(chunk, &header).flatten() {
                let (mut budget, mut seen) = (Budget::of_chunk(), Seen::default());
                all += 1;
                if reader.planned(chunk, &record, &mut texts, &mut budget, &mut seen).unwrap() {
                    planned += 1;
                    let range = record.range.clone();
                    let mut ask = |_: &str, _: &str, _| true;
                    let walk = general::record(chunk, range, &mut reader.templates, &mut ask, &mut budget).unwrap();
                    let mut event = walk.event;
                    event.record_id = record.id;
                    event.time = event.time.or(record.time);
                    assert_eq!(texts.text.take(), Some(format!("{event:?}")));
                }
            }
        }
    }
    assert!(all > 1500 && planned * 100 > all * 95, "{planned} of {all}");
}
