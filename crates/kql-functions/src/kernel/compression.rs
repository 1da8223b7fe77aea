//! Gzip and zlib.

use super::encoding::{BASE64, decode};
use crate::{OwnedValue, Value};
use base64::Engine;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, ZlibEncoder};
use flate2::{Compression, Crc};
use std::io::{Read, Write};

/// What a compressed text grows to at most.
const MOST: u64 = 64 * 1024 * 1024;

/// How many bytes a stored block of a deflate stream holds at most.
const BLOCK: usize = 0xFFFF;

/// Bytes in the gzip format (RFC 1952). A text that does not get smaller is stored as it is.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let deflated = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    let body = if deflated.is_empty() || deflated.len() >= bytes.len() { stored(bytes) } else { deflated };
    let mut crc = Crc::new();
    crc.update(bytes);
    // No time and no file name; made on an unknown system.
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    out.extend(body);
    out.extend(crc.sum().to_le_bytes());
    out.extend(crc.amount().to_le_bytes());
    out
}

/// A deflate stream (RFC 1951) that holds the bytes as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let count = bytes.len().div_ceil(BLOCK);
    let mut out = Vec::with_capacity(bytes.len() + count * 5);
    for (block, number) in bytes.chunks(BLOCK).zip(1..) {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(number == count));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out
}

/// Bytes in the zlib format (RFC 1950).
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// The bytes that gzip holds.
pub(crate) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    all(GzDecoder::new(bytes))
}

/// The bytes that zlib holds.
pub(crate) fn inflate_zlib(bytes: &[u8]) -> Option<Vec<u8>> {
    all(ZlibDecoder::new(bytes))
}

fn all(decoder: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    decoder.take(MOST + 1).read_to_end(&mut out).ok()?;
    if out.len() as u64 <= MOST { Some(out) } else { None }
}

/// Bytes in base64.
pub(crate) fn encode(bytes: &[u8]) -> OwnedValue {
    Value::string(BASE64.encode(bytes))
}

/// The text that base64 holds after decompression, or `""`.
pub(crate) fn decode_text(text: &str, decompress: fn(&[u8]) -> Option<Vec<u8>>) -> OwnedValue {
    let bytes = decode(text).and_then(|bytes| decompress(&bytes));
    Value::string(bytes.and_then(|b| String::from_utf8(b).ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mixed: String = (0..200_000_u32).map(|i| char::from(33 + u8::try_from(i * 31 % 89).unwrap())).collect();
        for text in ["a".to_owned(), "abc".repeat(10_000), mixed] {
            assert_eq!(gunzip(&gzip(text.as_bytes())).as_deref(), Some(text.as_bytes()));
            assert_eq!(gunzip(&[&gzip(text.as_bytes()), &[0; 4][..]].concat()).as_deref(), Some(text.as_bytes()));
            assert_eq!(inflate_zlib(&zlib(text.as_bytes())).as_deref(), Some(text.as_bytes()));
        }
        let long: Vec<u8> = (0..100_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(gunzip(&[vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF], stored(&long)].concat()), None);
        assert_eq!(gunzip(&gzip(&long)), Some(long));
        assert!(gzip(&[0; 100_000]).len() < 1000);
    }

    #[test]
    fn bombs_are_refused() {
        assert_eq!(gunzip(&gzip(&vec![0; 64 * 1024 * 1024 + 1])), None);
    }
}
