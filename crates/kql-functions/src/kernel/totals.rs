//! Types of sums, means and extremes.

use crate::{Bound, KqlType};

/// `f(value)` or, where `filtered`, `f(value, condition)`; `result` says what comes back for a type of value.
fn one(
    name: &str,
    args: &[KqlType],
    filtered: bool,
    result: impl Fn(KqlType) -> Option<(KqlType, KqlType)>,
) -> Result<Bound, String> {
    let (value, condition) = match *args {
        [value] if !filtered => (value, None),
        [value, condition @ (KqlType::Bool | KqlType::Dynamic)] if filtered => (value, Some(condition)),
        [_, other] if filtered => return Err(format!("the condition of `{name}` must be a bool, not {other}")),
        _ => {
            let wanted = if filtered { "2 arguments" } else { "1 argument" };
            return Err(format!("`{name}` takes {wanted}, not {}", args.len()));
        }
    };
    let (param, returns) = result(value).ok_or_else(|| format!("`{name}` does not take {value}"))?;
    let mut params = vec![param];
    params.extend(condition.map(|_| KqlType::Bool));
    Ok(Bound { params, returns })
}

/// Sums keep their type, but `int` sums to `long`; a `dynamic` counts as a `real`.
pub(crate) fn sum_types(name: &str, args: &[KqlType], filtered: bool) -> Result<Bound, String> {
    one(name, args, filtered, |ty| match ty {
        KqlType::Int | KqlType::Long | KqlType::Bool => Some((KqlType::Long, KqlType::Long)),
        KqlType::Real | KqlType::Dynamic => Some((KqlType::Real, KqlType::Real)),
        KqlType::Decimal | KqlType::TimeSpan => Some((ty, ty)),
        _ => None,
    })
}

/// Means of numbers are reals.
pub(crate) fn avg_types(name: &str, args: &[KqlType], filtered: bool) -> Result<Bound, String> {
    one(name, args, filtered, |ty| match ty {
        KqlType::Int | KqlType::Long | KqlType::Real | KqlType::Dynamic => Some((KqlType::Real, KqlType::Real)),
        KqlType::Decimal | KqlType::TimeSpan | KqlType::DateTime => Some((ty, ty)),
        _ => None,
    })
}

/// Extremes keep their type.
pub(crate) fn order_types(name: &str, args: &[KqlType], filtered: bool) -> Result<Bound, String> {
    one(name, args, filtered, |ty| Some((ty, ty)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results() {
        use KqlType::{Bool, DateTime, Int, Long, Real, String};
        let check = |got: Result<Bound, std::string::String>, expect: Result<KqlType, &str>| {
            assert_eq!(got.map(|b| b.returns), expect.map_err(str::to_owned));
        };
        check(sum_types("sum", &[Int], false), Ok(Long));
        check(sum_types("sumif", &[Real, Bool], true), Ok(Real));
        check(sum_types("sum", &[String], false), Err("`sum` does not take string"));
        check(avg_types("avg", &[Long], false), Ok(Real));
        check(order_types("max", &[DateTime], false), Ok(DateTime));
        check(order_types("maxif", &[Long], true), Err("`maxif` takes 2 arguments, not 1"));
        check(order_types("maxif", &[Long, Long], true), Err("the condition of `maxif` must be a bool, not long"));
    }
}
