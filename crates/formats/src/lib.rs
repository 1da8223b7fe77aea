//! Hostile bytes to structs: no I/O, no panic, no unbounded recursion or allocation.
//!
//! Each module reads one format and gives what could be read, with the place of what could not.

pub mod asn1;
pub mod authenticode;
pub mod catalog;
pub mod clr;
pub mod iis_xml;
pub mod pe;
pub mod registry;
pub mod w3c;

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
