//! `url_decode`

use crate::kernel::encoding::percent_decode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "url_decode",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(percent_decode(&text(args, 0), true))),
    Doc::new(
        "url_decode(text)",
        "A percent-encoded text decoded.",
        &[("url_decode('https%3a%2f%2fwww.bing.com%2f')", "https://www.bing.com/")],
    )
    .notes("A `+` is a blank. A `%` without two digits stands for itself."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("url_decode", &[s("100%+a%zz%41")], "100% a%zzA");
    }
}
