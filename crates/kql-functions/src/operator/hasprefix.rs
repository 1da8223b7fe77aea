//! `hasprefix` and `!hasprefix`: a term with this beginning, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct HasPrefix(Needle);

impl TextTest for HasPrefix {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Insensitive, Edges::Left)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<HasPrefix, false>(
        "hasprefix",
        Doc::new("text hasprefix term", "Whether the text has a term with this beginning, in any case.", &[("'run PowerShell' hasprefix 'power'", "True"), ("'mypower' hasprefix 'power'", "False")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<HasPrefix, true>(
        "!hasprefix",
        Doc::new("text !hasprefix term", "Whether the text does not have a term with this beginning, in any case.", &[("'mypower' !hasprefix 'power'", "True")]),
    ),
];
