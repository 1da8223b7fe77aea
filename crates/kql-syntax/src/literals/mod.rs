//! The text of literals to their values. Nothing here knows of tokens or of the parser.

mod calendar;
mod datetime;
mod guid;
mod number;
mod string;
mod timespan;
mod typed;

pub(crate) use datetime::parse_datetime;
pub(crate) use guid::parse_guid;
pub(crate) use number::{parse_integer, parse_real};
pub(crate) use string::decode_string;
pub(crate) use timespan::{format_timespan, is_timespan_unit, parse_timespan, parse_timespan_literal};
pub(crate) use typed::{Typed, canonical_type, is_typed_literal, parse_typed};

pub(crate) use calendar::format_ticks;

/// Ticks of 100 ns in a second.
pub(crate) const SECOND: i64 = 10_000_000;
/// Ticks of 100 ns in a day.
pub(crate) const DAY: i64 = 86_400 * SECOND;
