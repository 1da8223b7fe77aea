use anstream::{AutoStream, ColorChoice};
use report::Style;
use std::io::{IsTerminal, stderr, stdout};

/// What standard output and standard error are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    pub(crate) out: ColorChoice,
    /// Whether messages may be coloured.
    pub(crate) messages: bool,
    /// Whether someone watches the messages.
    pub(crate) watched: bool,
    /// Whether standard output is a screen, and how wide it is.
    width: Option<usize>,
}

impl Terminal {
    /// `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM` decide where the user does not.
    pub(crate) fn new(color: clap::ColorChoice) -> Self {
        let choice = match color {
            clap::ColorChoice::Auto => ColorChoice::Auto,
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        };
        choice.write_global();
        let width = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Self {
            out: AutoStream::choice(&stdout()),
            messages: AutoStream::choice(&stderr()) != ColorChoice::Never,
            watched: stderr().is_terminal(),
            width: stdout().is_terminal().then(width),
        }
    }

    /// How to write to standard output.
    pub(crate) fn style(&self) -> Style {
        Style { color: self.out != ColorChoice::Never, width: self.width }
    }

    pub(crate) const fn out_is_screen(&self) -> bool {
        self.width.is_some()
    }
}
