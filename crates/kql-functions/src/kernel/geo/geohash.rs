//! Geohashes: cells of longitude and latitude, written in 32 letters and digits, each of which halves a cell five times.

const DIGITS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";

/// How long a geohash may be.
pub(crate) const LONGEST: usize = 18;

/// A cell in degrees: west and east, south and north end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) west: f64,
    pub(crate) east: f64,
    pub(crate) south: f64,
    pub(crate) north: f64,
}

impl Cell {
    const WORLD: Self = Self { west: -180.0, east: 180.0, south: -90.0, north: 90.0 };

    /// Longitude and latitude of the middle.
    pub(crate) const fn middle(self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }
}

/// The geohash of a point in degrees.
pub(crate) fn encode(longitude: f64, latitude: f64, length: usize) -> String {
    let (mut cell, mut out) = (Cell::WORLD, String::with_capacity(length));
    let mut eastward = true;
    for _ in 0..length {
        let mut digit = 0_usize;
        for _ in 0..5 {
            let (lon, lat) = cell.middle();
            let upper = if eastward { longitude >= lon } else { latitude >= lat };
            match (eastward, upper) {
                (true, true) => cell.west = lon,
                (true, false) => cell.east = lon,
                (false, true) => cell.south = lat,
                (false, false) => cell.north = lat,
            }
            digit = digit << 1 | usize::from(upper);
            eastward = !eastward;
        }
        out.push(DIGITS.get(digit).copied().map_or('0', char::from));
    }
    out
}

/// The cell of a geohash; letters may be capital.
pub(crate) fn decode(geohash: &str) -> Option<Cell> {
    if geohash.is_empty() || geohash.len() > LONGEST {
        return None;
    }
    let (mut cell, mut eastward) = (Cell::WORLD, true);
    for c in geohash.bytes() {
        let digit = DIGITS.iter().position(|d| *d == c.to_ascii_lowercase())?;
        for bit in (0..5).rev() {
            let (lon, lat) = cell.middle();
            match (eastward, digit >> bit & 1 == 1) {
                (true, true) => cell.west = lon,
                (true, false) => cell.east = lon,
                (false, true) => cell.south = lat,
                (false, false) => cell.north = lat,
            }
            eastward = !eastward;
        }
    }
    Some(cell)
}

/// The cells around one: west, south-west, south, south-east, north-east, east, north, north-west. Past a pole there
/// are none.
pub(crate) fn neighbours(geohash: &str) -> Option<Vec<String>> {
    const STEPS: [(f64, f64); 8] =
        [(-1.0, 0.0), (-1.0, -1.0), (0.0, -1.0), (1.0, -1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 1.0)];
    let cell = decode(geohash)?;
    let (lon, lat) = cell.middle();
    let (width, height) = (cell.east - cell.west, cell.north - cell.south);
    let at = |(east, north): (f64, f64)| {
        let latitude = lat + north * height;
        let longitude = (lon + east * width + 180.0).rem_euclid(360.0) - 180.0;
        if latitude.abs() < 90.0 { Some(encode(longitude, latitude, geohash.len())) } else { None }
    };
    Some(STEPS.into_iter().filter_map(at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(encode(-80.195_829, 25.802_215, 8), "dhwfz15h");
        let cell = decode("sunny").unwrap();
        assert_eq!(cell.middle(), (42.473_144_531_25, 23.708_496_093_75));
        let long = encode(13.4, 52.5, LONGEST);
        let (lon, lat) = decode(&long).unwrap().middle();
        assert!((lon - 13.4).abs() < 1e-11 && (lat - 52.5).abs() < 1e-11);
        for bad in ["", "a", "sunny!", "0000000000000000000", "süd"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn around() {
        let expect = ["sunnv", "sunnt", "sunnw", "sunnx", "sunpp", "sunnz", "sunpn", "sunpj"];
        assert_eq!(neighbours("sunny").unwrap(), expect);
        assert_eq!(neighbours("zzzzz").unwrap().len(), 5);
        assert!(neighbours("8").unwrap().contains(&"x".to_owned()));
    }
}
