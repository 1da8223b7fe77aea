use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "account_domain", apply: |text, _| Some(Cow::Borrowed(text.split_once('\\')?.0)) },
    Transform {
        name: "account_name",
        apply: |text, _| Some(Cow::Borrowed(text.split_once('\\').map_or(text, |(_, name)| name))),
    },
];

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn accounts() {
        check("account_name", "CORP\\alice", Some("alice"));
        check("account_domain", "CORP\\alice", Some("CORP"));
        check("account_name", "alice", Some("alice"));
        check("account_domain", "alice", None);
        check("account_name", "NT AUTHORITY\\SYSTEM", Some("SYSTEM"));
    }
}
