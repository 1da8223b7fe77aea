use super::*;

/// `<name attribute="value">` opens, `</` closes, anything else is text.
fn walked(parts: &[&str]) -> Walk {
    let mut walk = Walk::default();
    for part in parts {
        if *part == "</" {
            walk.close(&mut |_, _, _| true);
        } else if let Some(tag) = part.strip_prefix('<') {
            let mut words = tag.trim_end_matches('>').split(' ');
            let name = words.next().unwrap();
            let attributes: Vec<Attribute> =
                words.map(|word| word.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned())).unwrap()).collect();
            walk.open(name, &attributes);
        } else {
            walk.text(part);
        }
    }
    walk
}

fn fields(data: &[&str]) -> Vec<(String, String)> {
    let parts = [&["<Event>", "<System>", "</"], data, &["</"]].concat();
    walked(&parts).event.data.iter().map(|f| (f.name.to_string(), f.value.to_string())).collect()
}

#[test]
fn system_part() {
    let mut parts = vec!["<Event>", "<System>", "<Provider Name=P Guid={1}>", "</"];
    parts.extend(["<EventID Qualifiers=16384>", " 7 ", "</", "<Version>", "5", "</", "<Level>", "4", "</"]);
    parts.extend(["<Task>", "7", "</", "<Opcode>", "0", "</", "<Keywords>", "0x8000000000000000", "</"]);
    parts.extend(["<TimeCreated SystemTime=2026-01-02T03:04:05.1234567Z>", "</", "<EventRecordID>", "99", "</"]);
    parts.extend(["<Correlation ActivityID={A}>", "</", "<Execution ProcessID=4 ThreadID=0x10>", "</"]);
    parts.extend(["<Channel>", "C/Operational", "</", "<Computer>", "WEB01", "</", "<Security UserID=S-1-5-18>", "</"]);
    parts.extend(["</", "</"]);
    let walk = walked(&parts);
    let event = walk.event;
    assert!(walk.system_seen && walk.ended && walk.wanted);
    assert_eq!((event.provider.as_ref(), event.provider_guid.as_ref()), ("P", "{1}"));
    assert_eq!((event.event_id, event.version, event.level, event.task), (7, Some(5), Some(4), Some(7)));
    assert_eq!((event.opcode, event.event_record_id), (Some(0), Some(99)));
    assert_eq!(event.keywords, "0x8000000000000000");
    assert_eq!(event.time, ticks::parse_iso("2026-01-02T03:04:05.1234567Z"));
    assert_eq!(event.activity_id, "{A}");
    assert_eq!((event.process_id, event.thread_id), (Some(4), Some(16)));
    assert_eq!((event.channel.as_ref(), event.computer.as_ref()), ("C/Operational", "WEB01"));
    assert_eq!(event.user_id, "S-1-5-18");
    assert_eq!(event.section, Section::EventData);
}

#[test]
fn a_provider_without_a_name_has_its_sources() {
    let walk = walked(&["<Event>", "<System>", "<Provider EventSourceName=S>"]);
    assert_eq!(walk.event.provider, "S");
}

#[test]
fn data() {
    let check = |data: &[&str], expect: &[(&str, &str)]| {
        let expect: Vec<_> = expect.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(fields(data), expect, "{data:?}");
    };
    check(&["<EventData>", "<Data Name=A>", "1", "</", "<Data Name=B>", "</", "</"], &[("A", "1"), ("B", "")]);
    check(
        &["<EventData>", "<Data>", "x", "</", "<Data>", "y", "</", "<Binary>", "00FF", "</", "</"],
        &[("", "x"), ("", "y"), ("Binary", "00FF")],
    );
    check(&["<EventData>", "<Data Name=A>", "a ", "<b>", "c", "</", "</", "</"], &[("b", "c"), ("A", "a ")]);
    check(&["<EventData>", "<Data Name=A>", " a ", "b\r\n", "</", "</"], &[("A", " a b\r\n")]);
    check(
        &["<UserData>", "<x:LogFileCleared>", "<x:Subject>", "u", "</", "<S>", "</", "</", "</"],
        &[("Subject", "u"), ("S", "")],
    );
    check(&["<ProcessingErrorData>", "<ErrorCode>", "5", "</", "</"], &[("ErrorCode", "5")]);
    check(&[], &[]);
}

#[test]
fn unwanted_events_stop_early() {
    let mut walk = Walk::default();
    walk.open("Event", &[]);
    walk.open("System", &[]);
    walk.close(&mut |_, _, _| false);
    assert!(walk.ended && !walk.wanted && walk.system_seen);
}

#[test]
fn depth_is_bounded() {
    let mut walk = walked(&["<Event>", "<System>", "</", "<UserData>"]);
    for _ in 0..1000 {
        walk.open("a", &[]);
    }
    assert!(walk.stack.len() <= MOST_DEPTH);
    for _ in 0..1002 {
        walk.close(&mut |_, _, _| true);
    }
    assert!(walk.ended && !walk.event.data.is_empty());
}
