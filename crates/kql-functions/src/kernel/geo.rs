//! Distances on the earth.

pub(crate) mod geohash;
pub(crate) mod s2;
pub(crate) mod shape;
pub(crate) mod wkt;

/// Mean radius of the earth in metres.
pub(crate) const RADIUS: f64 = 6_371_010.0;

/// A point, if its longitude and latitude (in degrees) exist.
pub(crate) fn point(longitude: f64, latitude: f64) -> Option<(f64, f64)> {
    let exists = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    exists.then(|| (longitude.to_radians(), latitude.to_radians()))
}

/// The distance of two points along the surface in metres, on a sphere.
pub(crate) fn distance((lon_a, lat_a): (f64, f64), (lon_b, lat_b): (f64, f64)) -> f64 {
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon_b - lon_a);
    2.0 * RADIUS * h.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let seattle = point(-122.351_857_7, 47.620_509_9).unwrap();
        let market = point(-122.351_924_1, 47.609_726_8).unwrap();
        assert_eq!(distance(seattle, market) as i64, 1199);
        assert_eq!(point(300.0, 0.0), None);
        assert_eq!(point(0.0, f64::NAN), None);
    }
}
