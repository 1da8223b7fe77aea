//! One component registered twice, once per bitness, under .NET's own directories: how malware that brings a
//! 32- and a 64-bit copy hides among .NET's pairs. Honest vendors bring pairs too, but not there.

use super::Facts;
use crate::paths::{below_drive, file_name, folder};
use crate::{Class, Component};
use std::collections::BTreeMap;

pub(super) fn mark(components: &[Component], facts: &mut [Facts]) {
    let mut groups: BTreeMap<(Class, String), Vec<(usize, bool)>> = BTreeMap::new();
    for (index, (component, facts)) in components.iter().zip(facts.iter()).enumerate() {
        let is_dll_class = matches!(component.class, Class::NativeModule | Class::IsapiFilter);
        if !is_dll_class || facts.is_stock_code || facts.vendor.is_some() {
            continue;
        }
        let path = below_drive(&component.image);
        if let Some(is_64) = is_64_side(folder(&path)) {
            groups.entry((component.class, base(file_name(&path)))).or_default().push((index, is_64));
        }
    }
    for group in groups.values() {
        for &(index, is_64) in group {
            let other = group.iter().find(|(_, other)| *other != is_64);
            let name = other.and_then(|&(other, _)| components.get(other)).map(|other| other.name.clone());
            if let (Some(name), Some(facts)) = (name, facts.get_mut(index)) {
                facts.twin = Some(name);
            }
        }
    }
}

/// Whether a folder is in the 64-bit or the 32-bit tree of .NET; `None` for all other folders.
fn is_64_side(folder: &str) -> Option<bool> {
    let tree = folder.strip_prefix("\\windows\\microsoft.net\\")?.split('\\').next()?;
    match tree {
        "framework64" => Some(true),
        "framework" => Some(false),
        _ => None,
    }
}

/// A file name without what tells the bitness apart: `x64.dll`, `x_32bit.dll` and `x.dll` are one.
fn base(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut base = stem.trim_end_matches("bit");
    for suffix in ["x86_64", "x86", "x64", "32", "64"] {
        base = base.strip_suffix(suffix).unwrap_or(base);
    }
    base.trim_end_matches(['_', '-', '.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn bases() {
        let check = |file, expect| assert_eq!(base(file), expect, "{file}");
        check("httpresetmodule.dll", "httpresetmodule");
        check("filtersecurity64.dll", "filtersecurity");
        check("managedenginev4.1_32bit.dll", "managedenginev4.1");
        check("a-x86.dll", "a");
        check("32.dll", "");
    }
}
