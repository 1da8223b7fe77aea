//! `hasprefix_cs` and `!hasprefix_cs`: a term with this beginning, where case counts.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct HasPrefixCs(Needle);

impl TextTest for HasPrefixCs {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Sensitive, Edges::Left)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<HasPrefixCs, false>(
        "hasprefix_cs",
        Doc::new("text hasprefix_cs term", "Whether the text has a term with this beginning, where case counts.", &[("'PowerShell' hasprefix_cs 'Power'", "True"), ("'PowerShell' hasprefix_cs 'power'", "False")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<HasPrefixCs, true>(
        "!hasprefix_cs",
        Doc::new("text !hasprefix_cs term", "Whether the text does not have a term with this beginning, where case counts.", &[("'PowerShell' !hasprefix_cs 'power'", "True")]),
    ),
];
