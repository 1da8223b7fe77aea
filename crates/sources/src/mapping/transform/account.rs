use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "account_domain", apply: |text, _| Some(Cow::Borrowed(text.split_once('\\')?.0)) },
    Transform {
        name: "account_name",
        apply: |text, _| Some(Cow::Borrowed(text.split_once('\\').map_or(text, |(_, name)| name))),
    },
    Transform { name: "account_of_dn", apply: |text, _| Some(Cow::Borrowed(account_of_dn(text))) },
];

/// `alice` of `CN=alice,CN=Users,DC=corp,DC=example`; other names stay.
fn account_of_dn(name: &str) -> &str {
    let Some((kind, rest)) = name.split_once('=') else { return name };
    if !kind.trim().eq_ignore_ascii_case("CN") {
        return name;
    }
    rest.split(',').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn accounts() {
        check("account_name", "CORP\\alice", Some("alice"));
        check("account_domain", "CORP\\alice", Some("CORP"));
        check("account_name", "alice", Some("alice"));
        check("account_domain", "alice", None);
        check("account_of_dn", "CN=alice,CN=Users,DC=corp", Some("alice"));
        check("account_of_dn", "alice", Some("alice"));
        check("account_of_dn", "", Some(""));
        check("account_name", "NT AUTHORITY\\SYSTEM", Some("SYSTEM"));
    }
}
