//! Native modules: names, files, places, pairs, spellings.

use crate::case::{Case, UNKNOWN, case, check};
use crate::server::{Server, line, scan_all};
use detect::model::Severity;

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
    // Facts about hardening are no accusation.
    let about = |host: &str| {
        let accusing = |f: &&detect::model::Finding| f.severity > Severity::Informational;
        result.findings.iter().filter(|f| f.host == host).filter(accusing).collect::<Vec<_>>()
    };
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
    let accusing: Vec<_> = result.findings.iter().filter(|f| f.severity > Severity::Informational).collect();
    assert!(accusing.is_empty(), "{accusing:#?}");
}
