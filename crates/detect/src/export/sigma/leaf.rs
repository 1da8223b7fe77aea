//! From a test of KQL on a column to Sigma's test of a field.

use super::condition::{Condition, Item, Test};
use super::source::Field;

/// What KQL asks of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    Is(Vec<String>),
    Contains(Vec<String>),
    ContainsAll(Vec<String>),
    StartsWith(Vec<String>),
    EndsWith(Vec<String>),
    Matches(String),
    Empty,
}

/// The test of a field; [`Condition::Unsaid`] where the field holds more than the column and the test would go astray.
pub(super) fn leaf(field: Field, ask: Ask) -> Condition {
    match (field, ask) {
        (Field::Whole(name), Ask::Empty) => test(name, "", vec![Item::Null]),
        (Field::Whole(name), Ask::Is(values)) => texts(name, "", values),
        (Field::Whole(name) | Field::FileName(name), Ask::EndsWith(values)) => texts(name, "|endswith", values),
        (Field::Whole(name), Ask::Contains(values)) => texts(name, "|contains", values),
        (Field::Whole(name), Ask::ContainsAll(values)) => texts(name, "|contains|all", values),
        (Field::Whole(name) | Field::Folder(name), Ask::StartsWith(values)) => texts(name, "|startswith", values),
        (Field::Whole(name), Ask::Matches(regex)) => matches(name, &regex),
        (Field::FileName(name), Ask::Is(values)) => {
            texts(name, "|endswith", values.into_iter().map(|v| format!("\\{v}")).collect())
        }
        // `^name` follows the last backslash; an expression without it may stand anywhere in the name.
        (Field::FileName(name), Ask::Matches(regex)) => match anchored(&regex) {
            Some((flags, rest)) => matches(name, &format!("{flags}\\\\{rest}")),
            None => Condition::Unsaid(format!("a file name that matches an expression without a start, in {name}")),
        },
        (Field::Folder(name), Ask::Is(values)) => {
            texts(name, "|startswith", values.into_iter().map(|v| format!("{v}\\")).collect())
        }
        (Field::Folder(name), Ask::EndsWith(values)) => {
            texts(name, "|contains", values.into_iter().map(|v| format!("{v}\\")).collect())
        }
        (Field::Folder(name), Ask::Contains(values)) => texts(name, "|contains", values),
        (Field::Folder(name), Ask::Matches(regex)) => match regex.strip_suffix('$') {
            Some(body) => matches(name, &format!("{body}\\\\[^\\\\]+$")),
            None => matches(name, &regex),
        },
        (Field::Number(name), Ask::Is(values)) => {
            let numbers: Option<Vec<Item>> = values.iter().map(|v| v.parse().ok().map(Item::Number)).collect();
            numbers.map_or_else(|| Condition::Unsaid(format!("{name} as a text")), |n| test(name, "", n))
        }
        (Field::FileName(name) | Field::Folder(name) | Field::Number(name), ask) => {
            let what = match ask {
                Ask::Empty => "emptiness",
                Ask::Contains(_) | Ask::ContainsAll(_) => "a part",
                Ask::StartsWith(_) => "a start",
                _ => "a form",
            };
            Condition::Unsaid(format!("{what} of a piece of {name}"))
        }
    }
}

/// An expression that starts at `^`: its flags, and what follows the sign.
fn anchored(regex: &str) -> Option<(&str, &str)> {
    let (flags, rest) = match regex.strip_prefix("(?i)") {
        Some(rest) => ("(?i)", rest),
        None => ("", regex),
    };
    rest.strip_prefix('^').map(|rest| (flags, rest))
}

fn matches(field: &str, regex: &str) -> Condition {
    // Sigma's expressions are those that Python and the platforms share.
    let foreign = ["\\x{", "\\p{", "(?s)", "(?P<", "[[:"].iter().find(|part| regex.contains(**part));
    if let Some(part) = foreign {
        return Condition::Unsaid(format!("a regular expression with `{part}`"));
    }
    let Some(body) = regex.strip_prefix("(?i)") else {
        return test(field, "|re", vec![Item::Text(regex.to_owned())]);
    };
    if body.contains("(?i)") {
        return Condition::Unsaid("flags in the middle of a regular expression".to_owned());
    }
    test(field, "|re|i", vec![Item::Text(body.to_owned())])
}

fn texts(field: &str, modifiers: &str, values: Vec<String>) -> Condition {
    test(field, modifiers, values.iter().map(|v| Item::Text(escaped(v))).collect())
}

fn test(field: &str, modifiers: &str, values: Vec<Item>) -> Condition {
    Condition::Test(Test { field: format!("{field}{modifiers}"), values })
}

/// `*` and `?` are wildcards in Sigma, and a backslash in front of one, or of another backslash, escapes it.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('*' | '?', _) => {
                out.push('\\');
                out.push(c);
            }
            ('\\', Some('\\' | '*' | '?')) => out.push_str("\\\\"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths() {
        let check = |field, ask, name: &str, value: &str| {
            let Condition::Test(test) = leaf(field, ask) else { panic!("{name}") };
            assert_eq!((test.field.as_str(), &test.values[0]), (name, &Item::Text(value.to_owned())));
        };
        let one = |text: &str| vec![text.to_owned()];
        check(Field::FileName("Image"), Ask::Is(one("cmd.exe")), "Image|endswith", r"\cmd.exe");
        check(Field::Folder("TargetObject"), Ask::EndsWith(one(r"\W3SVC")), "TargetObject|contains", r"\W3SVC\");
        check(Field::Whole("CommandLine"), Ask::Contains(one("a*b")), "CommandLine|contains", r"a\*b");
        check(Field::FileName("ImageLoaded"), Ask::Matches("(?i)^a.dll$".into()), "ImageLoaded|re|i", r"\\a.dll$");
        assert!(matches!(leaf(Field::FileName("Image"), Ask::Contains(one("x"))), Condition::Unsaid(_)));
    }
}
