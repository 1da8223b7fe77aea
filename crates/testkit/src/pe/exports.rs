//! The export directory, and functions that do nothing.

/// Bytes from one function to the next.
const STEP: u32 = 16;

/// `count` functions of `xor eax, eax; ret`, each filled up with `int3`.
pub(super) fn code(count: usize) -> Vec<u8> {
    let mut one = vec![0x31, 0xC0, 0xC3];
    one.resize(STEP as usize, 0xCC);
    one.repeat(count.max(1))
}

/// The directory at address `at`, whose functions are in the code at address `code`.
pub(super) fn directory(dll: &str, names: &[String], timestamp: u32, at: u32, code: u32) -> Vec<u8> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let count = names.len() as u32;
    let functions = at + 40;
    let name_pointers = functions + 4 * count;
    let ordinals = name_pointers + 4 * count;
    let mut strings = ordinals + 2 * count;
    let mut out = Vec::new();
    for value in [0, timestamp, 0, strings, 1, count, count, functions, name_pointers, ordinals] {
        out.extend(value.to_le_bytes());
    }
    strings += dll.len() as u32 + 1;
    for index in 0..count {
        out.extend((code + STEP * index).to_le_bytes());
    }
    for name in &names {
        out.extend(strings.to_le_bytes());
        strings += name.len() as u32 + 1;
    }
    for index in 0..count {
        out.extend((index as u16).to_le_bytes());
    }
    for name in [dll].iter().chain(&names) {
        out.extend(name.bytes());
        out.push(0);
    }
    out
}
