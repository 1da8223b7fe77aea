//! `endswith` and `!endswith`: ends with the part, in any case.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{ends_folded, fold};
use crate::{Doc, Scalar};

struct EndsWith(String);

impl TextTest for EndsWith {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(fold(right).into_owned()))
    }

    const COST: Cost = Cost::Little;

    fn test(&self, left: &str, _: &mut String) -> bool {
        ends_folded(left, &self.0)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<EndsWith, false>(
        "endswith",
        Doc::new(
            "text endswith part",
            "Whether the text ends with the part, in any case.",
            &[("'cmd.EXE' endswith '.exe'", "True"), ("'cmd.exe' endswith 'cmd'", "False")],
        ),
    ),
    text_operator::<EndsWith, true>(
        "!endswith",
        Doc::new("text !endswith part", "The opposite of `endswith`.", &[("'cmd.exe' !endswith '.dll'", "True")]),
    ),
];
