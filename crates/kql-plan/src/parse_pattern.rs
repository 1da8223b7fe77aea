//! The pattern of `parse`, and the plan's functions that apply it.

use crate::udf::any_signature;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Field as ArrowField, Fields};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use kql_functions::{KqlType, OwnedValue, Value, build, convert, read};
use kql_syntax::ast::ParsePart;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A column that a pattern fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) ty: KqlType,
}

/// A pattern that is ready to be applied.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    fields: Vec<Field>,
    matcher: Matcher,
    /// A column whose text does not fit its type becomes null; otherwise the whole match fails.
    relaxed: bool,
    /// Tells patterns apart.
    text: String,
}

#[derive(Debug, Clone)]
enum Matcher {
    Steps(Vec<Step>),
    Regex(regex::Regex),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Skip,
    Column,
    Text(String),
}

impl Pattern {
    /// Plain texts between the columns.
    pub(crate) fn simple(parts: &[ParsePart], fields: Vec<Field>, relaxed: bool) -> Self {
        let steps = parts
            .iter()
            .map(|part| match part {
                ParsePart::Skip => Step::Skip,
                ParsePart::Column { .. } => Step::Column,
                ParsePart::Text { text, .. } => Step::Text(text.clone()),
            })
            .collect();
        let text = format!("{relaxed} {steps:?} {fields:?}");
        Self { fields, matcher: Matcher::Steps(steps), relaxed, text }
    }

    /// Regular expressions between the columns; an error is a sentence for the user.
    pub(crate) fn regex(parts: &[ParsePart], fields: Vec<Field>, flags: &str) -> std::result::Result<Self, String> {
        let known: String = flags.chars().filter(|c| matches!(c, 'U' | 'i' | 'm' | 's' | 'x')).collect();
        let mut pattern = if known.is_empty() { String::new() } else { format!("(?{known})") };
        let mut columns = fields.iter();
        for part in parts {
            match part {
                ParsePart::Skip => pattern.push_str(".*"),
                ParsePart::Text { text, .. } => pattern.push_str(&format!("(?:{text})")),
                ParsePart::Column { .. } => {
                    let ty = columns.next().map_or(KqlType::String, |f| f.ty);
                    // Named, so that groups inside the texts do not shift the numbers.
                    let index = fields.len() - columns.len() - 1;
                    pattern.push_str(&format!("(?P<kql{index}>{})", capture(ty)));
                }
            }
        }
        let regex = kql_functions::text::regex(&pattern)?;
        Ok(Self { fields, matcher: Matcher::Regex(regex), relaxed: false, text: pattern })
    }

    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The columns' values, or nothing when the text does not match.
    fn apply(&self, text: &str) -> Option<Vec<OwnedValue>> {
        let pieces = match &self.matcher {
            Matcher::Steps(steps) => cut(steps, text)?,
            Matcher::Regex(regex) => {
                let found = regex.captures(text)?;
                (0..self.fields.len()).map(|i| found.name(&format!("kql{i}")).map_or("", |m| m.as_str())).collect()
            }
        };
        let mut values = Vec::with_capacity(self.fields.len());
        for (piece, field) in pieces.iter().zip(&self.fields) {
            let value = match field.ty {
                KqlType::String => Value::string(*piece),
                ty => convert::to(&Value::str(piece), ty),
            };
            if value.is_null() && !self.relaxed {
                return None;
            }
            values.push(value);
        }
        Some(values)
    }
}

const fn capture(ty: KqlType) -> &'static str {
    match ty {
        KqlType::Int | KqlType::Long => r"[ \t]*-?\d+",
        KqlType::Real | KqlType::Decimal => r"[ \t]*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?",
        _ => ".*",
    }
}

/// Texts are found one after the other, each as early as possible; a column takes what lies before the next text,
/// the last one takes the rest.
fn cut<'t>(steps: &[Step], text: &'t str) -> Option<Vec<&'t str>> {
    let mut rest = text;
    let mut pieces = Vec::new();
    let mut waiting: Option<&Step> = None;
    for step in steps {
        match step {
            Step::Text(wanted) => {
                let at = match waiting {
                    None => rest.starts_with(wanted.as_str()).then_some(0)?,
                    Some(_) => rest.find(wanted.as_str())?,
                };
                if waiting == Some(&Step::Column) {
                    pieces.push(rest.get(..at)?);
                }
                rest = rest.get(at + wanted.len()..)?;
                waiting = None;
            }
            other => {
                if waiting == Some(&Step::Column) {
                    // Two columns with nothing between them: the first stays empty.
                    pieces.push("");
                }
                waiting = Some(other);
            }
        }
    }
    if waiting == Some(&Step::Column) {
        pieces.push(rest);
    }
    Some(pieces)
}

