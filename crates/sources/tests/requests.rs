//! Logs of requests: W3C logs of IIS and those of HTTP.sys.

mod common;

use common::{Outcome, Row, Triage};
use std::fmt::Write;

const HEAD: &str =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-03-14 00:00:00\r\n";
const FIELDS: &str = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n";
const LINE: &str =
    "2026-03-14 01:22:03 10.0.0.5 GET /orders/default.aspx id=1 443 - 203.0.113.9 Mozilla/5.0+(X11) - 200 0 0 31\r\n";

fn read(text: impl AsRef<[u8]>) -> Outcome {
    Triage::new().with("C/inetpub/logs/LogFiles/W3SVC2/u_ex260314.log", text).read(&["W3CIISLog"])
}

/// The columns of a row that are neither empty nor null, but for the constant ones.
fn filled(row: &Row) -> String {
    let constant = ["Type", "Computer", "$records"];
    row.iter().filter(|(name, value)| !constant.contains(&name.as_str()) && *value != "null" && !value.is_empty()).fold(
        String::new(),
        |mut text, (name, value)| {
            let _ = write!(text, "{name}={value} ");
            text
        },
    )
}

#[test]
fn a_log_as_sentinel_has_it() {
    let outcome = read(format!("{HEAD}{FIELDS}{LINE}"));
    assert_eq!(outcome.store.sources()[0].format, "w3c");
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let rows = outcome.rows("W3CIISLog");
    assert_eq!(
        filled(&rows[0]),
        "TimeGenerated=2026-03-14T01:22:03Z TimeTaken=31 cIP=203.0.113.9 csMethod=GET csUriQuery=id=1 \
         csUriStem=/orders/default.aspx csUserAgent=Mozilla/5.0+(X11) sIP=10.0.0.5 sPort=443 sSiteName=W3SVC2 \
         scStatus=200 scSubStatus=0 scWin32Status=0 "
    );
    assert_eq!((rows[0]["Computer"].as_str(), rows[0]["$records"].as_str()), ("triage", "5"));
    assert_eq!((outcome.summary.records, rows.len()), (1, 1));
}

#[test]
fn fields_that_change_and_columns_of_other_names() {
    let text = format!(
        "{HEAD}{FIELDS}{LINE}#Fields: date time s-sitename s-computername cs-method cs-host cs(Cookie) sc-bytes cs-bytes X-Forwarded-For OriginalIP\r\n\
         2026-03-14 01:22:04 W3SVC7 WEB01 POST orders a=b;c=d 512 99999999999 198.51.100.7 -\r\n\
         #Date: 2026-03-15 00:00:00\r\n#Fields: time c-ip cs-method sc-status\r\n00:00:01 203.0.113.9 GET 404\r\n"
    );
    let rows = read(text).rows("W3CIISLog");
    assert_eq!(
        filled(&rows[1]),
        "CustomFields={\"X-Forwarded-For\":\"198.51.100.7\"} TimeGenerated=2026-03-14T01:22:04Z csBytes=99999999999 \
         csCookie=a=b;c=d csHost=orders csMethod=POST sSiteName=W3SVC7 scBytes=512 "
    );
    assert_eq!(rows[1]["Computer"], "WEB01");
    assert_eq!(
        filled(&rows[2]),
        "TimeGenerated=2026-03-15T00:00:01Z cIP=203.0.113.9 csMethod=GET sSiteName=W3SVC2 scStatus=404 "
    );
}

#[test]
fn broken_lines_are_told_and_kept() {
    let text = format!(
        "{HEAD}2026-03-14 00:00:00 lost\r\n{FIELDS}{LINE}\
         2026-03-14 01:22:04 10.0.0.5 GET /cut\r\n\
         2026-03-14 01:22:05 10.0.0.5 GET /a id=1 2 443 - 203.0.113.9 UA - 500 0 0 7\r\n\
         2026-13-14 01:22:06 10.0.0.5 GET /t - 443 - 203.0.113.9 UA - 200 0 0 8\r\n\0\0\0\0\0\0\0\0"
    );
    let outcome = read(text);
    let path = "C/inetpub/logs/LogFiles/W3SVC2/u_ex260314.log";
    assert_eq!(
        outcome.problems(),
        [
            format!("warning {path} line 4: values before the first #Fields, which would say what they are"),
            format!("warning {path} line 7: the line breaks off: 5 values for 15 fields"),
            format!("warning {path} line 8: 16 values for 15 fields: a value has spaces"),
            format!("warning {path} line 9: no time that can be read"),
        ]
    );
    let rows = outcome.rows("W3CIISLog");
    assert_eq!(rows.len(), 5);
    assert!(rows[0]["CustomFields"].contains("00:00:00 lost"), "{:?}", rows[0]);
    assert_eq!((rows[2]["csUriStem"].as_str(), rows[2]["scStatus"].as_str()), ("/cut", ""));
    assert!(rows[2]["CustomFields"].contains("GET /cut"), "{:?}", rows[2]);
    let row = &rows[3];
    assert_eq!([&row["csMethod"], &row["csUriStem"], &row["scStatus"], &row["TimeTaken"]], ["GET", "", "500", "7"]);
    assert_eq!((rows[4]["TimeGenerated"].as_str(), rows[4]["csUriStem"].as_str()), ("null", "/t"));
    assert_eq!(outcome.summary.records, 5);
}

