use super::evtx::harvest;
use crate::recognise::{Head, Read, Source};
use crate::{Input, ReadError, Reading};

/// Pieces of Windows event logs in free space, memory or what is left of a disk. Nothing in the first bytes of such a file
/// tells of them: it is looked through when records are to be recovered, and nothing else reads it.
pub(super) static SOURCE: Source = Source {
    name: "evtx-fragments",
    reference: "https://learn.microsoft.com/openspecs/windows_protocols/ms-even6",
    recognise: |_: &Head<'_>| false,
    endings: &[],
    noun: "piece of a disk or of memory",
    read: Read::Events(read),
};

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    if reading.events.plans.is_nothing() {
        return Ok(());
    }
    harvest(reading, input, true, |stream, harvest, take| evtx_arrow::carve(stream, harvest, take))
}
