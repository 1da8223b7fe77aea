//! The files that saved functions are kept in.
//!
//! - `.kql`, `.csl`: the function's body, called as the file. A comment at its top may tell the parameters:
//!   `// parameters: (a: string, T: (*), n: long = 5)`. A file that is one `let f = (…) { … }` is that function.
//! - `.yaml`, `.yml`: parsers of Microsoft Sentinel's repository and exported saved searches. Keys are found in
//!   whatever case, also below `properties`.

use std::path::Path;
use yaml_serde::Value;

/// A function's text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    /// Without the parentheses.
    pub(super) parameters: String,
    pub(super) body: String,
    pub(super) file: String,
    /// The line of the body's beginning.
    pub(super) first_line: usize,
}

/// Keys of the function's names: every one that is there is a name of it.
const NAMES: &[&str] = &["functionalias", "functionname", "parsername", "equivalentbuiltinparser"];
const QUERIES: &[&str] = &["functionquery", "parserquery", "query"];
const PARAMETERS: &[&str] = &["functionparams", "functionparameters", "parserparams"];

/// The functions of a file by their names; a file of another kind has none.
pub(super) fn definitions(path: &Path, file: &str, text: &str) -> Result<Vec<(String, Definition)>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "kql" | "csl" | "kusto" => {
            let name = path.file_stem().and_then(|n| n.to_str()).ok_or("its name is not UTF-8")?;
            Ok(vec![(name.to_owned(), plain(file, text))])
        }
        "yaml" | "yml" => yaml(file, text),
        _ => Ok(Vec::new()),
    }
}

fn plain(file: &str, text: &str) -> Definition {
    if let Some((parameters, body, before)) = one_let(text) {
        let first_line = 1 + text.get(..before).unwrap_or_default().matches('\n').count();
        return Definition { parameters, body, file: file.to_owned(), first_line };
    }
    let comments = text.lines().map(str::trim).take_while(|line| line.starts_with("//") || line.is_empty());
    let parameters = comments
        .filter_map(|line| {
            let comment = line.trim_start_matches('/').trim();
            let list = match comment.split_once(':') {
                Some((word, rest)) if word.trim().eq_ignore_ascii_case("parameters") => rest.trim(),
                _ => comment,
            };
            list.strip_prefix('(')?.strip_suffix(')')
        })
        .next()
        .unwrap_or_default();
    Definition { parameters: parameters.to_owned(), body: text.to_owned(), file: file.to_owned(), first_line: 1 }
}

/// The parameters and the body of a text that is one function, and where the body begins.
fn one_let(text: &str) -> Option<(String, String, usize)> {
    use kql_syntax::ast::StatementKind;
    let parsed = kql_syntax::parse(text);
    let [only] = parsed.query.statements.as_slice() else { return None };
    let StatementKind::LetFunction { name, .. } = &only.kind else { return None };
    let rest = text.get(name.span.end..only.span.end)?;
    let open = rest.find('(')?;
    let mut depth = 0_usize;
    let mut close = None;
    for (at, letter) in rest.char_indices().skip_while(|(at, _)| *at < open) {
        match letter {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    close = Some(at);
                    break;
                }
            }
            _ => {}
        }
    }
    let close = close?;
    let begin = close + rest.get(close..)?.find('{')?;
    let end = rest.rfind('}').filter(|end| *end > begin)?;
    let inside = |from: usize, to: usize| rest.get(from..to).map(str::to_owned);
    Some((inside(open + 1, close)?, inside(begin + 1, end)?, name.span.end + begin))
}

