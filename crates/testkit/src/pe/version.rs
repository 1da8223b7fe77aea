//! The resource directory with one version resource (type 16, id 1, US English).

/// Size of three nested directories of one entry each and the data entry.
const TREE: u32 = 3 * 24 + 16;

/// The directory at address `at`.
pub(super) fn resources(strings: &[(String, String)], at: u32) -> Vec<u8> {
    let data = info(strings);
    let mut out = Vec::new();
    for (id, next) in [(16_u32, 0x8000_0000 | 24), (1, 0x8000_0000 | 48), (0x0409, 72)] {
        out.extend([0; 12]);
        out.extend(0_u16.to_le_bytes());
        out.extend(1_u16.to_le_bytes());
        out.extend(id.to_le_bytes());
        out.extend(u32::to_le_bytes(next));
    }
    for value in [at + TREE, data.len() as u32, 0, 0] {
        out.extend(value.to_le_bytes());
    }
    out.extend(data);
    out
}

/// `VS_VERSIONINFO`: fixed part, `StringFileInfo` in Unicode US English, `VarFileInfo`.
fn info(strings: &[(String, String)]) -> Vec<u8> {
    let find = |key: &str| strings.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.as_str());
    let mut fixed = Vec::new();
    let file = number(find("FileVersion"));
    let product = number(find("ProductVersion"));
    let (windows_nt, dll) = (0x0004_0004_u32, 2);
    for value in [0xFEEF_04BD, 0x0001_0000, file.0, file.1, product.0, product.1, 0x3F, 0, windows_nt, dll, 0, 0, 0] {
        fixed.extend(value.to_le_bytes());
    }
    let entries = strings.iter().map(|(key, value)| {
        let units: Vec<u16> = value.encode_utf16().chain([0]).collect();
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>();
        node(key, 1, units.len(), &bytes, &[])
    });
    let table = node("040904B0", 1, 0, &[], &entries.collect::<Vec<_>>());
    let string_info = node("StringFileInfo", 1, 0, &[], &[table]);
    let translation = node("Translation", 0, 4, &[0x09, 0x04, 0xB0, 0x04], &[]);
    let var_info = node("VarFileInfo", 1, 0, &[], &[translation]);
    node("VS_VERSION_INFO", 0, fixed.len(), &fixed, &[string_info, var_info])
}

/// One node: length, length of the value, kind (1 = text), key, value, children, each on a border of four bytes.
fn node(key: &str, kind: u16, value_length: usize, value: &[u8], children: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0, 0];
    out.extend((value_length as u16).to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(key.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
    for part in [value].into_iter().chain(children.iter().map(Vec::as_slice)).filter(|part| !part.is_empty()) {
        out.resize(out.len().next_multiple_of(4), 0);
        out.extend(part);
    }
    let length = (out.len() as u16).to_le_bytes();
    out[..2].copy_from_slice(&length);
    out
}

/// The leading `a.b.c.d` of a version text as the two numbers of the fixed part; what is missing is 0.
fn number(text: &str) -> (u32, u32) {
    let head = text.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or("");
    let mut parts = head.split('.').map(|part| part.parse::<u16>().unwrap_or(0));
    let mut pair = || (u32::from(parts.next().unwrap_or(0)) << 16) | u32::from(parts.next().unwrap_or(0));
    (pair(), pair())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn version_numbers() {
        assert_eq!(number("10.0.20348.1 (WinBuild.160101.0800)"), (0x000A_0000, 0x4F7C_0001));
        assert_eq!(number("1"), (0x0001_0000, 0));
        assert_eq!(number("unknown"), (0, 0));
    }
}
