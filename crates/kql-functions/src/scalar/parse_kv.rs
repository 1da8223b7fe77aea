//! `$parse_kv`: what `parse-kv` reads out of a text.

use crate::prelude::*;
use regex::Regex;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "$parse_kv",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Dynamic)]),
    Eval::Prepared(prepare),
    Doc::new("$parse_kv(text, settings)", "The values of some keys in a text, as a bag of strings.", &[])
        .notes("This is how `parse-kv` is written down for the engine; the settings are those of the operator."),
);

/// How keys and values are told apart.
struct Settings {
    keys: Vec<String>,
    /// Both delimiters; without them any character that is neither a letter nor a digit ends a word.
    delimiters: Option<(String, String)>,
    /// Opening and closing quotes.
    quotes: Vec<(char, char)>,
    escapes: Vec<char>,
    greedy: bool,
    regex: Option<Regex>,
}

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let settings = match call.constant(1) {
        Some(Value::Dynamic(json)) => serde_json::from_str::<Json>(json).unwrap_or_default(),
        _ => return Err("the settings must be constant".to_owned()),
    };
    let settings = Settings::read(&settings)?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 0);
        let mut bag = Map::new();
        settings.each(&source, &mut |key, value| {
            if settings.keys.iter().any(|k| k == key) && !bag.contains_key(key) {
                bag.insert(key.to_owned(), Json::String(value));
            }
        });
        Value::json(&Json::Object(bag))
    }))
}

impl Settings {
    fn read(json: &Json) -> Result<Self, String> {
        let word = |name: &str| json.get(name).and_then(Json::as_str).filter(|t| !t.is_empty()).map(str::to_owned);
        let list = |name: &str| {
            let items = json.get(name).and_then(Json::as_array);
            items.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let mut quotes = Vec::new();
        for quote in list("quote") {
            let mut chars = quote.chars();
            match (chars.next(), chars.next(), chars.next()) {
                (Some(both), None, None) => quotes.push((both, both)),
                (Some(open), Some(close), None) => quotes.push((open, close)),
                _ => return Err("a quote is one character, or an opening and a closing one".to_owned()),
            }
        }
        let delimiters = match (word("pair_delimiter"), word("kv_delimiter")) {
            (Some(pair), Some(kv)) => Some((pair, kv)),
            (None, None) => None,
            _ => return Err("`pair_delimiter` and `kv_delimiter` go together".to_owned()),
        };
        let regex = match word("regex") {
            None => None,
            Some(pattern) => {
                let regex = Regex::new(&pattern).map_err(|e| format!("this is no regular expression: {e}"))?;
                if regex.captures_len() != 3 {
                    return Err("the regular expression must have two groups: the key and the value".to_owned());
                }
                Some(regex)
            }
        };
        Ok(Self {
            keys: list("keys"),
            delimiters,
            quotes,
            escapes: list("escape").iter().filter_map(|e| e.chars().next()).collect(),
            greedy: json.get("greedy").and_then(Json::as_bool).unwrap_or(false),
            regex,
        })
    }

    fn each(&self, source: &str, found: &mut dyn FnMut(&str, String)) {
        if let Some(regex) = &self.regex {
            for captures in regex.captures_iter(source) {
                let part = |i| captures.get(i).map_or("", |m| m.as_str()).trim();
                found(part(1), part(2).to_owned());
            }
            return;
        }
        match &self.delimiters {
            Some((pair, kv)) => self.delimited(source, pair, kv, found),
            None => self.words(source, found),
        }
    }

    /// A quoted text at the start, without its quotes, and what follows it.
    fn quoted<'s>(&self, source: &'s str) -> Option<(String, &'s str)> {
        let first = source.chars().next()?;
        let (_, close) = self.quotes.iter().find(|(open, _)| *open == first)?;
        let mut text = String::new();
        let mut chars = source.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if self.escapes.contains(&c) {
                text.extend(chars.next().map(|(_, c)| c));
            } else if c == *close {
                return Some((text, source.get(at + c.len_utf8()..).unwrap_or("")));
            } else {
                text.push(c);
            }
        }
        None
    }

    fn delimited(&self, source: &str, pair: &str, kv: &str, found: &mut dyn FnMut(&str, String)) {
        let mut rest = source;
        loop {
            rest = skip(rest, pair);
            if rest.is_empty() {
                return;
            }
            let Some((key, after)) = self.key(rest, pair, kv) else {
                // No key here: on to the next pair.
                match rest.find(pair) {
                    Some(at) => rest = rest.get(at + pair.len()..).unwrap_or(""),
                    None => return,
                }
                continue;
            };
            let after = after.trim_start();
            if let Some((value, behind)) = self.quoted(after) {
                found(&key, value);
                rest = behind;
                continue;
            }
            let end =
                if self.greedy { self.greedy_end(after, pair, kv) } else { after.find(pair).unwrap_or(after.len()) };
            found(&key, after.get(..end).unwrap_or("").trim().to_owned());
            rest = after.get(end..).unwrap_or("");
        }
    }

    /// A key and what stands behind its delimiter. Spaces around both do not count.
    fn key<'s>(&self, rest: &'s str, pair: &str, kv: &str) -> Option<(String, &'s str)> {
        if let Some((key, behind)) = self.quoted(rest) {
            let behind = behind.trim_start().strip_prefix(kv)?;
            return Some((key, behind));
        }
        let at = rest.find(kv)?;
        let (before, behind) = (rest.get(..at)?, rest.get(at + kv.len()..)?);
        // The pair must not have ended before, but for spaces next to the delimiter.
        if before.trim().contains(pair) {
            return None;
        }
        Some((before.trim().to_owned(), behind))
    }

    /// Where the next key that is asked for begins.
    fn greedy_end(&self, after: &str, pair: &str, kv: &str) -> usize {
        for (at, _) in after.match_indices(pair) {
            let next = after.get(at + pair.len()..).unwrap_or("");
            let key = next.split(kv).next().unwrap_or("").trim();
            if next.contains(kv) && self.keys.iter().any(|k| k == key) {
                return at;
            }
        }
        after.len()
    }

    /// Words between any other characters: a key that is asked for, and the word behind it.
    fn words(&self, source: &str, found: &mut dyn FnMut(&str, String)) {
        let mut rest = source;
        let mut key: Option<String> = None;
        while !rest.is_empty() {
            let word = match self.quoted(rest) {
                Some((text, behind)) => {
                    rest = behind;
                    text
                }
                None => {
                    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                    if end == 0 {
                        let mut chars = rest.chars();
                        chars.next();
                        rest = chars.as_str();
                        continue;
                    }
                    let word = rest.get(..end).unwrap_or("").to_owned();
                    rest = rest.get(end..).unwrap_or("");
                    word
                }
            };
            match key.take() {
                Some(key) => found(&key, word),
                None if self.keys.contains(&word) => key = Some(word),
                None => {}
            }
        }
    }
}

