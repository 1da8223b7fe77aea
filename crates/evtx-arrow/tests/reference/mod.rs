//! A log as the `evtx` crate reads it: every record rendered as XML, and that read back.

mod xml;

use evtx::{EvtxChunkData, ParserSettings};
use evtx_arrow::{Event, ticks};
use std::sync::Arc;

const FILE_HEADER: usize = 4096;
const CHUNK: usize = 65_536;

/// Gives every record that the crate can read to `each`, chunk by chunk.
pub(crate) fn read(bytes: &[u8], each: &mut dyn FnMut(&Event<'_>)) {
    for chunk in bytes.get(FILE_HEADER..).unwrap_or_default().chunks(CHUNK) {
        let Ok(mut data) = EvtxChunkData::new(chunk.to_vec(), false) else { continue };
        let settings = Arc::new(ParserSettings::new().indent(false));
        let Ok(mut chunk) = data.parse(settings) else { continue };
        for record in chunk.iter().flatten() {
            let id = record.event_record_id;
            let time = i64::try_from(record.timestamp.as_nanosecond() / 100).unwrap() + ticks::UNIX_EPOCH;
            let Ok(rendered) = record.into_xml_bytes() else { continue };
            let text = String::from_utf8_lossy(&rendered.data);
            if let Ok(mut event) = xml::event(&text) {
                event.record_id = id;
                event.time = event.time.or(Some(time));
                each(&event);
            }
        }
    }
}
