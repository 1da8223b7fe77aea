//! Inheritance over the borders of assemblies: a type that takes an interface from a base type in another file.

use super::types::{self, IisType};
use std::collections::BTreeMap;

/// Base types above base types, over all assemblies, past this number of rounds are not followed.
const MAX_ROUNDS: usize = 64;

/// What one assembly takes from others and gives to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Family {
    /// The simple name.
    pub assembly: String,
    /// All types with an interface of IIS, abstract ones too.
    pub gives: Vec<IisType>,
    /// Types that have a base in another assembly, directly or through one of their own.
    pub takes: Vec<Inherits>,
}

/// A type and one that it takes interfaces from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inherits {
    pub name: String,
    /// Whether it can be made: neither abstract nor an interface.
    pub can_be_made: bool,
    /// The simple name of the assembly that the base is in; `""` for its own.
    pub assembly: String,
    pub base: String,
}

impl Family {
    /// The names of the assemblies that types are taken from.
    pub fn wants(&self) -> impl Iterator<Item = &str> {
        self.takes.iter().map(|inherits| inherits.assembly.as_str()).filter(|name| !name.is_empty())
    }
}

/// For each of these assemblies the types that are modules or handlers only through the others, sorted. Two
/// assemblies of one name count as one, as a server would take either. Cycles end.
pub fn relatives(families: &[&Family]) -> Vec<Vec<IisType>> {
    let mut known: BTreeMap<(String, &str), u8> = BTreeMap::new();
    for family in families {
        for given in &family.gives {
            *known.entry((family.assembly.to_lowercase(), &given.name)).or_default() |= types::bits(&given.interfaces);
        }
    }
    let alone = known.clone();
    for _ in 0..MAX_ROUNDS {
        let mut changed = false;
        for family in families {
            let own = family.assembly.to_lowercase();
            for inherits in &family.takes {
                let of = if inherits.assembly.is_empty() { own.clone() } else { inherits.assembly.to_lowercase() };
                let Some(&bits) = known.get(&(of, inherits.base.as_str())) else { continue };
                let mine = known.entry((own.clone(), &inherits.name)).or_default();
                changed |= *mine | bits != *mine;
                *mine |= bits;
            }
        }
        if !changed {
            break;
        }
    }
    let of_family = |family: &&Family| {
        let own = family.assembly.to_lowercase();
        let made = family.takes.iter().filter(|inherits| inherits.can_be_made);
        let mut found: Vec<IisType> = made
            .filter_map(|inherits| {
                let key = (own.clone(), inherits.name.as_str());
                let bits = *known.get(&key)?;
                let is_new = alone.get(&key).is_none_or(|&before| before != bits);
                is_new.then(|| IisType { name: inherits.name.clone(), interfaces: types::names(bits) })
            })
            .collect();
        found.sort();
        found.dedup();
        found
    };
    families.iter().map(of_family).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(assembly: &str, gives: &[(&str, &'static str)], takes: &[(&str, bool, &str, &str)]) -> Family {
        let given = |(name, interface): &(&str, &'static str)| IisType {
            name: (*name).to_owned(),
            interfaces: vec![interface],
        };
        let taken = |(name, can_be_made, of, base): &(&str, bool, &str, &str)| Inherits {
            name: (*name).to_owned(),
            can_be_made: *can_be_made,
            assembly: (*of).to_owned(),
            base: (*base).to_owned(),
        };
        Family {
            assembly: assembly.to_owned(),
            gives: gives.iter().map(given).collect(),
            takes: takes.iter().map(taken).collect(),
        }
    }

    #[test]
    fn interfaces_come_over_borders() {
        let base = family("Base", &[("B.Module", "IHttpModule")], &[]);
        let middle = family("Middle", &[], &[("M.Abstract", false, "base", "B.Module")]);
        let web = family(
            "Web",
            &[],
            &[
                ("W.Own", true, "", "W.Parent"),
                ("W.Parent", true, "Middle", "M.Abstract"),
                ("W.Other", true, "Elsewhere", "B.Module"),
            ],
        );
        let found = relatives(&[&base, &middle, &web]);
        let names: Vec<Vec<&str>> = found.iter().map(|types| types.iter().map(|t| t.name.as_str()).collect()).collect();
        assert_eq!(names, [vec![], vec![], vec!["W.Own", "W.Parent"]]);
        assert_eq!(found[2][0].interfaces, ["IHttpModule"]);
        assert_eq!(relatives(&[&web])[0], []);
    }

    #[test]
    fn cycles_end() {
        let a = family("A", &[("A.X", "IHttpHandler")], &[("A.X", true, "B", "B.Y")]);
        let b = family("B", &[], &[("B.Y", true, "A", "A.X")]);
        assert_eq!(relatives(&[&a, &b]).iter().map(Vec::len).collect::<Vec<_>>(), [0, 1]);
    }
}
