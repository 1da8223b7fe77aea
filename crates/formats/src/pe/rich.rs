//! The Rich header: which of Microsoft's compilers and linkers made a file, and how many objects each gave.
//!
//! Undocumented; facts from "Finding the Needle: A Study of the PE32 Rich Header and Respective Malware Triage"
//! (Webster and others, 2017).

use md5::{Digest, Md5};

/// Entries past this number are left out.
const MAX_TOOLS: usize = 256;

/// The header, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RichHeader {
    /// MD5 of the decoded bytes, in hexadecimal, as other tools take it.
    pub hash: String,
    pub tools: Vec<Tool>,
}

/// What one tool gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// Which tool, and what it made (`prodid.h`).
    pub product: u16,
    pub build: u16,
    /// Object files.
    pub count: u32,
}

/// Reads the header before the PE header; none without one: `Rich` and a key, and `DanS` under that key before it.
pub(super) fn read(data: &[u8], nt_headers: usize) -> Option<RichHeader> {
    let stub = data.get(0x40..nt_headers.min(0x1000).min(data.len()))?;
    let (words, _) = stub.as_chunks::<4>();
    let rich = words.iter().position(|word| word == b"Rich")?;
    let key = *words.get(rich + 1)?;
    let clear: Vec<[u8; 4]> = words
        .iter()
        .take(rich)
        .map(|word| std::array::from_fn(|at| word.get(at).unwrap_or(&0) ^ key.get(at).unwrap_or(&0)))
        .collect();
    let start = clear.iter().rposition(|word| word == b"DanS")?;
    let clear = clear.get(start..)?;
    // Three numbers of filling follow.
    let entries = clear.get(4..).unwrap_or_default().as_chunks::<2>().0;
    let tools = entries.iter().take(MAX_TOOLS).map(|[id, count]| {
        let [build, product] = [id.first_chunk::<2>(), id.last_chunk::<2>()];
        let number = |bytes: Option<&[u8; 2]>| bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes));
        Tool { product: number(product), build: number(build), count: u32::from_le_bytes(*count) }
    });
    Some(RichHeader { hash: crate::hex(&Md5::digest(clear.as_flattened())), tools: tools.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools() {
        let mut data = vec![0; 0x40];
        let clear: [u32; 8] = [u32::from_le_bytes(*b"DanS"), 0, 0, 0, 0x0105_7809, 3, 0x0001_0000, 12];
        let key = 0x1234_5678_u32;
        data.extend(clear.iter().flat_map(|word| (word ^ key).to_le_bytes()));
        data.extend(b"Rich");
        data.extend(key.to_le_bytes());
        let end = data.len();
        let rich = read(&data, end).unwrap();
        let tool = |product, build, count| Tool { product, build, count };
        assert_eq!(rich.tools, [tool(0x105, 0x7809, 3), tool(1, 0, 12)]);
        let bytes: Vec<u8> = clear.iter().flat_map(|word| word.to_le_bytes()).collect();
        assert_eq!(rich.hash, crate::hex(&Md5::digest(&bytes)));
        for cut in 0..end {
            assert_eq!(read(&data[..cut], end), None);
        }
        data[end - 1] ^= 1;
        assert_eq!(read(&data, end), None);
    }
}
