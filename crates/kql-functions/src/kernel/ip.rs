//! IP addresses with prefixes.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An IPv4 address and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct V4 {
    pub(crate) bits: u32,
    /// 0 to 32.
    pub(crate) prefix: u32,
}

/// An IPv6 address, or an IPv4 address mapped into IPv6, and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct V6 {
    pub(crate) bits: u128,
    /// 0 to 128.
    pub(crate) prefix: u32,
    /// Whether the last 32 bits were written with dots.
    dotted: bool,
}

impl V4 {
    /// Reads `192.168.0.1` or `192.168.0.0/16`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = split(text.trim(), 32)?;
        Some(Self { bits: address.parse::<Ipv4Addr>().ok()?.to_bits(), prefix })
    }

    /// The address with the bits past `prefix` cleared.
    pub(crate) const fn masked(self, prefix: u32) -> u32 {
        match u32::MAX.checked_shl(32 - if prefix > 32 { 32 } else { prefix }) {
            Some(mask) => self.bits & mask,
            None => 0,
        }
    }

    /// Compares two addresses in the bits that count in both, and in at most `prefix` bits.
    pub(crate) fn compare(self, other: Self, prefix: u32) -> std::cmp::Ordering {
        let prefix = prefix.min(self.prefix).min(other.prefix);
        self.masked(prefix).cmp(&other.masked(prefix))
    }

    /// Whether the address belongs to a network that is not routed on the internet (RFC 1918).
    pub(crate) fn is_private(self) -> bool {
        Ipv4Addr::from_bits(self.bits).is_private()
    }
}

impl V6 {
    /// Reads an IPv6 or IPv4 address with or without a prefix. The prefix of an IPv4 address counts from its own
    /// first bit.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(v4) = V4::parse(text) {
            let bits = Ipv4Addr::from_bits(v4.bits).to_ipv6_mapped().to_bits();
            return Some(Self { bits, prefix: v4.prefix + 96, dotted: true });
        }
        let dotted = text.contains('.');
        let (address, prefix) = split(text, if dotted { 32 } else { 128 })?;
        let bits = address.parse::<Ipv6Addr>().ok()?.to_bits();
        Some(Self { bits, prefix: if dotted { prefix + 96 } else { prefix }, dotted })
    }

    /// The address with the bits past `prefix` cleared.
    pub(crate) const fn masked(self, prefix: u32) -> u128 {
        match u128::MAX.checked_shl(128 - if prefix > 128 { 128 } else { prefix }) {
            Some(mask) => self.bits & mask,
            None => 0,
        }
    }

    /// Compares two addresses in the bits that count in both, and in at most `prefix` bits.
    pub(crate) fn compare(self, other: Self, prefix: u32) -> std::cmp::Ordering {
        let prefix = prefix.min(self.prefix).min(other.prefix);
        self.mapped().masked(prefix).cmp(&other.mapped().masked(prefix))
    }

    /// `::1.2.3.4` as `::ffff:1.2.3.4`, which it means where addresses are compared.
    pub(crate) const fn mapped(self) -> Self {
        let bits = if self.dotted && self.bits >> 32 == 0 { self.bits | 0xFFFF << 32 } else { self.bits };
        Self { bits, ..self }
    }

    /// All eight groups with all their digits.
    pub(crate) fn full(bits: u128) -> String {
        Ipv6Addr::from_bits(bits).segments().map(|s| format!("{s:04x}")).join(":")
    }
}

fn split(text: &str, most: u32) -> Option<(&str, u32)> {
    match text.split_once('/') {
        None => Some((text, most)),
        Some((address, prefix)) => {
            let valid = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
            let prefix = prefix.parse().ok().filter(|p| valid && *p <= most)?;
            Some((address, prefix))
        }
    }
}

/// A prefix from an argument; nothing where it is out of range.
pub(crate) fn prefix(number: i64, most: u32) -> Option<u32> {
    u32::try_from(number).ok().filter(|p| *p <= most)
}

/// The IPv4 addresses that stand in a text as words of their own.
pub(crate) fn addresses_in(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let part = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
    text.split(move |c| !part(c)).filter_map(|word| {
        let word = word.trim_matches('.');
        Some((word, word.parse::<Ipv4Addr>().ok()?.to_bits()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    #[test]
    fn v4() {
        let parse = |t| V4::parse(t).map(|v| (v.masked(v.prefix), v.prefix));
        assert_eq!(parse("192.168.1.1/24"), Some((3_232_235_776, 24)));
        assert_eq!(parse("255.255.255.255/0"), Some((0, 0)));
        for bad in ["", "1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/+1", "a.b.c.d", "::1"] {
            assert_eq!(V4::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn v6() {
        let full = |t| V6::parse(t).map(|v| V6::full(v.masked(v.prefix)));
        assert_eq!(full("192.168.255.255/24").as_deref(), Some("0000:0000:0000:0000:0000:ffff:c0a8:ff00"));
        assert_eq!(full("::192.168.255.255/24").as_deref(), Some("0000:0000:0000:0000:0000:0000:c0a8:ff00"));
        assert_eq!(full("fe80::1/16").as_deref(), Some("fe80:0000:0000:0000:0000:0000:0000:0000"));
        assert_eq!(full("fe80::1/129"), None);
    }

    #[test]
    fn comparisons() {
        let v4 = |t| V4::parse(t).unwrap();
        assert_eq!(v4("192.168.1.1/24").compare(v4("192.168.1.255"), 32), Ordering::Equal);
        assert_eq!(v4("192.168.1.1").compare(v4("192.168.2.1"), 32), Ordering::Less);
        assert_eq!(v4("1.2.3.4").compare(v4("9.9.9.9"), 0), Ordering::Equal);
        let v6 = |t| V6::parse(t).unwrap();
        assert_eq!(v6("::192.168.1.1/30").compare(v6("192.168.1.255/24"), 128), Ordering::Equal);
        assert_eq!(v6("::1").compare(v6("0.0.0.1"), 128), Ordering::Less);
    }

    #[test]
    fn words() {
        let found = |t| addresses_in(t).map(|(w, _)| w).collect::<Vec<_>>();
        assert_eq!(found("05:04:54 127.0.0.1 GET 10.0.0.1."), ["127.0.0.1", "10.0.0.1"]);
        assert!(found("05:04:54127.0.0.1 127.0.0.256 x1.2.3.4").is_empty());
    }
}
