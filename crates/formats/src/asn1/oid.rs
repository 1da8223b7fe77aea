//! Object identifiers, as their encoded bytes.

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = [$($byte:literal),* $(,)?];)*) => {
        $($(#[$doc])* pub const $name: &[u8] = &[$($byte),*];)*
    };
}

oids! {
    /// 1.2.840.113549.1.7.2
    SIGNED_DATA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    /// 1.2.840.113549.1.9.4
    MESSAGE_DIGEST = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
    /// 1.2.840.113549.1.9.3
    CONTENT_TYPE = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
    /// 1.2.840.113549.1.9.5
    SIGNING_TIME = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5];
    /// 1.2.840.113549.1.9.6: a PKCS#9 countersignature, the older kind of time stamp.
    COUNTER_SIGNATURE = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 6];
    /// 1.2.840.113549.1.9.16.1.4
    TST_INFO = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
    /// 1.2.840.113549.1.9.16.2.14
    TIME_STAMP_TOKEN = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 14];
    /// 1.3.6.1.4.1.311.3.3.1: Microsoft's number for an RFC 3161 token.
    MS_TIME_STAMP_TOKEN = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 3, 3, 1];
    /// 1.3.6.1.4.1.311.2.4.1
    NESTED_SIGNATURE = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 4, 1];
    /// 1.3.6.1.4.1.311.2.1.4
    SPC_INDIRECT_DATA = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 1, 4];
    /// 1.3.6.1.4.1.311.10.1: a certificate trust list, which a catalog is.
    TRUST_LIST = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 1];
    /// 2.5.4.3
    COMMON_NAME = [0x55, 4, 3];
    /// 2.5.4.6
    COUNTRY = [0x55, 4, 6];
    /// 2.5.4.7
    LOCALITY = [0x55, 4, 7];
    /// 2.5.4.8
    STATE = [0x55, 4, 8];
    /// 2.5.4.10
    ORGANIZATION = [0x55, 4, 10];
    /// 2.5.4.11
    ORGANIZATIONAL_UNIT = [0x55, 4, 11];
    /// 2.5.29.14
    SUBJECT_KEY_ID = [0x55, 0x1d, 14];
    /// 2.5.29.19
    BASIC_CONSTRAINTS = [0x55, 0x1d, 19];
    /// 2.5.29.31
    CRL_POINTS = [0x55, 0x1d, 31];
    /// 2.5.29.35
    AUTHORITY_KEY_ID = [0x55, 0x1d, 35];
    /// 2.5.29.37
    EXTENDED_KEY_USAGE = [0x55, 0x1d, 37];
    /// 1.3.6.1.5.5.7.3.3
    CODE_SIGNING = [0x2b, 6, 1, 5, 5, 7, 3, 3];
    /// 1.3.6.1.5.5.7.3.8
    TIME_STAMPING = [0x2b, 6, 1, 5, 5, 7, 3, 8];
    /// 1.3.6.1.4.1.311.10.3.6: a component of Windows.
    WINDOWS_COMPONENT = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 3, 6];
    /// 1.2.840.113549.1.1.1
    RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
    /// 1.2.840.10045.2.1
    EC_PUBLIC_KEY = [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    /// 1.2.840.10045.3.1.7
    P256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    /// 1.3.132.0.34
    P384 = [0x2b, 0x81, 4, 0, 0x22];
}

/// The numbers with dots between them.
pub fn dotted(oid: &[u8]) -> String {
    let mut numbers: Vec<u64> = Vec::new();
    let mut value = 0_u64;
    for &byte in oid.iter().take(64) {
        value = value.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (value / 40).min(2);
                numbers.push(first);
                value -= first * 40;
            }
            numbers.push(value);
            value = 0;
        }
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    #[test]
    fn dots() {
        let check = |oid, expect| assert_eq!(super::dotted(oid), expect);
        check(super::SIGNED_DATA, "1.2.840.113549.1.7.2");
        check(super::COMMON_NAME, "2.5.4.3");
        check(super::NESTED_SIGNATURE, "1.3.6.1.4.1.311.2.4.1");
        check(&[], "");
    }
}
