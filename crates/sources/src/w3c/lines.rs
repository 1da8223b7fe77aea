//! Lines of a stream of any size.

use std::io::{ErrorKind, Read};

/// Bytes that are asked of the stream at once.
const PART: usize = 1 << 18;
/// Bytes of a line; what comes after is passed over. HTTP.sys takes requests of at most 16 MB, and by default of 16 KB.
const LONGEST: usize = 1 << 20;

/// A line, and whether its end was cut off.
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    /// Counted from 1.
    pub(super) number: u64,
    pub(super) is_cut: bool,
}

/// Gives every line to `take` until it fails; an error of the stream comes back with the number of the line that it
/// broke off.
pub(super) fn each<E>(
    stream: &mut dyn Read,
    mut take: impl FnMut(Text<'_>) -> Result<(), E>,
) -> Result<Option<(u64, std::io::Error)>, E> {
    let mut buffer = vec![0; PART];
    let (mut filled, mut number, mut is_cut) = (0, 1, false);
    loop {
        let Some(free) = buffer.get_mut(filled..) else { return Ok(None) };
        let read = match stream.read(free) {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                let rest = buffer.get(..filled).unwrap_or_default();
                if !rest.is_empty() {
                    take(Text { bytes: rest, number, is_cut: true })?;
                }
                return Ok(Some((number, error)));
            }
        };
        let end = filled + read;
        let mut start = 0;
        for newline in memchr::memchr_iter(b'\n', buffer.get(filled..end).unwrap_or_default()) {
            let newline = filled + newline;
            take(Text { bytes: buffer.get(start..newline).unwrap_or_default(), number, is_cut })?;
            (start, number, is_cut) = (newline + 1, number + 1, false);
        }
        if read == 0 {
            if filled > 0 {
                take(Text { bytes: buffer.get(..filled).unwrap_or_default(), number, is_cut })?;
            }
            return Ok(None);
        }
        buffer.copy_within(start..end, 0);
        filled = end - start;
        if filled == buffer.len() {
            if filled < LONGEST + PART {
                buffer.resize((filled * 2).min(LONGEST + PART), 0);
            } else {
                // The rest of the line overwrites its last bytes, so that its end is found.
                (filled, is_cut) = (LONGEST, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that gives a few bytes at a time, and an error at the end.
    struct Slow<'a>(&'a [u8], bool);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() && self.1 {
                return Err(std::io::Error::other("the disk is gone"));
            }
            let length = self.0.len().min(buffer.len()).min(7);
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn lines(bytes: &[u8], fails: bool) -> (Vec<(u64, String, bool)>, Option<u64>) {
        let mut all = Vec::new();
        let error = each(&mut Slow(bytes, fails), |text| {
            all.push((text.number, String::from_utf8_lossy(text.bytes).into_owned(), text.is_cut));
            Ok::<(), ()>(())
        });
        (all, error.unwrap().map(|(line, _)| line))
    }

    #[test]
    fn lines_of_a_stream() {
        let line = |number, text: &str| (number, text.to_owned(), false);
        assert_eq!(lines(b"", false), (vec![], None));
        assert_eq!(
            lines(b"a\n\nlonger than a part\r\nb", false).0,
            [line(1, "a"), line(2, ""), line(3, "longer than a part\r"), line(4, "b"),]
        );
        assert_eq!(lines(b"a\nb", true), (vec![line(1, "a"), (2, "b".to_owned(), true)], Some(2)));
    }

    #[test]
    fn lines_without_end() {
        let long = vec![b'x'; LONGEST * 2];
        let (all, _) = lines(&[&long[..], b"\nshort\n"].concat(), false);
        assert_eq!(all.len(), 2);
        assert!(all[0].2 && all[0].1.len() <= LONGEST + PART && all[0].1.starts_with("xxx"));
        assert_eq!(all[1], (2, "short".to_owned(), false));
    }
}
