//! Rows past the memory budget, in an unnamed temporary file in Arrow's IPC stream format.

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use tempfile::NamedTempFile;

pub(crate) struct Spill {
    /// Deleted when dropped.
    file: NamedTempFile,
    writer: StreamWriter<BufWriter<File>>,
}

impl Spill {
    pub(crate) fn create(schema: &Schema) -> Result<Self, crate::StoreError> {
        let file = NamedTempFile::with_prefix("iiswarden-")?;
        let writer = StreamWriter::try_new(BufWriter::new(file.reopen()?), schema)?;
        Ok(Self { file, writer })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.writer.write(batch)
    }

    pub(crate) fn finish(&mut self) -> Result<(), ArrowError> {
        self.writer.finish()
    }

    pub(crate) fn read(&self) -> Result<StreamReader<BufReader<File>>, crate::StoreError> {
        Ok(StreamReader::try_new(BufReader::new(self.file.reopen()?), None)?)
    }
}
