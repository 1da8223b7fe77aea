//! `startswith` and `!startswith`: starts with the part, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{fold, fold_into};
use crate::{Doc, Scalar};

struct StartsWith(String);

impl TextTest for StartsWith {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(fold(right).into_owned()))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        fold_into(left, buffer);
        buffer.starts_with(&self.0)
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
