//! Polynomials through series.

use crate::prelude::*;
use serde_json::Value as Json;

/// The columns of `series_fit_poly`.
pub(crate) const POLYNOMIAL: &[(&str, KqlType)] = &[
    ("rsquare", KqlType::Real),
    ("coefficients", KqlType::Dynamic),
    ("variance", KqlType::Real),
    ("rvariance", KqlType::Real),
    ("poly_fit", KqlType::Dynamic),
];

/// The highest degree.
const MOST_DEGREE: usize = 32;

/// The values of [`POLYNOMIAL`]. Points where either number is missing do not count; where there are fewer different
/// `x` than coefficients there is no fit.
pub(crate) fn fit(x: &[Option<f64>], y: &[Option<f64>], degree: usize) -> Option<Vec<Json>> {
    let points: Vec<(f64, f64)> = x.iter().zip(y).filter_map(|(x, y)| Some(((*x)?, (*y)?))).collect();
    if degree > MOST_DEGREE || points.len() <= degree {
        return None;
    }
    // Around 0 and no further than 1, powers stay apart.
    let least = points.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
    let (middle, reach) = (f64::midpoint(least, most), ((most - least) / 2.0).max(f64::MIN_POSITIVE));
    let near = |x: f64| (x - middle) / reach;
    let scaled = solve(&points.iter().map(|(x, y)| (near(*x), *y)).collect::<Vec<_>>(), degree)?;
    let at = |x: f64| scaled.iter().rev().fold(0.0, |sum, c| sum * near(x) + c);
    let count = points.len() as f64;
    let mean = points.iter().map(|p| p.1).sum::<f64>() / count;
    let spread: f64 = points.iter().map(|p| (p.1 - mean).powi(2)).sum();
    let rest: f64 = points.iter().map(|(x, y)| (y - at(*x)).powi(2)).sum();
    let fitted = x.iter().map(|x| x.map(at).map_or(Json::Null, Json::from)).collect();
    Some(vec![
        (if spread == 0.0 { 1.0 } else { 1.0 - rest / spread }).into(),
        unscaled(&scaled, middle, reach).into_iter().rev().map(Json::from).collect(),
        (spread / (count - 1.0)).into(),
        (rest / (count - 1.0)).into(),
        fitted,
    ])
}

/// The coefficients, lowest power first, by Givens rotations of the equations.
fn solve(points: &[(f64, f64)], degree: usize) -> Option<Vec<f64>> {
    let width = degree + 1;
    // An upper triangle; each row ends with its right side.
    let mut triangle = vec![vec![0.0_f64; width + 1]; width];
    for (x, y) in points {
        let mut row: Vec<f64> = std::iter::successors(Some(1.0), |power| Some(power * x)).take(width).collect();
        row.push(*y);
        for (i, pivot) in triangle.iter_mut().enumerate() {
            let (a, b): (f64, f64) = (*pivot.get(i)?, *row.get(i)?);
            let length = a.hypot(b);
            if length == 0.0 {
                continue;
            }
            let (cosine, sine) = (a / length, b / length);
            for (p, r) in pivot.iter_mut().zip(row.iter_mut()).skip(i) {
                (*p, *r) = (cosine * *p + sine * *r, cosine * *r - sine * *p);
            }
        }
    }
    let mut found = vec![0.0; width];
    for (i, row) in triangle.iter().enumerate().rev() {
        let known: f64 = row.iter().zip(&found).skip(i + 1).map(|(a, c)| a * c).sum();
        let pivot = *row.get(i)?;
        if pivot.abs() < 1e-12 {
            return None;
        }
        *found.get_mut(i)? = (row.last()? - known) / pivot;
    }
    Some(found)
}

/// The coefficients of a polynomial in `(x - middle) / reach` as those of one in `x`, lowest power first.
fn unscaled(scaled: &[f64], middle: f64, reach: f64) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::with_capacity(scaled.len());
    for c in scaled.iter().rev() {
        // out * (x - middle) / reach + c
        let shifted: Vec<f64> = std::iter::once(0.0).chain(out.iter().copied()).collect();
        out.push(0.0);
        for (value, up) in out.iter_mut().zip(shifted) {
            *value = (up - *value * middle) / reach;
        }
        if let Some(constant) = out.first_mut() {
            *constant += c;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits() {
        let x: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(i) / 10.0 - 1.0)).collect();
        let y: Vec<Option<f64>> = x.iter().map(|x| x.map(|x| 2.0 * x.powi(3) - x + 5.0)).collect();
        let values = fit(&x, &y, 3).unwrap();
        let coefficients = values.get(1).and_then(Json::as_array).unwrap();
        for (got, expect) in coefficients.iter().zip([2.0, 0.0, -1.0, 5.0]) {
            assert!((got.as_f64().unwrap() - expect).abs() < 1e-9, "{coefficients:?}");
        }
        assert!(values.first().and_then(Json::as_f64).is_some_and(|r| r > 0.999_999));
        assert_eq!(fit(&x, &y, 40), None);
        assert_eq!(fit(&[Some(1.0); 9], &[Some(1.0); 9], 1), None);
    }
}
