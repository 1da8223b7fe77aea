//! What events add: who registered a component, what workers load, which host it was.

use crate::case::{UNKNOWN, case, check};
use crate::server::{Server, line, scan_all};
use detect::model::Severity;

const W3WP: &str = r"C:\Windows\System32\inetsrv\w3wp.exe";
const CMD: &str = r"C:\Windows\System32\cmd.exe";
const APPCMD: &str = r"C:\Windows\System32\inetsrv\appcmd.exe";
const INSTALL: &str = r#"appcmd.exe install module /name:Acme /image:"C:\Windows\System32\inetsrv\acme.dll""#;

#[test]
fn who_registered_it_tells() {
    let image = r"C:\Windows\System32\inetsrv\acme.dll";
    let by = |server: Server, parent: (&'static str, &'static str)| {
        server.process(20, parent.0, parent.0, (10, parent.1), "svchost.exe").process(
            30,
            APPCMD,
            INSTALL,
            (20, parent.0),
            parent.1.rsplit('\\').next().unwrap_or(""),
        )
    };
    let stock = |name: &str| Server::stock(name).module("Acme", image);
    let uninstall = "appcmd.exe uninstall module Acme";
    let result = check(vec![
        case(
            by(stock("BYWEB"), (CMD, W3WP)),
            &[("native_module Acme malicious", &["w3wp.exe > cmd.exe > appcmd.exe", UNKNOWN])],
        ),
        case(by(stock("BYADMIN"), (CMD, r"C:\Windows\explorer.exe")), &[("native_module Acme unknown", &[])]),
        case(
            by(stock("BYSETUP"), (r"C:\Windows\System32\msiexec.exe", r"C:\Windows\System32\services.exe")),
            &[("native_module Acme unknown", &[])],
        ),
        case(
            by(
                stock("BYSERVICING"),
                (r"C:\Windows\servicing\TrustedInstaller.exe", r"C:\Windows\System32\services.exe"),
            ),
            &[("native_module Acme unknown", &[])],
        ),
        // Gone from the configuration, yet the events tell.
        case(
            by(Server::stock("GONE"), (CMD, W3WP)).process(40, APPCMD, uninstall, (20, CMD), "w3wp.exe"),
            &[("native_module Acme malicious", &["w3wp.exe > cmd.exe > appcmd.exe"])],
        ),
        case(by(Server::bare("EVENTSONLY"), (CMD, W3WP)), &[("native_module Acme malicious", &["w3wp.exe"])]),
        case(
            by(Server::bare("EVENTSADMIN"), (CMD, r"C:\Windows\explorer.exe")),
            &[("native_module Acme unknown", &[UNKNOWN])],
        ),
    ]);
    for component in result.components.iter().filter(|c| c.name == "Acme") {
        let is_gone = ["GONE", "EVENTSONLY", "EVENTSADMIN"].contains(&component.host.as_str());
        assert_eq!(component.scope.is_empty(), is_gone, "{component:#?}");
        assert_eq!(component.image, image, "{component:#?}");
        assert!(!component.settle.is_empty(), "{component:#?}");
    }
}

#[test]
fn what_stock_images_tell_by_events() {
    let install = |name: &str, image: &str| format!("appcmd.exe install module /name:{name} /image:{image}");
    let run = |server: Server, command: &str| {
        server.process(20, CMD, CMD, (10, r"C:\Windows\explorer.exe"), "userinit.exe").process(
            30,
            APPCMD,
            command,
            (20, CMD),
            "explorer.exe",
        )
    };
    check(vec![
        case(
            run(
                Server::bare("ATOMIC"),
                &install("DefaultDocumentModule_Atomic", r"%windir%\system32\inetsrv\defdoc.dll"),
            ),
            &[("native_module DefaultDocumentModule_Atomic unknown", &["its code is Microsoft's"])],
        ),
        case(
            run(Server::bare("FOREIGN"), &install("StaticFileModule", r"C:\Acme\acme.dll")),
            &[("native_module StaticFileModule suspicious", &["whose file is"])],
        ),
        case(
            run(Server::bare("TEMP"), &install("Acme", r"C:\Windows\Temp\acme.dll")),
            &[("native_module Acme suspicious", &["ordinary users can write"])],
        ),
    ]);
}

