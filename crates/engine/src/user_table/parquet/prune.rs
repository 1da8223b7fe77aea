//! Which row groups can hold wanted rows, told from the least and greatest value of their columns.
//!
//! The statistics are brought to KQL's types first, as the rows are: a condition on ticks then speaks of a column that
//! holds milliseconds, nanoseconds or texts, too.

use super::{FileFacts, convert};
use crate::rows::Condition;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, UInt64Array};
use datafusion::arrow::compute::{cast, nullif};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::common::pruning::PruningStatistics;
use datafusion::parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use datafusion::parquet::file::metadata::RowGroupMetaData;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::scalar::ScalarValue;
use kql_functions::KqlType;
use std::collections::HashSet;
use std::sync::Arc;

/// The row groups that the conditions do not rule out.
pub(super) fn row_groups(file: &FileFacts, conditions: &[Condition]) -> Vec<usize> {
    let groups = file.metadata.metadata().row_groups();
    let mut kept = vec![true; groups.len()];
    let statistics = Statistics { file, groups };
    for condition in conditions {
        let builder = PruningPredicateBuilder::new().with_file_schema(Arc::clone(&file.schema));
        let predicate = builder.try_build(Arc::clone(&condition.expr));
        // What cannot be told from statistics rules nothing out.
        let Ok(can_hold) = predicate.and_then(|p| p.prune(&statistics)) else { continue };
        for (kept, can_hold) in kept.iter_mut().zip(can_hold) {
            *kept &= can_hold;
        }
    }
    kept.into_iter().enumerate().filter_map(|(i, kept)| kept.then_some(i)).collect()
}

struct Statistics<'f> {
    file: &'f FileFacts,
    groups: &'f [RowGroupMetaData],
}

impl Statistics<'_> {
    fn converter(&self, column: &str) -> Option<(StatisticsConverter<'_>, KqlType)> {
        let (_, ty) = self.file.columns.iter().find(|(name, _)| name == column)?;
        let metadata = &self.file.metadata;
        Some((StatisticsConverter::try_new(column, metadata.schema(), metadata.parquet_schema()).ok()?, *ty))
    }

    /// The bounds of a column, in KQL's type, where order in the file is order in KQL.
    fn bounds(&self, column: &str) -> Option<[ArrayRef; 2]> {
        let (converter, ty) = self.converter(column)?;
        let mins = converter.row_group_mins(self.groups).ok()?;
        let maxes = converter.row_group_maxes(self.groups).ok()?;
        let own = convert::type_of(mins.data_type());
        let text = matches!(mins.data_type(), DataType::Utf8View | DataType::Utf8 | DataType::LargeUtf8);
        let number = |t: KqlType| matches!(t, KqlType::Int | KqlType::Long);
        match (own, ty) {
            // KQL compares a NaN as nothing, and statistics leave it out.
            (KqlType::Real | KqlType::Dynamic | KqlType::Guid | KqlType::Decimal, _) => None,
            (KqlType::String, _) if !text => None,
            (KqlType::String, KqlType::DateTime) => time_texts(&mins, &maxes),
            (KqlType::String, KqlType::String) => {
                // A missing text is "", which the statistics do not count.
                let nulls = converter.row_group_null_counts(self.groups).ok()?;
                let with_nulls: BooleanArray = nulls.iter().map(|count| Some(count != Some(0))).collect();
                let bounds = |array: &ArrayRef| nullif(&cast(array, &DataType::Utf8View).ok()?, &with_nulls).ok();
                Some([bounds(&mins)?, bounds(&maxes)?])
            }
            _ if own == ty || number(own) && (number(ty) || ty == KqlType::DateTime) => {
                Some([convert::column(&mins, ty).ok()?, convert::column(&maxes, ty).ok()?])
            }
            _ => None,
        }
    }
}

/// The bounds of times that are written as texts.
///
/// Such texts are in the order of their times only if all are written alike. A row group counts as written alike if its
/// least and greatest text are of one length and have ISO 8601's form with a `Z`: a group that some program wrote in
/// several forms, of which both bounds have this one by chance, would be judged by its bounds alone.
fn time_texts(mins: &ArrayRef, maxes: &ArrayRef) -> Option<[ArrayRef; 2]> {
    let (low, high) = (mins.as_string_view_opt()?, maxes.as_string_view_opt()?);
    let odd: BooleanArray = low
        .iter()
        .zip(high)
        .map(|(low, high)| Some(!matches!((low, high), (Some(l), Some(h)) if l.len() == h.len() && iso(l) && iso(h))))
        .collect();
    let bounds = |array: &ArrayRef| {
        let times = convert::column(array, KqlType::DateTime).ok()?;
        nullif(&times, &odd).ok()
    };
    Some([bounds(mins)?, bounds(maxes)?])
}

/// `2024-01-02T03:04:05Z`, with any number of digits of the second.
fn iso(text: &str) -> bool {
    let fits = |(i, b): (usize, u8)| match i {
        4 | 7 => b == b'-',
        10 => b == b'T',
        13 | 16 => b == b':',
        19 => b == b'.' || b == b'Z',
        _ => b.is_ascii_digit() || b == b'Z' && i + 1 == text.len(),
    };
    text.len() >= 20 && text.ends_with('Z') && text.bytes().enumerate().all(fits)
}

impl PruningStatistics for Statistics<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        let [mins, _] = self.bounds(&column.name)?;
        Some(mins)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        let [_, maxes] = self.bounds(&column.name)?;
        Some(maxes)
    }

    fn num_containers(&self) -> usize {
        self.groups.len()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        let (converter, ty) = self.converter(&column.name)?;
        // A missing text is "", and what does not convert becomes null: then the file's count says nothing of ours.
        let field = self.file.metadata.schema().field_with_name(&column.name).ok()?;
        if *field.data_type() != ty.arrow() || ty == KqlType::String {
            return None;
        }
        let counts: ArrayRef = Arc::new(converter.row_group_null_counts(self.groups).ok()?);
        Some(counts)
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        let rows = self.groups.iter().map(|g| u64::try_from(g.num_rows()).ok());
        Some(Arc::new(rows.collect::<UInt64Array>()))
    }

    fn contained(&self, _: &Column, _: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}
