//! `parse_xml`

use crate::kernel::xml::to_json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_xml",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(|args| to_json(&text(args, 0)).map_or(Value::Null, |json| Value::json(&json))),
    Doc::new(
        "parse_xml(text)",
        "An XML document as a `dynamic`.",
        &[
            (
                "parse_xml('<Data><Item Name=\"a\">1</Item><Item Name=\"b\">2</Item></Data>').Data.Item[1]['#text']",
                "2",
            ),
            ("parse_xml('<a x=\"1\"/>')", "{\"a\":{\"@x\":\"1\"}}"),
            ("parse_xml('not xml')", "null"),
        ],
    )
    .notes("An element becomes a property, attributes begin with `@`, text beside attributes or elements is `#text`, repeated elements become an array. What is not XML, has a document type, is nested deeper than 100 levels or is longer than 4 MiB gives null."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn documents() {
        check("parse_xml", &[s("<a><b>1</b><b/><c>x &amp; y</c></a>")], r#"{"a":{"b":["1",null],"c":"x & y"}}"#);
        check("parse_xml", &[s("<a")], "null");
        check("parse_xml", &[s("")], "null");
    }
}