fn yaml(file: &str, text: &str) -> Result<Vec<(String, Definition)>, String> {
    let document: Value = yaml_serde::from_str(text).map_err(|e| format!("not YAML: {e}"))?;
    let find =
        |keys: &[&str]| -> Vec<Value> { keys.iter().filter_map(|key| member(&document, key).cloned()).collect() };
    let Some(body) = find(QUERIES).iter().find_map(|v| v.as_str().map(str::to_owned)) else {
        return Err("it has no `FunctionQuery`, `ParserQuery` or `query`".to_owned());
    };
    let mut names: Vec<String> =
        find(NAMES).iter().filter_map(Value::as_str).filter(|n| !n.trim().is_empty()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Err("it has no `FunctionName`, `FunctionAlias` or `ParserName`".to_owned());
    }
    let parameters = find(PARAMETERS).first().map(parameters).unwrap_or_default();
    // Where the query's key stands; its text begins on the line below.
    let line = text.lines().position(|line| {
        let key = line.trim_start().split(':').next().unwrap_or_default().to_ascii_lowercase();
        QUERIES.contains(&key.as_str())
    });
    let definition =
        Definition { parameters, body, file: file.to_owned(), first_line: line.map_or(1, |line| line + 2) };
    Ok(names.into_iter().map(|name| (name, definition.clone())).collect())
}

/// The value of a key in whatever case, at the top or below `properties`.
fn member<'v>(document: &'v Value, key: &str) -> Option<&'v Value> {
    let of = |map: &'v Value, key: &str| {
        let found = map.as_mapping()?.iter().find(|(k, _)| k.as_str().is_some_and(|k| k.eq_ignore_ascii_case(key)));
        found.map(|(_, value)| value)
    };
    of(document, key).or_else(|| of(of(document, "properties")?, key))
}

/// `a:string, b:int=3`, or a list of names with types and defaults.
fn parameters(value: &Value) -> String {
    if let Some(text) = value.as_str() {
        return text.trim().trim_start_matches('(').trim_end_matches(')').to_owned();
    }
    let Some(items) = value.as_sequence() else { return String::new() };
    let mut all = Vec::new();
    for item in items {
        if let Some(text) = item.as_str() {
            all.push(text.to_owned());
            continue;
        }
        let part = |key: &str| member(item, key).map(scalar).unwrap_or_default();
        let (name, ty, default) = (part("name"), part("type"), part("default"));
        // A table's type is its columns: `table:(*)`.
        let ty = ty.strip_prefix("table:").map(str::to_owned).unwrap_or(ty);
        let mut text = format!("{name}: {ty}");
        if member(item, "default").is_some() {
            let quoted = ty.eq_ignore_ascii_case("string") && !default.starts_with(['\'', '"', '@']);
            text.push_str(&if quoted {
                format!(" = '{}'", default.replace('\'', "\\'"))
            } else {
                format!(" = {default}")
            });
        }
        all.push(text);
    }
    all.join(", ")
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_files() {
        let check = |path: &str, text: &str, expect: &[(&str, &str, &str, usize)]| {
            let found = definitions(Path::new(path), path, text).unwrap();
            let found: Vec<_> =
                found.iter().map(|(n, d)| (n.as_str(), d.parameters.as_str(), d.body.trim(), d.first_line)).collect();
            assert_eq!(found, expect, "{path}");
        };
        check("F.kql", "T | take 1", &[("F", "", "T | take 1", 1)]);
        check(
            "F.kql",
            "// parameters: (n: long = 5)\nT | take n",
            &[("F", "n: long = 5", "// parameters: (n: long = 5)\nT | take n", 1)],
        );
        check(
            "F.kql",
            "\nlet g = (a: string, T: (x: long)) {\n T | where b == a\n};\n",
            &[("F", "a: string, T: (x: long)", "T | where b == a", 2)],
        );
        check(
            "a.yaml",
            "FunctionName: A\nFunctionAlias: B\nFunctionParams: 'x:int=3'\nFunctionQuery: |\n  T\n",
            &[("A", "x:int=3", "T", 5), ("B", "x:int=3", "T", 5)],
        );
        let asim = "ParserName: v\nParserParams:\n  - Name: pack\n    Type: bool\n    Default: false\n  - Name: s\n    \
                    Type: string\n    Default: '*'\n  - Name: T\n    Type: table:(*)\nParserQuery: |\n  T\n";
        check("a.yml", asim, &[("v", "pack: bool = false, s: string = '*', T: (*)", "T", 12)]);
        check("a.yaml", "properties:\n  functionAlias: S\n  query: T\n", &[("S", "", "T", 4)]);
        check("README.md", "text", &[]);
        assert!(definitions(Path::new("a.yaml"), "a.yaml", "x: 1").is_err());
    }
}
