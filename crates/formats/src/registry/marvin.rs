//! Marvin32, the checksum of log entries.

/// The seed that Windows uses for hives.
const SEED: u64 = 0x82ef_4d88_7a4e_55c5;

/// The checksum of a part of a log entry.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    seeded(bytes, SEED)
}

fn seeded(bytes: &[u8], seed: u64) -> u64 {
    let (words, rest) = bytes.as_chunks::<4>();
    let mut state = (seed as u32, (seed >> 32) as u32);
    for &word in words {
        state = mix(state, u32::from_le_bytes(word));
    }
    // The rest, and 0x80 where it ends.
    let last = rest.iter().chain([&0x80]).enumerate().fold(0, |last, (at, &byte)| last | u32::from(byte) << (8 * at));
    let (low, high) = mix(mix(state, last), 0);
    u64::from(high) << 32 | u64::from(low)
}

const fn mix((low, high): (u32, u32), word: u32) -> (u32, u32) {
    let low = low.wrapping_add(word);
    let high = high ^ low;
    let low = low.rotate_left(20).wrapping_add(high);
    let high = high.rotate_left(9) ^ low;
    let low = low.rotate_left(27).wrapping_add(high);
    (low, high.rotate_left(19))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        let check = |bytes: &[u8], expect| assert_eq!(seeded(bytes, 0x004f_b61a_001b_dbcc), expect, "{bytes:x?}");
        check(&[], 0x30ed_35c1_00cd_3c7d);
        check(&[0xaf], 0x48e7_3fc7_7d75_ddc1);
        check(&[0xe7, 0x0f], 0xb5f6_e1fc_485d_bff8);
        check(&[0x37, 0xf4, 0x95], 0xf0b0_7c78_9b8c_f7e8);
    }
}
