/// Canonical text of a GUID given with or without dashes and braces; `None` when it is none.
pub(crate) fn parse_guid(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let dashes: Vec<usize> = inner.bytes().enumerate().filter(|(_, byte)| *byte == b'-').map(|(at, _)| at).collect();
    if !(dashes.is_empty() || dashes == [8, 13, 18, 23]) {
        return None;
    }
    let digits: String = inner.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to);
    Some(format!("{}-{}-{}-{}-{}", part(0, 8)?, part(8, 12)?, part(12, 16)?, part(16, 20)?, part(20, 32)?))
}

#[cfg(test)]
mod tests {
    use super::parse_guid;

    #[test]
    fn forms() {
        let canonical = Some("74be27de-1e4e-49d9-b579-fe0b331d3642");
        let check = |text: &str, expected: Option<&str>| assert_eq!(parse_guid(text).as_deref(), expected, "{text}");
        check("74be27de-1e4e-49d9-b579-fe0b331d3642", canonical);
        check(" 74BE27DE-1E4E-49D9-B579-FE0B331D3642 ", canonical);
        check("74be27de1e4e49d9b579fe0b331d3642", canonical);
        check("{74be27de-1e4e-49d9-b579-fe0b331d3642}", canonical);
        check("74be27de-1e4e-49d9-b579-fe0b331d364", None);
        check("74be27de-1e4e-49d9-b579fe0b331d3642-", None);
        check("x4be27de-1e4e-49d9-b579-fe0b331d3642", None);
    }
}
