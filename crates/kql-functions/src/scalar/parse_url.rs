//! `parse_url`

use crate::kernel::url::{parse, query};
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_url",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "parse_url(url)",
        "The parts of a URL as a property bag.",
        &[
            ("parse_url('https://u:p@host:8080/a/b?k=v&k2=v2#f').Host", "host"),
            ("parse_url('https://host/a?k=v')['Query Parameters'].k", "v"),
            ("parse_url('scheme://host/p').Port", ""),
        ],
    )
    .notes("The parts are `Scheme`, `Host`, `Port`, `Path`, `Username`, `Password`, `Query Parameters` and `Fragment`; what is missing is empty. Nothing is decoded."),
)
.aliases(&["parseurl"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let source = text(args, 0);
    let url = parse(&source);
    let mut bag = Map::new();
    let parts = [
        ("Scheme", url.scheme),
        ("Host", url.host),
        ("Port", url.port),
        ("Path", url.path),
        ("Username", url.username),
        ("Password", url.password),
    ];
    bag.extend(parts.map(|(name, part)| (name.to_owned(), Json::from(part))));
    bag.insert("Query Parameters".to_owned(), Json::Object(query(url.query)));
    bag.insert("Fragment".to_owned(), url.fragment.into());
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn parts() {
        check(
            "parse_url",
            &[s("scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment")],
            r#"{"Scheme":"scheme","Host":"host","Port":"1234","Path":"/this/is/a/path","Username":"username","Password":"password","Query Parameters":{"k1":"v1","k2":"v2"},"Fragment":"fragment"}"#,
        );
    }
}
