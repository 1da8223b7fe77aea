//! Text from evidence inside a page.

use crate::text::visible;

/// The text made visible, and harmless in elements and in quoted attributes alike.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_gets_out_of_its_place() {
        let check = |text: &str, expect: &str| assert_eq!(super::escape(text), expect);
        check("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        check("\" onload=\"x", "&quot; onload=&quot;x");
        check("&amp;", "&amp;amp;");
        check("a\u{202e}b\u{0}", "a\\u{202e}b\\u{0}");
    }
}
