#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| iiswarden_fuzz::catalog(bytes));
