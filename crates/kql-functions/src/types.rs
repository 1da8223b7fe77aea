use std::fmt;

/// A KQL scalar type. These are the binder's types; what they are stored as is [`KqlType::arrow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KqlType {
    Bool,
    /// 32-bit.
    Int,
    /// 64-bit.
    Long,
    Real,
    Decimal,
    String,
    DateTime,
    TimeSpan,
    Guid,
    Dynamic,
}

impl KqlType {
    pub const ALL: [Self; 10] = [
        Self::Bool,
        Self::Int,
        Self::Long,
        Self::Real,
        Self::Decimal,
        Self::String,
        Self::DateTime,
        Self::TimeSpan,
        Self::Guid,
        Self::Dynamic,
    ];

    /// The name that `getschema` prints.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::Decimal => "decimal",
            Self::String => "string",
            Self::DateTime => "datetime",
            Self::TimeSpan => "timespan",
            Self::Guid => "guid",
            Self::Dynamic => "dynamic",
        }
    }

    /// A type by any of its spellings (`boolean`, `date`, `double`, `time`, `uuid` …).
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "bool" | "boolean" => Self::Bool,
            "int" | "int32" | "uint" | "int8" | "int16" | "uint8" | "uint16" | "uint32" => Self::Int,
            "long" | "int64" | "uint64" | "ulong" => Self::Long,
            "real" | "double" | "float" => Self::Real,
            "decimal" => Self::Decimal,
            "string" => Self::String,
            "datetime" | "date" => Self::DateTime,
            "timespan" | "time" => Self::TimeSpan,
            "guid" | "uuid" | "uniqueid" => Self::Guid,
            "dynamic" | "object" => Self::Dynamic,
            _ => return None,
        })
    }

    /// How values of the type are stored: `datetime` and `timespan` as ticks of 100 ns (`datetime` since
    /// 0001-01-01T00:00:00Z), `guid` as its canonical text, `dynamic` as minified JSON text.
    pub fn arrow(self) -> arrow::datatypes::DataType {
        use arrow::datatypes::DataType;
        match self {
            Self::Bool => DataType::Boolean,
            Self::Int => DataType::Int32,
            Self::Long | Self::DateTime | Self::TimeSpan => DataType::Int64,
            Self::Real => DataType::Float64,
            Self::Decimal => DataType::Decimal128(34, 17),
            Self::String | Self::Guid | Self::Dynamic => DataType::Utf8View,
        }
    }

    /// `int`, `long`, `real` or `decimal`.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Int | Self::Long | Self::Real | Self::Decimal)
    }

    /// Whether values can be ordered, grouped, joined and counted: all but `dynamic`.
    pub const fn is_key(self) -> bool {
        !matches!(self, Self::Dynamic)
    }

    /// The type that both numeric types convert to without losing their kind (`int` + `int` is `int` here;
    /// arithmetic widens it afterwards).
    pub fn wider(self, other: Self) -> Option<Self> {
        if self == other {
            return Some(self);
        }
        let rank = |t: Self| match t {
            Self::Int => Some(0),
            Self::Long => Some(1),
            Self::Real => Some(2),
            Self::Decimal => Some(3),
            _ => None,
        };
        Some(if rank(self)? > rank(other)? { self } else { other })
    }
}

impl fmt::Display for KqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
