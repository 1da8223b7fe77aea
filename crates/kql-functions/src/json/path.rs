//! The JSON paths that `extract_json` and the bag functions take.

use super::Key;

/// Reads `$.name[3]['other name']`; nothing for what is no such path.
pub fn parse_path(path: &str) -> Option<Vec<Key>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut keys = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, tail) = after.split_at(end);
            if name.is_empty() {
                return None;
            }
            keys.push(Key::Name(name.to_owned()));
            rest = tail;
        } else {
            let after = rest.strip_prefix('[')?;
            let quote = after.chars().next().filter(|c| matches!(c, '\'' | '"'));
            if let Some(quote) = quote {
                let (name, tail) = after.get(1..)?.split_once(quote)?;
                keys.push(Key::Name(name.to_owned()));
                rest = tail.strip_prefix(']')?;
            } else {
                let (index, tail) = after.split_once(']')?;
                keys.push(Key::Index(index.trim().parse().ok()?));
                rest = tail;
            }
        }
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let name = |n: &str| Key::Name(n.to_owned());
        let check = |path: &str, expect: Option<Vec<Key>>| assert_eq!(parse_path(path), expect, "{path}");
        check("$", Some(vec![]));
        check("$.a.b[0]['c d'][\"e\"]", Some(vec![name("a"), name("b"), Key::Index(0), name("c d"), name("e")]));
        check("$[-1]", Some(vec![Key::Index(-1)]));
        for bad in ["", "a", "$a", "$.", "$..a", "$[", "$['a", "$['a'", "$[x]"] {
            check(bad, None);
        }
    }
}
