//! Functions that give lists, and turning lists into rows.

use crate::binder::Binder;
use crate::udf::any_signature;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Float64Builder, Int64Builder, ListArray, ListBuilder, StringViewBuilder,
};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Column, NullHandling, UnnestOptions};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, LogicalPlan, LogicalPlanBuilder, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use diagnostics::Span;
use kql_functions::{KqlType, json};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Evenly spaced values: first, last, step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Series {
    Long(i64, i64, i64),
    Real(f64, f64, f64),
}

impl Series {
    /// How many values there are; none when the step leads away from the end.
    pub(crate) fn rows(self) -> u64 {
        match self {
            Self::Long(a, z, s) => {
                let span = i128::from(z) - i128::from(a);
                if s == 0 || (span < 0) != (s < 0) && span != 0 {
                    return 0;
                }
                u64::try_from(span / i128::from(s) + 1).unwrap_or(u64::MAX)
            }
            Self::Real(a, z, s) => {
                let steps = ((z - a) / s).floor();
                if s == 0.0 || !steps.is_finite() || steps < 0.0 { 0 } else { steps as u64 + 1 }
            }
        }
    }

    fn list(self, most: u64) -> ArrayRef {
        let rows = self.rows().min(most);
        match self {
            Self::Long(a, _, s) => {
                let mut list = ListBuilder::new(Int64Builder::new());
                let mut value = a;
                for _ in 0..rows {
                    list.values().append_value(value);
                    value = value.saturating_add(s);
                }
                list.append(true);
                Arc::new(list.finish())
            }
            Self::Real(a, _, s) => {
                let mut list = ListBuilder::new(Float64Builder::new());
                for i in 0..rows {
                    list.values().append_value(a + s * i as f64);
                }
                list.append(true);
                Arc::new(list.finish())
            }
        }
    }
}

/// What a list function does.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Series(Series),
    /// The rows that `mv-expand` makes of a dynamic value.
    Expand {
        as_pairs: bool,
        limit: usize,
    },
    /// `0, 1, …` for as many rows as the longest of the lists gives.
    Index,
}

/// A list function; its name tells all that distinguishes it.
#[derive(Debug)]
struct ListFunction {
    name: String,
    kind: Kind,
    item: DataType,
    signature: Signature,
}

impl PartialEq for ListFunction {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ListFunction {}

impl Hash for ListFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

fn list_call(name: String, kind: Kind, item: DataType, args: Vec<Expr>) -> Expr {
    // A series is one value whatever the rows; declared volatile it is not folded into a huge literal.
    let signature = any_signature(Volatility::Volatile);
    let function = ListFunction { name, kind, item, signature };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), args))
}

pub(crate) fn series(series: Series, ty: KqlType) -> Expr {
    list_call(format!("$series({series:?})"), Kind::Series(series), ty.arrow(), Vec::new())
}

/// `$expand(dynamic)`: a list of the elements; see `mv-expand`.
pub(crate) fn expand(value: Expr, as_pairs: bool, limit: usize) -> Expr {
    let name = format!("$expand({as_pairs},{limit})");
    list_call(name, Kind::Expand { as_pairs, limit }, DataType::Utf8View, vec![value])
}

/// `$index(lists)`: positions within the longest of the lists.
pub(crate) fn index(lists: Vec<Expr>) -> Expr {
    list_call("$index".to_owned(), Kind::Index, DataType::Int64, lists)
}

/// One row for each element of the lists, which run in parallel; rows whose lists are all empty vanish.
pub(crate) fn unnest(b: &mut Binder<'_>, plan: LogicalPlan, lists: &[String], span: Span) -> Option<LogicalPlan> {
    let options = UnnestOptions { null_handling: NullHandling::Drop, ..UnnestOptions::default() };
    let columns: Vec<Column> = lists.iter().map(Column::new_unqualified).collect();
    let built = LogicalPlanBuilder::new(plan).unnest_columns_with_options(columns, options);
    let plan = b.built(built.and_then(LogicalPlanBuilder::build), span)?;
    Some(plan)
}

impl ScalarUDFImpl for ListFunction {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(Arc::new(Field::new_list_field(self.item.clone(), true))))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        Ok(ColumnarValue::Array(match &self.kind {
            Kind::Series(series) => series.list(u64::MAX),
            Kind::Expand { as_pairs, limit } => {
                // One value stands for all rows where it is constant.
                let constant = arrays.first().is_some_and(|a| a.len() == 1);
                let times = if constant { args.number_rows.max(1) } else { 1 };
                expanded(arrays.first(), *as_pairs, *limit, times)?
            }
            Kind::Index => indexes(&arrays, args.number_rows),
        }))
    }
}

/// Elements that the rows of one batch may have together: the columns beside them are repeated for each.
const MOST_ELEMENTS: usize = 16 << 20;

