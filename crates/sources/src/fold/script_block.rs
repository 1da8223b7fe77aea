//! PowerShell splits a long script block over several events 4104 with one ScriptBlockId.

use super::{Fold, FoldStage, Folded, Step};
use evtx_arrow::{Event, Field};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tables::RowId;

pub(super) static FOLD: Fold = Fold { name: "script_block", start: || Box::<ScriptBlocks>::default() };

/// Bytes of text held; past this, the oldest script block goes on unfinished.
const MOST_BYTES: usize = 64 << 20;
/// Parts of one script block that are believed.
const MOST_PARTS: u32 = 100_000;

#[derive(Default)]
struct ScriptBlocks {
    /// In order of their first part.
    open: Vec<Block>,
    bytes: usize,
}

struct Block {
    computer: String,
    id: String,
    total: u32,
    first: Event<'static>,
    parts: BTreeMap<u32, (String, RowId)>,
}

impl FoldStage for ScriptBlocks {
    fn take(&mut self, event: &Event<'_>, row: RowId, done: &mut Vec<Folded>) -> Step {
        let number = |name| event.value(name).and_then(|text| text.trim().parse::<u32>().ok());
        let (Some(part), Some(total), Some(text)) =
            (number("MessageNumber"), number("MessageTotal"), event.value("ScriptBlockText"))
        else {
            return Step::Pass;
        };
        if !(2..=MOST_PARTS).contains(&total) {
            return Step::Pass;
        }
        let id = event.value("ScriptBlockId").unwrap_or("");
        let known = self.open.iter().position(|block| block.id == id && block.computer == event.computer);
        let at = known.unwrap_or_else(|| {
            self.open.push(Block {
                computer: event.computer.to_string(),
                id: id.to_owned(),
                total,
                first: owned(event),
                parts: BTreeMap::new(),
            });
            self.open.len() - 1
        });
        if let Some(block) = self.open.get_mut(at) {
            self.bytes += text.len();
            if let Some((old, _)) = block.parts.insert(part, (text.to_owned(), row)) {
                self.bytes -= old.len();
            }
            if block.parts.len() >= block.total as usize {
                self.close(at, done);
            }
        }
        while self.bytes > MOST_BYTES && !self.open.is_empty() {
            self.close(0, done);
        }
        Step::Held
    }

    fn finish(&mut self, done: &mut Vec<Folded>) {
        while !self.open.is_empty() {
            self.close(0, done);
        }
    }
}

impl ScriptBlocks {
    fn close(&mut self, at: usize, done: &mut Vec<Folded>) {
        let block = self.open.remove(at);
        let mut event = block.first;
        let mut text = String::new();
        let mut records = Vec::new();
        for (part, row) in block.parts.into_values() {
            self.bytes = self.bytes.saturating_sub(part.len());
            text.push_str(&part);
            records.push(row);
        }
        if let Some(field) = event.data.iter_mut().find(|field| field.name == "ScriptBlockText") {
            field.value = Cow::Owned(text);
        }
        done.push(Folded { event, records });
    }
}

/// The event on its own.
pub(crate) fn owned(event: &Event<'_>) -> Event<'static> {
    let own = |text: &Cow<'_, str>| Cow::Owned(text.to_string());
    Event {
        record_id: event.record_id,
        event_record_id: event.event_record_id,
        event_id: event.event_id,
        provider: own(&event.provider),
        provider_guid: own(&event.provider_guid),
        channel: own(&event.channel),
        computer: own(&event.computer),
        time: event.time,
        version: event.version,
        level: event.level,
        task: event.task,
        opcode: event.opcode,
        keywords: own(&event.keywords),
        activity_id: own(&event.activity_id),
        process_id: event.process_id,
        thread_id: event.thread_id,
        user_id: own(&event.user_id),
        message: own(&event.message),
        section: event.section,
        unordered: event.unordered,
        data: event.data.iter().map(|f| Field { name: own(&f.name), value: own(&f.value) }).collect(),
    }
}
