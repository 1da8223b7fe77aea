use super::{Facts, judge};
use crate::{Component, InputFile, inspect_files};

/// Components and facts of an `applicationHost.config` with these sections.
fn judged(sections: &str) -> (Vec<Component>, Vec<Facts>) {
    let text = format!("<configuration><system.webServer>{sections}</system.webServer></configuration>");
    let file = InputFile::from(("applicationHost.config".to_owned(), text.into_bytes()));
    let components = inspect_files(vec![file]).components;
    let facts = judge(&components);
    (components, facts)
}

fn module(name: &str, image: &str) -> Facts {
    let (_, mut facts) = judged(&format!("<globalModules><add name='{name}' image='{image}'/></globalModules>"));
    facts.remove(0)
}

/// What speaks against a component, in words.
fn against(facts: &Facts) -> String {
    let mut words: Vec<String> = facts.odd_places.iter().map(|place| (*place).to_owned()).collect();
    words.extend(facts.is_foreign_image.then(|| format!("foreign({})", facts.stock_image)));
    words.extend(facts.is_stock_file_elsewhere.then(|| "elsewhere".to_owned()));
    words.extend(facts.look_alike.as_ref().map(|like| format!("like({} by {})", like.of, like.what)));
    words.extend(facts.family.map(|family| format!("family({})", family.file)));
    words.extend(facts.twin.as_ref().map(|twin| format!("twin({twin})")));
    words.join(" ")
}

#[test]
fn native_modules() {
    let check =
        |name: &str, image: &str, expect: &str| assert_eq!(against(&module(name, image)), expect, "{name} {image}");
    check("StaticFileModule", r"%windir%\System32\inetsrv\static.dll", "");
    check("StaticFileModule", r"C:\WINDOWS\system32\inetsrv\Static.dll", "");
    check("StaticFileModule", r"%IIS_BIN%\static.dll", "");
    check("AcmeModule", r"C:\Program Files\Acme\acme.dll", "");
    check("AcmeModule", r"%windir%\System32\inetsrv\acme.dll", "");
    check("AspNetCoreModule", "[ANCMPath]", "");
    check("RewriteModule", r"%SystemRoot%\system32\inetsrv\rewrite.dll", "");
    check("WSMan", r"C:\Windows\system32\wsmsvc.dll", "");
    check("CSPms", r"C:\Inetpub\CSPGateway\CSPms.dll", "");
    check("F5XFFHttpModule", r"C:\HttpModules\F5XFFHttpModule.dll", "");
    check("F5XFFHttpModule", r"C:\Windows\Temp\F5XFFHttpModule.dll", "user_writable");

    check(
        "StaticFileModule",
        r"C:\Windows\System32\evil.dll",
        r"system32_root foreign(C:\Windows\System32\inetsrv\static.dll)",
    );
    check("StaticFileModule", r"C:\x\static.dll", r"foreign(C:\Windows\System32\inetsrv\static.dll) elsewhere");
    check("HttpLoggingmodule", r"C:\x\y.dll", "like(HttpLoggingModule by name)");
    check("Acme", r"%windir%\System32\inetsrv\authmd4.dll", "like(authmd5.dll by file) family(authmd4.dll)");
    check("Acme", r"%IIS_BIN%\webdac.dll", "like(webdav.dll by file) family(webdac.dll)");
    check("Acme", r"C:\ProgramData\Microsoft\DRM\log\ManagedEngine64.dll", "user_writable family(ManagedEngine64.dll)");
    check("Acme", r"C:\Users\Public\a.dll", "user_writable");
    check("Acme", r"\\host\share\a.dll", "unc");
    check("Acme", r"C:\inetpub\wwwroot\bin\a.dll", "web_root");
    check("Acme", r"C:\Acme\a.dat", "not_dll");
    check("Acme", r"C:\Windows\Temp\a.tmp", "user_writable not_dll");
    check("Acme", r"C:\Windows\a.dll", "windows_root");
    check("Acme", r"C:\Windows\Fonts\a.dll", "data_folder");
    check("Acme", r"%windir%\System32\inetsrv\config\a.dll", "data_folder");
    check("Acme", r"C:\inetpub\logs\LogFiles\a.dll", "data_folder");
    check("Acme", r"C:\PROGRA~3\a.dll", "user_writable");
    check("Acme", r"C:\PROGRA~1\Acme\a.dll", "");
    check("Acme", r"C:\Windows\MICROS~1.NET\FRAMEW~1\V20507~1.DLL", "short_name");
    check("Acme", "a.dll", "relative");
    check("Acme", r"..\..\Acme\a.dll", "relative");
    check("Acme", r"%ACME%\a.dll", "");
    check(
        "StaticFileModule",
        r"..\..\Temp\static.dll",
        r"relative foreign(C:\Windows\System32\inetsrv\static.dll) elsewhere",
    );
    check("Acme", r"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy1\a.dll", "device");
    check("Acme", r"C:\Windows\System32\inetsrv \a.dll", "masked");
    check("Acme", r"C:\Program Files\Acme\a.dll.", "masked");
    check("Acme", "C:\\Wind\u{43e}ws\\System32\\inetsrv\\a.dll", "masked");
    check("Acme", "C:\\Bibliothèques\\a.dll", "");
    check("StaticFileModule ", r"%windir%\System32\inetsrv\sfm.dll", "like(StaticFileModule by name)");
    // Names that harmless software has too need a second fact.
    check("Acme", r"C:\Acme\logging.dll", "");
    check("Acme", r"C:\Windows\System32\logging.dll", "system32_root family(logging.dll)");
}

