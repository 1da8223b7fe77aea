//! `series_fit_line_dynamic`

use crate::kernel::series::numbers;
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_line_dynamic",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "series_fit_line_dynamic(series)",
        "The straight line that fits a series best, as a property bag.",
        &[("series_fit_line_dynamic(dynamic([1, 3, 5])).slope", "2.0"), ("series_fit_line_dynamic(dynamic([1, 3, 5])).interception", "-1.0")],
    )
    .notes("Positions count from 1. The names are `rsquare`, `slope`, `variance`, `rvariance`, `interception` and `line_fit`. A series with fewer than two numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = numbers(args, 0) else {
        return Value::Null;
    };
    let points: Vec<(f64, f64)> = items.iter().enumerate().filter_map(|(i, y)| Some(((i + 1) as f64, (*y)?))).collect();
    if points.len() < 2 {
        return Value::Null;
    }
    let count = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|p| p.0).sum::<f64>() / count, points.iter().map(|p| p.1).sum::<f64>() / count);
    let sum = |f: &dyn Fn(f64, f64) -> f64| points.iter().map(|(x, y)| f(x - mean_x, y - mean_y)).sum::<f64>();
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    let interception = mean_y - slope * mean_x;
    let line = |x: f64| interception + slope * x;
    let residual: f64 = points.iter().map(|(x, y)| (y - line(*x)).powi(2)).sum();
    let rsquare = if yy == 0.0 { 1.0 } else { 1.0 - residual / yy };
    let mut bag = Map::new();
    let mut put = |name: &str, value: Json| bag.insert(name.to_owned(), value);
    put("rsquare", rsquare.into());
    put("slope", slope.into());
    put("variance", (yy / (count - 1.0)).into());
    put("rvariance", (residual / (count - 1.0)).into());
    put("interception", interception.into());
    put("line_fit", (0..items.len()).map(|i| line((i + 1) as f64)).collect());
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn lines() {
        check(
            "series_fit_line_dynamic",
            &[dynamic("[1,3,5]")],
            r#"{"rsquare":1.0,"slope":2.0,"variance":4.0,"rvariance":0.0,"interception":-1.0,"line_fit":[1.0,3.0,5.0]}"#,
        );
        check("series_fit_line_dynamic", &[dynamic("[1]")], "null");
    }
}
