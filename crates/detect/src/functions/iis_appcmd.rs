//! `iis_appcmd(text)`: what an appcmd command says, however it is written.

use crate::appcmd;
use kql_functions::{AutoName, Doc, Eval, KqlType, Nulls, Overload, OwnedValue, Param, Returns, Scalar, Types, Value};

pub static FUNCTION: Scalar = Scalar {
    name: "iis_appcmd",
    aliases: &[],
    types: Types::Overloads(&[Overload::new(&[Param::Of(KqlType::String)], Returns::Type(KqlType::Dynamic))]),
    nulls: Nulls::Propagate,
    auto_name: AutoName::Numbered,
    deterministic: true,
    eval: Eval::Row(eval),
    doc: Doc {
        syntax: "iis_appcmd(text)",
        summary: "The most telling appcmd command found in a command line or a script, as a bag; null when there is none.",
        notes: "Quotes, carets, letter case, `/` or any dash, look-alike letters, the order of parameters, parts that `+` \
                joins, and wrapping in `cmd /c`, `Start-Process` or `-EncodedCommand` make no difference. A command that registers a component is more \
                telling than one that changes something, and that more than one that lists. Members: `tool` (folded \
                file name of the program word), `is_appcmd`, `verb`, `object`, `name`, `image`, `type`, \
                `precondition`, `app`, `section` (lower case, in full), `attributes` (bag, names in lower case), \
                `registers` (class of the component that the command registers, else empty).",
        examples: &[
            (
                r#"iis_appcmd(@"cmd /c app^cmd.exe  INSTALL -name:X module /image:""C:\a b\x.dll""").image"#,
                r"C:\a b\x.dll",
            ),
            ("iis_appcmd('appcmd list modules').registers", ""),
            (
                r#"iis_appcmd("appcmd set config /section:globalModules /+[name='X',image='x.dll']").registers"#,
                "native_module",
            ),
        ],
    },
};

fn eval(args: &[Value<'_>]) -> OwnedValue {
    let text = args.first().and_then(Value::as_str).unwrap_or_default();
    appcmd::find(text).map_or(Value::Null, |command| Value::json(&command.to_json()))
}
