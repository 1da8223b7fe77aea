//! `series_stats_dynamic`

use crate::kernel::series::numbers;
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_stats_dynamic",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "series_stats_dynamic(series)",
        "The least and greatest item of a series with their positions, the mean, the standard deviation, the variance, the sum and the length, as a property bag.",
        &[("series_stats_dynamic(dynamic([2, 4, 9])).max_idx", "2"), ("series_stats_dynamic(dynamic([2, 4])).avg", "3.0")],
    )
    .notes("The names are `min`, `min_idx`, `max`, `max_idx`, `avg`, `stdev`, `variance`, `sum` and `len`. What is no number is left out."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = numbers(args, 0) else {
        return Value::Null;
    };
    let known: Vec<(usize, f64)> = items.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?))).collect();
    let count = known.len() as f64;
    let sum: f64 = known.iter().map(|(_, v)| v).sum();
    let mean = sum / count;
    let squares: f64 = known.iter().map(|(_, v)| (v - mean).powi(2)).sum();
    let variance = if known.len() > 1 { squares / (count - 1.0) } else { 0.0 };
    let least = known.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let most = known.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let mut bag = Map::new();
    let mut put = |name: &str, value: Json| bag.insert(name.to_owned(), value);
    put("min", least.map(|v| v.1).into());
    put("min_idx", least.map(|v| v.0).into());
    put("max", most.map(|v| v.1).into());
    put("max_idx", most.map(|v| v.0).into());
    put("avg", mean.into());
    put("stdev", variance.sqrt().into());
    put("variance", variance.into());
    put("sum", (sum + 0.0).into());
    put("len", items.len().into());
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn statistics() {
        check(
            "series_stats_dynamic",
            &[dynamic("[2,null,4,9]")],
            r#"{"min":2.0,"min_idx":0,"max":9.0,"max_idx":3,"avg":5.0,"stdev":3.605551275463989,"variance":13.0,"sum":15.0,"len":4}"#,
        );
    }
}
