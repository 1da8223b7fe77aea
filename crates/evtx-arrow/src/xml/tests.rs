use super::*;

const SYSTEM: &str = r#"<System><Provider Name="P &amp; Q" Guid="{00000000-0000-0000-0000-000000000001}"/><EventID Qualifiers="16384">7</EventID><Version>5</Version><Level>4</Level><Task>7</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime="2026-01-02T03:04:05.1234567Z"/><EventRecordID>99</EventRecordID><Correlation ActivityID="{A}"/><Execution ProcessID="4" ThreadID="0x10"/><Channel>C/Operational</Channel><Computer>WEB01.example.test</Computer><Security UserID="S-1-5-18"/></System>"#;

fn parsed(data: &str) -> Option<Vec<(String, String)>> {
    let text = format!("<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">{SYSTEM}{data}</Event>");
    let event = event(&text, &Wanted::all()).ok()?.0;
    Some(event.data.iter().map(|f| (f.name.to_string(), f.value.to_string())).collect())
}

#[test]
fn system_part() {
    let text = format!("<?xml version=\"1.0\"?><Event>{SYSTEM}</Event>");
    let event = event(&text, &Wanted::all()).unwrap().0;
    assert_eq!(event.provider, "P & Q");
    assert_eq!(event.provider_guid, "{00000000-0000-0000-0000-000000000001}");
    assert_eq!((event.event_id, event.version, event.level, event.task), (7, Some(5), Some(4), Some(7)));
    assert_eq!((event.opcode, event.event_record_id), (Some(0), Some(99)));
    assert_eq!(event.keywords, "0x8000000000000000");
    assert_eq!(event.time, ticks::parse_iso("2026-01-02T03:04:05.1234567Z"));
    assert_eq!(event.activity_id, "{A}");
    assert_eq!((event.process_id, event.thread_id), (Some(4), Some(16)));
    assert_eq!((event.channel.as_ref(), event.computer.as_ref()), ("C/Operational", "WEB01.example.test"));
    assert_eq!(event.user_id, "S-1-5-18");
    assert_eq!(event.section, Section::EventData);
}

#[test]
fn data() {
    let check = |data, expect: &[(&str, &str)]| {
        let expect: Vec<_> = expect.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(parsed(data), Some(expect), "{data}");
    };
    check("<EventData><Data Name=\"A\">1</Data><Data Name=\"B\"/></EventData>", &[("A", "1"), ("B", "")]);
    check(
        "<EventData><Data>x</Data><Data>y</Data><Binary>00FF</Binary></EventData>",
        &[("", "x"), ("", "y"), ("Binary", "00FF")],
    );
    check("<EventData><Data Name=\"A\">1</Data><Data Name=\"A\">2</Data></EventData>", &[("A", "1"), ("A", "2")]);
    check("<EventData><Data Name=\"A\">a &lt;b&gt; &amp;&#x41; c</Data></EventData>", &[("A", "a <b> &A c")]);
    check("<EventData><Data Name=\"A\"> kept \r\n</Data></EventData>", &[("A", " kept \r\n")]);
    check("<EventData><Data Name=\"A\"><![CDATA[<x>]]></Data></EventData>", &[("A", "<x>")]);
    check(
        "<UserData><LogFileCleared xmlns=\"x\"><SubjectUserName>u</SubjectUserName><S/></LogFileCleared></UserData>",
        &[("SubjectUserName", "u"), ("S", "")],
    );
    check("<ProcessingErrorData><ErrorCode>5</ErrorCode></ProcessingErrorData>", &[("ErrorCode", "5")]);
    check("", &[]);
}

#[test]
fn nothing_hostile_panics() {
    assert!(event("", &Wanted::all()).is_err());
    assert!(event("<Event></Event>", &Wanted::all()).is_err());
    assert!(event("<Event><System><EventID>x</EventID></System>", &Wanted::all()).is_ok());
    assert!(event("</Event></Event></Event>", &Wanted::all()).is_err());
    let deep = "<a>".repeat(100_000);
    assert!(parsed(&format!("<UserData>{deep}")).is_some());
}

#[test]
fn unwanted_events_stop_early() {
    let text = format!("<Event>{SYSTEM}<EventData><broken");
    let (event, wanted) = event(&text, &Wanted::any_of([])).unwrap();
    assert!(!wanted && event.computer == "WEB01.example.test");
}
