//! `matches regex`: a regular expression that is found anywhere in a text.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::regex;
use crate::{Doc, Scalar};
use ::regex::Regex;

struct MatchesRegex(Regex);

impl TextTest for MatchesRegex {
    fn new(right: &str) -> Result<Self, String> {
        regex(right).map(Self)
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        self.0.is_match(left)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[text_operator::<MatchesRegex, false>(
    "matches regex",
    Doc::new(
        "text matches regex pattern",
        "Whether the pattern is found anywhere in the text.",
        &[
            ("'2020-01-15' matches regex @'^\\d{4}-'", "True"),
            ("'ABC' matches regex 'b'", "False"),
            ("'ABC' matches regex '(?i)b'", "True"),
        ],
    )
    .notes("Case counts unless the pattern says `(?i)`. There is no look-around and there are no back-references. A pattern that is not valid is an error of the query if it is constant, else the row's result is null."),
)];
