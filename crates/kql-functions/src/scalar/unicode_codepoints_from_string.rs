//! `unicode_codepoints_from_string`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "unicode_codepoints_from_string",
    Types::Overloads(&[takes(&[ANY], KqlType::Dynamic)]),
    Eval::Row(|args| dynamic_array(text(args, 0).chars().map(|c| u32::from(c).into()).collect())),
    Doc::new(
        "unicode_codepoints_from_string(text)",
        "The code points of a text, as an array.",
        &[("unicode_codepoints_from_string('Aé')", "[65,233]")],
    ),
)
.aliases(&["to_utf8"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn points() {
        check("unicode_codepoints_from_string", &[s("K⒦")], "[75,9382]");
    }
}
