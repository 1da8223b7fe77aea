//! `has` and `!has`: the term, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{Case, Edges, Needle};
use crate::{Doc, Scalar};

struct Has(Needle);

impl TextTest for Has {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(Needle::new(right, Case::Insensitive, Edges::Both)))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        self.0.is_in(left, buffer)
    }

    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        self.0.mark(lefts, hits);
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<Has, false>(
        "has",
        Doc::new("text has term", "Whether the text has the term, in any case.", &[("'C:/x/cmd.exe' has 'CMD.exe'", "True"), ("'helloworld' has 'hello'", "False"), ("'alpha_beta' has 'alpha'", "True")])
            .notes("A term is a run of letters and digits. A right side with other characters in it is looked for as it is; only its ends have to lie at the edges of terms."),
    ),
    text_operator::<Has, true>(
        "!has",
        Doc::new("text !has term", "Whether the text does not have the term, in any case.", &[("'helloworld' !has 'hello'", "True"), ("'a' !has ''", "False")]),
    )
    .aliases(&["nothas"]),
];
