//! `coalesce`

use crate::kernel::common::common_type;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "coalesce",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "coalesce(value, value, …)",
        "The first value that is not null, of strings the first that is not empty.",
        &[("coalesce(int(null), 5, 7)", "5"), ("coalesce('', 'b')", "b")],
    ),
)
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    if args.len() < 2 {
        return Err("`coalesce` takes at least 2 arguments".to_owned());
    }
    let returns = common_type("coalesce", args)?;
    Ok(Bound { params: vec![returns; args.len()], returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let present = |v: &&Value<'_>| match v {
        Value::String(text) => !text.is_empty(),
        other => !other.is_null(),
    };
    args.iter().find(present).cloned().map_or(Value::Null, Value::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn firsts() {
        check("coalesce", &[s(""), s("fb")], "fb");
        check("coalesce", &[Value::Null, Value::Null], "null");
        check("coalesce", &[Value::Int(1), Value::Long(2)], "1");
    }
}
