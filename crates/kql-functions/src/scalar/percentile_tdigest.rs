//! `percentile_tdigest`

use crate::kernel::tdigest::{Digest, of_type};
use crate::prelude::*;
use std::sync::Arc;

const TYPED: Overload = Overload::new(&[DYNAMIC, REAL, TYPE], Returns::TypeArgument(2, KqlType::Dynamic));

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "percentile_tdigest",
    Types::Overloads(&[takes(&[DYNAMIC, REAL], KqlType::Dynamic), TYPED]),
    Eval::Prepared(prepare),
    Doc::new(
        "percentile_tdigest(digest, percentile [, typeof(type)])",
        "The value that a share of the values in a digest of `tdigest` does not exceed.",
        &[
            ("percentile_tdigest(toscalar(range x from 1 to 100 step 1 | summarize tdigest(x)), 95)", "95.0"),
            (
                "percentile_tdigest(toscalar(range x from 1 to 100 step 1 | summarize tdigest(x)), 95, typeof(long))",
                "95",
            ),
        ],
    )
    .notes("What is no digest gives null."),
)
.aliases(&["percentiles_tdigest"]);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let ty = call.returns;
    Ok(Arc::new(move |args: &[Value<'_>]| {
        let (digest, percent) = (args.first().and_then(Digest::of_value), real(args, 1));
        let percent = percent.filter(|p| (0.0..=100.0).contains(p));
        let found = digest.zip(percent).and_then(|(mut digest, percent)| digest.percentile(percent));
        found.map_or(Value::Null, |number| of_type(number, ty))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn values() {
        let digest = || dynamic("[\"tdigest\",[1,2],[1,2]]");
        check("percentile_tdigest", &[digest(), Value::Real(50.0)], "2.0");
        check("percentile_tdigest", &[digest(), Value::Real(33.0), Value::Type(KqlType::TimeSpan)], "00:00:00.0000001");
        check("percentile_tdigest", &[digest(), Value::Real(101.0)], "null");
        check("percentile_tdigest", &[dynamic("1"), Value::Real(50.0)], "null");
    }
}
