//! `endswith` and `!endswith`: ends with the part, in any case.

use crate::kernel::text_test::{TextTest, text_operator};
use crate::text::{fold, fold_into};
use crate::{Doc, Scalar};

struct EndsWith(String);

impl TextTest for EndsWith {
    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(fold(right).into_owned()))
    }

    fn test(&self, left: &str, buffer: &mut String) -> bool {
        fold_into(left, buffer);
        buffer.ends_with(&self.0)
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