/// `$parse(text)`: a struct of whether it matched, and the columns.
pub(crate) fn call(pattern: Pattern, text: Expr) -> Expr {
    scalar(Function::new(Kind::Parse(pattern)), vec![text])
}

/// Whether the text matched.
pub(crate) fn matched(parsed: Expr) -> Expr {
    scalar(Function::new(Kind::Field(0, KqlType::Bool)), vec![parsed])
}

/// The first field of a struct.
pub(crate) fn first_field(value: Expr, ty: KqlType) -> Expr {
    scalar(Function::new(Kind::Field(0, ty)), vec![value])
}

/// A column of the match.
pub(crate) fn field(parsed: Expr, index: usize, ty: KqlType) -> Expr {
    scalar(Function::new(Kind::Field(index + 1, ty)), vec![parsed])
}

fn scalar(function: Function, args: Vec<Expr>) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), args))
}

#[derive(Debug)]
enum Kind {
    Parse(Pattern),
    Field(usize, KqlType),
}

#[derive(Debug)]
struct Function {
    name: String,
    kind: Kind,
    signature: Signature,
}

impl Function {
    fn new(kind: Kind) -> Self {
        let (name, volatility) = match &kind {
            // Declared volatile, so that a filter on one column does not make it run a second time.
            Kind::Parse(pattern) => (format!("$parse({})", pattern.text), Volatility::Volatile),
            Kind::Field(index, _) => (format!("$field({index})"), Volatility::Immutable),
        };
        Self { name, kind, signature: any_signature(volatility) }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

fn struct_fields(fields: &[Field]) -> Fields {
    let matched = ArrowField::new("matched", DataType::Boolean, false);
    let columns = fields.iter().map(|f| ArrowField::new(&f.name, f.ty.arrow(), true));
    std::iter::once(matched).chain(columns).collect()
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match &self.kind {
            Kind::Parse(pattern) => DataType::Struct(struct_fields(&pattern.fields)),
            Kind::Field(_, ty) => ty.arrow(),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(input) = arrays.first() else {
            return Err(DataFusionError::Internal(format!("{}: no argument", self.name)));
        };
        match &self.kind {
            Kind::Parse(pattern) => Ok(ColumnarValue::Array(parsed(pattern, input)?)),
            Kind::Field(index, _) => match input.as_struct_opt().and_then(|s| s.columns().get(*index)) {
                Some(column) => Ok(ColumnarValue::Array(Arc::clone(column))),
                None => Err(DataFusionError::Internal(format!("{}: no such field", self.name))),
            },
        }
    }
}

fn parsed(pattern: &Pattern, input: &ArrayRef) -> Result<ArrayRef> {
    let reader = read(input.as_ref(), KqlType::String).map_err(DataFusionError::Internal)?;
    let mut matched = Vec::with_capacity(input.len());
    let mut columns: Vec<Vec<OwnedValue>> = vec![Vec::with_capacity(input.len()); pattern.fields.len()];
    for row in 0..input.len() {
        let value = reader.get(row);
        let found = pattern.apply(value.as_str().unwrap_or_default());
        matched.push(found.is_some());
        let mut found = found.into_iter().flatten();
        for column in &mut columns {
            column.push(found.next().unwrap_or(Value::Null));
        }
    }
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(BooleanArray::from(matched))];
    arrays.extend(columns.into_iter().zip(&pattern.fields).map(|(values, field)| build(values, field.ty)));
    Ok(Arc::new(StructArray::try_new(struct_fields(&pattern.fields), arrays, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(steps: &[Step], text: &str, expect: Option<&[&str]>) {
        assert_eq!(cut(steps, text).as_deref(), expect, "{text}");
    }

    #[test]
    fn steps() {
        let t = |s: &str| Step::Text(s.to_owned());
        check(&[Step::Skip, t("a="), Step::Column, t(";"), Step::Skip], "x a=1;b=2", Some(&["1"]));
        check(&[t("a="), Step::Column], "a=rest of it", Some(&["rest of it"]));
        check(&[t("a="), Step::Column], "x a=1", None);
        check(&[Step::Column, t(","), Step::Column], "1,2,3", Some(&["1", "2,3"]));
        check(&[Step::Column, t("é"), Step::Column], "caféx", Some(&["caf", "x"]));
    }
}
