//! `=~` and `!~`: equality of texts, in any case.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{eq_folded, fold, lengths_folded};
use crate::{Doc, Scalar};
use std::ops::RangeInclusive;

struct EqualsTilde {
    /// The right side, folded.
    right: String,
    /// Lengths in bytes of texts that can be equal to it.
    lengths: RangeInclusive<usize>,
}

impl TextTest for EqualsTilde {
    const COST: Cost = Cost::Little;

    fn new(right: &str) -> Result<Self, String> {
        let right = fold(right).into_owned();
        let lengths = lengths_folded(&right);
        Ok(Self { right, lengths })
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        eq_folded(left, &self.right)
    }

    fn lengths(&self) -> RangeInclusive<usize> {
        self.lengths.clone()
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
