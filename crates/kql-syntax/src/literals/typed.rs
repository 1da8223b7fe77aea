//! Literals that name their type: `long(5)`, `datetime(2020-01-01)`, `guid(…)`, `real(nan)`, `int(null)`.

use super::{decode_string, parse_datetime, parse_guid, parse_integer, parse_real, parse_timespan};
use crate::ast::Literal;

/// What a typed literal turned out to be.
#[derive(Debug, PartialEq)]
pub(crate) enum Typed {
    Value(Literal),
    /// `datetime(now)`, which means the call `now()`.
    Now,
    /// The text is no value of the type, whose canonical name this is.
    Invalid(&'static str),
}

/// Whether `word(` opens a typed literal, whose text is raw.
pub(crate) fn is_typed_literal(word: &str) -> bool {
    word != "string" && word != "dynamic" && canonical_type(word).is_some()
}

/// The canonical KQL name of a type's spelling.
pub(crate) fn canonical_type(word: &str) -> Option<&'static str> {
    Some(match word {
        "bool" | "boolean" => "bool",
        "datetime" | "date" => "datetime",
        "decimal" => "decimal",
        "dynamic" => "dynamic",
        "guid" | "uuid" | "uniqueid" => "guid",
        "int" | "int32" => "int",
        "long" | "int64" => "long",
        "real" | "double" | "float" => "real",
        "string" => "string",
        "timespan" | "time" => "timespan",
        _ => return None,
    })
}

/// Reads the whole text of a typed literal, parentheses included.
pub(crate) fn parse_typed(text: &str) -> Typed {
    let (word, rest) = text.split_once('(').unwrap_or((text, ""));
    let ty = canonical_type(word).unwrap_or("string");
    let raw = rest.strip_suffix(')').unwrap_or(rest).trim();
    let unquoted = if raw.starts_with(['"', '\'']) { decode_string(raw) } else { raw.to_owned() };
    let value = unquoted.trim();
    if value == "null" || raw.is_empty() {
        return Typed::Value(Literal::Null(ty.to_owned()));
    }
    if ty == "datetime" && value == "now" {
        return Typed::Now;
    }
    parse_value(ty, value).map_or(Typed::Invalid(ty), Typed::Value)
}

fn parse_value(ty: &str, value: &str) -> Option<Literal> {
    Some(match ty {
        "bool" => Literal::Bool(match value.to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            other => parse_integer(other)? != 0,
        }),
        "datetime" => Literal::DateTime(parse_datetime(value)?),
        "decimal" => Literal::Decimal(parse_real(value).filter(|v| v.is_finite()).map(|_| value.to_owned())?),
        "guid" => Literal::Guid(parse_guid(value)?),
        "int" => Literal::Int(i32::try_from(parse_integer(value)?).ok()?),
        "long" => Literal::Long(parse_integer(value)?),
        "real" => Literal::Real(parse_real(value)?),
        _ => Literal::TimeSpan(parse_timespan(value)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Literal) {
        assert_eq!(parse_typed(text), Typed::Value(expected), "{text}");
    }

    #[test]
    fn values() {
        check("bool(true)", Literal::Bool(true));
        check("boolean(0)", Literal::Bool(false));
        check("int( -5 )", Literal::Int(-5));
        check("long(0x1F)", Literal::Long(31));
        check("int(\"5\")", Literal::Int(5));
        check("double(1e5)", Literal::Real(1e5));
        check("real(+inf)", Literal::Real(f64::INFINITY));
        check("decimal(1.50)", Literal::Decimal("1.50".to_owned()));
        check("time(1d)", Literal::TimeSpan(super::super::DAY));
        check("timespan('00:00:01')", Literal::TimeSpan(super::super::SECOND));
        check("datetime(0001-01-01)", Literal::DateTime(0));
        check(
            "guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)",
            Literal::Guid("74be27de-1e4e-49d9-b579-fe0b331d3642".to_owned()),
        );
    }

    #[test]
    fn nulls() {
        check("int(null)", Literal::Null("int".to_owned()));
        check("double( null )", Literal::Null("real".to_owned()));
        check("datetime()", Literal::Null("datetime".to_owned()));
    }

    #[test]
    fn refusals() {
        assert_eq!(parse_typed("datetime(now)"), Typed::Now);
        assert_eq!(parse_typed("datetime(2020-02-30)"), Typed::Invalid("datetime"));
        assert_eq!(parse_typed("int(5000000000)"), Typed::Invalid("int"));
        assert_eq!(parse_typed("long(x)"), Typed::Invalid("long"));
    }
}
