use crate::KqlType;
use std::borrow::Cow;

/// One value, as functions that work row by row see it. `String` is never null: a missing string is `""`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Null of whatever type the place has. A null `string` arrives as `String("")`, never as this.
    Null,
    Bool(bool),
    Int(i32),
    Long(i64),
    Real(f64),
    /// Scaled by 10^17.
    Decimal(i128),
    String(Cow<'a, str>),
    /// Ticks of 100 ns since 0001-01-01T00:00:00Z.
    DateTime(i64),
    /// Ticks of 100 ns.
    TimeSpan(i64),
    /// Lower-case, with dashes.
    Guid(Cow<'a, str>),
    /// Minified JSON text; JSON `null` is [`Value::Null`].
    Dynamic(Cow<'a, str>),
    /// `typeof(long)` as an argument.
    Type(KqlType),
}

/// A value that borrows nothing.
pub type OwnedValue = Value<'static>;

impl<'a> Value<'a> {
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// A string without copying.
    pub const fn str(text: &'a str) -> Self {
        Self::String(Cow::Borrowed(text))
    }

    pub fn string(text: impl Into<String>) -> OwnedValue {
        Value::String(Cow::Owned(text.into()))
    }

    /// A dynamic value from JSON; JSON `null` gives null.
    pub fn json(json: &serde_json::Value) -> OwnedValue {
        if json.is_null() { Value::Null } else { Value::Dynamic(Cow::Owned(json.to_string())) }
    }

    /// The text of a string or guid; of anything else, nothing.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(s) | Self::Guid(s) => Some(s),
            _ => None,
        }
    }

    /// An integer of either width, or ticks.
    pub const fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(v) => Some(*v as i64),
            Self::Long(v) | Self::DateTime(v) | Self::TimeSpan(v) => Some(*v),
            _ => None,
        }
    }

    /// Any number as a real.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(v) => Some(f64::from(*v)),
            Self::Long(v) => Some(*v as f64),
            Self::Real(v) => Some(*v),
            Self::Decimal(v) => Some(*v as f64 / 1e17),
            _ => None,
        }
    }

    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(v) => Some(*v),
            _ => None,
        }
    }

    /// A dynamic value as JSON; text that is not JSON counts as a JSON string, null as JSON `null`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Dynamic(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_string()))
            }
            _ => crate::json::from_value(self),
        }
    }

    pub fn into_owned(self) -> OwnedValue {
        match self {
            Self::Null => Value::Null,
            Self::Bool(v) => Value::Bool(v),
            Self::Int(v) => Value::Int(v),
            Self::Long(v) => Value::Long(v),
            Self::Real(v) => Value::Real(v),
            Self::Decimal(v) => Value::Decimal(v),
            Self::String(s) => Value::String(Cow::Owned(s.into_owned())),
            Self::DateTime(v) => Value::DateTime(v),
            Self::TimeSpan(v) => Value::TimeSpan(v),
            Self::Guid(s) => Value::Guid(Cow::Owned(s.into_owned())),
            Self::Dynamic(s) => Value::Dynamic(Cow::Owned(s.into_owned())),
            Self::Type(t) => Value::Type(t),
        }
    }

    /// The type of a value that is not null.
    pub const fn kql_type(&self) -> Option<KqlType> {
        Some(match self {
            Self::Null | Self::Type(_) => return None,
            Self::Bool(_) => KqlType::Bool,
            Self::Int(_) => KqlType::Int,
            Self::Long(_) => KqlType::Long,
            Self::Real(_) => KqlType::Real,
            Self::Decimal(_) => KqlType::Decimal,
            Self::String(_) => KqlType::String,
            Self::DateTime(_) => KqlType::DateTime,
            Self::TimeSpan(_) => KqlType::TimeSpan,
            Self::Guid(_) => KqlType::Guid,
            Self::Dynamic(_) => KqlType::Dynamic,
        })
    }
}

impl From<bool> for OwnedValue {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}
impl From<i64> for OwnedValue {
    fn from(v: i64) -> Self {
        Self::Long(v)
    }
}
impl From<f64> for OwnedValue {
    fn from(v: f64) -> Self {
        Self::Real(v)
    }
}
impl From<String> for OwnedValue {
    fn from(v: String) -> Self {
        Self::String(Cow::Owned(v))
    }
}
impl<T> From<Option<T>> for OwnedValue
where
    Self: From<T>,
{
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Self::from)
    }
}
