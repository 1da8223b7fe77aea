//! S2 cells: the six faces of a cube around the sphere, each halved up to 30 times in both directions, and numbered
//! along a Hilbert curve.
//!
//! From the description of the S2 geometry library (s2geometry.io, "S2 Cells"), with its quadratic projection.

use super::shape::Point;

/// The finest level.
const FINEST: u32 = 30;

/// Which quarter comes at a position of the curve, by the curve's orientation.
const QUARTERS: [[u64; 4]; 4] = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]];

/// At which position of the curve a quarter comes, by the curve's orientation.
const POSITIONS: [[u64; 4]; 4] = [[0, 1, 3, 2], [0, 3, 1, 2], [2, 3, 1, 0], [2, 1, 3, 0]];

/// How the orientation changes within the quarter at a position.
const TURNS: [usize; 4] = [1, 0, 0, 3];

/// A cell: a face of the cube, and a place in its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    face: u64,
    i: u64,
    j: u64,
    level: u32,
}

fn of(table: &[[u64; 4]; 4], orientation: usize, index: u64) -> u64 {
    let row = table.get(orientation & 3).copied().unwrap_or_default();
    row.get((index & 3) as usize).copied().unwrap_or_default()
}

impl Cell {
    /// The cell of a level, 0 to 30, that a point lies in.
    pub(crate) fn at(point: Point, level: u32) -> Option<Self> {
        if level > FINEST {
            return None;
        }
        let (face, u, v) = face_of(point);
        let count = (1_u64 << level) as f64;
        let place = |u: f64| ((straight(u) * count).floor().max(0.0) as u64).min((1 << level) - 1);
        Some(Self { face, i: place(u), j: place(v), level })
    }

    /// The cell that a token names.
    pub(crate) fn parse(token: &str) -> Option<Self> {
        if token.is_empty() || token.len() > 16 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let id = u64::from_str_radix(&format!("{token:0<16}"), 16).ok()?;
        let (face, low) = (id >> 61, id.trailing_zeros());
        if face > 5 || low % 2 != 0 || low > 2 * FINEST {
            return None;
        }
        let level = FINEST - low / 2;
        let (mut i, mut j, mut orientation) = (0, 0, (face & 1) as usize);
        for k in 1..=level {
            let position = id >> (61 - 2 * k) & 3;
            let quarter = of(&QUARTERS, orientation, position);
            (i, j) = (i << 1 | quarter >> 1, j << 1 | quarter & 1);
            orientation ^= TURNS.get(position as usize).copied().unwrap_or_default();
        }
        Some(Self { face, i, j, level })
    }

    /// The cell's token.
    pub(crate) fn token(self) -> String {
        let (mut position, mut orientation) = (0_u64, (self.face & 1) as usize);
        for k in (0..self.level).rev() {
            let quarter = (self.i >> k & 1) << 1 | self.j >> k & 1;
            let next = of(&POSITIONS, orientation, quarter);
            position = position << 2 | next;
            orientation ^= TURNS.get(next as usize).copied().unwrap_or_default();
        }
        let id = self.face << 61 | (position << 1 | 1) << (2 * (FINEST - self.level));
        format!("{id:016x}").trim_end_matches('0').to_owned()
    }

    /// A place within the cell; both coordinates go from 0 to 1.
    pub(crate) fn point(self, across: f64, up: f64) -> Point {
        let count = (1_u64 << self.level) as f64;
        let (u, v) = (curved((self.i as f64 + across) / count), curved((self.j as f64 + up) / count));
        let [x, y, z] = on_face(self.face, u, v);
        let length = (x * x + y * y + z * z).sqrt();
        [x / length, y / length, z / length]
    }

    /// The cells of the same level that touch this one.
    pub(crate) fn neighbours(self) -> Vec<Self> {
        const STEPS: [(i64, i64); 8] = [(1, 1), (1, 0), (-1, 0), (0, -1), (-1, 1), (1, -1), (0, 1), (-1, -1)];
        let mut found: Vec<Self> = Vec::with_capacity(8);
        for (di, dj) in STEPS {
            let near = self.moved(di, dj);
            if let Some(near) = near.filter(|n| !found.contains(n) && *n != self) {
                found.push(near);
            }
        }
        found
    }

