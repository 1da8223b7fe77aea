//! Parquet files: only the wanted columns of the row groups that can hold wanted rows are read, a batch at a time, and
//! become KQL's types on the way.

mod convert;
mod prune;
mod reading;
mod staged;

use super::{Opened, UserTableError, declared};
use crate::rows::{Batches, Parts, RowSource, Scan};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::Result;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use kql_functions::KqlType;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct ParquetSource {
    file: Arc<FileFacts>,
}

/// What is known of a file from its end.
#[derive(Debug)]
struct FileFacts {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    columns: Vec<(String, KqlType)>,
    /// The columns in KQL's types.
    schema: SchemaRef,
}

pub(super) fn open(path: &Path, table: &str) -> std::result::Result<Opened, UserTableError> {
    let file = File::open(path).map_err(|source| UserTableError::Io { path: path.to_owned(), source })?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
        .map_err(|e| UserTableError::Format { path: path.to_owned(), reason: e.to_string() })?;
    let fields = metadata.schema().fields();
    let columns: Vec<(String, KqlType)> = fields
        .iter()
        .map(|f| {
            let ty = declared(table, f.name()).or_else(|| written(f));
            (f.name().clone(), ty.unwrap_or_else(|| convert::type_of(f.data_type())))
        })
        .collect();
    let own: Vec<Field> = columns.iter().map(|(n, ty)| Field::new(n, ty.arrow(), *ty != KqlType::String)).collect();
    let facts = FileFacts {
        path: path.to_owned(),
        metadata: with_views(metadata),
        columns: columns.clone(),
        schema: Arc::new(Schema::new(own)),
    };
    Ok((Arc::new(ParquetSource { file: Arc::new(facts) }), columns, Vec::new()))
}

/// Asks for texts as views: those of a dictionary page then all point into that page, and are not copied.
fn with_views(metadata: ArrowReaderMetadata) -> ArrowReaderMetadata {
    let viewed: Vec<Field> = metadata
        .schema()
        .fields()
        .iter()
        .map(|field| {
            let text = match field.data_type() {
                DataType::Dictionary(_, values) => values.as_ref(),
                other => other,
            };
            match text {
                DataType::Utf8 | DataType::LargeUtf8 => field.as_ref().clone().with_data_type(DataType::Utf8View),
                _ => field.as_ref().clone(),
            }
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(viewed)));
    // A file that says something odd of its texts is read as it is.
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).unwrap_or(metadata)
}

/// The KQL type that we wrote beside a column: text may be a guid or dynamic.
fn written(field: &Field) -> Option<KqlType> {
    KqlType::parse(field.metadata().get("kql")?)
}

impl RowSource for ParquetSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.file.schema)
    }

    fn read(&self, columns: &[usize]) -> Result<Batches> {
        let scan = Scan { columns: columns.to_vec(), conditions: Vec::new() };
        let parts = reading::parts(&self.file, &scan)?.parts.into_iter();
        Ok(Box::new(parts.flat_map(|part| match part() {
            Ok(batches) => batches,
            Err(error) => Box::new(std::iter::once(Err(error))),
        })))
    }

    fn takes_conditions_on(&self, _: &[usize]) -> bool {
        true
    }

    fn row_count(&self) -> Option<usize> {
        usize::try_from(self.file.metadata.metadata().file_metadata().num_rows()).ok()
    }

    fn scan(&self, scan: &Scan) -> Result<Option<Parts>> {
        reading::parts(&self.file, scan).map(Some)
    }
}
