use crate::recognise::{Head, Read, Requests, Source};
use crate::w3c::{self, LogKind};

/// What HTTP.sys refused or lost before a worker process saw it. It writes these logs itself, so they go on where a
/// site's own logging is off.
pub(super) static SOURCE: Source = Source {
    name: "httperr",
    reference: "https://learn.microsoft.com/troubleshoot/developer/webapps/aspnet/site-behavior-performance/error-logging-http-apis",
    recognise: |head: &Head<'_>| w3c::fields(head).is_some_and(|fields| fields.position("s-reason").is_some()),
    endings: &[],
    noun: "HTTP error log",
    read: Read::Requests(Requests {
        computer: w3c::computer,
        read: |reading, input, host| w3c::read(reading, input, host, &KIND),
    }),
};

static KIND: LogKind = LogKind {
    table: "HttpErrLog",
    columns: &[
        ("c-ip", "cIP"),
        ("c-port", "cPort"),
        ("s-ip", "sIP"),
        ("s-port", "sPort"),
        ("cs-version", "csVersion"),
        ("cs-method", "csMethod"),
        ("cs-uri", "csUri"),
        ("streamid", "StreamId"),
        ("sc-status", "scStatus"),
        ("s-siteid", "sSiteId"),
        ("s-reason", "sReason"),
        ("s-queuename", "sQueueName"),
        ("transport", "Transport"),
    ],
    computer: "Computer",
    site: None,
};
