//! Whether a signature fits a public key: RSA with PKCS#1 v1.5 padding (RFC 8017, 8.2.2) and ECDSA on P-256 and P-384.

use formats::asn1::{BIT_STRING, Children, INTEGER, OID, SEQUENCE, Value, oid};
use formats::authenticode::Algorithm;
use num_bigint::BigUint;
use p256::ecdsa::signature::hazmat::PrehashVerifier;

/// Keys of more bytes than this are not computed with: a hostile file could ask for hours.
const MAX_RSA_BYTES: usize = 1_024;
const MAX_EXPONENT_BYTES: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyCheck {
    Fits,
    DoesNot,
    /// A kind of key or a size that is not computed with.
    Unsupported,
}

/// Checks a signature of a digest with a `SubjectPublicKeyInfo`.
pub(super) fn check(public_key: &[u8], digest: Algorithm, hash: &[u8], signature: &[u8]) -> KeyCheck {
    let parsed = Children::of(public_key).next_if(SEQUENCE).and_then(|info| {
        let mut parts = info.children();
        let mut algorithm = parts.next_if(SEQUENCE)?.children();
        let kind = algorithm.next_if(OID)?.body;
        Some((kind, algorithm.next(), parts.next_if(BIT_STRING)?.bits()?))
    });
    let Some((kind, parameters, key)) = parsed else { return KeyCheck::Unsupported };
    if kind == oid::RSA {
        return rsa(key, digest, hash, signature);
    }
    let curve = parameters.filter(|value| value.tag == OID && kind == oid::EC_PUBLIC_KEY).map(|value| value.body);
    let fits = match curve {
        Some(oid::P256) => p256::ecdsa::VerifyingKey::from_sec1_bytes(key)
            .ok()
            .zip(p256::ecdsa::Signature::from_der(signature).ok())
            .map(|(key, signature)| key.verify_prehash(hash, &signature).is_ok()),
        Some(oid::P384) => p384::ecdsa::VerifyingKey::from_sec1_bytes(key)
            .ok()
            .zip(p384::ecdsa::Signature::from_der(signature).ok())
            .map(|(key, signature)| key.verify_prehash(hash, &signature).is_ok()),
        _ => return KeyCheck::Unsupported,
    };
    if fits == Some(true) { KeyCheck::Fits } else { KeyCheck::DoesNot }
}

fn rsa(key: &[u8], digest: Algorithm, hash: &[u8], signature: &[u8]) -> KeyCheck {
    let numbers = Children::of(key).next_if(SEQUENCE).and_then(|key| {
        let mut numbers = key.children();
        Some((without_zeros(&numbers.next_if(INTEGER)?), without_zeros(&numbers.next_if(INTEGER)?)))
    });
    let Some((modulus, exponent)) = numbers else { return KeyCheck::Unsupported };
    let is_odd = modulus.last().is_some_and(|digit| digit & 1 == 1);
    if modulus.len() > MAX_RSA_BYTES || exponent.len() > MAX_EXPONENT_BYTES || exponent.is_empty() || !is_odd {
        return KeyCheck::Unsupported;
    }
    if signature.len() > MAX_RSA_BYTES {
        return KeyCheck::DoesNot;
    }
    let number = BigUint::from_bytes_be(signature);
    let n = BigUint::from_bytes_be(modulus);
    if number >= n {
        return KeyCheck::DoesNot;
    }
    let opened = number.modpow(&BigUint::from_bytes_be(exponent), &n).to_bytes_be();
    // Some old signers leave out the NULL of the algorithm identifier.
    let fits = [true, false].into_iter().any(|with_null| {
        padded(digest, hash, modulus.len(), with_null).is_some_and(|expected| {
            let digits = expected.iter().skip_while(|&&digit| digit == 0);
            digits.eq(&opened)
        })
    });
    if fits { KeyCheck::Fits } else { KeyCheck::DoesNot }
}

fn without_zeros<'a>(number: &Value<'a>) -> &'a [u8] {
    let zeros = number.body.iter().take_while(|&&digit| digit == 0).count();
    number.body.get(zeros..).unwrap_or_default()
}