fn expanded(values: Option<&ArrayRef>, as_pairs: bool, limit: usize, times: usize) -> Result<ArrayRef> {
    let Some(values) = values else { return Ok(Arc::new(ListBuilder::new(StringViewBuilder::new()).finish())) };
    let too_many = || {
        let rows = values.len().saturating_mul(times);
        DataFusionError::Execution(format!(
            "mv-expand makes more than {MOST_ELEMENTS} rows of {rows} rows; put `take`, `where` or a `limit` before it"
        ))
    };
    // Values that repeat are taken to pieces once.
    if let Some((texts, of_row)) = kql_functions::repeated_texts(values) {
        let once = lists(&texts, as_pairs, limit, MOST_ELEMENTS / times).ok_or_else(too_many)?;
        let lengths =
            |text: &u32| once.value_offsets().get(*text as usize..).and_then(|o| Some(o.get(1)? - o.first()?));
        let count: i64 = of_row.values().iter().filter_map(lengths).map(i64::from).sum();
        if usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(times) > MOST_ELEMENTS {
            return Err(too_many());
        }
        return Ok(take(&once, &of_row, None)?);
    }
    Ok(Arc::new(lists(values, as_pairs, limit, MOST_ELEMENTS / times).ok_or_else(too_many)?))
}

/// The elements of each value; nothing when they are more than `most` together.
fn lists(values: &ArrayRef, as_pairs: bool, limit: usize, most: usize) -> Option<ListArray> {
    let mut list = ListBuilder::new(StringViewBuilder::new());
    let mut count = 0_usize;
    for value in values.as_string_view_opt()? {
        match value {
            // Null stays one row.
            None => {
                count += 1;
                list.values().append_null();
            }
            Some(text) => {
                for element in elements(text, as_pairs).into_iter().take(limit) {
                    count += 1;
                    list.values().append_option(element);
                }
            }
        }
        list.append(true);
        if count > most {
            return None;
        }
    }
    Some(list.finish())
}

/// An array's elements, a bag's properties as bags of one, anything else as itself. JSON null is no value.
fn elements(json: &str, as_pairs: bool) -> Vec<Option<Cow<'_, str>>> {
    if json == "null" {
        return vec![None];
    }
    // A kept value is minified, and so are the parts of its text.
    let Some(parts) = json::parts(json) else { return vec![Some(Cow::Borrowed(json))] };
    parts.into_iter().map(|(name, value)| element(name, value, as_pairs)).collect()
}

fn element<'j>(name: &'j str, value: &'j str, as_pairs: bool) -> Option<Cow<'j, str>> {
    match (name, as_pairs) {
        ("", _) if value == "null" => None,
        ("", _) => Some(Cow::Borrowed(value)),
        (name, true) => Some(Cow::Owned(format!("[{name},{value}]"))),
        (name, false) => Some(Cow::Owned(format!("{{{name}:{value}}}"))),
    }
}

fn indexes(lists: &[ArrayRef], rows: usize) -> ArrayRef {
    let mut builder = ListBuilder::new(Int64Builder::new());
    for row in 0..rows {
        let lengths = lists.iter().filter_map(|l| l.as_list_opt::<i32>()).filter(|l| row < l.len());
        let longest = lengths.map(|l| l.value_length(row)).max().unwrap_or(0);
        for i in 0..i64::from(longest) {
            builder.values().append_value(i);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_dynamic_values() {
        let check = |json: &str, pairs, expect: &[Option<&str>]| {
            let got = elements(json, pairs);
            assert_eq!(got.iter().map(Option::as_deref).collect::<Vec<_>>(), expect, "{json}");
        };
        check("[1,\"a\",null]", false, &[Some("1"), Some("\"a\""), None]);
        check("[]", false, &[]);
        check(r#"{"a":1,"b":[2]}"#, false, &[Some(r#"{"a":1}"#), Some(r#"{"b":[2]}"#)]);
        check(r#"{"a":1}"#, true, &[Some(r#"["a",1]"#)]);
        check("{}", false, &[]);
        check("null", false, &[None]);
        check("5", false, &[Some("5")]);
    }

    #[test]
    fn values_that_repeat_give_what_each_would() {
        let texts: Vec<String> =
            (0..1000).map(|i| format!(r#"["a text that is too long to be inline",{}]"#, i % 3)).collect();
        let mut views = StringViewBuilder::new().with_deduplicate_strings();
        texts.iter().for_each(|text| views.append_value(text));
        let repeated: ArrayRef = Arc::new(views.finish());
        let each: ArrayRef =
            Arc::new(texts.iter().map(|t| Some(t.as_str())).collect::<datafusion::arrow::array::StringViewArray>());
        assert!(kql_functions::repeated_texts(&repeated).is_some() && kql_functions::repeated_texts(&each).is_none());
        let lists = |values| expanded(Some(values), false, usize::MAX, 1).unwrap();
        assert_eq!(lists(&repeated).as_ref(), lists(&each).as_ref());
        assert!(expanded(Some(&repeated), false, usize::MAX, MOST_ELEMENTS / 1000).is_err());
        assert!(expanded(Some(&each), false, usize::MAX, MOST_ELEMENTS / 1000).is_err());
    }

    #[test]
    fn series_lengths() {
        let check = |series: Series, expect| assert_eq!(series.rows(), expect, "{series:?}");
        check(Series::Long(1, 10, 1), 10);
        check(Series::Long(1, 10, 4), 3);
        check(Series::Long(10, 1, -3), 4);
        check(Series::Long(1, 0, 1), 0);
        check(Series::Long(1, 10, 0), 0);
        check(Series::Long(i64::MIN, i64::MAX, 1), u64::MAX);
        check(Series::Real(1.0, 2.0, 0.5), 3);
        check(Series::Real(1.0, f64::INFINITY, 0.5), 0);
    }
}
