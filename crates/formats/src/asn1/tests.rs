use super::*;

#[test]
fn lengths() {
    let check = |bytes: &[u8], expect: Option<(&[u8], &[u8])>| {
        assert_eq!(Value::read(bytes).map(|(value, rest)| (value.body, rest)), expect, "{bytes:x?}");
    };
    check(&[4, 1, 7, 9], Some((&[7], &[9])));
    check(&[4, 0x81, 1, 7], Some((&[7], &[])));
    check(&[4, 0x84, 0, 0, 0, 1, 7], Some((&[7], &[])));
    check(&[4, 2, 7], None);
    check(&[4, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1], None);
    check(&[4, 0x80, 0, 0], None);
    check(&[0x30, 0x80, 4, 1, 7, 0, 0, 9], Some((&[4, 1, 7], &[9])));
    check(&[0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0], Some((&[0x30, 0x80, 0, 0], &[])));
    check(&[0x30, 0x80, 4, 1, 7], None);
    check(&[0x1f, 0x81, 1, 1, 7], Some((&[7], &[])));
    check(&[], None);
}

#[test]
fn octet_strings_in_pieces() {
    let whole = Value::expect(&[4, 2, 1, 2], OCTET_STRING).unwrap();
    assert_eq!(&*whole.octets(), [1, 2]);
    let (pieces, _) = Value::read(&[0x24, 0x80, 4, 1, 1, 4, 1, 2, 0, 0]).unwrap();
    assert_eq!(&*pieces.octets(), [1, 2]);
    let (one, _) = Value::read(&[0x24, 3, 4, 1, 1]).unwrap();
    assert_eq!(&*one.octets(), [1]);
}

#[test]
fn numbers_and_bits() {
    let value = |bytes: &'static [u8]| Value::read(bytes).unwrap().0;
    assert_eq!(value(&[2, 3, 0, 1, 2]).small(), Some(0x102));
    assert_eq!(value(&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]).small(), None);
    assert_eq!(value(&[3, 2, 0, 5]).bits(), Some([5].as_slice()));
    assert_eq!(value(&[3, 2, 1, 5]).bits(), None);
}

#[test]
fn deep_nesting_ends() {
    assert_eq!(Value::read(&[0x30, 0x80].repeat(100_000)), None);
}
