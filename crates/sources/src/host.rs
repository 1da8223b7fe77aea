//! Which computer a piece of evidence belongs to that does not say so itself.

use evidence::Root;
use std::collections::BTreeSet;

/// A computer's name and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    pub name: String,
    pub origin: HostOrigin,
}

/// Where a computer's name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostOrigin {
    /// `ComputerName` of the `SYSTEM` hive under the same argument.
    Registry,
    /// The only computer whose events lie under the same argument.
    Events,
    /// The user said so.
    Option,
    /// The name of the argument's folder.
    Folder,
}

/// The computer of one argument's evidence. `registered` is the name that its `SYSTEM` hive has; where events under
/// the same argument have the same name with a domain, that is taken, as it says more.
pub(crate) fn host_of(
    root: &Root,
    registered: Option<&str>,
    computers: Option<&BTreeSet<String>>,
    option: Option<&str>,
) -> Host {
    if let Some(registered) = registered {
        let own: BTreeSet<String> = computers
            .into_iter()
            .flatten()
            .filter(|name| short(name).eq_ignore_ascii_case(short(registered)))
            .cloned()
            .collect();
        let name = only(&own).unwrap_or_else(|| registered.to_owned());
        return Host { name, origin: HostOrigin::Registry };
    }
    if let Some(name) = computers.and_then(only) {
        return Host { name, origin: HostOrigin::Events };
    }
    match option {
        Some(name) => Host { name: name.to_owned(), origin: HostOrigin::Option },
        None => Host { name: root.name.clone(), origin: HostOrigin::Folder },
    }
}

/// The one computer that all these names mean: upper and lower case are the same, and so are `web01` and
/// `web01.corp.example`. The longest of its names is taken, as it says most.
fn only(names: &BTreeSet<String>) -> Option<String> {
    let all: BTreeSet<String> = names.iter().map(|name| short(name).to_lowercase()).collect();
    if all.len() != 1 {
        return None;
    }
    names.iter().max_by(|a, b| a.len().cmp(&b.len()).then_with(|| b.cmp(a))).cloned()
}

/// The name without the domain.
fn short(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::RootKind;

    #[test]
    fn hosts() {
        let root = Root { argument: "triage".into(), kind: RootKind::Directory, name: "triage".into() };
        let all = |computers: &[&str], registered, option, name: &str, origin| {
            let computers = computers.iter().map(|c| (*c).to_owned()).collect();
            let expect = Host { name: name.to_owned(), origin };
            assert_eq!(host_of(&root, registered, Some(&computers), option), expect);
        };
        let check = |computers: &[&str], option, name, origin| all(computers, None, option, name, origin);
        all(&["OTHER"], Some("WEB01"), Some("x"), "WEB01", HostOrigin::Registry);
        all(&["OTHER", "web01.corp.example"], Some("WEB01"), None, "web01.corp.example", HostOrigin::Registry);
        check(&["WEB01", "web01.corp.example"], Some("x"), "web01.corp.example", HostOrigin::Events);
        check(&["WEB01", "WEB02"], Some("x"), "x", HostOrigin::Option);
        check(&["WEB01", "WEB02"], None, "triage", HostOrigin::Folder);
        check(&[], None, "triage", HostOrigin::Folder);
        check(&["WEB01"], None, "WEB01", HostOrigin::Events);
    }
}
