//! What a file with a function in it needs, in one line.

pub(crate) use crate::{
    Aggregate, AggregateEval, AggregateName, AutoName, Bound, Call, Doc, Eval, KqlType, Overload, OwnedValue, Param,
    Returns, RowFunction, Scalar, Types, Value,
};

pub(crate) const ANY: Param = Param::Any;
pub(crate) const NUMBER: Param = Param::Number;
pub(crate) const INTEGER: Param = Param::Integer;
pub(crate) const TYPE: Param = Param::TypeLiteral;
pub(crate) const BOOL: Param = Param::Of(KqlType::Bool);
pub(crate) const LONG: Param = Param::Of(KqlType::Long);
pub(crate) const REAL: Param = Param::Of(KqlType::Real);
pub(crate) const STRING: Param = Param::Of(KqlType::String);
pub(crate) const DATETIME: Param = Param::Of(KqlType::DateTime);
pub(crate) const TIMESPAN: Param = Param::Of(KqlType::TimeSpan);
pub(crate) const GUID: Param = Param::Of(KqlType::Guid);
pub(crate) const DYNAMIC: Param = Param::Of(KqlType::Dynamic);

/// One way to call a function.
pub(crate) const fn takes(params: &'static [Param], returns: KqlType) -> Overload {
    Overload::new(params, Returns::Type(returns))
}

/// One way to call a function that gives several columns.
pub(crate) const fn gives(params: &'static [Param], columns: &'static [(&'static str, KqlType)]) -> Overload {
    Overload::new(params, Returns::Columns(columns))
}

/// The text of an argument, or `""`.
pub(crate) fn text<'v>(args: &'v [Value<'_>], index: usize) -> std::borrow::Cow<'v, str> {
    args.get(index).map_or(std::borrow::Cow::Borrowed(""), crate::convert::to_str)
}

/// An argument as a `long`.
pub(crate) fn long(args: &[Value<'_>], index: usize) -> Option<i64> {
    crate::convert::to_long(args.get(index)?)
}

/// An argument as a `real`.
pub(crate) fn real(args: &[Value<'_>], index: usize) -> Option<f64> {
    crate::convert::to_real(args.get(index)?)
}

/// An argument as a `datetime`.
pub(crate) fn datetime(args: &[Value<'_>], index: usize) -> Option<i64> {
    crate::convert::to_datetime(args.get(index)?)
}

/// An argument as a dynamic array.
pub(crate) fn array(args: &[Value<'_>], index: usize) -> Option<Vec<serde_json::Value>> {
    crate::json::array_of(args.get(index)?)
}

/// A `datetime` or null.
pub(crate) fn datetime_or_null(ticks: Option<i64>) -> OwnedValue {
    ticks.map_or(Value::Null, Value::DateTime)
}

/// An array as a `dynamic`.
pub(crate) fn dynamic_array(items: Vec<serde_json::Value>) -> OwnedValue {
    Value::json(&serde_json::Value::Array(items))
}
