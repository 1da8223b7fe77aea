//! `contains` and `!contains`: part of a text, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct Contains(Needle);

impl TextTest for Contains {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Insensitive, Edges::None)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<Contains, false>(
        "contains",
        Doc::new(
            "text contains part",
            "Whether the text holds the part, in any case.",
            &[
                ("'Hello World' contains 'LO W'", "True"),
                ("'abc' contains ''", "True"),
                ("'abc' contains 'd'", "False"),
            ],
        ),
    ),
    text_operator::<Contains, true>(
        "!contains",
        Doc::new(
            "text !contains part",
            "Whether the text lacks the part, in any case.",
            &[("'abc' !contains 'B'", "False")],
        ),
    )
    .aliases(&["notcontains"]),
];
