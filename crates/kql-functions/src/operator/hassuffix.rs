//! `hassuffix` and `!hassuffix`: a term with this end, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct HasSuffix(Needle);

impl TextTest for HasSuffix {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Insensitive, Edges::Right)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<HasSuffix, false>(
        "hassuffix",
        Doc::new("text hassuffix term", "Whether the text has a term with this end, in any case.", &[("'PowerShell.exe' hassuffix 'shell'", "True"), ("'shells' hassuffix 'shell'", "False")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<HasSuffix, true>(
        "!hassuffix",
        Doc::new("text !hassuffix term", "Whether the text does not have a term with this end, in any case.", &[("'shells' !hassuffix 'shell'", "True")]),
    ),
];
