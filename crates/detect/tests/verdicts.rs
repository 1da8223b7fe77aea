//! What is said of a server with one thing planted: class, name, verdict, and the reasons.

#[path = "verdicts/server.rs"]
mod server;

use detect::model::{ScanResult, Severity};
use server::{Server, line, planted, scan_all};

/// A server, and what is expected of its components beside those of an untouched stock server: `class name
/// verdict`, and words that its reasons must have.
struct Case {
    server: Server,
    expect: Vec<(&'static str, &'static [&'static str])>,
}

fn case(server: Server, expect: &[(&'static str, &'static [&'static str])]) -> Case {
    Case { server, expect: expect.to_vec() }
}

/// Scans the servers of all cases at once, each under a name of its own, and compares.
fn check(cases: Vec<Case>) -> ScanResult {
    let mut servers: Vec<Server> = vec![Server::stock("UNTOUCHED")];
    let mut cases = cases;
    for (i, case) in cases.iter_mut().enumerate() {
        if case.server.name.is_empty() {
            case.server.name = format!("S{i}");
        }
        servers.push(case.server.clone());
    }
    let result = scan_all(&servers);
    let mut wrong = Vec::new();
    for case in &cases {
        let found = planted(&result, &case.server, "UNTOUCHED");
        let mut lines: Vec<String> = found.iter().map(|c| line(c)).collect();
        let mut expected: Vec<&str> = case.expect.iter().map(|(line, _)| *line).collect();
        lines.sort();
        expected.sort_unstable();
        if lines != expected {
            wrong.push(format!("{}: expected {expected:?}, found {lines:?}: {found:#?}", case.server.name));
            continue;
        }
        for component in &found {
            let reasons: Vec<&str> = component.reasons.iter().map(|r| r.text.as_str()).collect();
            let here = line(component);
            let words = case.expect.iter().filter(|(line, _)| *line == here).flat_map(|(_, words)| *words);
            for word in words.filter(|word| !reasons.iter().any(|reason| reason.contains(**word))) {
                wrong.push(format!("{} {here}: no reason says {word:?}: {reasons:#?}", case.server.name));
            }
            for reason in component.reasons.iter().filter(|reason| reason.evidence.is_empty()) {
                wrong.push(format!("{} {here}: {:?} cites nothing", case.server.name, reason.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    result
}

const UNKNOWN: &str = "neither a component that Microsoft ships nor one of a known vendor";

#[test]
fn native_modules() {
    let module = |name, image, expect: (&'static str, &'static [&'static str])| {
        case(Server::stock("").module(name, image), &[expect])
    };
    check(vec![
        // Unknown and nothing else: never worse than unknown.
        module("Acme", r"C:\Program Files\Acme\acme.dll", ("native_module Acme unknown", &[UNKNOWN])),
        module("Acme", r"%ProgramFiles%\Acme\acme.dll", ("native_module Acme unknown", &[])),
        module("Acme", r"%windir%\System32\inetsrv\acme.dll", ("native_module Acme unknown", &[])),
        module("Acme", r"D:\Modules\acme.dll", ("native_module Acme unknown", &[])),
        module("Acme", r"C:\Program Files\Acme\logging.dll", ("native_module Acme unknown", &[])),
        // The name of a stock module with another file, Microsoft's or not.
        module(
            "BasicAuthenticationModule2",
            r"C:\Windows\System32\inetsrv\authbas2.dll",
            ("native_module BasicAuthenticationModule2 suspicious", &["imitates"]),
        ),
        module(
            "DigestAuthenticationModule",
            r"C:\Program Files\Acme\digest.dll",
            (
                "native_module DigestAuthenticationModule suspicious",
                &[r"whose file is C:\Windows\System32\inetsrv\authmd5.dll"],
            ),
        ),
        module(
            "DefaultDocumentModule_Atomic",
            r"%windir%\system32\inetsrv\defdoc.dll",
            ("native_module DefaultDocumentModule_Atomic unknown", &["its code is Microsoft's"]),
        ),
        // A stock file's name where Windows has none.
        module("Acme", r"C:\Acme\static.dll", ("native_module Acme suspicious", &["name of a stock file"])),
        module(
            "Acme",
            r"D:\Windows\System32\inetsrv\static.dll",
            ("native_module Acme suspicious", &["name of a stock file"]),
        ),
        // Names that imitate.
        module(
            "HttpLoggingmodule",
            r"C:\Program Files\Acme\acme.dll",
            ("native_module HttpLoggingmodule suspicious", &["imitates HttpLoggingModule"]),
        ),
        module(
            "НttpLoggingModule",
            r"C:\Program Files\Acme\acme.dll",
            ("native_module НttpLoggingModule suspicious", &["imitates HttpLoggingModule"]),
        ),
        module(
            "ManagedEngineV4.1_64bit",
            r"%windir%\System32\inetsrv\ManagedEngineV4.1_64bit.dll",
            (
                "native_module ManagedEngineV4.1_64bit suspicious",
                &["imitates ManagedEngineV4.0_64bit", "ESET group 12"],
            ),
        ),
        module(
            "Acme",
            r"%windir%\System32\inetsrv\authmd4.dll",
            ("native_module Acme suspicious", &["imitates authmd5.dll", "IIS-Raid"]),
        ),
        module(
            "Acme",
            r"%windir%\System32\inetsrv\webdac.dll",
            ("native_module Acme suspicious", &["imitates webdav.dll"]),
        ),
        module(
            "Acme",
            r"%windir%\System32\inetsrv\аuthbas.dll",
            ("native_module Acme suspicious", &["imitates authbas.dll"]),
        ),
        // Names that known families used.
        module(
            "HTTPParser",
            r"%windir%\System32\inetsrv\HTTPParser.dll",
            ("native_module HTTPParser suspicious", &["RGDoor"]),
        ),
        module(
            "SessionManagerModule",
            r"%windir%\System32\inetsrv\SessionManagerModule.dll",
            ("native_module SessionManagerModule suspicious", &["SessionManager"]),
        ),
        module(
            "SessionManagerModule",
            r"C:\Program Files\Acme Sessions\SessionManagerModule.dll",
            ("native_module SessionManagerModule unknown", &[]),
        ),
        // Places.
        module("Acme", r"C:\Windows\Temp\acme.dll", ("native_module Acme suspicious", &["ordinary users can write"])),
        module("Acme", r"%TEMP%\acme.dll", ("native_module Acme suspicious", &["ordinary users can write"])),
        module("Acme", r"%APPDATA%\acme.dll", ("native_module Acme suspicious", &["ordinary users can write"])),
        module(
            "Acme",
            r"%ProgramData%\Acme\acme.dll",
            ("native_module Acme suspicious", &["ordinary users can write"]),
        ),
        module("Acme", r"C:\Users\Public\acme.dll", ("native_module Acme suspicious", &["ordinary users can write"])),
        module("Acme", r"\\files\share\acme.dll", ("native_module Acme suspicious", &["network share"])),
        module("Acme", r"C:\Program Files\Acme\acme.dat", ("native_module Acme suspicious", &["not called .dll"])),
        module(
            "Acme",
            r"C:\Program Files\Acme\readme.txt:acme.dll",
            ("native_module Acme suspicious", &["data stream"]),
        ),
        module("Acme", r"C:\Windows\System32\drivers\acme.dll", ("native_module Acme suspicious", &["System32 root"])),
        module("Acme", r"C:\inetpub\wwwroot\bin\acme.dll", ("native_module Acme suspicious", &["web root"])),
        module(
            "Acme",
            r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\acme.dll",
            ("native_module Acme suspicious", &[".NET Framework directory"]),
        ),
        module(
            "Acme",
            r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\bin\acme.dll",
            ("native_module Acme suspicious", &["Exchange Server's own"]),
        ),
        // Vendors' names do not make a vendor.
        module(
            "httpPlatformHandler",
            r"C:\Program Files\Acme\acme.dll",
            ("native_module httpPlatformHandler suspicious", &["name of a known vendor's component"]),
        ),
        module("iisnode", r"D:\node\iisnode.dll", ("native_module iisnode unknown", &[])),
        module(
            "F5XFFHttpModule",
            r"C:\Windows\Temp\F5XFFHttpModule.dll",
            ("native_module F5XFFHttpModule suspicious", &["ordinary users can write", "F5 DevCentral"]),
        ),
        module(
            "F5XFFHttpModule",
            r"C:\HttpModules\F5XFFHttpModule.dll",
            ("native_module F5XFFHttpModule expected", &[]),
        ),
        module(
            "exppw",
            r"C:\ProgramData\Exchange Server\V15\ClientAccess\Owa\auth\exppw.dll",
            ("native_module exppw suspicious", &["ordinary users can write"]),
        ),
        // Placeholders: only the file name tells.
        module("Acme", r"%IIS_BIN%\acme.dll", ("native_module Acme unknown", &["placeholder"])),
        module("Acme", r"[InstallDir]\acme.dll", ("native_module Acme unknown", &["placeholder"])),
        module("Acme", r"%IIS_BIN%\authmd4.dll", ("native_module Acme suspicious", &["imitates authmd5.dll"])),
        module("WebDAVModule", r"%IIS_BIN%\webdav.dll", ("native_module WebDAVModule expected", &[])),
        module("AspNetCoreModule", "[ANCMPath]", ("native_module AspNetCoreModule unknown", &["placeholder"])),
    ]);
}

#[test]
fn an_unknown_module_among_exchanges_own() {
    let exchange = r"C:\Program Files\Microsoft\Exchange Server\V15";
    let entry = |name: &str, image: &str| format!("<add name='{name}' image='{image}' preCondition='bitness64' />");
    let modules = [
        entry("kerbauth", &format!(r"{exchange}\Bin\kerbauth.dll")),
        entry("WSMan", r"C:\Windows\system32\wsmsvc.dll"),
        entry("exppw", &format!(r"{exchange}\ClientAccess\Owa\auth\exppw.dll")),
        entry("cafe_exppw", &format!(r"{exchange}\FrontEnd\HttpProxy\bin\exppw.dll")),
    ];
    let clean = Server::stock("EXCH01").plant(r#"<add name="RewriteModule""#, &modules.concat());
    let bad = Server::stock("EXCH02").plant(
        r#"<add name="RewriteModule""#,
        &(modules.concat() + &entry("UpData", r"C:\Windows\System32\system.dll")),
    );
    let own: Vec<(&str, &[&str])> = ["kerbauth", "WSMan", "exppw", "cafe_exppw"]
        .map(|name| -> (&str, &[&str]) {
            (Box::leak(format!("native_module {name} expected").into_boxed_str()), &["a known component of Microsoft"])
        })
        .to_vec();
    let mut with_planted = own.clone();
    with_planted.push(("native_module UpData suspicious", &["System32 root", "UpData after HAFNIUM"]));
    let result = check(vec![Case { server: clean, expect: own }, Case { server: bad, expect: with_planted }]);
    let about = |host: &str| result.findings.iter().filter(|f| f.host == host).collect::<Vec<_>>();
    assert!(about("EXCH01").is_empty(), "{:#?}", about("EXCH01"));
    assert!(about("EXCH02").iter().all(|f| f.components == ["UpData"]), "{:#?}", about("EXCH02"));
    assert!(about("EXCH02").iter().any(|f| f.severity == Severity::High));
}

#[test]
fn twins_in_framework_folders() {
    let twins = |tree: &str| {
        format!(
            r"<add name='HttpReset' image='%windir%\{tree}\Framework\v2.0.50727\HttpReset.dll' preCondition='bitness32' />
              <add name='HttpReset64' image='%windir%\{tree}\Framework64\v2.0.50727\HttpReset.dll' preCondition='bitness64' />",
        )
    };
    let shape: &[&str] = &["resembles HttpResetModule", "once per bitness", ".NET Framework directory"];
    let pair: &[&str] = &["once per bitness", ".NET Framework directory"];
    check(vec![
        case(
            Server::stock("LAST").plant("</globalModules>", &twins("Microsoft.NET")),
            &[("native_module HttpReset malicious", shape), ("native_module HttpReset64 malicious", shape)],
        ),
        case(
            Server::stock("FIRST").plant(r#"<add name="UriCacheModule""#, &twins("Microsoft.NET")),
            &[("native_module HttpReset suspicious", pair), ("native_module HttpReset64 suspicious", pair)],
        ),
        // A vendor's honest pair.
        case(
            Server::stock("HONEST")
                .module("Acme32", r"C:\Program Files (x86)\Acme\acme.dll")
                .module("Acme64", r"C:\Program Files\Acme\acme.dll"),
            &[("native_module Acme32 unknown", &[]), ("native_module Acme64 unknown", &[])],
        ),
    ]);
}

#[test]
fn stock_images_in_every_spelling() {
    let stock = r#"image="%windir%\System32\inetsrv\static.dll""#;
    let cases = [
        r"%SystemRoot%\System32\inetsrv\static.dll",
        r"%WINDIR%\SYSTEM32\INETSRV\STATIC.DLL",
        r"C:\Windows\System32\inetsrv\static.dll",
        r"c:\windows\system32\inetsrv\static.dll",
        "c:/windows/system32/inetsrv/static.dll",
        r"C:\Windows\SysWOW64\inetsrv\static.dll",
        r"C:\Windows\Sysnative\inetsrv\static.dll",
        r"C:\Windows\..\Windows\System32\.\inetsrv\\static.dll",
        r"%SystemDrive%\Windows\System32\inetsrv\static.dll",
        r"\\?\C:\Windows\System32\inetsrv\static.dll",
        "&quot;C:\\Windows\\System32\\inetsrv\\static.dll&quot;",
        r"%IIS_BIN%\static.dll",
        r"static.dll",
    ];
    let servers = cases
        .iter()
        .enumerate()
        .map(|(i, image)| Server::stock(&format!("S{i}")).change(stock, &format!("image=\"{image}\"")));
    let result = scan_all(&servers.collect::<Vec<_>>());
    let found = result.components.iter().filter(|c| c.name == "StaticFileModule" && !c.image.is_empty());
    let found: Vec<_> = found.collect();
    assert_eq!(found.len(), cases.len(), "{found:#?}");
    for component in found {
        assert_eq!(line(component), "native_module StaticFileModule expected", "{component:#?}");
    }
    assert!(result.findings.is_empty(), "{:#?}", result.findings);
}

#[test]
fn every_known_vendor_is_expected() {
    let concrete = |pattern: &str| {
        let rooted = pattern.strip_prefix("*\\").map_or_else(|| pattern.to_owned(), |rest| format!(r"D:\Apps\{rest}"));
        let known =
            rooted.replace("?:", "C:").replace("Program Files*", "Program Files").replace(r"\Sys*\", r"\System32\");
        known.replace('*', "x1").replace('?', "5")
    };
    let mut cases = Vec::new();
    for vendor in &knowledge::stock().vendors {
        let name = if vendor.name == "*" { "Some".to_owned() } else { concrete(&vendor.name) };
        let (image, kind) = (concrete(&vendor.image), concrete(&vendor.type_name));
        let (section, name) = match vendor.class.as_str() {
            "native_module" => (format!("<globalModules><add name='{name}' image='{image}'/></globalModules>"), name),
            "managed_module" => (format!("<modules><add name='{name}' type='{kind}'/></modules>"), name),
            "isapi_filter" => (format!("<isapiFilters><filter name='{name}' path='{image}'/></isapiFilters>"), name),
            "isapi_extension" => {
                let add = format!("<add name='{name}' path='*.x' modules='IsapiModule' scriptProcessor='{image}'/>");
                (format!("<handlers>{add}</handlers>"), name)
            }
            "handler" => {
                let code =
                    if image.is_empty() { format!("type='{kind}'") } else { format!("scriptProcessor='{image}'") };
                let code = if vendor.type_name.is_empty() && image.is_empty() {
                    "modules='AspNetCoreModuleV2'"
                } else {
                    &code
                };
                (format!("<handlers><add name='{name}' path='*.x' {code}/></handlers>"), name)
            }
            _ if name.starts_with("aspNetCore") => (format!("<aspNetCore processPath='{image}'/>"), name),
            _ if name.starts_with("httpCompression") => {
                (format!("<httpCompression><scheme name='x' dll='{image}'/></httpCompression>"), name)
            }
            _ => {
                (format!("<fastCgi><application fullPath='{image}'/></fastCgi>"), "fastCgi/application@fullPath".into())
            }
        };
        let line = format!("{} {name} expected", vendor.class);
        cases.push(Case { server: Server::only("", &section), expect: vec![(Box::leak(line.into_boxed_str()), &[])] });
    }
    assert!(cases.len() > 60, "{}", cases.len());
    let result = check(cases);
    assert!(result.findings.iter().all(|f| f.severity <= Severity::Informational), "{:#?}", result.findings);
}

#[test]
fn filters_and_extensions() {
    let owa = r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess\Owa";
    let name = "Exchange OWA Cookie Authentication ISAPI Filter";
    let isapi = |image: &str| format!("name='acme' path='*' verb='*' modules='IsapiModule' scriptProcessor='{image}'");
    check(vec![
        case(
            Server::stock("").filter(name, &format!(r"{owa}\auth\owaauth.dll")),
            &[("isapi_filter Exchange OWA Cookie Authentication ISAPI Filter expected", &[])],
        ),
        case(
            Server::stock("").filter(name, &format!(r"{owa}\bin\owaauth.dll")),
            &[(
                "isapi_filter Exchange OWA Cookie Authentication ISAPI Filter suspicious",
                &["OwaAuth", "Exchange Server's own"],
            )],
        ),
        case(
            Server::stock("").filter("Acme", r"C:\Program Files\Acme\acmefilter.dll"),
            &[("isapi_filter Acme unknown", &[UNKNOWN])],
        ),
        case(
            Server::stock("").filter("Acme", r"C:\ProgramData\Acme\acme.dll"),
            &[("isapi_filter Acme suspicious", &["ordinary users can write"])],
        ),
        case(
            Server::stock("").filter("ASP.Net_4.0_64bit ", r"C:\Windows\System32\aspnet_filter.dll"),
            &[("isapi_filter ASP.Net_4.0_64bit  suspicious", &["name of a stock file"])],
        ),
        case(
            Server::stock("")
                .filter("ASP.Net_3.0", r"C:\Windows\Microsoft.NET\Framework64\v2.0.50727\aspnet_filter.dll"),
            &[("isapi_filter ASP.Net_3.0 expected", &[])],
        ),
        case(
            Server::stock("").handler(&isapi(r"C:\Program Files\Acme\acme.dll")),
            &[("isapi_extension acme unknown", &[UNKNOWN])],
        ),
        case(
            Server::stock("").handler(&isapi(r"C:\Windows\System32\acme.dll")),
            &[("isapi_extension acme suspicious", &["System32 root"])],
        ),
        case(
            Server::stock("").handler(&isapi(r"C:\Users\Public\acme.dll")),
            &[("isapi_extension acme suspicious", &["ordinary users can write"])],
        ),
    ]);
}

#[test]
fn attributes_that_start_programs() {
    let trace = |program: &str| {
        let add = format!("<add path='*' customActionExe='{program}' customActionParams='/c x' />");
        let sections = format!("<tracing><traceFailedRequests>{add}</traceFailedRequests></tracing>");
        Server::stock("").web_config(&sections)
    };
    check(vec![
        case(
            trace(r"C:\Windows\System32\cmd.exe"),
            &[("other_loader traceFailedRequests/add@customActionExe suspicious", &["command interpreter"])],
        ),
        case(
            trace(r"powershell"),
            &[("other_loader traceFailedRequests/add@customActionExe suspicious", &["command interpreter"])],
        ),
        case(
            trace(r"C:\ProgramData\svc.exe"),
            &[("other_loader traceFailedRequests/add@customActionExe suspicious", &["ordinary users can write"])],
        ),
        case(
            trace(r"C:\Tools\procdump.exe"),
            &[("other_loader traceFailedRequests/add@customActionExe unknown", &[UNKNOWN])],
        ),
        case(
            Server::stock("").change(
                r#"<add name="PortalPool" />"#,
                r#"<add name="PortalPool"><failure orphanWorkerProcess="true" orphanActionExe="C:\Windows\System32\rundll32.exe" /></add>"#,
            ),
            &[("other_loader applicationPools/add/failure@orphanActionExe suspicious", &["command interpreter"])],
        ),
    ]);
}

#[test]
fn managed_modules_and_handlers_of_sites() {
    let module =
        |kind: &str| Server::stock("").web_config(&format!("<modules><add name='Some' type='{kind}'/></modules>"));
    let handler = |rest: &str| Server::stock("").web_config(&format!("<handlers><add name='some' {rest}/></handlers>"));
    let unknown: &[(&str, &[&str])] = &[("managed_module Some unknown", &[UNKNOWN])];
    let known: &[(&str, &[&str])] = &[("managed_module Some expected", &[])];
    let claims: &[(&str, &[&str])] = &[("managed_module Some suspicious", &["imitates a type of Microsoft's"])];
    check(vec![
        // Applications' own.
        case(module("Contoso.Web.HeaderModule, Contoso.Web"), unknown),
        case(module("Contoso.HeaderModule"), unknown),
        case(module("Umbraco.Web.UmbracoModule,Umbraco.Web"), unknown),
        case(module("DotNetNuke.HttpModules.RequestFilter.RequestFilterModule, DotNetNuke.HttpModules"), unknown),
        case(module("Sitecore.Nexus.Web.HttpModule,Sitecore.Nexus"), unknown),
        case(module("Telerik.Web.UI.RadUploadModule, Telerik.Web.UI, PublicKeyToken=121fae78165ba3d4"), unknown),
        // Microsoft's.
        case(module("System.Web.Security.RoleManagerModule"), known),
        case(
            module(
                "Microsoft.Exchange.HttpProxy.ProxyModule,Microsoft.Exchange.FrontEndHttpProxy,Version=15.0.0.0,Culture=neutral,PublicKeyToken=31bf3856ad364e35",
            ),
            known,
        ),
        case(
            module(
                "Microsoft.SharePoint.ApplicationRuntime.SPRequestModule, Microsoft.SharePoint, Version=16.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c",
            ),
            known,
        ),
        case(module("Microsoft.ApplicationInsights.Web.ApplicationInsightsHttpModule, Microsoft.AI.Web"), known),
        case(
            module(
                "System.Web.Mobile.ErrorHandlerModule, System.Web.Mobile, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
            ),
            known,
        ),
        // What only claims to be.
        case(module("Microsoft.Exchange.Security.AuthModule, FinanceSvcModel"), claims),
        case(module("System.Web.Security.TokenModule, Contoso"), claims),
        case(module("Contoso.Module, Contoso, Version=1.0.0.0, PublicKeyToken=b03f5f7f11d50a3a"), claims),
        case(
            module("System.Web.Security.RoleManagerModule, Contoso"),
            &[("managed_module Some suspicious", &["imitates System.Web.Security.RoleManagerModule"])],
        ),
        // Handlers that run programs or hand requests on.
        case(
            handler(
                r"path='*.php' verb='*' modules='FastCgiModule' scriptProcessor='C:\PHP\v8.3\php-cgi.exe' resourceType='Either'",
            ),
            &[("handler some expected", &[])],
        ),
        case(handler("path='*' verb='*' modules='AspNetCoreModuleV2'"), &[("handler some expected", &[])]),
        case(handler("path='*' verb='*' modules='httpPlatformHandler'"), &[("handler some expected", &[])]),
        case(handler("path='app.js' verb='*' modules='iisnode'"), &[("handler some expected", &[])]),
        case(handler("path='*' verb='*' modules='AcmeModule'"), &[("handler some unknown", &[UNKNOWN])]),
        case(
            handler(r"path='*.jpg' verb='*' modules='IsapiModule' scriptProcessor='%windir%\system32\inetsrv\asp.dll'"),
            &[("isapi_extension some unknown", &["its code is Microsoft's"])],
        ),
        case(
            handler(
                "path='ScriptResource.axd' verb='GET' type='System.Web.Handlers.ScriptResourceHandler, System.Web.Extensions, Version=3.5.0.0, Culture=neutral, PublicKeyToken=31BF3856AD364E35'",
            ),
            &[("handler some expected", &[])],
        ),
        case(
            Server::stock("").web_config(r"<aspNetCore processPath='.\app.exe' hostingModel='inprocess'/>"),
            &[("other_loader aspNetCore@processPath unknown", &[UNKNOWN])],
        ),
        case(
            Server::stock("").web_config(r"<aspNetCore processPath='dotnet' arguments='.\app.dll'/>"),
            &[("other_loader aspNetCore@processPath expected", &[])],
        ),
    ]);
}

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
    assert!(result.findings.iter().all(|f| f.host.eq_ignore_ascii_case("web01")), "{:#?}", result.findings);
}

#[test]
fn the_frameworks_own_lists_are_expected() {
    let web = r#"<configuration><system.web>
      <httpModules>
        <add name="OutputCache" type="System.Web.Caching.OutputCacheModule" />
        <add name="Session" type="System.Web.SessionState.SessionStateModule" />
        <add name="PassportAuthentication" type="System.Web.Security.PassportAuthenticationModule" />
        <add name="ErrorHandlerModule" type="System.Web.Mobile.ErrorHandlerModule, System.Web.Mobile, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" />
        <add name="ServiceModel-4.0" type="System.ServiceModel.Activation.ServiceHttpModule, System.ServiceModel.Activation, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" />
        <add name="UrlRoutingModule-4.0" type="System.Web.Routing.UrlRoutingModule" />
        <add name="ScriptModule-4.0" type="System.Web.Handlers.ScriptModule, System.Web.Extensions, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" />
      </httpModules>
      <httpHandlers>
        <add path="eurl.axd" verb="*" type="System.Web.HttpNotFoundHandler" validate="True" />
        <add path="trace.axd" verb="*" type="System.Web.Handlers.TraceHandler" validate="True" />
        <add path="WebResource.axd" verb="GET" type="System.Web.Handlers.AssemblyResourceLoader" validate="True" />
        <add path="ScriptResource.axd" verb="GET,HEAD" type="System.Web.Handlers.ScriptResourceHandler, System.Web.Extensions, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" />
        <add path="*.aspx" verb="*" type="System.Web.UI.PageHandlerFactory" validate="True" />
        <add path="*.ashx" verb="*" type="System.Web.UI.SimpleHandlerFactory" validate="True" />
        <add path="*.asmx" verb="*" type="System.Web.Script.Services.ScriptHandlerFactory, System.Web.Extensions, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" />
        <add path="*.rem" verb="*" type="System.Runtime.Remoting.Channels.Http.HttpRemotingHandlerFactory, System.Runtime.Remoting, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089" />
        <add path="*.config" verb="*" type="System.Web.HttpForbiddenHandler" validate="True" />
        <add path="*.exe.config" verb="GET,HEAD" type="System.Web.StaticFileHandler" validate="True" />
        <add path="*" verb="GET,HEAD,POST" type="System.Web.DefaultHttpHandler" validate="True" />
        <add path="*" verb="*" type="System.Web.HttpMethodNotAllowedHandler" validate="True" />
      </httpHandlers></system.web></configuration>"#;
    let server = Server::bare("NET").file("C/Windows/Microsoft.NET/Framework64/v4.0.30319/Config/web.config", web);
    let result = scan_all(&[server]);
    assert!(result.components.len() > 17, "{}", result.components.len());
    let odd: Vec<String> = result.components.iter().map(line).filter(|line| !line.ends_with(" expected")).collect();
    assert!(odd.is_empty(), "{odd:#?}");
    assert!(result.findings.is_empty(), "{:#?}", result.findings);
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
