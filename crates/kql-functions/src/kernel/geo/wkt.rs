//! Well-known text (OGC 06-103r4) as GeoJSON.

use serde_json::{Value as Json, json};

/// How deep collections nest at most.
const DEEPEST: usize = 16;

/// Reads a shape; nothing for what is none.
pub(crate) fn parse(text: &str) -> Option<Json> {
    let mut reader = Reader(text);
    let shape = reader.shape(0)?;
    reader.0.trim().is_empty().then_some(shape)
}

struct Reader<'t>(&'t str);

impl<'t> Reader<'t> {
    fn word(&mut self) -> &'t str {
        let rest = self.0.trim_start();
        let (word, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()));
        self.0 = rest;
        word
    }

    fn take(&mut self, c: char) -> Option<()> {
        self.0 = self.0.trim_start().strip_prefix(c)?;
        Some(())
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<Json>) -> Option<Json> {
        self.take('(')?;
        let mut items = vec![item(self)?];
        while self.take(',').is_some() {
            items.push(item(self)?);
        }
        self.take(')')?;
        Some(Json::Array(items))
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.0.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
        let (number, rest) = rest.split_at(end);
        self.0 = rest;
        number.parse::<f64>().ok().filter(|n| n.is_finite())
    }

    fn position(&mut self) -> Option<Json> {
        Some(json!([self.number()?, self.number()?]))
    }

    /// A position, with or without parentheses of its own.
    fn point(&mut self) -> Option<Json> {
        if self.take('(').is_none() {
            return self.position();
        }
        let position = self.position()?;
        self.take(')')?;
        Some(position)
    }

    fn line(&mut self) -> Option<Json> {
        self.list(Self::position)
    }

    fn polygon(&mut self) -> Option<Json> {
        self.list(Self::line)
    }

    fn shape(&mut self, depth: usize) -> Option<Json> {
        let (kind, coordinates) = match self.word().to_ascii_uppercase().as_str() {
            "POINT" => {
                self.take('(')?;
                let position = self.position()?;
                self.take(')')?;
                ("Point", position)
            }
            "LINESTRING" => ("LineString", self.line()?),
            "POLYGON" => ("Polygon", self.polygon()?),
            "MULTIPOINT" => ("MultiPoint", self.list(Self::point)?),
            "MULTILINESTRING" => ("MultiLineString", self.polygon()?),
            "MULTIPOLYGON" => ("MultiPolygon", self.list(Self::polygon)?),
            "GEOMETRYCOLLECTION" if depth < DEEPEST => {
                let shapes = self.list(|reader| reader.shape(depth + 1))?;
                return Some(json!({"type": "GeometryCollection", "geometries": shapes}));
            }
            _ => return None,
        };
        Some(json!({"type": kind, "coordinates": coordinates}))
    }
}