/// EMSA-PKCS1-v1_5: the digest as it must stand in the opened signature, built anew and compared whole.
fn padded(digest: Algorithm, hash: &[u8], size: usize, with_null: bool) -> Option<Vec<u8>> {
    let identifier: &[u8] = match digest {
        Algorithm::Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5],
        Algorithm::Sha1 => &[0x2b, 0x0e, 3, 2, 0x1a],
        Algorithm::Sha256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
        Algorithm::Sha384 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2],
        Algorithm::Sha512 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3],
    };
    let null: &[u8] = if with_null { &[5, 0] } else { &[] };
    let algorithm = value(0x30, &[&value(0x06, &[identifier])?, null])?;
    let info = value(0x30, &[&algorithm, &value(0x04, &[hash])?])?;
    // At least eight bytes of filling (RFC 8017, 9.2).
    let filling = size.checked_sub(info.len() + 3).filter(|&filling| filling >= 8)?;
    let mut out = vec![0, 1];
    out.resize(2 + filling, 0xff);
    out.push(0);
    out.extend(info);
    Some(out)
}

/// A short value in DER.
fn value(tag: u8, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let body = parts.concat();
    let mut out = vec![tag, u8::try_from(body.len()).ok().filter(|&length| length < 0x80)?];
    out.extend(body);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public_key(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
        let mut bits = vec![0];
        bits.extend(key);
        value(0x30, &[&value(0x30, &[algorithm]).unwrap(), &value(0x03, &[&bits]).unwrap()]).unwrap()
    }

    #[test]
    fn ecdsa_by_the_vectors_of_rfc_6979() {
        // A.2.5: P-256, SHA-256, message "sample".
        let x = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";
        let y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
        let r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
        let s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";
        let point = [vec![4], super::super::roots::unhex(x).unwrap(), super::super::roots::unhex(y).unwrap()].concat();
        let algorithm = [value(6, &[oid::EC_PUBLIC_KEY]).unwrap(), value(6, &[oid::P256]).unwrap()].concat();
        let number = |hex| value(2, &[&[0], &super::super::roots::unhex(hex).unwrap()]).unwrap();
        let signature = value(0x30, &[&number(r), &number(s)]).unwrap();
        let key = public_key(&algorithm, &point);
        let hash = Algorithm::Sha256.digest([b"sample".as_slice()]);
        assert_eq!(check(&key, Algorithm::Sha256, &hash, &signature), KeyCheck::Fits);
        let other = Algorithm::Sha256.digest([b"simple".as_slice()]);
        assert_eq!(check(&key, Algorithm::Sha256, &other, &signature), KeyCheck::DoesNot);
        assert_eq!(check(&key, Algorithm::Sha256, &hash, &signature[..9]), KeyCheck::DoesNot);
    }

    #[test]
    fn a_signature_that_opens_to_a_bare_digest_does_not_fit() {
        // Exponent 1 opens a signature to itself: the padding alone decides.
        let modulus = [vec![0], vec![0xff; 96]].concat();
        let number = |bytes: &[u8]| value(2, &[bytes]).unwrap();
        let hash = Algorithm::Sha256.digest([b"x".as_slice()]);
        let key = [number(&modulus[..97]), number(&[1])].concat();
        let key = value(0x30, &[&key]).unwrap();
        let check = |signature: &[u8]| rsa(&key, Algorithm::Sha256, &hash, signature);
        let good = padded(Algorithm::Sha256, &hash, 96, true).unwrap();
        assert_eq!(check(&good), KeyCheck::Fits);
        assert_eq!(check(&padded(Algorithm::Sha256, &hash, 96, false).unwrap()), KeyCheck::Fits);
        assert_eq!(check(&hash), KeyCheck::DoesNot);
        assert_eq!(check(&padded(Algorithm::Sha256, &hash, 95, true).unwrap()), KeyCheck::DoesNot);
        assert_eq!(check(&[0xff; 96]), KeyCheck::DoesNot);
        assert_eq!(check(&[0xff; 2_000]), KeyCheck::DoesNot);
        assert_eq!(check(&[]), KeyCheck::DoesNot);
    }

    #[test]
    fn odd_keys_are_not_computed_with() {
        let check = |key: &[u8]| assert_eq!(super::check(key, Algorithm::Sha1, &[0; 20], &[1]), KeyCheck::Unsupported);
        check(&[]);
        check(&[0x30, 0]);
        let rsa = value(6, &[oid::RSA]).unwrap();
        check(&public_key(&rsa, &[0x30, 0]));
        // An even modulus, and one of no digits.
        check(&public_key(&rsa, &[0x30, 6, 2, 1, 4, 2, 1, 3]));
        check(&public_key(&rsa, &[0x30, 6, 2, 1, 0, 2, 1, 3]));
    }
}
