//! `hassuffix_cs` and `!hassuffix_cs`: a term with this end, where case counts.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct HasSuffixCs(Needle);

impl TextTest for HasSuffixCs {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Sensitive, Edges::Right)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<HasSuffixCs, false>(
        "hassuffix_cs",
        Doc::new("text hassuffix_cs term", "Whether the text has a term with this end, where case counts.", &[("'PowerShell' hassuffix_cs 'Shell'", "True"), ("'PowerShell' hassuffix_cs 'shell'", "False")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<HasSuffixCs, true>(
        "!hassuffix_cs",
        Doc::new("text !hassuffix_cs term", "Whether the text does not have a term with this end, where case counts.", &[("'PowerShell' !hassuffix_cs 'shell'", "True")]),
    ),
];
