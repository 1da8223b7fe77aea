use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "registry_data", apply: data },
    Transform { name: "registry_key", apply: |text, _| Some(Cow::Owned(key(text))) },
    Transform { name: "registry_type", apply: |text, _| kind(text).map(Cow::Borrowed) },
];

/// How Sysmon and the kernel spell the roots, and how Defender does.
static ROOTS: &[(&str, &str)] = &[
    ("\\REGISTRY\\MACHINE", "HKEY_LOCAL_MACHINE"),
    ("\\REGISTRY\\USER", "HKEY_USERS"),
    ("HKCR", "HKEY_CLASSES_ROOT"),
    ("HKCU", "HKEY_CURRENT_USER"),
    ("HKLM", "HKEY_LOCAL_MACHINE"),
    ("HKU", "HKEY_USERS"),
];

/// A key as Defender spells it. Sysmon writes `CurrentControlSet` for the set in use whatever its number, Defender
/// writes the number: it is taken for `ControlSet001`, which it is on all but repaired systems.
fn key(text: &str) -> String {
    let (root, rest) = ROOTS
        .iter()
        .find_map(|(short, long)| {
            let rest = text.get(short.len()..)?;
            let fits =
                text.get(..short.len())?.eq_ignore_ascii_case(short) && (rest.is_empty() || rest.starts_with('\\'));
            fits.then_some((*long, rest))
        })
        .unwrap_or((text, ""));
    let mut rest = Cow::Borrowed(rest);
    if root == "HKEY_LOCAL_MACHINE" {
        for (ours, defenders) in [
            ("\\System\\CurrentControlSet", "\\SYSTEM\\ControlSet001"),
            ("\\System", "\\SYSTEM"),
            ("\\Software", "\\SOFTWARE"),
        ] {
            let Some((head, tail)) = rest.split_at_checked(ours.len()) else { continue };
            if head.eq_ignore_ascii_case(ours) && (tail.is_empty() || tail.starts_with('\\')) {
                rest = Cow::Owned(format!("{defenders}{tail}"));
                break;
            }
        }
    }
    format!("{root}{rest}")
}

/// `DWORD (0x00000001)` is `1`, `QWORD (0x00000001-0x00000000)` is `4294967296`; other data stays.
fn data<'a>(text: &'a str, _: &str) -> Option<Cow<'a, str>> {
    let number = |inner: &str| u64::from_str_radix(inner.strip_prefix("0x")?, 16).ok();
    let value = if let Some(inner) = text.strip_prefix("DWORD (").and_then(|t| t.strip_suffix(')')) {
        number(inner)
    } else if let Some(inner) = text.strip_prefix("QWORD (").and_then(|t| t.strip_suffix(')')) {
        inner.split_once('-').and_then(|(high, low)| number(high)?.checked_shl(32)?.checked_add(number(low)?))
    } else {
        None
    };
    Some(value.map_or(Cow::Borrowed(text), |number| Cow::Owned(number.to_string())))
}

/// The type, where Sysmon's spelling of the data shows it.
fn kind(text: &str) -> Option<&'static str> {
    [("DWORD (", "Dword"), ("QWORD (", "Qword"), ("Binary Data", "Binary")]
        .iter()
        .find_map(|(start, name)| text.starts_with(start).then_some(*name))
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn keys() {
        let of = |text, expect| check("registry_key", text, Some(expect));
        of(
            "HKLM\\System\\CurrentControlSet\\Services\\W3SVC",
            "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\W3SVC",
        );
        of(
            "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet002\\Services",
            "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet002\\Services",
        );
        of("HKLM\\SOFTWARE\\Microsoft\\InetStp", "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\InetStp");
        of("HKU\\S-1-5-21-1\\Software\\X", "HKEY_USERS\\S-1-5-21-1\\Software\\X");
        of("HKCR\\x", "HKEY_CLASSES_ROOT\\x");
        of("HKLM", "HKEY_LOCAL_MACHINE");
        of("HKLMx\\y", "HKLMx\\y");
        of("HKLM\\Systemé", "HKEY_LOCAL_MACHINE\\Systemé");
    }

    #[test]
    fn values() {
        check("registry_data", "DWORD (0x0000000a)", Some("10"));
        check("registry_data", "QWORD (0x00000001-0x00000002)", Some("4294967298"));
        check("registry_data", "C:\\x.dll", Some("C:\\x.dll"));
        check("registry_data", "DWORD (oops)", Some("DWORD (oops)"));
        check("registry_type", "DWORD (0x0000000a)", Some("Dword"));
        check("registry_type", "Binary Data", Some("Binary"));
        check("registry_type", "C:\\x.dll", None);
    }
}