/// Without delimiters and spaces at the start.
fn skip<'s>(mut text: &'s str, pair: &str) -> &'s str {
    loop {
        let before = text.len();
        text = text.trim_start();
        text = text.strip_prefix(pair).unwrap_or(text);
        if text.len() == before {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, dynamic};

    #[test]
    fn pairs() {
        let check = |text: &'static str, settings: &'static str, expect: &str| {
            check("$parse_kv", &[Value::str(text), dynamic(settings)], expect);
        };
        let plain = r#"{"pair_delimiter":";","kv_delimiter":"=","keys":["a","b"]}"#;
        check("a=1; b = 2 ;c=3;a=4", plain, r#"{"a":"1","b":"2"}"#);
        check("none", plain, "{}");
        check("", plain, "{}");
        let quoted = r#"{"pair_delimiter":" ","kv_delimiter":"=","quote":["()"],"escape":["\\"],"keys":["a","b c"]}"#;
        check(r"a=(x \) y) (b c)=2", quoted, r#"{"a":"x ) y","b c":"2"}"#);
        let greedy = r#"{"pair_delimiter":" ","kv_delimiter":"=","greedy":true,"keys":["name","city"]}"#;
        check("name=John Doe city=New York", greedy, r#"{"name":"John Doe","city":"New York"}"#);
        let words = r#"{"keys":["Id","Text"],"quote":["'"]}"#;
        check("2021 [INFO] Id:45, Text: 'The end'", words, r#"{"Id":"45","Text":"The end"}"#);
        let regex = r#"{"regex":"(\\w+)->(\\w+)","keys":["a"]}"#;
        check("b->1 a->2", regex, r#"{"a":"2"}"#);
    }
}
