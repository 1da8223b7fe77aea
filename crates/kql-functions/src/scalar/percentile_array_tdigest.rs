//! `percentile_array_tdigest`

use crate::kernel::tdigest::Digest;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "percentile_array_tdigest",
    Types::Overloads(&[takes(&[DYNAMIC, ANY], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "percentile_array_tdigest(digest, percentile, … | array)",
        "The values that several shares of the values in a digest of `tdigest` do not exceed, as an array.",
        &[(
            "percentile_array_tdigest(toscalar(range x from 1 to 100 step 1 | summarize tdigest(x)), 5, 95)",
            "[5.0,95.0]",
        )],
    )
    .notes("What is no digest gives null."),
)
.aliases(&["percentiles_array_tdigest"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut digest) = args.first().and_then(Digest::of_value) else {
        return Value::Null;
    };
    let percents = (1..args.len()).flat_map(|i| match array(args, i) {
        Some(items) => items.iter().map(Json::as_f64).collect(),
        None => vec![real(args, i)],
    });
    let at = |percent: Option<f64>| digest.percentile(percent.filter(|p| (0.0..=100.0).contains(p))?);
    dynamic_array(percents.map(at).map(Json::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn values() {
        let digest = || dynamic("[\"tdigest\",[1,2],[1,2]]");
        check("percentile_array_tdigest", &[digest(), dynamic("[0,100,\"x\"]")], "[1.0,2.0,null]");
        check("percentile_array_tdigest", &[dynamic("[]"), Value::Long(5)], "null");
    }
}