#[test]
fn stock_and_vendor() {
    let check = |name, image, is_stock, is_stock_code, vendor: Option<&str>| {
        let facts = module(name, image);
        assert_eq!((facts.is_stock, facts.is_stock_code), (is_stock, is_stock_code), "{name} {image}");
        assert_eq!(facts.vendor.map(|row| row.vendor.as_str()), vendor, "{name} {image}");
    };
    check("StaticFileModule", r"%windir%\System32\inetsrv\static.dll", true, true, None);
    check("MyModule", r"%windir%\System32\inetsrv\static.dll", false, true, None);
    check("HttpCacheModule", r"%windir%\System32\inetsrv\static.dll", false, true, None);
    check("RewriteModule", r"%windir%\System32\inetsrv\rewrite.dll", false, false, Some("Microsoft"));
    check("MyModule", r"C:\a.dll", false, false, None);
    let facts = module("StaticFileModule", "C:\\a.dll");
    assert_eq!((facts.stock_name, facts.is_foreign_image, facts.is_unresolved), ("StaticFileModule", true, false));
    assert!(module("A", "%X%\\a.dll").is_unresolved);
}

#[test]
fn twins() {
    let twins = |one: &str, two: &str| {
        let modules =
            format!("<globalModules><add name='A' image='{one}'/><add name='B' image='{two}'/></globalModules>");
        judged(&modules).1.iter().map(|facts| facts.twin.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let net = r"%windir%\Microsoft.NET";
    let pair = |file: &str, other: &str| {
        twins(&format!(r"{net}\Framework\v2.0.50727\{file}"), &format!(r"{net}\Framework64\v2.0.50727\{other}"))
    };
    assert_eq!(pair("HttpResetModule.dll", "HttpResetModule.dll"), ["B", "A"]);
    assert_eq!(pair("a32.dll", "a64.dll"), ["B", "A"]);
    assert_eq!(pair("webengine.dll", "webengine.dll"), ["", ""]);
    assert_eq!(pair("a.dll", "b.dll"), ["", ""]);
    assert_eq!(twins(r"C:\Program Files (x86)\A\a.dll", r"C:\Program Files\A\a.dll"), ["", ""]);
}

#[test]
fn filters_extensions_handlers_and_managed_modules() {
    let check = |sections: &str, is_stock, expect: &str| {
        let (_, facts) = judged(sections);
        assert_eq!((facts[0].is_stock, against(&facts[0]).as_str()), (is_stock, expect), "{sections}");
    };
    let filter = |name: &str, path: &str| format!("<isapiFilters><filter name='{name}' path='{path}'/></isapiFilters>");
    let net = r"%windir%\Microsoft.NET\Framework64\v4.0.30319";
    check(&filter("ASP.Net_4.0_64bit", &format!(r"{net}\aspnet_filter.dll")), true, "");
    check(
        &filter("ASP.Net_4.0_64bit", &format!(r"{net}\aspnet_fi1ter.dll")),
        false,
        r"framework foreign(C:\Windows\Microsoft.NET\Framework64\v4.0.30319\aspnet_filter.dll) like(aspnet_filter.dll by file)",
    );
    check(&filter("ASP.Net_3.5", r"C:\Acme\a.dll"), false, "");
    check(&filter("SalesFilter", r"C:\Inetpub\filters\SalesFilter.dll"), false, "");

    let handler = |rest: &str| format!("<handlers><add {rest}/></handlers>");
    let asp = r"scriptProcessor='%windir%\system32\inetsrv\asp.dll' modules='IsapiModule' verb='GET'";
    check(&handler(&format!("name='ASPClassic' path='*.asp' {asp}")), true, "");
    check(&handler(&format!("name='Other' path='*.asp' {asp}")), true, "");
    check(&handler(&format!("name='ASPClassic' path='*.jpg' {asp}")), false, "");
    check(
        &handler(
            "name='StaticFile' path='*' verb='*' modules='StaticFileModule,DefaultDocumentModule,DirectoryListingModule'",
        ),
        true,
        "",
    );
    check(
        &handler("name='x' path='*.x' modules='IsapiModule' scriptProcessor='C:\\Windows\\asp.dll'"),
        false,
        "windows_root elsewhere",
    );
    check(
        &handler("name='php' path='*.php' modules='FastCgiModule' scriptProcessor='C:\\PHP\\php-cgi.exe'"),
        false,
        "",
    );
    check(
        &handler("name='x' path='*.x' modules='FastCgiModule' scriptProcessor='C:\\Windows\\Temp\\x.exe'"),
        false,
        "user_writable",
    );

    let managed = |name: &str, kind: &str| format!("<modules><add name='{name}' type='{kind}'/></modules>");
    check(&managed("Session", "System.Web.SessionState.SessionStateModule"), true, "");
    check(&managed("Session2", "System.Web.SessionState.SessionStateModule, System.Web"), true, "");
    check(&managed("Acme", "Acme.Module, Acme"), false, "");
    check(&managed("Session", "Acme.Module, Acme"), false, "foreign(System.Web.SessionState.SessionStateModule)");
    check(
        &managed("Acme", "System.Web.SessionState.SessionStateModu1e, x"),
        false,
        "like(System.Web.SessionState.SessionStateModule by type)",
    );
    check(
        &managed("Acme", "System.Web.SessionState.SessionStateModule, Acme"),
        false,
        "like(System.Web.SessionState.SessionStateModule by type)",
    );
    check(&managed("E", "Elmah.ErrorLogModule, Elmah"), false, "");
}

#[test]
fn loaders() {
    let check = |sections: &str, is_stock, expect: &str| {
        let (_, facts) = judged(sections);
        assert_eq!((facts[0].is_stock, against(&facts[0]).as_str()), (is_stock, expect), "{sections}");
    };
    let scheme = |dll: &str| format!("<httpCompression><scheme name='gzip' dll='{dll}'/></httpCompression>");
    check(&scheme(r"%Windir%\system32\inetsrv\gzip.dll"), true, "");
    check(&scheme(r"%ProgramFiles%\IIS\IIS Compression\iisbrotli.dll"), false, "");
    check(&scheme(r"C:\Windows\System32\gzlp.dll"), false, "system32_root like(gzip.dll by file)");
    check("<aspNetCore processPath='dotnet'/>", false, "");
    check(r"<aspNetCore processPath='C:\Users\x\a.exe'/>", false, "");
    check(r"<aspNetCore processPath='C:\Windows\Temp\a.exe'/>", false, "user_writable");
}
