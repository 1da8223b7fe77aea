//! Members of zip archives: what is refused when they are listed, and how one is read.
//!
//! The `zip` crate reads the central directory. The data itself is streamed here, so that a member can be
//! opened without parsing the directory again and its length is checked against what the header claims.

use crate::item::Body;
use crate::times::{self, Written};
use crate::{Limits, error::io_text};
use diagnostics::Problem;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufReader, Read, SeekFrom};
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// The first bytes of a zip archive that holds anything.
pub(crate) const MAGIC: &[u8] = b"PK\x03\x04";

/// Where one archive member's data lies.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    archive: Arc<Body>,
    header_start: u64,
    packed: u64,
    unpacked: u64,
    deflated: bool,
    crc32: u32,
}

/// A member that may be read, under its name in the archive.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) member: Member,
}

/// Lists the members of an archive; what is refused becomes a problem under `path`.
pub(crate) fn list(body: &Body, path: &str, size: u64, limits: &Limits, problems: &mut Vec<Problem>) -> Vec<Listed> {
    let reader = match body.seekable() {
        Ok(reader) => BufReader::new(reader),
        Err(error) => {
            problems.push(Problem::error(path, "", io_text(&error)));
            return Vec::new();
        }
    };
    let archive = match ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => {
            problems.push(Problem::error(path, "", format!("starts like a zip archive but cannot be opened: {error}")));
            return Vec::new();
        }
    };
    if archive.has_duplicate_names() {
        problems.push(Problem::warning(path, "", "two members of the archive share a name; the last one is read"));
    }
    // Overlapping members can each keep the ratio and still unpack to far more than the archive holds.
    let total_limit = limits.max_zip_total.min(size.saturating_mul(limits.max_zip_ratio).max(limits.zip_ratio_floor));
    let mut total = 0_u64;
    let shared = Arc::new(body.clone());
    let mut listed = Vec::new();
    for index in 0..archive.len() {
        let entry = match archive.by_index_data(index) {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(Problem::error(path, format!("member {index}"), format!("cannot be read: {error}")));
                continue;
            }
        };
        let raw = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        if entry.is_dir() || raw.ends_with(['/', '\\']) {
            continue;
        }
        let unpacked = entry.size();
        let mut refuse = |text: String| problems.push(Problem::error(format!("{path}!/{raw}"), "", text));
        let name = match safe_name(&raw) {
            Ok(name) => name,
            Err(why) => {
                refuse(format!("refused: {why}"));
                continue;
            }
        };
        if entry.is_symlink() {
            refuse("refused: a symbolic link inside an archive".to_owned());
            continue;
        }
        if entry.encrypted() {
            refuse("encrypted; unpack it first".to_owned());
            continue;
        }
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::DEFLATE => true,
            other => {
                refuse(format!("packed with {other}, which is not supported; unpack it first"));
                continue;
            }
        };
        let packed = entry.compressed_size();
        if unpacked > limits.zip_ratio_floor && unpacked / packed.max(1) > limits.max_zip_ratio {
            let limit = limits.max_zip_ratio;
            refuse(format!("refused: unpacks to {}:1, the limit is {limit}:1", unpacked / packed.max(1)));
            continue;
        }
        if total.saturating_add(unpacked) > total_limit {
            let left = archive.len() - index;
            let text =
                format!("refused from here on ({left} members): the archive unpacks to more than {total_limit} bytes");
            refuse(text);
            break;
        }
        if name.to_lowercase().ends_with(".zip") {
            problems.push(Problem::warning(format!("{path}!/{name}"), "", "an archive inside an archive; not opened"));
        }
        total += unpacked;
        let member = Member {
            archive: Arc::clone(&shared),
            header_start: entry.header_start(),
            packed,
            unpacked,
            deflated,
            crc32: entry.crc32(),
        };
        listed.push(Listed { name, size: unpacked, member });
    }
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    listed
}

