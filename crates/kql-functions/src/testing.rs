//! What tests of functions share: calling by name, as a planner would.

use crate::batch::{build, read};
use crate::{ColumnArg, KqlType, OwnedValue, Scalar, Value, convert, evaluate, resolve};

/// Calls a function and compares the text of its result; null prints as `null`.
#[track_caller]
pub(crate) fn check(name: &str, args: &[OwnedValue], expect: &str) {
    let function = crate::scalar(name).unwrap_or_else(|| panic!("no function `{name}`"));
    run(function, args, expect);
}

/// The same for an operator.
#[track_caller]
pub(crate) fn check_operator(symbol: &str, args: &[OwnedValue], expect: &str) {
    let function = crate::operator(symbol).unwrap_or_else(|| panic!("no operator `{symbol}`"));
    run(function, args, expect);
}

/// Runs an aggregate over rows, in one go and in two halves that are merged, and compares the text of its result.
#[track_caller]
pub(crate) fn check_aggregate(name: &str, rows: &[&[OwnedValue]], expect: &str) {
    let function = crate::aggregate(name).unwrap_or_else(|| panic!("no aggregate `{name}`"));
    // Types come from the first row that has a value there.
    let width = rows.iter().map(|r| r.len()).max().unwrap_or(1);
    let ty = |i: usize| rows.iter().find_map(|r| r.get(i)?.kql_type()).unwrap_or(KqlType::Dynamic);
    let types: Vec<_> = (0..width).map(ty).collect();
    let constants: Vec<_> = (0..width).map(|i| rows.first().and_then(|r| r.get(i)).cloned()).collect();
    let run = |split: usize| -> Result<String, String> {
        let (head, tail) = rows.split_at(split.min(rows.len()));
        let value = match function.eval {
            crate::AggregateEval::Accumulator(make) => {
                let (mut first, mut second) = (make(&types, &constants)?, make(&types, &constants)?);
                head.iter().for_each(|row| first.update(row));
                tail.iter().for_each(|row| second.update(row));
                first.merge(&second.state());
                first.finish()
            }
            crate::AggregateEval::Grouped(make) => {
                let (mut first, mut second) = (make(&types, &constants)?, make(&types, &constants)?);
                for (accumulator, rows) in [(&mut first, head), (&mut second, tail)] {
                    let value = |row: &&[OwnedValue], i| row.get(i).cloned().unwrap_or(Value::Null);
                    let column = |(i, ty): (usize, &KqlType)| build(rows.iter().map(|row| value(row, i)), *ty);
                    let args: Vec<_> = types.iter().enumerate().map(column).collect();
                    accumulator.grow(1);
                    accumulator.update(&args, &vec![0; rows.len()], None)?;
                }
                first.merge(&second.state(1)?, &[0])?;
                let result = first.finish(1)?;
                let returns = resolve(name, &function.types, &types, &[])?.returns;
                read(result.as_ref(), returns)?.get(0).into_owned()
            }
            crate::AggregateEval::Planner => panic!("`{name}` is the planner's"),
        };
        Ok(if value.is_null() { "null".to_owned() } else { convert::to_str(&value).into_owned() })
    };
    for split in [0, 1, rows.len()] {
        assert_eq!(run(split).unwrap_or_else(|error| format!("error: {error}")), expect, "{name} split at {split}");
    }
}

/// What a call returns, by the types of its arguments.
#[track_caller]
pub(crate) fn check_type(function: &Scalar, types: &[KqlType], expect: Result<KqlType, &str>) {
    let got = resolve(function.name, &function.types, types, &[]).map(|b| b.returns);
    assert_eq!(got, expect.map_err(str::to_owned), "{} {types:?}", function.name);
}

/// A dynamic value from JSON text.
pub(crate) fn dynamic(text: &'static str) -> OwnedValue {
    Value::Dynamic(text.into())
}

/// A string.
pub(crate) fn s(text: &'static str) -> OwnedValue {
    Value::str(text)
}

/// A `datetime` from its text.
pub(crate) fn datetime(text: &str) -> OwnedValue {
    Value::DateTime(crate::time::parse_datetime(text).unwrap())
}

/// A `timespan` from its text.
pub(crate) fn timespan(text: &str) -> OwnedValue {
    Value::TimeSpan(crate::time::parse_timespan(text).unwrap())
}

#[track_caller]
fn run(function: &Scalar, args: &[OwnedValue], expect: &str) {
    let text = |value: &Value<'_>| {
        if value.is_null() { "null".to_owned() } else { convert::to_str(value).into_owned() }
    };
    let call = || -> Result<String, String> {
        let types: Vec<_> = args.iter().map(|a| a.kql_type().unwrap_or(KqlType::Dynamic)).collect();
        let type_args: Vec<_> = args
            .iter()
            .map(|a| match a {
                Value::Type(ty) => Some(*ty),
                _ => None,
            })
            .collect();
        let bound = resolve(function.name, &function.types, &types, &type_args)?;
        let converted = |i: usize, arg: &OwnedValue| match bound.params.get(i) {
            Some(ty) if !matches!(arg, Value::Type(_)) && arg.kql_type().is_some_and(|t| t != *ty) => {
                convert::to(arg, *ty)
            }
            _ => arg.clone(),
        };
        let args: Vec<OwnedValue> = args.iter().enumerate().map(|(i, a)| converted(i, a)).collect();
        let constants: Vec<_> = args.iter().cloned().map(ColumnArg::Constant).collect();
        let result = evaluate(function, &constants, &bound.params, 1, bound.returns)?;
        let constant = text(&read(result.as_ref(), bound.returns)?.get(0));
        // The first argument as a column has to give the same, unless it must be constant.
        if let (Some(first), Some(ty)) = (args.first(), bound.params.first())
            && !matches!(first, Value::Type(_))
        {
            let mut columns = constants;
            if let Some(slot) = columns.first_mut() {
                *slot = ColumnArg::Array(build([first.clone(), first.clone()], *ty));
            }
            match evaluate(function, &columns, &bound.params, 2, bound.returns) {
                Ok(result) => {
                    assert_eq!(result.data_type(), &bound.returns.arrow(), "{}", function.name);
                    assert_eq!(text(&read(result.as_ref(), bound.returns)?.get(1)), constant, "as a column");
                }
                Err(error) => assert!(error.contains("constant"), "{error}"),
            }
        }
        Ok(constant)
    };
    let got = call().unwrap_or_else(|error| format!("error: {error}"));
    assert_eq!(got, expect, "{}{args:?}", function.name);
}
