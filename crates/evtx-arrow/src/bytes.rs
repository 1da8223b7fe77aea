//! Little-endian numbers at an offset; none when the bytes end before.

pub(crate) fn array<const N: usize>(data: &[u8], at: usize) -> Option<[u8; N]> {
    data.get(at..)?.first_chunk().copied()
}

pub(crate) fn u8_at(data: &[u8], at: usize) -> Option<u8> {
    data.get(at).copied()
}

pub(crate) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    array(data, at).map(u16::from_le_bytes)
}

pub(crate) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    array(data, at).map(u32::from_le_bytes)
}

pub(crate) fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    array(data, at).map(u64::from_le_bytes)
}

/// An offset of four bytes. No offset in a log is beyond what memory can hold.
pub(crate) fn offset_at(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(data, at)?).ok()
}

/// `length` bytes from `at`; none when they end beyond `data`.
pub(crate) fn slice(data: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    data.get(at..at.checked_add(length)?)
}

/// Whether two pieces of bytes are the same: quicker than `==` for the some dozen bytes of a name, as nothing is called.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() > 256 {
        return a == b;
    }
    let number = |block: &[u8; 16]| u128::from_le_bytes(*block);
    if let (Some(last), Some(other)) = (a.last_chunk(), b.last_chunk()) {
        let blocks = a.as_chunks().0.iter().zip(b.as_chunks().0);
        return blocks.fold(number(last) ^ number(other), |bits, (a, b)| bits | (number(a) ^ number(b))) == 0;
    }
    let ends = |bytes: &[u8]| Some((bytes.first_chunk().copied()?, bytes.last_chunk().copied()?));
    match (ends(a), ends(b)) {
        (Some((first, last)), Some((other_first, other_last))) => {
            let number = u64::from_le_bytes;
            (number(first) ^ number(other_first)) | (number(last) ^ number(other_last)) == 0
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_length_are_compared() {
        let bytes: Vec<u8> = (0..300_u16).map(|at| at as u8).collect();
        for length in 0..bytes.len() {
            let some = &bytes[..length];
            let copy = some.to_vec();
            assert!(same(some, &copy) && !same(&bytes, some), "{length}");
            for at in [0, length / 2, length.saturating_sub(1)] {
                let mut other = some.to_vec();
                if let Some(byte) = other.get_mut(at) {
                    *byte ^= 0x80;
                    assert!(!same(some, &other), "{length} {at}");
                }
            }
        }
    }
}
