//! `parse_command_line`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_command_line",
    Types::Overloads(&[takes(&[ANY, STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "parse_command_line(text, 'windows')",
        "The arguments of a command line, as an array.",
        &[("parse_command_line('echo \"hello world!\"', 'windows')", "[\"echo\",\"hello world!\"]")],
    )
    .notes("Quotes and backslashes count as for a program on Windows. An empty line gives null, as does any other kind than `windows`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let line = text(args, 0);
    if line.trim().is_empty() || !text(args, 1).eq_ignore_ascii_case("windows") {
        return Value::Null;
    }
    dynamic_array(arguments(&line).into_iter().map(Into::into).collect())
}

/// Splits as `CommandLineToArgvW` does: 2n backslashes before a quote are n backslashes and the quote switches
/// quoting; one more makes the quote a character; two quotes inside quotes are a quote.
fn arguments(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line.trim_start_matches([' ', '\t']).chars().peekable();
    // The name of the program knows no escapes.
    let mut program = String::new();
    if rest.peek() == Some(&'"') {
        rest.next();
        program.extend(rest.by_ref().take_while(|c| *c != '"'));
    } else {
        while let Some(c) = rest.next_if(|c| !matches!(c, ' ' | '\t')) {
            program.push(c);
        }
    }
    found.push(program);
    loop {
        while rest.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
        if rest.peek().is_none() {
            return found;
        }
        let (mut argument, mut quoted, mut slashes) = (String::new(), false, 0);
        loop {
            match rest.next() {
                Some('\\') => slashes += 1,
                Some('"') => {
                    argument.extend(std::iter::repeat_n('\\', slashes / 2));
                    if slashes % 2 == 1 || quoted && rest.next_if_eq(&'"').is_some() {
                        argument.push('"');
                    } else {
                        quoted = !quoted;
                    }
                    slashes = 0;
                }
                other => {
                    argument.extend(std::iter::repeat_n('\\', slashes));
                    slashes = 0;
                    match other {
                        None => break,
                        Some(' ' | '\t') if !quoted => break,
                        Some(c) => argument.push(c),
                    }
                }
            }
        }
        found.push(argument);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn lines() {
        let check = |line: &str, expect: &[&str]| assert_eq!(arguments(line), expect, "{line}");
        check(r#""C:\Program Files\x.exe" /a "b c" d"e f"g"#, &[r"C:\Program Files\x.exe", "/a", "b c", "de fg"]);
        check(r#"x "a\\" "b\"c" d\e"#, &["x", "a\\", "b\"c", r"d\e"]);
        check(r#"x "" "a""b""#, &["x", "", "a\"b"]);
        check("x  \t y ", &["x", "y"]);
        check(r#"x "open"#, &["x", "open"]);
        check(r"x a\\\", &["x", r"a\\\"]);
    }

    #[test]
    fn other_kinds() {
        check("parse_command_line", &[s("a b"), s("unix")], "null");
        check("parse_command_line", &[s(" "), s("windows")], "null");
    }
}
