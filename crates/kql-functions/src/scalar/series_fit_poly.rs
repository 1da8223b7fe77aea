//! `series_fit_poly`

use crate::kernel::series::numbers;
use crate::kernel::series::polynomial::{POLYNOMIAL, fit};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_poly",
    Types::Overloads(&[
        gives(&[DYNAMIC], POLYNOMIAL),
        gives(&[DYNAMIC, DYNAMIC, LONG], POLYNOMIAL).optional(1),
        gives(&[DYNAMIC, LONG], POLYNOMIAL),
    ]),
    Eval::Row(run),
    Doc::new(
        "series_fit_poly(y [, x] [, degree])",
        "The polynomial that fits a series best, in several columns.",
        &[("round(series_fit_poly(dynamic([1, 4, 9, 16]), 2), 6)", "1.0"), ("series_fit_poly(dynamic([1]), 3)", "null")],
    )
    .notes("The columns are called `series_fit_poly_y_rsquare`, `_coefficients` (highest power first), `_variance`, `_rvariance` and `_poly_fit` for a series `y`. `x` counts from 1 unless given; the degree is 1 unless given, and at most 32. Too few numbers for the degree give nulls."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(y) = numbers(args, 0) else {
        return Value::Null;
    };
    let x = match numbers(args, 1) {
        Some(x) => x,
        None => (1..=y.len()).map(|i| Some(i as f64)).collect(),
    };
    let degree = match args {
        [_, _, degree] => crate::convert::to_long(degree),
        [_, degree] if array(args, 1).is_none() => crate::convert::to_long(degree),
        _ => Some(1),
    };
    let degree = degree.and_then(|d| usize::try_from(d).ok());
    degree.and_then(|degree| fit(&x, &y, degree)).map_or(Value::Null, dynamic_array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn nothing() {
        check("series_fit_poly", &[dynamic("[1,2]"), dynamic("[5,5]"), Value::Long(1)], "null");
        check("series_fit_poly", &[dynamic("[1,2]"), Value::Long(99)], "null");
        check("series_fit_poly", &[dynamic("[1,2]"), Value::Long(-1)], "null");
    }
}