#[test]
fn hosts_join_by_short_name_and_are_kept_apart_otherwise() {
    let image = r"C:\Windows\System32\inetsrv\acme.dll";
    let hostile =
        |server: Server| server.sysmon_process(20, CMD, CMD, (10, W3WP)).sysmon_process(30, APPCMD, INSTALL, (20, CMD));
    // Configuration under a folder's name, Sysmon's full name, Defender's short one: one server. The other has
    // the same module, and nobody did wrong there.
    let result = scan_all(&[
        Server::stock("WEB01").module("Acme", image),
        hostile(Server::bare("web01.corp.example")),
        Server::bare("Web01").process(30, APPCMD, INSTALL, (20, CMD), "w3wp.exe"),
        Server::stock("WEB02").module("Acme", image),
    ]);
    let found: Vec<String> = result
        .components
        .iter()
        .filter(|c| c.name == "Acme")
        .map(|c| format!("{} {} {}", c.host.to_lowercase(), line(c), c.scope.len()))
        .collect();
    assert_eq!(found, ["web01 native_module Acme malicious 1", "web02 native_module Acme unknown 1"]);
    let accusing = result.findings.iter().filter(|f| f.severity > Severity::Informational);
    assert!(accusing.clone().all(|f| f.host.eq_ignore_ascii_case("web01")), "{:#?}", accusing.collect::<Vec<_>>());
}

#[test]
fn everyday_loads_of_a_worker_process_are_no_finding() {
    let net = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319";
    let loads = [
        format!(r"{net}\Temporary ASP.NET Files\root\5f2d11a0\c1d96b3e\App_Web_u2ztw1ra.dll"),
        format!(r"{net}\Temporary ASP.NET Files\root\5f2d11a0\c1d96b3e\assembly\dl3\7c6a\00e1_d9\Contoso.Web.dll"),
        format!(r"{net}\clrjit.dll"),
        r"C:\Windows\assembly\NativeImages_v4.0.30319_64\System.Web\9b1c\System.Web.ni.dll".to_owned(),
        r"C:\Windows\Microsoft.NET\assembly\GAC_64\System.Web\v4.0_4.0.0.0__b03f5f7f11d50a3a\System.Web.dll".to_owned(),
        r"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24090.11-0\MpOav.dll".to_owned(),
        r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\bin\exppw.dll".to_owned(),
        r"C:\Windows\System32\inetsrv\static.dll".to_owned(),
        r"C:\Windows\System32\kernel32.dll".to_owned(),
    ];
    let server = loads.iter().fold(Server::stock("LOADS"), |server, path| server.load(path));
    let result = scan_all(&[server, Server::stock("BAD").load(r"C:\ProgramData\svc\acme.dll")]);
    let alerts = result.findings.iter().filter(|f| f.severity > Severity::Informational);
    let found: Vec<_> = alerts.map(|f| (f.host.as_str(), f.rule.as_str(), f.components.join(","))).collect();
    assert_eq!(found, [("BAD", "w3wp-loads-dll-from-writable-path", "acme.dll".to_owned())]);
}

#[test]
fn who_removes_a_module_did_not_register_it() {
    let server = Server::bare("REMOVED").process(20, CMD, CMD, (10, W3WP), "svchost.exe").process(
        30,
        APPCMD,
        "appcmd.exe uninstall module Shield",
        (20, CMD),
        "w3wp.exe",
    );
    let result = scan_all(&[server]);
    let found = result.components.iter().find(|c| c.name == "Shield").expect("the module");
    assert_eq!(line(found), "native_module Shield unknown", "{found:#?}");
    assert!(found.registered_by.is_none() && found.scope.is_empty(), "{found:#?}");
}

#[test]
fn verdicts_and_scores_agree() {
    let result = scan_all(&[
        Server::stock("A").module("Acme", r"C:\Windows\Temp\a.dll").module("Plain", r"C:\Program Files\P\p.dll"),
        Server::bare("B").process(30, APPCMD, INSTALL, (20, CMD), "w3wp.exe"),
    ]);
    for component in &result.components {
        let range = match component.verdict.as_str() {
            "malicious" => 75..=100,
            "suspicious" => 40..=74,
            "unknown" => 5..=39,
            _ => 0..=4,
        };
        assert!(range.contains(&component.score), "{component:#?}");
        assert!(component.reasons.iter().any(|reason| reason.points != 0), "{component:#?}");
        assert!(component.reasons.iter().all(|reason| !reason.evidence.is_empty()), "{component:#?}");
        assert_eq!(component.settle.is_empty(), component.verdict.as_str() == "expected", "{component:#?}");
    }
}
