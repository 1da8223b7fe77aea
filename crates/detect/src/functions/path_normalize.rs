//! `path_normalize(path)`: one canonical form of a Windows path.

use kql_functions::{AutoName, Doc, Eval, KqlType, Nulls, Overload, OwnedValue, Param, Returns, Scalar, Types, Value};

pub static FUNCTION: Scalar = Scalar {
    name: "path_normalize",
    aliases: &[],
    types: Types::Overloads(&[Overload::new(&[Param::Of(KqlType::String)], Returns::Type(KqlType::String))]),
    nulls: Nulls::Propagate,
    auto_name: AutoName::FirstArgument,
    deterministic: true,
    eval: Eval::Row(eval),
    doc: Doc {
        syntax: "path_normalize(path)",
        summary: "A Windows path in the canonical form in which components are compared, letter case kept.",
        notes: "Quotes, `\\\\?\\` and device prefixes go away, `%windir%` and its like are replaced by their usual \
                values, slashes become backslashes, `.` and `..` are resolved.",
        examples: &[
            (r#"path_normalize(@"%windir%/System32\inetsrv\..\x.dll")"#, r"C:\Windows\System32\x.dll"),
            (r#"path_normalize(@"\\?\C:\Temp\x.dll")"#, r"C:\Temp\x.dll"),
        ],
    },
};

fn eval(args: &[Value<'_>]) -> OwnedValue {
    let text = args.first().and_then(Value::as_str).unwrap_or_default();
    Value::string(server::canonical_path(&server::Environment::default().expand(text)))
}
