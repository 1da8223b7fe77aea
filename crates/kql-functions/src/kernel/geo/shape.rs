//! Lines and polygons on a sphere, in GeoJSON (RFC 7946). Edges are the shortest ways between their ends.

use super::RADIUS;
use serde_json::{Value as Json, json};

/// How many corners a shape has at most.
const MOST: usize = 1_000_000;

/// A point on the unit sphere.
pub(crate) type Point = [f64; 3];

/// Lines; each has at least two corners.
pub(crate) struct Lines(Vec<Vec<Point>>);

/// Polygons; each is a shell and its holes, and each ring has its first corner again at its end.
pub(crate) struct Polygons(Vec<Vec<Vec<Point>>>);

/// A point from degrees; nothing for places that do not exist.
pub(crate) fn point(longitude: f64, latitude: f64) -> Option<Point> {
    let (lon, lat) = super::point(longitude, latitude)?;
    Some([lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()])
}

/// Longitude and latitude of a point in degrees.
pub(crate) fn degrees([x, y, z]: Point) -> (f64, f64) {
    (y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
}

/// A point as GeoJSON.
pub(crate) fn geojson(longitude: f64, latitude: f64) -> Json {
    json!({"type": "Point", "coordinates": [longitude, latitude]})
}

fn dot(a: Point, b: Point) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn cross([a, b, c]: Point, [x, y, z]: Point) -> Point {
    [b * z - c * y, c * x - a * z, a * y - b * x]
}

fn scale(a: Point, by: f64) -> Point {
    a.map(|v| v * by)
}

fn length(a: Point) -> f64 {
    dot(a, a).sqrt()
}

/// The angle between two points in radians.
fn angle(a: Point, b: Point) -> f64 {
    length(cross(a, b)).atan2(dot(a, b))
}

/// The point of an edge that is closest to a point.
fn closest_on_edge(p: Point, a: Point, b: Point) -> Point {
    let normal = cross(a, b);
    let size = length(normal);
    if size > 1e-15 {
        let normal = scale(normal, 1.0 / size);
        let off = scale(normal, dot(p, normal));
        let [x, y, z] = p;
        let [u, v, w] = off;
        let on = [x - u, y - v, z - w];
        let reach = length(on);
        if reach > 1e-15 {
            let on = scale(on, 1.0 / reach);
            if dot(cross(a, on), normal) >= 0.0 && dot(cross(on, b), normal) >= 0.0 {
                return on;
            }
        }
    }
    if angle(p, a) <= angle(p, b) { a } else { b }
}

fn edges(corners: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    corners.iter().copied().zip(corners.iter().copied().skip(1))
}

fn closest<'p>(p: Point, lines: impl Iterator<Item = &'p Vec<Point>>) -> Option<Point> {
    let all = lines.flat_map(|line| edges(line)).map(|(a, b)| closest_on_edge(p, a, b));
    all.map(|c| (c, angle(p, c))).reduce(|best, next| if next.1 < best.1 { next } else { best }).map(|(c, _)| c)
}

fn corners(json: &Json) -> Option<Vec<Point>> {
    let positions = json.as_array().filter(|a| a.len() <= MOST)?;
    let corner = |position: &Json| match position.as_array().map(Vec::as_slice) {
        Some([lon, lat, ..]) => point(lon.as_f64()?, lat.as_f64()?),
        _ => None,
    };
    positions.iter().map(corner).collect()
}

/// Corners that follow each other have to differ.
fn differ(corners: &[Point]) -> bool {
    edges(corners).all(|(a, b)| a != b)
}

impl Lines {
    /// A `LineString` or `MultiLineString`; nothing for what is none.
    pub(crate) fn parse(json: &Json) -> Option<Self> {
        let coordinates = json.get("coordinates")?;
        let line = |json: &Json| corners(json).filter(|c| c.len() >= 2 && differ(c));
        match json.get("type")?.as_str()? {
            "LineString" => Some(Self(vec![line(coordinates)?])),
            "MultiLineString" => Some(Self(coordinates.as_array()?.iter().map(line).collect::<Option<_>>()?)),
            _ => None,
        }
    }

