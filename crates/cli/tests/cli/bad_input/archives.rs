//! Hostile and damaged zip archives. They are written here byte by byte: no honest writer makes them.

use super::{COMPONENTS, CONFIGURATION, Case, IIS_LOG, problems_of, shipped};

/// An archive of members without compression, or with the packed bytes and the length that are given.
#[derive(Default)]
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
}

impl Archive {
    fn stored(self, name: &str, content: &[u8]) -> Self {
        self.member(name, content, content.len(), 0, crc32(content))
    }

    /// `length` zero bytes, packed as tightly as DEFLATE can.
    fn zeros(self, name: &str, length: usize) -> Self {
        self.member(name, &deflated_zeros(length), length, 8, 0)
    }

    fn member(mut self, name: &str, packed: &[u8], length: usize, method: u16, crc: u32) -> Self {
        let size = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
        let at = size(self.bytes.len());
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0]);
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(crc.to_le_bytes());
        common.extend(size(packed.len()));
        common.extend(size(length));
        common.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
        common.extend([0; 2]);
        self.bytes.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), packed].concat());
        self.directory.extend([b"PK\x01\x02\x14\0", common.as_slice(), &[0; 10], &at, name.as_bytes()].concat());
        self.members += 1;
        self
    }

    fn finish(self) -> Vec<u8> {
        let size = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
        let count = self.members.to_le_bytes();
        let (start, length) = (size(self.bytes.len()), size(self.directory.len()));
        let end = [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &length, &start, &[0; 2]].concat();
        [self.bytes, self.directory, end].concat()
    }
}

/// A DEFLATE stream of one block with the fixed codes: a literal zero, then copies of 258 bytes at distance 1, each
/// in 13 bits (RFC 1951, 3.2.6). About 159:1; the length that the directory claims makes the rest of the ratio.
fn deflated_zeros(length: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = vec![true, true, false];
    let mut code = |value: u32, width: u32| bits.extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
    code(0b0011_0000, 8);
    for _ in 0..length / 258 {
        // Length code 285 is 11000101, distance code 0 is 00000.
        code(0b1100_0101, 8);
        code(0, 5);
    }
    code(0, 7);
    bits.chunks(8).map(|byte| byte.iter().enumerate().fold(0, |sum, (n, bit)| sum | u8::from(*bit) << n)).collect()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

const COUNT: &str = "union IisComponents, WindowsEvent | count";

#[test]
fn names_that_climb_out_are_refused_and_the_rest_is_read() {
    let hostile = ["../applicationHost.config", "a/../../b.evtx", "/etc/c.evtx", "..\\d.evtx", "C:/e.evtx"];
    let config = shipped(CONFIGURATION);
    let mut archive = Archive::default().stored("C/inetsrv/applicationHost.config", &config);
    for name in hostile {
        archive = archive.stored(name, &config);
    }
    let case = Case::new().with("triage.zip", archive.stored("logs/log.evtx", &shipped(IIS_LOG)).finish());
    let (count, said) = case.number(COUNT);
    assert_eq!(count, COMPONENTS + 16, "{said}");
    for name in hostile {
        assert_eq!(problems_of(&said, &format!("triage.zip!/{name}: refused")).len(), 1, "{name}:\n{said}");
    }
    assert_eq!(said.lines().count(), hostile.len(), "{said}");
}

#[test]
fn a_bomb_is_refused_and_the_rest_is_read() {
    let zeros = deflated_zeros(30 << 20);
    let archive = Archive::default()
        .member("bomb.evtx", &zeros[..30 << 10], 30 << 20, 8, 0)
        .stored("applicationHost.config", &shipped(CONFIGURATION))
        .finish();
    let (count, said) = Case::new().with("a.zip", archive).number(COUNT);
    assert_eq!(count, COMPONENTS, "{said}");
    assert!(said.contains("a.zip!/bomb.evtx: refused: unpacks to 1024:1"), "{said}");
}

#[test]
fn a_member_that_lies_about_its_length_is_named() {
    let archive = Archive::default()
        .zeros("honest.bin", 1 << 20)
        .member("ElfFile.evtx", &shipped(IIS_LOG), 5_000, 0, 0)
        .stored("applicationHost.config", &shipped(CONFIGURATION))
        .finish();
    let (count, said) = Case::new().with("a.zip", archive).number(COUNT);
    assert!(count >= COMPONENTS, "{said}");
    assert!(!problems_of(&said, "a.zip!/ElfFile.evtx").is_empty(), "{said}");
}

#[test]
fn an_archive_that_is_cut_off_is_named() {
    let whole = Archive::default().stored("a.evtx", &shipped(IIS_LOG)).finish();
    let case = Case::new().with("cut.zip", &whole[..whole.len() / 2]).with("log.evtx", shipped(IIS_LOG));
    let (count, said) = case.number(COUNT);
    assert_eq!(count, 16);
    assert!(said.contains("cut.zip: starts like a zip archive"), "{said}");
    Case::new().with("cut.zip", &whole[..60]).scan().exits(3).prints("").says("cut.zip: starts like a zip archive");
}
