//! The functions of KQL, the query language of Microsoft Sentinel and Azure Data Explorer: one file each, with its
//! types, null rules, meaning, manual page and examples.
//!
//! Nothing here knows how a query is planned or run, and nothing of tables: functions work on [`Value`]s or on Arrow
//! columns. There are three kinds, each found by name:
//!
//! | kind | look-up | all of them |
//! |---|---|---|
//! | scalar functions (`substring`, `parse_json`) | [`scalar`] | [`all_scalars`] |
//! | operators of expressions (`+`, `has_any`, `!in~`) | [`operator`] | [`all_operators`] |
//! | aggregates (`make_set`, `percentile`) | [`aggregate`] | [`all_aggregates`] |
//!
//! # Calling a function
//!
//! A planner looks a function up, has [`resolve`] find the types of the call, converts the arguments to them
//! ([`convert::to`]), and runs the function over whole columns with [`prepare`] and [`Prepared::run`]. Constants are
//! looked at once: a regular expression is compiled when the call is prepared, and one that is no regular expression
//! is an error then.
//!
//! ```
//! use arrow::array::{Array, StringViewArray};
//! use kql_functions::{ColumnArg, KqlType, Value, prepare, resolve, scalar};
//! use std::sync::Arc;
//!
//! let function = scalar("extract").ok_or("no such function")?;
//! let given = [KqlType::String, KqlType::Long, KqlType::String];
//! let bound = resolve(function.name, &function.types, &given, &[])?;
//! assert_eq!(bound.returns, KqlType::String);
//!
//! // The last argument is a column, the others are constants.
//! let (pattern, group) = (Value::str(r"w3wp\.exe.*-ap (\w+)"), Value::Long(1));
//! let constants = [Some(pattern.clone()), Some(group.clone()), None];
//! let call = prepare(function, &constants, &bound.params, bound.returns)?;
//!
//! let lines = Arc::new(StringViewArray::from(vec!["w3wp.exe -ap DefaultAppPool", "cmd.exe /c whoami"]));
//! let args = [ColumnArg::Constant(pattern), ColumnArg::Constant(group), ColumnArg::Array(lines)];
//! let result = call.run(&args, 2)?;
//! let pools = result.as_any().downcast_ref::<StringViewArray>().ok_or("not a string")?;
//! assert_eq!(pools.iter().flatten().collect::<Vec<_>>(), ["DefaultAppPool", ""]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For a few values [`evaluate_constants`] does the same in one step:
//!
//! ```
//! use kql_functions::{KqlType, Value, evaluate_constants, operator};
//!
//! let has = operator("has").ok_or("no such operator")?;
//! let args = [Value::str("C:\\Windows\\cmd.exe"), Value::str("CMD.exe")];
//! let found = evaluate_constants(has, &args, &[KqlType::String, KqlType::String], KqlType::Bool)?;
//! assert_eq!(found, Value::Bool(true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Aggregates
//!
//! An [`Aggregate`] makes an [`Accumulator`] for each group, or (`make_set`, `dcount`) a [`GroupedAccumulator`] for all
//! groups. Accumulators merge, so rows can be gathered in several places; a few aggregates (`count`, `arg_max`) are
//! [`AggregateEval::Planner`]: an engine has better ones of its own.
//!
//! ```
//! use kql_functions::{AggregateEval, KqlType, Value, aggregate};
//!
//! let make_list = aggregate("make_list").ok_or("no such aggregate")?;
//! let AggregateEval::Accumulator(make) = make_list.eval else { return Err("not for one group".into()) };
//! let mut list = make(&[KqlType::String], &[None])?;
//! for name in ["app1", "app2", "app1"] {
//!     list.update(&[Value::str(name)]);
//! }
//! assert_eq!(list.finish(), Value::Dynamic(r#"["app1","app2","app1"]"#.into()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Values
//!
//! [`KqlType::arrow`] says how a type is stored. Times are ticks of 100 ns since the year 1, so that all of KQL's
//! range is exact; `dynamic` is JSON text; a `string` is never null. [`convert`], [`time`], [`decimal`], [`real`] and
//! [`json`] read and write values as KQL does.
//!
//! # Adding a function
//!
//! A function is a `static` [`Scalar`]: implement its meaning row by row ([`Eval::Row`], [`Eval::Prepared`]) or for
//! whole columns ([`Eval::Batch`]). It need not be in this crate.
//!
//! ```
//! use kql_functions::{Doc, Eval, KqlType, Overload, Param, Returns, Scalar, Types, Value, evaluate_constants};
//!
//! static SHOUT: Scalar = Scalar::new(
//!     "shout",
//!     Types::Overloads(&[Overload::new(&[Param::Of(KqlType::String)], Returns::Type(KqlType::String))]),
//!     Eval::Row(|args| Value::string(args.first().and_then(Value::as_str).unwrap_or_default().to_uppercase() + "!")),
//!     Doc::new("shout(text)", "The text, loud.", &[("shout('hey')", "HEY!")]),
//! );
//!
//! let loud = evaluate_constants(&SHOUT, &[Value::str("hey")], &[KqlType::String], KqlType::String)?;
//! assert_eq!(loud, Value::str("HEY!"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a program knows and no library can, it gives from outside: [`IpLocations`] for `geo_info_from_ip_address`.

mod batch;
mod call;
pub mod convert;
pub mod decimal;
mod function;
mod geo_info;
mod grouped;
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
pub use grouped::{GroupedAccumulator, GroupedFactory};
pub use lookup::{aggregate, all_aggregates, all_operators, all_scalars, operator, scalar};
pub use overload::converts;
pub use types::KqlType;
pub use value::{OwnedValue, Value};
