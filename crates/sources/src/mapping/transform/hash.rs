use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[Transform { name: "hash", apply: hash }];

/// Picks one of Sysmon's hashes, `SHA1=AB…,MD5=CD…`, in the lower case that Defender writes.
fn hash<'a>(text: &'a str, algorithm: &str) -> Option<Cow<'a, str>> {
    text.split(',').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        (name.eq_ignore_ascii_case(algorithm) && !value.is_empty() && value.bytes().any(|b| b != b'0'))
            .then(|| Cow::Owned(value.to_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn hashes() {
        let text = "SHA1=CE8E,MD5=A27A,SHA256=8F16,IMPHASH=00000000";
        check("hash:SHA256", text, Some("8f16"));
        check("hash:MD5", text, Some("a27a"));
        check("hash:IMPHASH", text, None);
        check("hash:SHA512", text, None);
        check("hash:SHA1", "", None);
        check("hash:SHA1", "SHA1", None);
    }
}
