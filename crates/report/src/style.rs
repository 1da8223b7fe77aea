/// What the reader's screen can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// Columns of the terminal; absent when the output goes elsewhere, and then rows are never cut.
    pub width: Option<usize>,
}

impl Style {
    /// No colours, a fixed width.
    pub const fn plain(width: usize) -> Self {
        Self { color: false, width: Some(width) }
    }

    /// For files and pipes.
    pub const fn file() -> Self {
        Self { color: false, width: None }
    }

    /// The text in a colour, when there are colours.
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{}m{text}\x1b[0m", paint.code()) } else { text.to_owned() }
    }
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Bold,
    Dim,
    Red,
    Yellow,
    Cyan,
    Green,
}

impl Paint {
    const fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
            Self::Cyan => "36",
            Self::Green => "32",
        }
    }
}
