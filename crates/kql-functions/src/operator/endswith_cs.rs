//! `endswith_cs` and `!endswith_cs`: ends with the part; case counts.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::{Doc, Scalar};

struct EndsWithCs(String);

impl TextTest for EndsWithCs {
    const COST: Cost = Cost::Little;

    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(right.to_owned()))
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        left.ends_with(&self.0)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<EndsWithCs, false>(
        "endswith_cs",
        Doc::new(
            "text endswith_cs part",
            "Whether the text ends with the part; case counts.",
            &[("'cmd.exe' endswith_cs '.exe'", "True"), ("'cmd.EXE' endswith_cs '.exe'", "False")],
        ),
    ),
    text_operator::<EndsWithCs, true>(
        "!endswith_cs",
        Doc::new(
            "text !endswith_cs part",
            "The opposite of `endswith_cs`.",
            &[("'cmd.EXE' !endswith_cs '.exe'", "True")],
        ),
    ),
];