    /// The point of the lines that is closest to a point.
    pub(crate) fn closest(&self, p: Point) -> Option<Point> {
        closest(p, self.0.iter())
    }

    /// The length of the lines in metres.
    pub(crate) fn length(&self) -> f64 {
        self.0.iter().flat_map(|line| edges(line)).map(|(a, b)| angle(a, b)).sum::<f64>() * RADIUS
    }
}

impl Polygons {
    /// A `Polygon` or `MultiPolygon`; nothing for what is none.
    pub(crate) fn parse(json: &Json) -> Option<Self> {
        let coordinates = json.get("coordinates")?;
        let ring = |json: &Json| corners(json).filter(|c| c.len() >= 4 && differ(c) && c.first() == c.last());
        let polygon = |json: &Json| {
            let rings = json.as_array().filter(|rings| !rings.is_empty())?;
            rings.iter().map(ring).collect::<Option<Vec<_>>>()
        };
        match json.get("type")?.as_str()? {
            "Polygon" => Some(Self(vec![polygon(coordinates)?])),
            "MultiPolygon" => Some(Self(coordinates.as_array()?.iter().map(polygon).collect::<Option<_>>()?)),
            _ => None,
        }
    }

    /// Whether a point lies in one of the polygons.
    pub(crate) fn contain(&self, p: Point) -> bool {
        self.0.iter().any(|rings| {
            let mut rings = rings.iter();
            rings.next().is_some_and(|shell| encloses(shell, p)) && !rings.any(|hole| encloses(hole, p))
        })
    }

    /// The point of the polygons' edges that is closest to a point.
    pub(crate) fn closest(&self, p: Point) -> Option<Point> {
        closest(p, self.0.iter().flatten())
    }
}

/// Whether a ring goes around a point. What is seen from the point turns by a whole circle, or not at all; a ring is
/// taken to enclose the smaller part of the sphere.
fn encloses(ring: &[Point], p: Point) -> bool {
    if ring.iter().map(|corner| dot(*corner, p)).sum::<f64>() <= 0.0 {
        return false;
    }
    let seen = |corner: Point| {
        let along = dot(corner, p);
        let ([x, y, z], [u, v, w]) = (corner, scale(p, along));
        [x - u, y - v, z - w]
    };
    let turned: f64 = edges(ring)
        .map(|(a, b)| {
            let (a, b) = (seen(a), seen(b));
            dot(p, cross(a, b)).atan2(dot(a, b))
        })
        .sum();
    turned.abs() > std::f64::consts::PI
}

/// The distance of two points in metres.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    angle(a, b) * RADIUS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings() {
        let square = json!({"type": "Polygon", "coordinates": [
            [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]],
            [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]],
        ]});
        let square = Polygons::parse(&square).unwrap();
        let inside = |lon, lat| square.contain(point(lon, lat).unwrap());
        assert!(inside(1.0, 1.0) && inside(9.0, 9.0));
        assert!(!inside(5.0, 5.0) && !inside(11.0, 5.0) && !inside(-175.0, -5.0) && !inside(5.0, -1.0));
        let metres = |lon, lat| distance(square.closest(point(lon, lat).unwrap()).unwrap(), point(lon, lat).unwrap());
        assert!((metres(5.0, -1.0) - 111_195.0).abs() < 1.0);
        // Across the 180th meridian.
        let pacific =
            json!({"type": "Polygon", "coordinates": [[[170, -10], [-170, -10], [-170, 10], [170, 10], [170, -10]]]});
        let pacific = Polygons::parse(&pacific).unwrap();
        assert!(pacific.contain(point(179.0, 0.0).unwrap()) && !pacific.contain(point(0.0, 0.0).unwrap()));
    }

    #[test]
    fn what_is_no_shape() {
        for bad in [
            json!({"type": "Polygon"}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [10, 10], [10, 10], [0, 0]]]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [10, 10], [10, 1], [0, 1]]]}),
            json!({"type": "Polygon", "coordinates": []}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [500, 10], [10, 1], [0, 0]]]}),
            json!([]),
        ] {
            assert!(Polygons::parse(&bad).is_none(), "{bad}");
        }
        assert!(Lines::parse(&json!({"type": "LineString", "coordinates": [[0, 0]]})).is_none());
    }
}
