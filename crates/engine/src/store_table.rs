//! Tables of the store as tables of the engine.

use crate::rows::{Batches, RowSource};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use kql_functions::KqlType;
use kql_plan::{AliasInfo, AliasKind, ColumnInfo, TableInfo};
use std::sync::Arc;
use tables::{ColumnType, Kind, Store, Table};

/// A described table, with the rows that a store holds for it, or none.
pub(crate) struct StoreTable {
    definition: &'static Table,
    schema: SchemaRef,
    store: Option<Arc<Store>>,
}

impl std::fmt::Debug for StoreTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("StoreTable").field(&self.definition.name).finish()
    }
}

impl StoreTable {
    pub(crate) fn new(definition: &'static Table, store: Option<Arc<Store>>) -> Self {
        Self { schema: definition.schema(), definition, store }
    }
}

impl RowSource for StoreTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn read(&self, _: &[usize]) -> Result<Batches> {
        match &self.store {
            None => Ok(Box::new(std::iter::empty())),
            Some(store) => {
                let batches =
                    store.batches(&self.definition.name).map_err(|e| DataFusionError::External(Box::new(e)))?;
                Ok(Box::new(batches.map(|batch| Ok(batch?))))
            }
        }
    }
}

/// The table as the planner sees it.
pub(crate) fn info(definition: &'static Table, store: Option<Arc<Store>>) -> TableInfo {
    let columns = definition
        .columns
        .iter()
        .map(|c| ColumnInfo { name: c.name.clone(), ty: kql_type(c.ty), doc: doc_of(&c.doc) })
        .collect();
    let mut aliases: Vec<AliasInfo> = definition
        .aliases
        .iter()
        .map(|a| AliasInfo { name: a.name.clone(), column: a.column.clone(), kind: AliasKind::Alias })
        .collect();
    if let (Some(name), Some(column)) = (&definition.dialect_time, &definition.time) {
        aliases.push(AliasInfo { name: name.clone(), column: column.clone(), kind: AliasKind::DialectTime });
    }
    TableInfo {
        name: definition.name.clone(),
        columns,
        aliases,
        time_column: definition.time.clone(),
        is_state: definition.kind == Kind::State,
        row_id: Some(tables::ROW_ID_COLUMN.to_owned()),
        source: crate::tables::table_source(Arc::new(StoreTable::new(definition, store))),
    }
}

fn doc_of(doc: &str) -> Option<String> {
    if doc.is_empty() { None } else { Some(doc.to_owned()) }
}

pub(crate) const fn kql_type(ty: ColumnType) -> KqlType {
    match ty {
        ColumnType::Bool => KqlType::Bool,
        ColumnType::Int => KqlType::Int,
        ColumnType::Long => KqlType::Long,
        ColumnType::Real => KqlType::Real,
        ColumnType::Decimal => KqlType::Decimal,
        ColumnType::String => KqlType::String,
        ColumnType::DateTime => KqlType::DateTime,
        ColumnType::TimeSpan => KqlType::TimeSpan,
        ColumnType::Guid => KqlType::Guid,
        ColumnType::Dynamic => KqlType::Dynamic,
    }
}
