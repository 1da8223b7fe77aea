//! `contains_cs` and `!contains_cs`: part of a text, where case counts.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct ContainsCs(Needle);

impl TextTest for ContainsCs {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Sensitive, Edges::None)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<ContainsCs, false>(
        "contains_cs",
        Doc::new(
            "text contains_cs part",
            "Whether the text holds the part; case counts.",
            &[("'RED' contains_cs 'RE'", "True"), ("'RED' contains_cs 're'", "False")],
        ),
    )
    .aliases(&["containscs"]),
    text_operator::<ContainsCs, true>(
        "!contains_cs",
        Doc::new(
            "text !contains_cs part",
            "Whether the text lacks the part; case counts.",
            &[("'RED' !contains_cs 're'", "True")],
        ),
    )
    .aliases(&["notcontainscs"]),
];
