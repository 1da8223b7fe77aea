//! `has_cs` and `!has_cs`: the term, where case counts.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct HasCs(Needle);

impl TextTest for HasCs {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Sensitive, Edges::Both)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<HasCs, false>(
        "has_cs",
        Doc::new("text has_cs term", "Whether the text has the term, where case counts.", &[("'Red green' has_cs 'Red'", "True"), ("'Red green' has_cs 'red'", "False")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<HasCs, true>(
        "!has_cs",
        Doc::new("text !has_cs term", "Whether the text does not have the term, where case counts.", &[("'Red' !has_cs 'red'", "True")]),
    ),
];
