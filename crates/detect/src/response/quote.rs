//! Values from evidence inside commands and queries that a person will run.

use std::fmt::Write;

/// The value in double quotes for the command shell of Windows; nothing when it holds something that acts even
/// there: a quote, a variable's sign, or a character that cannot be seen.
pub(crate) fn cmd(value: &str) -> Option<String> {
    is_plain(value).then(|| format!("\"{value}\""))
}

/// `"/-[name='X']"` for appcmd: the name stands in quotes of two kinds.
pub(crate) fn cmd_key(option: &str, attribute: &str, value: &str) -> Option<String> {
    (is_plain(value) && !value.contains(['\'', '[', ']'])).then(|| format!("\"/{option}[{attribute}='{value}']\""))
}

/// A name that appcmd takes for what it is: one that starts like an option would be taken for one.
pub(crate) fn appcmd_name(value: &str) -> Option<String> {
    if value.starts_with(['/', '-', '@']) { None } else { cmd(value) }
}

fn is_plain(value: &str) -> bool {
    let acts = |c: char| matches!(c, '"' | '%' | '!' | '`' | '$' | '“' | '”' | '„') || hides(c);
    !value.is_empty() && !value.ends_with('\\') && !value.contains(acts)
}

/// Characters that are not seen where they stand.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The value as a string of KQL, which no shell's quotes break: whatever is not plain is a `\u` escape.
pub(crate) fn kql(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' | '\'' | '`' | '‘' | '’' | '‚' | '‛' => escape(&mut out, c),
            c if hides(c) => escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// One argument for shells of Unix and for PowerShell 7. An argument with a single quote would need different
/// quoting in each; it is written for Unix.
pub(crate) fn argument(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '\\');
    if !value.is_empty() && value.chars().all(plain) && !value.contains('\\') {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_gets_no_command() {
        let check = |value: &str, expect: Option<&str>| assert_eq!(cmd(value).as_deref(), expect, "{value}");
        check(r"C:\a b\x.dll", Some(r#""C:\a b\x.dll""#));
        check("a & calc | b ^ c", Some(r#""a & calc | b ^ c""#));
        check("X\" & calc & \"", None);
        check("%COMSPEC%", None);
        check("X\nformat", None);
        check("gpj\u{202e}exe", None);
        check(r"C:\dir\", None);
        check("", None);
        assert_eq!(appcmd_name("/commit:apphost"), None);
        assert_eq!(cmd_key("-", "name", "X").as_deref(), Some("\"/-[name='X']\""));
        assert_eq!(cmd_key("-", "name", "X'][name='Y"), None);
    }

    #[test]
    fn strings_of_kql_are_read_back() {
        for value in ["C:\\a\\n.dll", "O'Brien", "\"quoted\"", "a\nb", "\u{202e}x", "\u{e0041}", "‘curly’", "漢`字"]
        {
            let query = format!("print V = {}", kql(value));
            assert!(!query.contains('\'') && !query.contains('\n'), "{query}");
            let engine = engine::Engine::new(engine::EngineConfig::default()).expect("an engine");
            let outcome = engine.query(&query, &crate::described(), &engine::Options::default());
            let row = outcome.result.and_then(|r| r.rows().next()).expect("a row");
            assert_eq!(row.first().and_then(kql_functions::Value::as_str), Some(value));
        }
    }

    #[test]
    fn arguments() {
        let check = |value: &str, expect: &str| assert_eq!(argument(value), expect);
        check("fixtures/a-b", "fixtures/a-b");
        check("a b", "'a b'");
        check("$(x)", "'$(x)'");
        check("it's", "'it'\\''s'");
        check("", "''");
    }
}
