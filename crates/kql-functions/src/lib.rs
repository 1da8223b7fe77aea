//! The functions of KQL: one file each, with its types, null rules, meaning, manual page and examples.
//!
//! Nothing here knows how a query is planned or run: functions work on [`Value`]s or on Arrow arrays.

mod function;
pub mod json;
pub mod decimal;
mod overload;
pub mod time;
mod types;
mod value;

pub mod aggregate;
pub mod operator;
pub mod scalar;

pub use function::*;
pub use overload::converts;
pub use types::KqlType;
pub use value::{OwnedValue, Value};