    /// The cell some steps away; past a corner of the cube there is none.
    fn moved(self, di: i64, dj: i64) -> Option<Self> {
        let count = 1_i64 << self.level;
        let (i, j) = (i64::try_from(self.i).ok()? + di, i64::try_from(self.j).ok()? + dj);
        let inside = |k: i64| (0..count).contains(&k);
        match (inside(i), inside(j)) {
            (true, true) => Some(Self { i: u64::try_from(i).ok()?, j: u64::try_from(j).ok()?, ..self }),
            (false, false) => None,
            _ => {
                // Just past the edge, so that another face is the nearest; the grid is even there.
                let limit = 1.0 + 1e-12;
                let place = |k: i64| ((2 * k + 1 - count) as f64 / count as f64).clamp(-limit, limit);
                let (face, u, v) = face_of(on_face(self.face, place(i), place(j)));
                let back =
                    |u: f64| (((u + 1.0) / 2.0 * count as f64).floor().max(0.0) as u64).min((1 << self.level) - 1);
                Some(Self { face, i: back(u), j: back(v), level: self.level })
            }
        }
    }
}

/// The face that a point lies on, and where.
fn face_of([x, y, z]: Point) -> (u64, f64, f64) {
    if x.abs() >= y.abs() && x.abs() >= z.abs() {
        if x >= 0.0 { (0, y / x, z / x) } else { (3, z / x, y / x) }
    } else if y.abs() >= z.abs() {
        if y >= 0.0 { (1, -x / y, z / y) } else { (4, z / y, -x / y) }
    } else if z >= 0.0 {
        (2, -x / z, -y / z)
    } else {
        (5, -y / z, -x / z)
    }
}

const fn on_face(face: u64, u: f64, v: f64) -> Point {
    match face {
        0 => [1.0, u, v],
        1 => [-u, 1.0, v],
        2 => [-u, -v, 1.0],
        3 => [-1.0, -v, -u],
        4 => [v, -1.0, -u],
        _ => [v, u, -1.0],
    }
}

/// From the cube's face to an even grid, 0 to 1.
fn straight(u: f64) -> f64 {
    if u >= 0.0 { 0.5 * (1.0 + 3.0 * u).sqrt() } else { 1.0 - 0.5 * (1.0 - 3.0 * u).sqrt() }
}

/// From an even grid to the cube's face, -1 to 1.
fn curved(s: f64) -> f64 {
    if s >= 0.5 { (4.0 * s * s - 1.0) / 3.0 } else { (1.0 - 4.0 * (1.0 - s) * (1.0 - s)) / 3.0 }
}

#[cfg(test)]
mod tests {
    use super::super::shape::{distance, point};
    use super::*;

    #[test]
    fn tokens() {
        let cell = Cell::parse("89c259").unwrap();
        assert_eq!(cell.level, 10);
        assert_eq!(cell.token(), "89c259");
        let near: Vec<String> = cell.neighbours().into_iter().map(Cell::token).collect();
        assert_eq!(near, ["89c25d", "89c25b", "89c2f7", "89c257", "89c2f5", "89c251", "89c25f", "89c2f9"]);
        for bad in ["", "a", "xyz", "00000000000000000", "e1", "0"] {
            assert_eq!(Cell::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn points_lie_in_their_cells() {
        for (lon, lat) in
            [(13.4, 52.5), (-73.956_683, 40.807_907), (179.9, -89.0), (0.0, 0.0), (-91.0, 3.0), (120.0, 85.0)]
        {
            for level in [0, 1, 11, 30] {
                let cell = Cell::at(point(lon, lat).unwrap(), level).unwrap();
                assert_eq!(Cell::parse(&cell.token()), Some(cell));
                let middle = cell.point(0.5, 0.5);
                assert_eq!(Cell::at(middle, level), Some(cell));
                if level == 30 {
                    assert!(distance(middle, point(lon, lat).unwrap()) < 0.02);
                }
            }
        }
        assert_eq!(Cell::at(point(0.0, 0.0).unwrap(), 31), None);
    }

    #[test]
    fn neighbours_touch_across_faces() {
        for (lon, lat) in [(45.0, 0.0), (-45.001, 10.0), (0.0, 45.0), (44.99, 35.26)] {
            let cell = Cell::at(point(lon, lat).unwrap(), 5).unwrap();
            let near = cell.neighbours();
            assert!((7..=8).contains(&near.len()), "{lon} {lat}: {near:?}");
            assert!(near.iter().all(|n| n.neighbours().contains(&cell)), "{lon} {lat}");
        }
    }
}
