//! `=~` and `!~`: equality of texts, in any case.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{eq_folded, fold};
use crate::{Doc, Scalar};

struct EqualsTilde(String);

impl TextTest for EqualsTilde {
    const COST: Cost = Cost::Little;

    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(fold(right).into_owned()))
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        eq_folded(left, &self.0)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<EqualsTilde, false>(
        "=~",
        Doc::new(
            "text =~ other",
            "Whether two texts are equal but for case.",
            &[("'CAFÉ' =~ 'café'", "True"), ("'STRASSE' =~ 'straße'", "False")],
        ),
    ),
    text_operator::<EqualsTilde, true>(
        "!~",
        Doc::new("text !~ other", "Whether two texts differ by more than case.", &[("'ABC' !~ 'abc'", "False")]),
    ),
];
