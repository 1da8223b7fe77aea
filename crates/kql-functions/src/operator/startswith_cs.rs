//! `startswith_cs` and `!startswith_cs`: starts with the part; case counts.

use crate::batch::Cost;
use crate::kernel::text_test::{TextTest, text_operator};
use crate::{Doc, Scalar};

struct StartsWithCs(String);

impl TextTest for StartsWithCs {
    const COST: Cost = Cost::Little;

    fn new(right: &str) -> Result<Self, String> {
        Ok(Self(right.to_owned()))
    }

    fn test(&self, left: &str, _: &mut String) -> bool {
        left.starts_with(&self.0)
    }
}

pub(crate) static FUNCTIONS: &[Scalar] = &[
    text_operator::<StartsWithCs, false>(
        "startswith_cs",
        Doc::new(
            "text startswith_cs part",
            "Whether the text starts with the part; case counts.",
            &[("'Hello' startswith_cs 'He'", "True"), ("'Hello' startswith_cs 'he'", "False")],
        ),
    ),
    text_operator::<StartsWithCs, true>(
        "!startswith_cs",
        Doc::new(
            "text !startswith_cs part",
            "The opposite of `startswith_cs`.",
            &[("'Hello' !startswith_cs 'he'", "True")],
        ),
    ),
];
