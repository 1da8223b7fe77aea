//! Identifiers that follow from a rule's own.

/// A GUID made from another one and a word: the same for the same two, always. The version digit is 8, "custom"
/// (RFC 9562).
pub(super) fn derived_id(guid: &str, word: &str) -> String {
    // FNV-1a over 128 bits.
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in guid.bytes().chain([0]).chain(word.bytes()) {
        hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    }
    hash = hash & !(0xF << 76) | (8 << 76);
    hash = hash & !(0x3 << 62) | (0x2 << 62);
    let hex = format!("{hash:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::derived_id;

    #[test]
    fn ids_are_stable_and_differ() {
        let id = derived_id("cb2a0c49-f0b8-4d09-8f2f-612252c74293", "process_creation");
        assert_eq!(id, derived_id("cb2a0c49-f0b8-4d09-8f2f-612252c74293", "process_creation"));
        assert_ne!(id, derived_id("cb2a0c49-f0b8-4d09-8f2f-612252c74293", "ps_script"));
        assert_eq!((id.len(), id.as_bytes()[14], id.matches('-').count()), (36, b'8', 4));
    }
}
