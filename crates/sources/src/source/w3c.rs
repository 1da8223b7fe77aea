use crate::recognise::{Head, Read, Requests, Source};
use crate::w3c::{self, LogKind};

/// Access logs of IIS: W3C extended logs, also those of its module for advanced logging.
pub(super) static SOURCE: Source = Source {
    name: "w3c",
    reference: "https://learn.microsoft.com/windows/win32/http/w3c-logging",
    recognise: |head: &Head<'_>| {
        w3c::fields(head).is_some_and(|fields| {
            let has = |name| fields.position(name).is_some();
            has("cs-method") && (has("c-ip") || has("cs-uri-stem") || has("sc-status")) && !has("s-reason")
        })
    },
    endings: &[],
    noun: "web server log",
    read: Read::Requests(Requests {
        computer: w3c::computer,
        read: |reading, input, host| w3c::read(reading, input, host, &KIND),
    }),
};

/// Columns as Sentinel has them (<https://learn.microsoft.com/azure/azure-monitor/reference/tables/w3ciislog>).
static KIND: LogKind = LogKind {
    table: "W3CIISLog",
    columns: &[
        ("s-sitename", "sSiteName"),
        ("s-ip", "sIP"),
        ("cs-method", "csMethod"),
        ("cs-uri-stem", "csUriStem"),
        ("cs-uri-query", "csUriQuery"),
        ("s-port", "sPort"),
        ("cs-username", "csUserName"),
        ("c-ip", "cIP"),
        ("cs-version", "csVersion"),
        ("cs(User-Agent)", "csUserAgent"),
        ("cs(Cookie)", "csCookie"),
        ("cs(Referer)", "csReferer"),
        ("cs-host", "csHost"),
        ("cs(Host)", "csHost"),
        ("sc-status", "scStatus"),
        ("sc-substatus", "scSubStatus"),
        ("sc-win32-status", "scWin32Status"),
        ("sc-bytes", "scBytes"),
        ("cs-bytes", "csBytes"),
        ("time-taken", "TimeTaken"),
    ],
    computer: "Computer",
    site: Some("sSiteName"),
};
