//! `confusable_fold(text)`: look-alike letters as the ASCII letters that they imitate.

use kql_functions::{AutoName, Doc, Eval, KqlType, Nulls, Overload, OwnedValue, Param, Returns, Scalar, Types, Value};

pub static FUNCTION: Scalar = Scalar {
    name: "confusable_fold",
    aliases: &[],
    types: Types::Overloads(&[Overload::new(&[Param::Of(KqlType::String)], Returns::Type(KqlType::String))]),
    nulls: Nulls::Propagate,
    auto_name: AutoName::FirstArgument,
    deterministic: true,
    eval: Eval::Row(eval),
    doc: Doc {
        syntax: "confusable_fold(text)",
        summary: "The text with look-alike letters, dashes and invisible characters folded to ASCII.",
        notes: "Cyrillic, Greek and full-width look-alikes become the ASCII letter they imitate, every Unicode dash \
                becomes `-`, and zero-width and direction characters go away. Other text stays as it is.",
        examples: &[("confusable_fold('\u{430}ppcmd.exe')", "appcmd.exe"), ("confusable_fold('plain')", "plain")],
    },
};

fn eval(args: &[Value<'_>]) -> OwnedValue {
    let text = args.first().and_then(Value::as_str).unwrap_or_default();
    Value::string(knowledge::confusable_fold(text))
}
