//! Finding functions by name.

use crate::{Aggregate, Scalar};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A scalar function by its name or alias. Names are case-sensitive.
pub fn scalar(name: &str) -> Option<&'static Scalar> {
    static BY_NAME: OnceLock<BTreeMap<&'static str, &'static Scalar>> = OnceLock::new();
    BY_NAME.get_or_init(|| with_aliases(crate::scalar::ALL.iter().copied())).get(name).copied()
}

/// An operator by its symbol (`has_any`, `!~`, `+`).
pub fn operator(symbol: &str) -> Option<&'static Scalar> {
    static BY_SYMBOL: OnceLock<BTreeMap<&'static str, &'static Scalar>> = OnceLock::new();
    BY_SYMBOL.get_or_init(|| with_aliases(crate::operator::ALL.iter().copied().flatten())).get(symbol).copied()
}

/// An aggregate function by its name or alias.
pub fn aggregate(name: &str) -> Option<&'static Aggregate> {
    static BY_NAME: OnceLock<BTreeMap<&'static str, &'static Aggregate>> = OnceLock::new();
    let all = || {
        let names =
            |a: &'static Aggregate| std::iter::once(a.name).chain(a.aliases.iter().copied()).map(move |n| (n, a));
        crate::aggregate::ALL.iter().copied().flat_map(names).collect()
    };
    BY_NAME.get_or_init(all).get(name).copied()
}

/// All scalar functions, by name.
pub fn all_scalars() -> Vec<&'static Scalar> {
    sorted(crate::scalar::ALL.to_vec(), |s| s.name)
}

/// All operators, by symbol.
pub fn all_operators() -> Vec<&'static Scalar> {
    sorted(crate::operator::ALL.iter().copied().flatten().collect(), |s| s.name)
}

/// All aggregate functions, by name.
pub fn all_aggregates() -> Vec<&'static Aggregate> {
    sorted(crate::aggregate::ALL.to_vec(), |a| a.name)
}

fn sorted<T>(mut all: Vec<&'static T>, name: impl Fn(&T) -> &'static str) -> Vec<&'static T> {
    all.sort_by_key(|f| name(f));
    all
}

fn with_aliases(all: impl Iterator<Item = &'static Scalar>) -> BTreeMap<&'static str, &'static Scalar> {
    all.flat_map(|s| std::iter::once(s.name).chain(s.aliases.iter().copied()).map(move |n| (n, s))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn check<'a>(names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            assert!(seen.insert(name), "`{name}` is defined twice");
        }
        assert!(!seen.is_empty());
    }

    #[test]
    fn names_are_unique() {
        let of = |s: &'static Scalar| std::iter::once(s.name).chain(s.aliases.iter().copied());
        check(all_scalars().into_iter().flat_map(of));
        check(all_operators().into_iter().flat_map(of));
        check(all_aggregates().into_iter().flat_map(|a| std::iter::once(a.name).chain(a.aliases.iter().copied())));
    }

    #[test]
    fn every_function_has_its_page() {
        let pages = all_scalars().into_iter().chain(all_operators()).map(|s| (s.name, s.doc));
        for (name, doc) in pages.chain(all_aggregates().into_iter().map(|a| (a.name, a.doc))) {
            assert!(doc.syntax.contains(name), "`{name}`: {}", doc.syntax);
            assert!(doc.summary.ends_with('.'), "`{name}`: {}", doc.summary);
            assert!(doc.notes.is_empty() || doc.notes.ends_with('.'), "`{name}`: {}", doc.notes);
        }
    }

    #[test]
    fn aliases_and_case() {
        assert_eq!(scalar("todynamic").map(|s| s.name), Some("parse_json"));
        assert!(scalar("ToString").is_none());
        assert_eq!(operator("has_any").map(|s| s.name), Some("has_any"));
        assert_eq!(aggregate("makeset").map(|a| a.name), Some("make_set"));
    }
}
