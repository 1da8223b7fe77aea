//! Where the page is written: lines that never pass the screen's edge.

pub(super) use crate::text::count;
use crate::text::{cut, pad, visible, width, wrap};
use crate::{Paint, Style};
use detect::model::{EvidenceId, Time};
use std::io::{Result, Write};

/// Columns where the output has no width of its own.
const USUAL_WIDTH: usize = 120;
/// Wider lines are hard to read.
const WIDEST: usize = 160;
/// Room that a value always gets, however narrow the screen.
const NARROWEST_VALUE: usize = 16;
/// Lines of one value: what is longer is in the JSON.
const MOST_LINES: usize = 12;
/// Ids of one citation: what is more is counted.
const MOST_IDS: usize = 6;

pub(super) struct Sheet<'a> {
    out: &'a mut (dyn Write + Send),
    style: &'a Style,
    pub(super) width: usize,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(out: &'a mut (dyn Write + Send), style: &'a Style) -> Self {
        Self { out, style, width: style.width.unwrap_or(USUAL_WIDTH).min(WIDEST) }
    }

    pub(super) fn paint(&self, paint: Paint, text: &str) -> String {
        self.style.paint(paint, text)
    }

    /// A finished line.
    pub(super) fn line(&mut self, text: &str) -> Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    pub(super) fn blank(&mut self) -> Result<()> {
        writeln!(self.out)
    }

    /// A heading over a part of the page, after an empty line.
    pub(super) fn heading(&mut self, text: &str) -> Result<()> {
        self.blank()?;
        let shown = self.paint(Paint::Bold, text);
        self.line(&shown)
    }

    /// `label  value`, the value made visible and wrapped under itself; nothing when it is empty.
    pub(super) fn field(&mut self, label: &str, value: &str) -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let front = format!("  {}", pad(label, 12));
        let shown = format!("  {}", self.paint(Paint::Dim, &pad(label, 12)));
        self.hanging(&front, &shown, value)
    }

    /// `front` and the text, which wraps under its own start. `shown` is `front` with its colours.
    pub(super) fn hanging(&mut self, front: &str, shown: &str, text: &str) -> Result<()> {
        let indent = width(front);
        let room = self.width.saturating_sub(indent).max(NARROWEST_VALUE);
        for (at, part) in wrap(&visible(text), room, MOST_LINES).iter().enumerate() {
            let front = if at == 0 { shown.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{front}{part}"))?;
        }
        Ok(())
    }

    /// A line of text, made visible and cut at the edge.
    pub(super) fn clipped(&mut self, text: &str) -> Result<()> {
        let text = cut(&visible(text), self.width.max(NARROWEST_VALUE)).into_owned();
        self.line(&text)
    }
}

/// `2026-01-02 03:04:05.123Z`: milliseconds order most events of a second; the JSON has all seven digits.
pub(super) fn moment(time: Time) -> String {
    let text = time.to_string();
    match text.get(..23) {
        Some(front) => format!("{}Z", front.replace('T', " ")),
        None => text,
    }
}

/// `E3, E17`, and how many more.
pub(super) fn citation(ids: &[EvidenceId]) -> String {
    let mut shown: Vec<String> = ids.iter().take(MOST_IDS).map(|id| format!("E{}", id.0)).collect();
    if ids.len() > MOST_IDS {
        shown.push(format!("+{}", ids.len() - MOST_IDS));
    }
    shown.join(", ")
}

/// The ids that [`citation`] shows.
pub(super) fn shown_ids(ids: &[EvidenceId]) -> impl Iterator<Item = EvidenceId> {
    ids.iter().take(MOST_IDS).copied()
}
