//! `startswith` and `!startswith`: starts with the part, in any case.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{fold, starts_folded};
use crate::{Doc, Scalar};

struct StartsWith(String);

impl TextTest for StartsWith {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(fold(right).into_owned()))
    }

    const COST: Cost = Cost::Little;

    fn test(&self, left: &str, _: &mut String) -> bool {
        starts_folded(left, &self.0)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<StartsWith, false>(
        "startswith",
        Doc::new(
            "text startswith part",
            "Whether the text starts with the part, in any case.",
            &[("'Hello' startswith 'hE'", "True"), ("'Hello' startswith 'el'", "False")],
        ),
    ),
    text_operator::<StartsWith, true>(
        "!startswith",
        Doc::new("text !startswith part", "The opposite of `startswith`.", &[("'Hello' !startswith 'el'", "True")]),
    ),
];
