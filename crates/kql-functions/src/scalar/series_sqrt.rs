//! `series_sqrt`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_sqrt",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::sqrt)),
    Doc::new(
        "series_sqrt(series)",
        "The square root of each item.",
        &[("series_sqrt(dynamic([1, 4, 6.25]))", "[1.0,2.0,2.5]")],
    )
    .notes("What is no number gives null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn roots() {
        check("series_sqrt", &[dynamic("[\"x\",9]")], "[null,3.0]");
    }
}
