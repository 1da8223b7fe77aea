//! What belongs together: incidents with their timelines, families by shape, components of one server among many.

use crate::case::{case, check};
use crate::server::{Server, line, scan_all};
use detect::model::{Confidence, Step};

const W3WP: &str = r"C:\Windows\System32\inetsrv\w3wp.exe";
const CMD: &str = r"C:\Windows\System32\cmd.exe";
const APPCMD: &str = r"C:\Windows\System32\inetsrv\appcmd.exe";
const IMAGE: &str = r"C:\Windows\System32\inetsrv\acme.dll";
const INSTALL: &str = r"appcmd.exe install module /name:Acme /image:C:\Windows\System32\inetsrv\acme.dll";

/// Registered by the web server, recycled, loaded.
fn attacked(name: &str) -> Server {
    let recycle = "appcmd.exe recycle apppool /apppool.name:DefaultAppPool";
    Server::stock(name)
        .module("Acme", IMAGE)
        .process(20, CMD, CMD, (10, W3WP), "svchost.exe")
        .process(30, APPCMD, INSTALL, (20, CMD), "w3wp.exe")
        .process(31, APPCMD, recycle, (20, CMD), "w3wp.exe")
        .load(IMAGE)
}

#[test]
fn an_attack_is_one_incident_with_its_steps_in_order() {
    let result = scan_all(&[attacked("WEB01"), Server::stock("WEB02")]);
    let [incident] = result.incidents.as_slice() else { panic!("{:#?}", result.incidents) };
    let acme = result.components.iter().find(|c| c.name == "Acme").expect("the module");
    assert_eq!(incident.components, [acme.id.as_str()]);
    assert_eq!(incident.hosts, ["WEB01"]);
    assert_eq!(acme.incident.as_deref(), Some(incident.id.as_str()));
    let place = |step: Step| incident.steps.iter().position(|s| *s == step);
    assert!(place(Step::Register) < place(Step::Recycle), "{:?}", incident.steps);
    assert!(place(Step::Recycle) < place(Step::Load) && place(Step::Register).is_some(), "{:?}", incident.steps);
    assert!(acme.loaded.is_some(), "{acme:#?}");
    assert!(incident.timeline.windows(2).all(|pair| pair[0].time <= pair[1].time), "{incident:#?}");
    assert!(incident.timeline.iter().all(|moment| !moment.evidence.is_empty()), "{incident:#?}");
}

#[test]
fn a_server_without_accused_components_has_no_incident() {
    let by_admin = Server::stock("WEB01").module("Acme", IMAGE).process(
        30,
        APPCMD,
        INSTALL,
        (20, r"C:\Windows\explorer.exe"),
        "userinit.exe",
    );
    assert!(scan_all(&[by_admin]).incidents.is_empty());
}

#[test]
fn families_are_named_by_shape_with_confidence() {
    let request = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method \
                   cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) cs(Cookie) sc-status\n2026-05-01 10:00:00 \
                   192.0.2.1 POST / - 443 198.51.100.7 x RGSESSIONID=AbCd 200\n";
    let log = "C/inetpub/logs/LogFiles/W3SVC1/u_ex260501.log";
    let owa = r"C:\Program Files\Microsoft\Exchange Server\ClientAccess\Owa";
    let parser = r"C:\Windows\System32\inetsrv\HTTPParser.dll";
    let result = check(vec![
        case(
            Server::stock("OWAAUTH").filter("OwaAuth", &format!(r"{owa}\bin\owaauth.dll")),
            &[("isapi_filter OwaAuth malicious", &["resembles OwaAuth"])],
        ),
        case(
            Server::stock("RGDOOR").module("HTTPParser", parser).file(log, request),
            &[
                ("native_module HTTPParser malicious", &["RGSESSIONID"]),
                // Unknown itself: it could be the one that answers.
                ("native_module AcmeTraceModule suspicious", &["RGSESSIONID"]),
            ],
        ),
        case(
            Server::stock("ICEAPPLE")
                .load(r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\App_Web_7w1wvrcu.dll"),
            &[("managed_module App_Web_7w1wvrcu.dll malicious", &["resembles IceApple"])],
        ),
    ]);
    let surest = |host: &str| {
        let accused = result.components.iter().find(|c| c.host == host && !c.resembles.is_empty());
        accused.and_then(|c| c.resembles.first()).map(|one| (one.family, one.confidence))
    };
    assert_eq!(surest("OWAAUTH"), Some(("OwaAuth", Confidence::High)));
    assert_eq!(surest("RGDOOR"), Some(("RGDoor", Confidence::High)));
    assert_eq!(surest("ICEAPPLE"), Some(("IceApple", Confidence::Medium)));
}

#[test]
fn a_fleet_tells_what_is_rare_and_rarity_alone_changes_no_verdict() {
    let result = scan_all(&[
        Server::stock("A").module("Acme", IMAGE),
        Server::stock("B"),
        Server::stock("C"),
        Server::stock("D"),
    ]);
    let acme = result.components.iter().find(|c| c.name == "Acme").expect("the module");
    assert_eq!(line(acme), "native_module Acme unknown");
    assert!(acme.reasons.iter().any(|r| r.text == "none of the other 3 servers has it"), "{acme:#?}");
}
