//! `like` and `notlike`: texts with `*` for any run of characters.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::regex;
use crate::{Doc, Scalar};
use ::regex::Regex;

struct Like<const CASE: bool>(Regex);

impl<const CASE: bool> TextTest for Like<CASE> {
    fn new(right: &str) -> Result<Self, String> {
        let parts: Vec<_> = right.split('*').map(::regex::escape).collect();
        let flags = if CASE { "s" } else { "si" };
        regex(&format!("(?{flags})^(?:{})$", parts.join(".*"))).map(Self)
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        self.0.is_match(left)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<Like<false>, false>(
        "like",
        Doc::new(
            "text like pattern",
            "Whether the whole text fits the pattern, in any case, where `*` stands for anything.",
            &[("'C:/Windows/cmd.exe' like 'c:/*.EXE'", "True"), ("'abc' like 'b'", "False")],
        ),
    ),
    text_operator::<Like<false>, true>(
        "notlike",
        Doc::new("text notlike pattern", "The opposite of `like`.", &[("'abc' notlike 'b*'", "True")]),
    ),
    text_operator::<Like<true>, false>(
        "likecs",
        Doc::new("text likecs pattern", "As `like`, where case counts.", &[("'abc' likecs 'A*'", "False")]),
    )
    .aliases(&["like_cs"]),
    text_operator::<Like<true>, true>(
        "notlikecs",
        Doc::new("text notlikecs pattern", "The opposite of `likecs`.", &[("'abc' notlikecs 'A*'", "True")]),
    )
    .aliases(&["notlike_cs"]),
];
