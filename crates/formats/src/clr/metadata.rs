//! The metadata root: its streams, heaps and tables (ECMA-335 II.24.2).

use super::layout::{Column, TABLES};

const MAX_NAME: usize = 1_024;
const TABLE_COUNT: usize = TABLES.len();

/// One table in the stream.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    start: usize,
    rows: u32,
    /// Bytes of a row.
    width: usize,
}

/// Metadata whose tables are found.
pub(super) struct Metadata<'a> {
    /// The runtime's version, as the root has it.
    pub(super) version: String,
    strings: &'a [u8],
    blobs: &'a [u8],
    tables: &'a [u8],
    places: [Place; TABLE_COUNT],
    sizes: Sizes,
}

/// How wide indexes are.
struct Sizes {
    heaps: u8,
    rows: [u32; TABLE_COUNT],
}

impl Sizes {
    fn rows_of(&self, table: u8) -> u32 {
        self.rows.get(usize::from(table)).copied().unwrap_or(0)
    }

    fn width(&self, column: Column) -> usize {
        let wide = |is_wide: bool| if is_wide { 4 } else { 2 };
        match column {
            Column::U16 => 2,
            Column::U32 => 4,
            Column::String => wide(self.heaps & 1 != 0),
            Column::Guid => wide(self.heaps & 2 != 0),
            Column::Blob => wide(self.heaps & 4 != 0),
            Column::Table(table) => wide(self.rows_of(table) > 0xffff),
            Column::Coded(index) => {
                let most = index.tables.iter().map(|&table| self.rows_of(table)).max().unwrap_or(0);
                wide(most > 0xffff >> index.bits)
            }
        }
    }
}

/// The values of one row, in the order of its columns.
pub(super) struct Row([u32; 9]);

impl Row {
    pub(super) fn get(&self, column: usize) -> u32 {
        self.0.get(column).copied().unwrap_or(0)
    }
}

impl<'a> Metadata<'a> {
    pub(super) fn parse(root: &'a [u8]) -> Option<Self> {
        if root.get(..4)? != b"BSJB" {
            return None;
        }
        let version = long(root, 12)? as usize;
        let text = root.get(16..16_usize.checked_add(version.min(255))?)?;
        let text = text.split(|&byte| byte == 0).next().unwrap_or_default();
        let text = String::from_utf8_lossy(text).into_owned();
        let mut at = 16_usize.checked_add(version)?.checked_next_multiple_of(4)?;
        let count = word(root, at.checked_add(2)?)?;
        at = at.checked_add(4)?;
        let (mut strings, mut blobs, mut tables): (&[u8], &[u8], &[u8]) = (&[], &[], &[]);
        for _ in 0..count.min(64) {
            let Some((offset, size)) = long(root, at).zip(long(root, at + 4)) else { break };
            let Some(name) = root.get(at + 8..).map(|rest| rest.get(..rest.len().min(32)).unwrap_or_default()) else {
                break;
            };
            let Some(end) = name.iter().position(|&byte| byte == 0) else { break };
            let start = (offset as usize).min(root.len());
            let stream = root.get(start..start.saturating_add(size as usize).min(root.len())).unwrap_or_default();
            match name.get(..end) {
                Some(b"#~" | b"#-") => tables = stream,
                Some(b"#Strings") => strings = stream,
                Some(b"#Blob") => blobs = stream,
                _ => {}
            }
            at += 8 + (end + 1).next_multiple_of(4);
        }
        Self::of_streams(text, strings, blobs, tables)
    }

    fn of_streams(version: String, strings: &'a [u8], blobs: &'a [u8], tables: &'a [u8]) -> Option<Self> {
        let heaps = *tables.get(6)?;
        let present = u64::from_le_bytes(tables.get(8..16)?.try_into().ok()?);
        let mut at = 24;
        let mut rows = [0; TABLE_COUNT];
        for table in 0..64 {
            if present >> table & 1 == 0 {
                continue;
            }
            let count = long(tables, at)?;
            if let Some(place) = rows.get_mut(table) {
                *place = count;
            }
            at += 4;
        }
        // Obfuscators and edit-and-continue put one more number here.
        if heaps & 0x40 != 0 {
            at += 4;
        }
        let sizes = Sizes { heaps, rows };
        let mut places = [Place::default(); TABLE_COUNT];
        for (table, (place, columns)) in places.iter_mut().zip(TABLES).enumerate() {
            let width = columns.iter().map(|&column| sizes.width(column)).sum::<usize>();
            let rows = sizes.rows.get(table).copied().unwrap_or(0);
            *place = Place { start: at, rows, width };
            at = at.checked_add(width.checked_mul(rows as usize)?)?;
        }
        // A count is a claim: only rows that are there count.
        for place in &mut places {
            let there = tables.len().saturating_sub(place.start) / place.width.max(1);
            place.rows = place.rows.min(u32::try_from(there).unwrap_or(u32::MAX));
        }
        Some(Self { version, strings, blobs, tables, places, sizes })
    }

    pub(super) fn row_count(&self, table: u8) -> u32 {
        self.places.get(usize::from(table)).map_or(0, |place| place.rows)
    }

    /// A row by its number, from 1.
    pub(super) fn row(&self, table: u8, number: u32) -> Option<Row> {
        let place = self.places.get(usize::from(table))?;
        let index = number.checked_sub(1).filter(|&index| index < place.rows)?;
        let start = place.start + place.width * index as usize;
        let mut rest = self.tables.get(start..start + place.width)?;
        let mut row = Row([0; 9]);
        for (value, &column) in row.0.iter_mut().zip(*TABLES.get(usize::from(table))?) {
            let (bytes, tail) = rest.split_at_checked(self.sizes.width(column))?;
            *value = match bytes {
                [a, b] => u32::from(u16::from_le_bytes([*a, *b])),
                _ => long(bytes, 0)?,
            };
            rest = tail;
        }
        Some(row)
    }

    pub(super) fn rows(&self, table: u8) -> impl Iterator<Item = Row> {
        (1..=self.row_count(table)).map_while(move |number| self.row(table, number))
    }

    /// A name of the string heap; `""` when there is none.
    pub(super) fn string(&self, offset: u32) -> String {
        let bytes = self.strings.get(offset as usize..).unwrap_or_default();
        let bytes = bytes.get(..bytes.len().min(MAX_NAME)).unwrap_or_default();
        let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
    }

    pub(super) fn blob(&self, offset: u32) -> &'a [u8] {
        if offset == 0 {
            return &[];
        }
        self.blobs.get(offset as usize..).and_then(counted).map_or(&[], |(blob, _)| blob)
    }
}

/// Bytes behind their length (ECMA-335 II.23.2), and what follows them.
pub(super) fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = compressed(bytes)?;
    rest.split_at_checked(length as usize)
}

/// A number in one, two or four bytes (ECMA-335 II.23.2), and what follows it.
pub(super) fn compressed(bytes: &[u8]) -> Option<(u32, &[u8])> {
    match *bytes {
        [a, ref rest @ ..] if a < 0x80 => Some((a.into(), rest)),
        [a, b, ref rest @ ..] if a < 0xc0 => Some((u32::from(a & 0x3f) << 8 | u32::from(b), rest)),
        [a, b, c, d, ref rest @ ..] if a < 0xe0 => Some((u32::from_be_bytes([a & 0x1f, b, c, d]), rest)),
        _ => None,
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
