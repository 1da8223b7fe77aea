//! The functions of KQL: one file each, with its types, null rules, meaning, manual page and examples.
//!
//! Nothing here knows how a query is planned or run: functions work on [`Value`]s or on Arrow arrays. A planner
//! looks a function up by its name, has [`resolve`] find the types of the call, converts the arguments to them,
//! and runs the function over whole columns with [`prepare`] and [`Prepared::run`]:
//!
//! ```
//! use kql_functions::{ColumnArg, KqlType, Value, prepare, resolve, scalar};
//! use arrow::array::{Array, StringViewArray};
//! use std::sync::Arc;
//!
//! let function = scalar("substring").ok_or("no such function")?;
//! let bound = resolve(function.name, &function.types, &[KqlType::String, KqlType::Long, KqlType::Long], &[])?;
//! assert_eq!(bound.returns, KqlType::String);
//!
//! // The first argument is a column, the others are constants.
//! let constants = [None, Some(Value::Long(1)), Some(Value::Long(3))];
//! let call = prepare(function, &constants, &bound.params, bound.returns)?;
//!
//! let names = Arc::new(StringViewArray::from(vec!["hello", "world"]));
//! let args = [ColumnArg::Array(names), ColumnArg::Constant(Value::Long(1)), ColumnArg::Constant(Value::Long(3))];
//! let result = call.run(&args, 2)?;
//! let result = result.as_any().downcast_ref::<StringViewArray>().ok_or("not a string")?;
//! assert_eq!(result.iter().flatten().collect::<Vec<_>>(), ["ell", "orl"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod call;
pub mod convert;
pub mod decimal;
mod function;
mod geo_info;
pub mod json;
mod kernel;
mod lookup;
mod overload;
mod prelude;
pub mod real;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
mod types;
mod value;

pub mod aggregate;
pub mod operator;
pub mod scalar;

pub use batch::{Reader, build, read, repeated_texts};
pub use call::{Prepared, evaluate, evaluate_constants, prepare};
pub use function::*;
pub use geo_info::{IpLocation, IpLocations, geo_info};
pub use lookup::{aggregate, all_aggregates, all_operators, all_scalars, operator, scalar};
pub use overload::converts;
pub use types::KqlType;
pub use value::{OwnedValue, Value};
