//! Letters that look like Latin ones.

/// Replaces look-alike letters by the ASCII characters that they imitate, and drops invisible characters.
/// Case stays as it is. Covers Cyrillic, Greek, Armenian and full-width letters, mathematical alphabets,
/// Latin letters with marks, and odd dashes, dots and spaces (Unicode TR 39, `confusables.txt`, the
/// part that reads as ASCII in common fonts).
///
/// ```
/// assert_eq!(knowledge::confusable_fold("аppcmd"), "appcmd"); // the first letter is Cyrillic
/// ```
pub fn confusable_fold(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).map(fold).collect()
}

/// Zero-width characters, soft hyphens and direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Imitations of one ASCII character each, as runs: the ASCII character, then what looks like it.
const LOOK_ALIKES: &[&str] = &[
    "AАΑÀÁÂÃÄÅĀᎪ",
    "BВΒᏴ",
    "CСϹᏟÇ",
    "DᎠĎ",
    "EЕΕÈÉÊËᎬ",
    "GԌᏀ",
    "HНΗᎻ",
    "IІΙÌÍÎÏӀ",
    "JЈᎫ",
    "KКΚᏦ",
    "LᏞ",
    "MМΜᎷ",
    "NΝÑ",
    "OОΟÒÓÔÕÖØՕ",
    "PРΡᏢ",
    "QԚ",
    "RᎡ",
    "SЅՏᏚŠ",
    "TТΤᎢ",
    "UՍÙÚÛÜ",
    "VѴᏙ",
    "WԜᎳ",
    "XХΧ",
    "YУΥҮÝ",
    "ZΖᏃŽ",
    "aаαàáâãäåāɑ",
    "bЬƄ",
    "cсϲçƈ",
    "dԁɗď",
    "eеèéêëēҽ",
    "fƒ",
    "gɡց",
    "hһհ",
    "iіıìíîïɩ",
    "jјϳ",
    "kкκ",
    "lӏⅼ",
    "mмⅿ",
    "nոñп",
    "oоοօòóôõöø",
    "pрρ",
    "qԛզ",
    "rгɼ",
    "sѕšꜱ",
    "tтτ",
    "uυսùúûüц",
    "vνѵ",
    "wԝѡա",
    "xхχ",
    "yуγýÿ",
    "zᴢž",
    "0০",
    "3ЗƷ",
    "6б",
    "-‐‑‒–—―−",
    "._․",
    "/⁄∕",
    "\\∖",
    ":：։",
    "'‘’′",
    "\"“”″",
    " \u{a0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{202f}\u{3000}",
];

fn fold(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let code = u32::from(c);
    // Full-width forms of `!` to `~` lie at a fixed distance.
    if (0xff01..=0xff5e).contains(&code) {
        return char::from_u32(code - 0xff01 + 0x21).unwrap_or(c);
    }
    // Thirteen mathematical alphabets of 52 letters each, then digits by tens.
    if (0x1d400..0x1d6a4).contains(&code) {
        let at = (code - 0x1d400) % 52;
        return char::from_u32(if at < 26 { 0x41 + at } else { 0x61 + at - 26 }).unwrap_or(c);
    }
    if (0x1d7ce..=0x1d7ff).contains(&code) {
        return char::from_u32(0x30 + (code - 0x1d7ce) % 10).unwrap_or(c);
    }
    LOOK_ALIKES.iter().find_map(|run| run.chars().next().filter(|_| run.contains(c))).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        let check = |text, expect| assert_eq!(confusable_fold(text), expect, "{text}");
        check("HttpLoggingModule", "HttpLoggingModule");
        check("аррсmԁ", "appcmd");
        check("НttpLоgging", "HttpLogging");
        check("ａｕｔｈｍｄ５．ｄｌｌ", "authmd5.dll");
        check("𝐚𝘂𝙩𝕙", "auth");
        check("𝟓", "5");
        check("auth\u{200b}md5\u{202e}", "authmd5");
        check("ΑΒ–x", "AB-x");
        check("日本", "日本");
    }

    #[test]
    fn every_run_starts_with_ascii_and_holds_nothing_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for run in LOOK_ALIKES {
            let mut chars = run.chars();
            assert!(chars.next().is_some_and(|c| c.is_ascii()), "{run}");
            for c in chars.filter(|c| !c.is_ascii()) {
                assert!(seen.insert(c), "{c} is listed twice");
            }
        }
    }
}
