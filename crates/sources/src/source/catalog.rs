use crate::recognise::{Head, Read, Source};

/// Security catalogs: signed lists of files. Those matter that list a program which is read (`state/programs.rs`).
pub(super) static SOURCE: Source = Source {
    name: "catalog",
    reference: "https://learn.microsoft.com/windows-hardware/drivers/install/catalog-files",
    recognise: |head: &Head<'_>| formats::catalog::is_catalog(head.bytes),
    endings: &[],
    noun: "catalog",
    read: Read::Catalog,
};
