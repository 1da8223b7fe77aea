//! `series_median`

use crate::kernel::series::{decompose::median, numbers};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_median",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_median(series)",
        "The item in the middle of a series' items in order, or the mean of the two in the middle.",
        &[("series_median(dynamic([9, 1, 2, 4]))", "3.0")],
    )
    .notes("What is no number is left out; of nothing the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let known: Vec<f64> = numbers(args, 0).into_iter().flatten().flatten().collect();
    if known.is_empty() { Value::Null } else { Value::Real(median(known)) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn medians() {
        check("series_median", &[dynamic("[3,null,1,2]")], "2.0");
        check("series_median", &[dynamic("[]")], "null");
    }
}
