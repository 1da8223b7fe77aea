use super::*;

#[test]
fn the_same_description_gives_the_same_bytes() {
    let hive = || HiveWriter::new("SOFTWARE").key(r"a\b", 7).value("a", "", Data::Sz("x")).build();
    assert_eq!(hive(), hive());
    assert_eq!(hive().len(), 8_192);
}

#[test]
fn logs_hold_what_changed() {
    let before = HiveWriter::new("SYSTEM").build();
    let after = HiveWriter::new("SYSTEM").value("a", "b", Data::Binary(&[7; 9_000])).build();
    assert_eq!(newer_log(&before, &after).len(), 512 + (40 + 3 * 8 + 3 * 4_096_usize).next_multiple_of(512));
    assert!(older_log(&before, &after).len() > 9_000);
    assert_ne!(unfinished(&before), before);
}
