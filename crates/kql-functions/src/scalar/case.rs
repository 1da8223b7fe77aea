//! `case`

use crate::kernel::common::common_type;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "case",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "case(condition, then, …, else)",
        "The value after the first condition that is true, else the last value.",
        &[("case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"), ("case(false, 1, 2.0)", "2.0")],
    )
    .notes("A null condition counts as false. Numbers of different types meet in the wider one."),
)
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    if args.len() < 3 || args.len().is_multiple_of(2) {
        return Err(format!(
            "`case` takes pairs of a condition and a value, and one value more, not {} arguments",
            args.len()
        ));
    }
    let is_condition = |i: usize| i.is_multiple_of(2) && i + 1 < args.len();
    let mut values = Vec::new();
    for (i, ty) in args.iter().enumerate() {
        if !is_condition(i) {
            values.push(*ty);
        } else if !matches!(ty, KqlType::Bool | KqlType::Dynamic) {
            return Err(format!("argument {} of `case` must be a bool, not {ty}", i + 1));
        }
    }
    let returns = common_type("case", &values)?;
    let params = (0..args.len()).map(|i| if is_condition(i) { KqlType::Bool } else { returns }).collect();
    Ok(Bound { params, returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut pairs = args.chunks_exact(2);
    let taken = pairs.find_map(|pair| match pair {
        [Value::Bool(true), value] => Some(value),
        _ => None,
    });
    taken.or(args.last()).cloned().map_or(Value::Null, Value::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, check_type, s};

    #[test]
    fn cases() {
        let f = || Value::Bool(false);
        check("case", &[f(), s("a"), Value::Bool(true), s("b"), s("c")], "b");
        check("case", &[f(), s("a"), f(), s("b"), s("c")], "c");
        check("case", &[Value::Bool(true), Value::Null, Value::Long(1)], "null");
    }

    #[test]
    fn types() {
        use KqlType::{Bool, Long, Real};
        check_type(&FUNCTION, &[Bool, Long, Real], Ok(Real));
        check_type(&FUNCTION, &[Long, Long, Real], Err("argument 1 of `case` must be a bool, not long"));
    }
}