#[test]
fn other_encodings_quotes_and_marks() {
    let bytes = [
        b"\xEF\xBB\xBF#Fields: date time cs-method cs-uri-stem cs(User-Agent)\n".as_slice(),
        b"2026-03-14 01:22:03 GET /caf\xE9 \"a b\"\n",
    ]
    .concat();
    let outcome = read(bytes);
    let rows = outcome.rows("W3CIISLog");
    assert_eq!((rows[0]["csUriStem"].as_str(), rows[0]["csUserAgent"].as_str()), ("/café", "a b"));
    assert_eq!(
        outcome.problems(),
        [
            "info C/inetpub/logs/LogFiles/W3SVC2/u_ex260314.log : 1 lines are not UTF-8; their bytes are taken for Latin-1"
        ]
    );
}

#[test]
fn only_what_is_asked_for_is_built_and_nothing_is_read_for_nothing() {
    let triage = Triage::new().with("u_ex.log", format!("{HEAD}{FIELDS}{LINE}"));
    let evidence = triage.open();
    let mut request = tables::Request::default();
    request.want("W3CIISLog", ["csUriStem", "Computer"]);
    let mut store = tables::Store::new(request, usize::MAX);
    sources::read(&evidence, &mut store, &sources::ReadOptions::default()).unwrap();
    assert_eq!(store.batches("W3CIISLog").unwrap().next().unwrap().unwrap().num_columns(), 3);
    let evidence = triage.open();
    common::read_all(&evidence, &["HttpErrLog"], &sources::ReadOptions::default());
    assert_eq!(evidence.items[0].reads(), 0);
}

#[test]
fn the_computer_is_that_of_the_evidence() {
    let event = r#"{"@timestamp":"2026-03-14T01:22:03Z","winlog":{"event_id":1,"provider_name":"x","channel":"y","computer_name":"web07.corp.example"}}"#;
    let log = format!("{HEAD}{FIELDS}{LINE}");
    let outcome = Triage::new().with("u_ex.log", &log).with("z.ndjson", event).read(&["W3CIISLog", "WindowsEvent"]);
    assert_eq!(outcome.column("W3CIISLog", "Computer"), ["web07.corp.example"]);
    let named =
        format!("{HEAD}#Fields: date time cs-method c-ip s-computername\r\n2026-03-14 01:22:03 GET ::1 WEB09\r\n");
    let outcome = Triage::new().with("a.log", named).with("b.log", log).read(&["W3CIISLog"]);
    assert_eq!(outcome.column("W3CIISLog", "Computer"), ["WEB09", "WEB09"]);
}

#[test]
fn errors_of_http_sys() {
    let text = "#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: 2026-03-14 00:00:00\r\n\
        #Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename transport\r\n\
        2026-03-14 01:22:03 203.0.113.9%0 51234 10.0.0.5%0 443 HTTP/1.1 GET /%%%% - 400 - BadRequest - TCP\r\n\
        2026-03-14 01:22:04 203.0.113.9 51235 10.0.0.5 443 HTTP/2.0 POST /orders 5 503 2 AppOffline OrdersPool QUIC\r\n\
        2026-03-14 01:22:05 203.0.113.9 51236 10.0.0.5 443 - - - - - - Timer_ConnectionIdle - -\r\n";
    let outcome = Triage::new().with("httperr1.log", text).read(&["HttpErrLog", "W3CIISLog"]);
    assert_eq!(outcome.store.sources()[0].format, "httperr");
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let rows = outcome.rows("HttpErrLog");
    assert_eq!(
        filled(&rows[1]),
        "StreamId=5 TimeGenerated=2026-03-14T01:22:04Z Transport=QUIC cIP=203.0.113.9 cPort=51235 csMethod=POST \
         csUri=/orders csVersion=HTTP/2.0 sIP=10.0.0.5 sPort=443 sQueueName=OrdersPool sReason=AppOffline sSiteId=2 \
         scStatus=503 "
    );
    assert_eq!((rows[0]["csUri"].as_str(), rows[0]["cIP"].as_str(), rows.len()), ("/%%%%", "203.0.113.9%0", 3));
    assert_eq!(outcome.store.rows("W3CIISLog"), 0);
}