/// A member's name with `/` between its parts, or why it may not be used. Nothing is ever written under
/// these names, but they must not claim to be something outside the archive either.
fn safe_name(raw: &str) -> Result<String, &'static str> {
    let name = raw.replace('\\', "/");
    if name.starts_with('/') {
        return Err("its name is an absolute path");
    }
    if name.contains('\0') {
        return Err("its name holds a zero byte");
    }
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err("its name climbs out of the archive"),
            _ if parts.is_empty() && is_drive(part) => return Err("its name starts with a drive"),
            _ => parts.push(part),
        }
    }
    if parts.is_empty() { Err("it has no name") } else { Ok(parts.join("/")) }
}

/// `C:` or `C:file`.
fn is_drive(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
}

impl Member {
    /// When the member was last written, as its own header says.
    pub(crate) fn written(&self) -> Option<Written> {
        let mut archive = self.archive.seekable().ok()?;
        archive.seek(SeekFrom::Start(self.header_start)).ok()?;
        let mut header = [0_u8; 30];
        archive.read_exact(&mut header).ok()?;
        let [a, b, c, d, _, _, _, _, _, _, t0, t1, d0, d1, .., n0, n1, e0, e1] = header;
        if [a, b, c, d] != MAGIC {
            return None;
        }
        archive.seek(SeekFrom::Current(i64::from(u16::from_le_bytes([n0, n1])))).ok()?;
        let mut extra = Vec::new();
        archive.take(u64::from(u16::from_le_bytes([e0, e1]))).read_to_end(&mut extra).ok()?;
        times::of_member(&extra, u16::from_le_bytes([d0, d1]), u16::from_le_bytes([t0, t1]))
    }

    /// The unpacked content. It errs when it is longer or shorter than the header claims, or differs from
    /// its checksum; the bytes before that point are given first.
    pub(crate) fn stream(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let mut archive = self.archive.seekable()?;
        archive.seek(SeekFrom::Start(self.header_start))?;
        let mut header = [0_u8; 30];
        archive.read_exact(&mut header)?;
        let [a, b, c, d, middle @ .., n0, n1, e0, e1] = header;
        if [a, b, c, d] != MAGIC || middle.len() != 22 {
            return Err(invalid("the member's own header is not where the archive's directory says"));
        }
        let skip = i64::from(u16::from_le_bytes([n0, n1])) + i64::from(u16::from_le_bytes([e0, e1]));
        archive.seek(SeekFrom::Current(skip))?;
        let packed = BufReader::new(archive.take(self.packed));
        let inner: Box<dyn Read + Send> =
            if self.deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Box::new(Checked { inner, left: self.unpacked, crc: Crc::new(), expected: self.crc32 }))
    }
}

/// Gives no more than the claimed length and compares the checksum at the end.
struct Checked {
    inner: Box<dyn Read + Send>,
    left: u64,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            if self.inner.read(&mut [0_u8; 1])? > 0 {
                return Err(invalid("the member unpacks to more than its header says"));
            }
            if self.crc.sum() != self.expected {
                return Err(invalid("the member's checksum is wrong: the archive is damaged"));
            }
            return Ok(0);
        }
        let want = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let Some(buffer) = buffer.get_mut(..want) else { return Ok(0) };
        let n = self.inner.read(buffer)?;
        if n == 0 {
            return Err(invalid("the member ends before the length that its header gives"));
        }
        self.crc.update(buffer.get(..n).unwrap_or_default());
        self.left -= n as u64;
        Ok(n)
    }
}

fn invalid(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn names() {
        let check = |raw, expect: Option<&str>| assert_eq!(safe_name(raw).ok().as_deref(), expect, "{raw}");
        check("logs/a.evtx", Some("logs/a.evtx"));
        check("logs\\a.evtx", Some("logs/a.evtx"));
        check("./a//b", Some("a/b"));
        check("uploads/auto/C%3A/a", Some("uploads/auto/C%3A/a"));
        check("a..b/c...d", Some("a..b/c...d"));
        check("../a", None);
        check("a/../../b", None);
        check("a\\..\\b", None);
        check("/etc/passwd", None);
        check("\\\\server\\share", None);
        check("C:/a", None);
        check("c:a", None);
        check("a\0b", None);
        check(".", None);
    }
}
