//! `parse_path`

use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_path",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "parse_path(path)",
        "The parts of a file path as a property bag.",
        &[
            ("parse_path(@'C:\\temp\\file.txt').Filename", "file.txt"),
            ("parse_path(@'C:\\temp\\file.txt').DirectoryPath", "C:\\temp"),
            ("parse_path('file://C:/temp/file.txt:some.exe').AlternateDataStreamName", "some.exe"),
        ],
    )
    .notes("The parts are `Scheme`, `RootPath`, `DirectoryPath`, `DirectoryName`, `Filename`, `Extension` and `AlternateDataStreamName`; what is missing is empty."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let source = text(args, 0);
    let path = source.as_ref();
    let (scheme, rest) = path.split_once("://").unwrap_or(("", path));
    let root = match rest.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => rest.get(..2).unwrap_or_default(),
        _ => "",
    };
    let (directory, file) = match rest.rfind(['\\', '/']) {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default()),
        None => ("", rest.get(root.len()..).unwrap_or_default()),
    };
    let (file, stream) = file.split_once(':').unwrap_or((file, ""));
    let name = directory.rsplit(['\\', '/']).next().filter(|name| *name != root).unwrap_or_default();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let parts = [
        ("Scheme", scheme),
        ("RootPath", root),
        ("DirectoryPath", directory),
        ("DirectoryName", name),
        ("Filename", file),
        ("Extension", extension),
        ("AlternateDataStreamName", stream),
    ];
    let bag: Map<String, Json> = parts.into_iter().map(|(name, part)| (name.to_owned(), part.into())).collect();
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn parts() {
        let check = |path: &'static str, parts: [&str; 7]| {
            let [scheme, root, directory, name, file, extension, stream] = parts.map(|p| p.replace('\\', "\\\\"));
            let expect = format!(
                r#"{{"Scheme":"{scheme}","RootPath":"{root}","DirectoryPath":"{directory}","DirectoryName":"{name}","Filename":"{file}","Extension":"{extension}","AlternateDataStreamName":"{stream}"}}"#
            );
            check("parse_path", &[Value::str(path)], &expect);
        };
        check(r"C:\temp\file.txt", ["", "C:", r"C:\temp", "temp", "file.txt", "txt", ""]);
        check(r"temp\file.txt", ["", "", "temp", "temp", "file.txt", "txt", ""]);
        check("file://C:/temp/file.txt:some.exe", ["file", "C:", "C:/temp", "temp", "file.txt", "txt", "some.exe"]);
        check(r"\\server\users\temp\file.txt.gz", ["", "", r"\\server\users\temp", "temp", "file.txt.gz", "gz", ""]);
        check("/usr/lib/temp/file", ["", "", "/usr/lib/temp", "temp", "file", "", ""]);
        check(r"C:\a.exe", ["", "C:", "C:", "", "a.exe", "exe", ""]);
        check("", ["", "", "", "", "", "", ""]);
    }
}
