//! What a Sigma rule asks for: tests of fields, joined with and, or, not.

use std::collections::BTreeSet;

/// A test of one field: Sigma's field with its modifiers, and the values of which one (or all, with `|all`) must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) field: String,
    pub(super) values: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Text(String),
    Number(i64),
    /// Matches a field that is absent or empty.
    Null,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    Always,
    Never,
    Test(Test),
    NotTest(Test),
    All(Vec<Self>),
    Any(Vec<Self>),
    /// What Sigma cannot say, and why.
    Unsaid(String),
}

impl Condition {
    pub(super) fn not(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Test(test) => Self::NotTest(test),
            Self::NotTest(test) => Self::Test(test),
            Self::All(parts) => Self::Any(parts.into_iter().map(Self::not).collect()),
            Self::Any(parts) => Self::All(parts.into_iter().map(Self::not).collect()),
            unsaid @ Self::Unsaid(_) => unsaid,
        }
    }

    /// The condition without constants and nesting. An alternative that Sigma cannot say is left out, and noted: the
    /// rest finds less, never more. A requirement that it cannot say makes the whole unsayable.
    pub(super) fn simplified(self, notes: &mut BTreeSet<String>) -> Self {
        match self {
            Self::All(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    match part.simplified(notes) {
                        Self::Always => {}
                        Self::Never => return Self::Never,
                        unsaid @ Self::Unsaid(_) => return unsaid,
                        Self::All(inner) => all.extend(inner),
                        other => all.push(other),
                    }
                }
                single(all, Self::Always, Self::All)
            }
            Self::Any(parts) => {
                let (mut any, mut unsaid) = (Vec::new(), Vec::new());
                for part in parts {
                    match part.simplified(notes) {
                        Self::Never => {}
                        Self::Always => return Self::Always,
                        Self::Unsaid(why) => unsaid.push(why),
                        Self::Any(inner) => any.extend(inner),
                        other => any.push(other),
                    }
                }
                if let (true, Some(why)) = (any.is_empty(), unsaid.first()) {
                    return Self::Unsaid(why.clone());
                }
                notes.extend(unsaid.into_iter().map(|why| format!("an alternative is left out: {why}")));
                single(any, Self::Never, Self::Any)
            }
            other => other,
        }
    }
}

fn single(mut parts: Vec<Condition>, empty: Condition, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.len() {
        0 => empty,
        1 => parts.pop().unwrap_or(empty),
        _ => several(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(field: &str) -> Condition {
        Condition::Test(Test { field: field.to_owned(), values: vec![Item::Text("x".to_owned())] })
    }

    #[test]
    fn what_cannot_be_said_narrows_or_refuses() {
        let unsaid = || Condition::Unsaid("why".to_owned());
        let mut notes = BTreeSet::new();
        assert_eq!(Condition::Any(vec![test("a"), unsaid()]).simplified(&mut notes), test("a"));
        assert_eq!(notes.len(), 1);
        assert_eq!(Condition::All(vec![test("a"), unsaid()]).simplified(&mut notes), unsaid());
        // not (a or ?) is (not a) and (not ?): leaving the second out would find more.
        assert_eq!(Condition::Any(vec![test("a"), unsaid()]).not().simplified(&mut notes), unsaid());
    }

    #[test]
    fn constants_go_away() {
        let mut notes = BTreeSet::new();
        let all = Condition::All(vec![Condition::Always, Condition::All(vec![test("a")]), test("b")]);
        assert_eq!(all.simplified(&mut notes), Condition::All(vec![test("a"), test("b")]));
        assert_eq!(Condition::Any(vec![Condition::Never]).simplified(&mut notes), Condition::Never);
    }
}
