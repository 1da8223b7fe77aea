//! Rows as an aligned table, or one block a row where the columns do not fit beside each other.

use crate::text::{cut, pad, visible, width, wrap};
use crate::{Column, Paint, QueryTable, Style};
use kql_functions::{KqlType, Value, json, time};
use std::io::{Result, Write};

const GAP: &str = "  ";
/// No column is made narrower than this while it has more to show.
const NARROWEST: usize = 12;
/// Without a screen's width nothing is cut, but padding every row to one long cell would be absurd.
const MOST_PADDING: usize = 60;
/// Lines of one value in a block.
const MOST_LINES: usize = 20;

pub(crate) fn write(table: &QueryTable<'_>, out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    // The widest value of each column; 0 where all are empty.
    let mut values = vec![0; table.columns.len()];
    table.rows.visit(&mut |row| {
        for (widest, value) in values.iter_mut().zip(row) {
            *widest = (*widest).max(width(&visible(&shown(value))));
        }
        Ok(())
    })?;
    let names = table.columns.iter().map(|column| width(&visible(&column.name)));
    let natural: Vec<usize> = names.zip(&values).map(|(name, value)| name.max(*value)).collect();
    match widths(&natural, style.width) {
        Some(widths) => aligned(table, &widths, out, style),
        None => blocks(table, &values, out, style),
    }
}

/// A value on a screen; nulls are blank.
fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null | Value::Type(_) => String::new(),
        Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => text.to_string(),
        Value::DateTime(ticks) => time::format_datetime(*ticks),
        Value::TimeSpan(ticks) => time::format_timespan(*ticks),
        other => match json::from_value(other) {
            serde_json::Value::String(text) => text,
            number => number.to_string(),
        },
    }
}

/// How wide each column is drawn; nothing when they do not fit beside each other.
fn widths(natural: &[usize], screen: Option<usize>) -> Option<Vec<usize>> {
    let Some(screen) = screen else {
        return Some(natural.iter().map(|w| (*w).min(MOST_PADDING)).collect());
    };
    let room = screen.saturating_sub(GAP.len() * natural.len().saturating_sub(1));
    let capped = |cap: usize| natural.iter().map(|w| (*w).min(cap)).collect::<Vec<_>>();
    let fits = |cap: usize| capped(cap).iter().sum::<usize>() <= room;
    if !fits(NARROWEST) {
        return None;
    }
    // The highest cap that fits: long columns shrink to it, short ones keep their width.
    let (mut low, mut high) = (NARROWEST, natural.iter().copied().max().unwrap_or(0).max(NARROWEST));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Some(capped(low))
}

const fn right(ty: KqlType) -> bool {
    ty.is_numeric()
}

fn aligned(table: &QueryTable<'_>, widths: &[usize], out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    let most = |column_width: usize| if style.width.is_some() { column_width } else { usize::MAX };
    let header = table.columns.iter().zip(widths).map(|(column, w)| {
        let text = cut(&visible(&column.name), most(*w)).into_owned();
        (column, text, *w)
    });
    line(header, Some(Paint::Bold), out, style)?;
    let rules: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
    writeln!(out, "{}", style.paint(Paint::Dim, &rules.join(GAP)))?;
    table.rows.visit(&mut |row| {
        let cells = table.columns.iter().zip(row).zip(widths).map(|((column, value), w)| {
            let text = cut(&visible(&shown(value)), most(*w)).into_owned();
            (column, text, *w)
        });
        line(cells, None, out, style)
    })
}

fn line<'a>(
    cells: impl Iterator<Item = (&'a Column, String, usize)>,
    paint: Option<Paint>,
    out: &mut (dyn Write + Send),
    style: &Style,
) -> Result<()> {
    let mut text = String::new();
    for (at, (column, cell, to)) in cells.enumerate() {
        if at > 0 {
            text.push_str(GAP);
        }
        if right(column.ty) {
            text.push_str(&" ".repeat(to.saturating_sub(width(&cell))));
            text.push_str(&cell);
        } else {
            text.push_str(&pad(&cell, to));
        }
    }
    let text = text.trim_end();
    match paint {
        Some(paint) => writeln!(out, "{}", style.paint(paint, text)),
        None => writeln!(out, "{text}"),
    }
}

fn blocks(table: &QueryTable<'_>, values: &[usize], out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    let screen = style.width.unwrap_or(80);
    let names: Vec<String> = table.columns.iter().map(|c| cut(&visible(&c.name), screen / 2).into_owned()).collect();
    let used = names.iter().zip(values).filter(|(_, value)| **value > 0);
    let label = used.map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut number = 0_u64;
    table.rows.visit(&mut |row| {
        number += 1;
        let title = format!("── row {number} ");
        let rule = "─".repeat(screen.saturating_sub(width(&title)));
        writeln!(out, "{}", style.paint(Paint::Dim, &format!("{title}{rule}")))?;
        for (name, value) in names.iter().zip(row) {
            let text = shown(value);
            if text.is_empty() {
                continue;
            }
            let lines = wrap(&visible(&text), screen.saturating_sub(label + GAP.len()), MOST_LINES);
            for (at, part) in lines.iter().enumerate() {
                let name = if at == 0 { style.paint(Paint::Cyan, &pad(name, label)) } else { " ".repeat(label) };
                writeln!(out, "{name}{GAP}{}", part.trim_end())?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kql_functions::OwnedValue;

    fn draw(columns: &[(&str, KqlType)], rows: Vec<Vec<OwnedValue>>, style: Style) -> String {
        let columns: Vec<Column> = columns.iter().map(|(n, ty)| Column { name: (*n).into(), ty: *ty }).collect();
        let mut out = Vec::new();
        write(&QueryTable { columns: &columns, rows: &rows }, &mut out, &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn three() -> Vec<Vec<OwnedValue>> {
        vec![
            vec![Value::string("short"), Value::Long(5), Value::string("漢字")],
            vec![Value::string("a\nb"), Value::Null, Value::string("long ".repeat(8))],
        ]
    }

    const COLUMNS: [(&str, KqlType); 3] = [("A", KqlType::String), ("N", KqlType::Long), ("Last", KqlType::String)];

    #[test]
    fn aligns_and_cuts() {
        let expect = "\
A        N  Last
───────  ─  ────────────────
short    5  漢字
a\\u{a}b     long long long …
";
        assert_eq!(draw(&COLUMNS, three(), Style::plain(28)), expect);
    }

    #[test]
    fn blocks_when_narrow() {
        let expect = "\
── row 1 ────
A     short
N     5
Last  漢字
── row 2 ────
A     a\\u{a}b
Last  long
      long
      long
      long
      long
      long
      long
      long
";
        assert_eq!(draw(&COLUMNS, three(), Style::plain(13)), expect);
    }

    #[test]
    fn cuts_nothing_without_a_screen() {
        let shown = draw(&COLUMNS, three(), Style::file());
        assert!(shown.contains("long long long long long long long long\n"), "{shown}");
    }

    #[test]
    fn any_width() {
        for width in (0..40).chain([80, 200, usize::MAX]) {
            let shown = draw(&COLUMNS, three(), Style { color: true, width: Some(width) });
            assert!(shown.contains("short"), "{width}");
        }
        assert_eq!(draw(&[], vec![vec![]], Style::plain(80)), "\n\n\n");
    }
}
