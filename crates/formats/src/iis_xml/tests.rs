use super::*;
use std::fmt::Write as _;

/// The tree as one line per element, to compare by eye.
fn drawn(document: &Document) -> String {
    let mut lines = String::new();
    for element in &document.elements {
        let mut depth = 0;
        let mut at = element.parent;
        while let Some(parent) = at {
            depth += 1;
            at = document.elements[parent].parent;
        }
        let attributes: Vec<_> = element.attributes.iter().map(|a| format!("{}={}", a.name, a.value)).collect();
        let (line, column) = (element.line, element.column);
        let text = format!("{}{}({line}:{column}) {}", " ".repeat(depth), element.name, attributes.join(","));
        writeln!(lines, "{}", text.trim_end()).unwrap();
    }
    lines
}

fn check(text: &str, tree: &str, issues: &[&str]) {
    let document = parse(text.as_bytes());
    assert_eq!(drawn(&document).trim_end(), tree, "{text}");
    let got: Vec<_> = document.issues.iter().map(|issue| format!("{} {}", issue.place(), issue.text)).collect();
    assert_eq!(got.len(), issues.len(), "{text}: {got:?}");
    for (got, expect) in got.iter().zip(issues) {
        assert!(got.contains(expect), "{text}: {got} should hold {expect}");
    }
}

#[test]
fn places_of_elements_and_attributes() {
    check("<a>\r\n  <b x=\"1\"/>\n</a>", "a(1:1)\n b(2:3) x=1", &[]);
    let document = parse("<a>\n <äö ä='1'\n   y=\"2\" z='3'></äö></a>".as_bytes());
    let places: Vec<_> = document.elements[1].attributes.iter().map(|a| (a.line, a.column)).collect();
    assert_eq!(places, [(2, 6), (3, 4), (3, 10)]);
}

#[test]
fn a_declaration_comments_and_processing_instructions_are_no_elements() {
    check("<?xml version=\"1.0\"?>\n<!-- x --><?pi?><a><![CDATA[<b/>]]>t</a>\n", "a(2:17)", &[]);
    let document = parse(b"<a>\n<!-- <add name='x'/> --><!-- nothing --></a>");
    assert_eq!(document.comments.len(), 1);
    assert_eq!((document.comments[0].line, document.comments[0].text.as_str()), (2, " <add name='x'/> "));
}

#[test]
fn what_is_not_closed() {
    check("<a><b><c x='1'/>", "a(1:1)\n b(1:4)\n  c(1:7) x=1", &["1, column 17 the file ends inside `b` of line 1"]);
    check("<a><b></a>", "a(1:1)\n b(1:4)", &["line 1, column 7 `</a>` comes before the end of `b`"]);
    check("<a></b></a><", "a(1:1)", &["`</b>` closes nothing", "column 12 not XML"]);
    check("<a><b x='1' <c y='2'/></a>", "a(1:1)\n b(1:4) x=1,<c=,y=2", &["without a value"]);
    check("<a><b x=\"1></b></a>", "a(1:1)", &["not XML", "`</b>` closes nothing"]);
    check("<a><add name=\"x/><add name='y'/></a>", "a(1:1)\n add(1:18) name=y", &["not XML"]);
}

#[test]
fn two_roots_and_stray_text() {
    check("<a/><b/>", "a(1:1)\nb(1:5)", &["column 5 a second root"]);
    check("x<a/>y&z;", "a(1:1)".replace("1:1", "1:2").as_str(), &["outside", "outside", "outside"]);
    check("", "", &["no element"]);
    check("\0\0\0\0", "", &["zero bytes", "no element"]);
    check("<a/>\0\0", "a(1:1)", &["zero bytes"]);
    check("not xml", "", &["outside", "no element"]);
}

#[test]
fn attributes_that_are_wrong() {
    check("<a x='1' x='2' y='&#65;&foo;'/>", "a(1:1) x=1,y=A&foo;", &["`x` is given twice", "`&foo;` is not"]);
    let many: String = (0..MAX_ATTRIBUTES + 5).fold(String::new(), |mut text, n| {
        write!(text, " a{n}=''").unwrap();
        text
    });
    let document = parse(format!("<a{many}/>").as_bytes());
    assert_eq!(document.elements[0].attributes.len(), MAX_ATTRIBUTES);
    assert_eq!(document.issues.len(), 1);
}

#[test]
fn a_document_type_is_refused_and_never_expanded() {
    let text = "<!DOCTYPE a [<!ENTITY x \"<b/>\"><!ENTITY y SYSTEM \"file:///etc/passwd\">]>\n<a v='&x;&y;'>&y;</a>";
    check(text, "a(2:1) v=&x;&y;", &["line 1, column 1 a document type", "`&x;` is not expanded"]);
    check("<!DOCTYPE a [<!ENTITY", "", &["not XML", "no element"]);
    check("<a><!-- <add name='x'/>", "a(1:1)", &["not XML", "the file ends inside `a`"]);
}

#[test]
fn two_hundred_thousand_levels() {
    let mut text = "<a>".repeat(200_000);
    let cut = parse(text.as_bytes());
    assert_eq!(cut.elements.len(), MAX_DEPTH);
    assert_eq!(cut.issues.len(), 2, "{:?}", cut.issues);
    text.push_str("<deep x='1'/>");
    text.push_str(&"</a>".repeat(200_000));
    let closed = parse(text.as_bytes());
    assert_eq!(closed.elements.len(), MAX_DEPTH);
    assert_eq!(closed.issues.len(), 1, "{:?}", closed.issues);
    let after = parse(text.replace("<deep x='1'/>", "").replacen("<a>", "<r><a>", 1).as_bytes());
    assert!(after.issues.len() == 2 && after.elements[0].name == "r");
}

#[test]
fn elements_after_a_pit_are_still_read() {
    let pit = format!("{}{}", "<x>".repeat(10_000), "</x>".repeat(10_000));
    let document = parse(format!("<a>{pit}<add name='y'/></a>").as_bytes());
    let last = document.elements.last().unwrap();
    assert_eq!((last.name.as_str(), last.parent, last.value("name")), ("add", Some(0), "y"));
}

#[test]
fn wide_files() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let document = parse(&wide("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a ü='x'/>"));
    assert_eq!(drawn(&document), "a(2:1) ü=x\n");
    assert!(document.issues.len() == 1 && document.issues[0].text.contains("declares itself `utf-8`"));
    let document = parse(&wide("<a><b/></a>"));
    assert_eq!((document.elements.len(), document.issues[0].severity), (2, Severity::Info));
    assert_eq!(parse(b"\xff\xfe").issues.len(), 2);
}

#[test]
fn issues_are_counted_not_hoarded() {
    let document = parse("</a>".repeat(10_000).as_bytes());
    assert_eq!(document.issues.len(), MAX_ISSUES + 1);
    assert!(document.issues.last().unwrap().text.contains("9901 more"), "{:?}", document.issues.last());
    let quotes = parse("<a x=\"\n".repeat(3_001).as_bytes());
    assert!(quotes.issues.len() <= MAX_ISSUES + 1);
}

#[test]
fn no_cut_of_a_file_panics() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE a><a x=\"1\"><!-- <add/> --><b y='&#65;'/><![CDATA[x]]></a>";
    for end in 0..text.len() {
        parse(&text.as_bytes()[..end]);
        parse(&text.as_bytes()[end..]);
        let mut flipped = text.as_bytes().to_vec();
        flipped[end] ^= 0x15;
        parse(&flipped);
    }
}
