//! `assert`

use crate::batch::Reader;
use crate::kernel::text_test::missing;
use crate::prelude::*;
use crate::{BatchFunction, build};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "assert",
    Types::Overloads(&[takes(&[BOOL, STRING], KqlType::Bool)]),
    Eval::Batch(prepare),
    Doc::new(
        "assert(condition, message)",
        "True, or an error of the query with this message where the condition is not true.",
        &[("assert(2 > 1, 'arithmetic is broken')", "True")],
    )
    .notes("A constant condition is looked at when the query is planned, any other for each row."),
)
.sees_nulls();

fn prepare(_: &Call<'_>) -> Result<BatchFunction, String> {
    Ok(Arc::new(|args, rows| {
        let condition = Reader::of_argument(args.first().ok_or_else(missing)?, KqlType::Bool)?;
        let message = Reader::of_argument(args.get(1).ok_or_else(missing)?, KqlType::String)?;
        match (0..rows).find(|row| condition.get(*row) != Value::Bool(true)) {
            Some(row) => Err(format!("assertion failed: {}", message.get(row).as_str().unwrap_or_default())),
            None => Ok(build((0..rows).map(|_| Value::Bool(true)), KqlType::Bool)),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn conditions() {
        check("assert", &[Value::Bool(false), s("no rows")], "error: assertion failed: no rows");
        check("assert", &[Value::Null, s("unknown")], "error: assertion failed: unknown");
    }

    #[test]
    fn rows() {
        let call = crate::prepare(&FUNCTION, &[None, None], &[KqlType::Bool, KqlType::String], KqlType::Bool).unwrap();
        let column = |values: [bool; 2]| crate::ColumnArg::Array(build(values.map(Value::Bool), KqlType::Bool));
        let message = || crate::ColumnArg::Constant(s("odd"));
        assert!(call.run(&[column([true, true]), message()], 2).is_ok());
        assert_eq!(call.run(&[column([true, false]), message()], 2).unwrap_err(), "assertion failed: odd");
    }
}
