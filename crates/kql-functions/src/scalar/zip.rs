//! `zip`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "zip",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "zip(array, array, …)",
        "The first items of all arrays, the second items, and so on, as an array of arrays.",
        &[("zip(dynamic([1, 3]), dynamic([2, 4]))", "[[1,2],[3,4]]")],
    )
    .notes("Shorter arrays are filled with nulls."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let arrays: Vec<_> = (0..args.len()).map(|i| array(args, i).unwrap_or_default()).collect();
    let longest = arrays.iter().map(Vec::len).max().unwrap_or(0);
    let row = |i: usize| arrays.iter().map(|a| a.get(i).cloned().unwrap_or_default()).collect();
    dynamic_array((0..longest).map(|i| serde_json::Value::Array(row(i))).collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("zip", &[dynamic("[\"A\",1,1.5]"), dynamic("[{},\"B\"]")], r#"[["A",{}],[1,"B"],[1.5,null]]"#);
    }
}
