use crate::recognise::{Head, Read, Source};
use crate::registry::read_hive;

/// Registry hives, and the transaction logs beside them.
pub(super) static SOURCE: Source = Source {
    name: "registry",
    reference: "https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md",
    recognise: |head: &Head<'_>| formats::registry::is_hive_or_log(head.bytes),
    endings: &[],
    noun: "registry hive",
    read: Read::Registry(read_hive),
};
