use super::{InputFile, ServerState, inspect, inspect_files, is_config};
use crate::{Class, FileKind};
use std::fs;

const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";

fn file(path: &str, text: &str) -> InputFile {
    InputFile { path: path.to_owned(), bytes: text.as_bytes().to_vec(), ..InputFile::default() }
}

/// The state of a server whose `applicationHost.config` has these sections.
fn state(sections: &str) -> ServerState {
    inspect_files(vec![file("applicationHost.config", &format!("<configuration>{sections}</configuration>"))])
}

/// One line for each component: class, name, image or type, scope below the server, `*` when enabled.
fn lines(state: &ServerState) -> Vec<String> {
    let line = |c: &crate::Component| {
        let what = if c.image.is_empty() { &c.type_name } else { &c.image };
        let scope: Vec<&str> = c.scope.iter().map(|scope| scope.strip_prefix(APPHOST).unwrap_or(scope)).collect();
        let mark = if c.enabled_in_modules() { "*" } else { "" };
        format!("{} {}{mark} [{what}] {}", c.class.as_str(), c.name, scope.join(",")).trim_end().to_owned()
    };
    state.components.iter().map(line).collect()
}

fn check(sections: &str, expect: &[&str]) {
    assert_eq!(lines(&state(sections)), expect, "{sections}");
}

#[test]
fn native_modules_are_components_whether_enabled_or_not() {
    check(
        r#"<system.webServer><globalModules>
             <add name="A" image="%windir%\System32\inetsrv\a.dll" preCondition="bitness64"/>
             <add name="B" image="C:\b.dll"/></globalModules></system.webServer>
           <location path="" overrideMode="Allow"><system.webServer><modules>
             <add name="A" lockItem="true"/></modules></system.webServer></location>"#,
        &[r"native_module A* [C:\Windows\System32\inetsrv\a.dll]", r"native_module B [C:\b.dll]"],
    );
}

#[test]
fn a_native_module_knows_the_scopes_that_enable_it() {
    let state = state(
        r#"<system.webServer><globalModules><add name="A" image="a.dll"/></globalModules></system.webServer>
           <location path="Shop/api"><system.webServer><modules><add name="A"/></modules></system.webServer></location>"#,
    );
    assert_eq!(state.components[0].scope, [APPHOST]);
    assert_eq!(state.components[0].enabled_in, [format!("{APPHOST}/Shop/api")]);
}

#[test]
fn names_have_case() {
    check(
        r#"<system.webServer><globalModules><add name="HttpLoggingModule" image="C:\a.dll"/>
             <add name="HttpLoggingmodule" image="C:\b.dll"/></globalModules>
             <modules><add name="HttpLoggingmodule"/></modules></system.webServer>"#,
        &[r"native_module HttpLoggingModule [C:\a.dll]", r"native_module HttpLoggingmodule* [C:\b.dll]"],
    );
}

#[test]
fn managed_modules_filters_and_handlers() {
    check(
        r#"<system.webServer>
             <modules><add name="M" type="N.M, N" preCondition="managedHandler"/></modules>
             <isapiFilters><filter name="F" path="C:\f.dll"/><filter name="G" path="C:\g.dll" enabled="false"/></isapiFilters>
             <handlers accessPolicy="Read, Script">
               <add name="I" path="*.x" verb="*" modules="IsapiModule" scriptProcessor="C:\x.dll"/>
               <add name="P" path="*.php" verb="GET" modules="FastCgiModule" scriptProcessor="C:\PHP\php-cgi.exe|-c &quot;x&quot;"/>
               <add name="T" path="t.axd" verb="GET" type="N.T"/>
               <add name="S" path="*" verb="*" modules="StaticFileModule"/></handlers></system.webServer>"#,
        &[
            "managed_module M* [N.M, N]",
            r"isapi_filter F* [C:\f.dll]",
            r"isapi_filter G [C:\g.dll]",
            r"isapi_extension I* [C:\x.dll]",
            r"handler P* [C:\PHP\php-cgi.exe]",
            "handler T* [N.T]",
            "handler S* []",
        ],
    );
}

#[test]
fn classic_mode_lists() {
    check(
        r#"<system.web><httpModules><add name="M" type="N.M"/></httpModules>
             <httpHandlers><add path="*.x" verb="GET" type="N.H"/><add path="*.x" verb="POST" type="N.P"/></httpHandlers></system.web>"#,
        &["managed_module M* [N.M]", "handler *.x* [N.H]", "handler *.x* [N.P]"],
    );
}

#[test]
fn handlers_keep_what_they_answer() {
    let state = state(
        r#"<system.webServer><handlers><add name="P" path="*.php" verb="GET,POST" modules="FastCgiModule"
             scriptProcessor="C:\php-cgi.exe|-c x" preCondition="bitness64"/></handlers></system.webServer>"#,
    );
    let handler = &state.components[0];
    assert_eq!((handler.url.as_str(), handler.verbs.as_str(), handler.detail.as_str()), ("*.php", "GET,POST", "-c x"));
    assert_eq!((handler.modules.as_str(), handler.pre_condition.as_str()), ("FastCgiModule", "bitness64"));
}

#[test]
fn removed_entries_are_gone_and_the_rest_keeps_its_place() {
    let state = state(
        r#"<system.webServer><globalModules><add name="A" image="C:\a.dll"/><clear/><add name="B" image="C:\b.dll"/>
             <add name="C" image="C:\c.dll"/><remove name="B"/><add name="D" image="C:\d.dll"/></globalModules>
             <isapiFilters><filter name="F" path="C:\f.dll"/><remove name="f"/></isapiFilters></system.webServer>"#,
    );
    let expect = [r"native_module C [C:\c.dll]", r"native_module D [C:\d.dll]", r"isapi_filter F* [C:\f.dll]"];
    assert_eq!(lines(&state), expect);
    let places: Vec<_> = state.components.iter().map(|c| (c.position, c.siblings)).collect();
    assert_eq!(places, [(0, 2), (1, 2), (0, 1)]);
}

#[test]
fn an_entry_that_is_added_twice_is_a_problem() {
    let state = state(
        "<system.webServer><globalModules>\n<add name=\"A\" image=\"a.dll\"/>\n<add name=\"A\" image=\"b.dll\"/>\
         </globalModules></system.webServer>",
    );
    assert_eq!(state.components.len(), 2);
    assert_eq!(state.problems.len(), 1);
    assert_eq!(state.problems[0].place, "line 3, column 1");
}

#[test]
fn places_are_those_of_the_element() {
    let state = state(
        "\n <system.webServer>\n  <globalModules>\n   <add name='A' image='a.dll'/></globalModules></system.webServer>",
    );
    let c = &state.components[0];
    assert_eq!((c.file.as_str(), c.line, c.column), ("applicationHost.config", 4, 4));
}

#[test]
fn loaders_outside_the_lists() {
    check(
        r#"<location path="Shop"><system.webServer><tracing><traceFailedRequests><add path="*" customActionExe="%windir%\x.exe"
               customActionParams="/a"/></traceFailedRequests></tracing>
             <aspNetCore processPath="dotnet" arguments="a.dll"/></system.webServer></location>
           <system.webServer><httpCompression><scheme name="br" dll="C:\br.dll"/></httpCompression>
             <fastCgi><application fullPath="C:\php-cgi.exe" arguments="-c"/></fastCgi></system.webServer>
           <system.applicationHost>
             <applicationPools><add name="P" CLRConfigFile="C:\clr.config" managedRuntimeLoader="webengine4.dll">
                 <failure orphanActionExe="C:\o.exe" autoShutdownExe=""/></add>
               <add name="Q" managedRuntimeLoader="evil.dll"/></applicationPools>
             <serviceAutoStartProviders><add name="W" type="N.W, N"/></serviceAutoStartProviders>
             <sites><site name="Shop"><logFile customLogPluginClsid="{1}"/></site></sites></system.applicationHost>"#,
        &[
            r"other_loader httpCompression/scheme@dll* [C:\br.dll]",
            r"other_loader fastCgi/application@fullPath* [C:\php-cgi.exe]",
            r"other_loader applicationPools/add@CLRConfigFile* [C:\clr.config]",
            r"other_loader applicationPools/add/failure@orphanActionExe* [C:\o.exe]",
            r"other_loader applicationPools/add@managedRuntimeLoader* [evil.dll]",
            "other_loader serviceAutoStartProviders/add@type* [N.W, N]",
            "other_loader sites/site/logFile@customLogPluginClsid* [{1}]",
            r"other_loader traceFailedRequests/add@customActionExe* [C:\Windows\x.exe] /Shop",
            "other_loader aspNetCore@processPath* [dotnet] /Shop",
        ],
    );
}

#[test]
fn settings() {
    let state = state(
        r#"<system.applicationHost><configHistory enabled="false" path="D:\h"/>
             <sites><site name="Shop" id="1"><logFile enabled="false"/></site></sites></system.applicationHost>
           <location path="Shop"><system.webServer><httpLogging dontLog="true"/></system.webServer></location>
           <system.webServer><security><isapiCgiRestriction notListedIsapisAllowed="true">
             <add path="C:\x.dll" allowed="true"/></isapiCgiRestriction></security></system.webServer>
           <system.web><machineKey validationKey="0123" decryptionKey="AutoGenerate,IsolateApps"/></system.web>"#,
    );
    let shown: Vec<String> = state
        .settings
        .iter()
        .map(|s| {
            format!("{} {} {}={} {}", s.section, s.element, s.attribute, s.value, s.scope.trim_start_matches(APPHOST))
        })
        .collect();
    let expect = [
        "system.applicationHost/configHistory  enabled=false ",
        r"system.applicationHost/configHistory  path=D:\h ",
        "system.applicationHost/sites site[@name=\"Shop\"]/logFile enabled=false ",
        "system.web/machineKey  decryptionKey=AutoGenerate,IsolateApps ",
        "system.web/machineKey  validationKey=static ",
        "system.webServer/httpLogging  dontLog=true /Shop",
        "system.webServer/security/isapiCgiRestriction  notListedIsapisAllowed=true ",
        "system.webServer/security/isapiCgiRestriction add[@path=\"C:\\x.dll\"] allowed=true ",
    ];
    assert_eq!(shown, expect);
}

#[test]
fn sections_count_only_in_their_place() {
    check("<other><globalModules><add name='A' image='a.dll'/></globalModules></other>", &[]);
    check("<globalModules><add name='A' image='a.dll'/></globalModules>", &[]);
    let web = "<configuration><system.webServer><globalModules><add name='A' image='a.dll'/></globalModules></system.webServer></configuration>";
    assert_eq!(inspect_files(vec![file("web.config", web)]).components, []);
}

#[test]
fn web_configs_get_the_scope_of_their_site() {
    let host = r#"<configuration><system.applicationHost><sites><site name="Shop"><application path="/">
        <virtualDirectory path="/" physicalPath="D:\shop"/></application></site></sites></system.applicationHost></configuration>"#;
    let web = r#"<configuration><system.webServer><modules><add name="M" type="N.M"/><add name="Evil"/></modules></system.webServer></configuration>"#;
    let mut files = vec![file("D/shop/bin/web.config", web), file("C/applicationHost.config", host)];
    files[0].windows_path = Some(r"D:\shop\bin\web.config".to_owned());
    let state = inspect_files(files);
    assert_eq!(lines(&state), ["managed_module M* [N.M] /Shop/bin"]);
    let kinds: Vec<_> = state.files.iter().map(|f| (f.path.as_str(), f.kind)).collect();
    assert_eq!(
        kinds,
        [("C/applicationHost.config", FileKind::ApplicationHost), ("D/shop/bin/web.config", FileKind::WebConfig)]
    );
    // Without the server's own file, a native module that only a list names is all there is to report.
    let alone = inspect_files(vec![file("site/web.config", web)]);
    assert_eq!(lines(&alone), ["native_module Evil* [] /?/site", "managed_module M* [N.M] /?/site"]);
}

#[test]
fn kept_copies_register_nothing() {
    let host = "<configuration><system.webServer><globalModules><add name='A' image='a.dll'/></globalModules></system.webServer></configuration>";
    let state = inspect_files(vec![
        file("inetpub/history/CFGHISTORY_0000000001/applicationHost.config", host),
        file("x/applicationHost.config", &host.replace("'A'", "'B'")),
    ]);
    assert_eq!(lines(&state), ["native_module B [a.dll]"]);
    assert_eq!(state.files.iter().filter(|file| file.is_kept_copy).count(), 1);
}

#[test]
fn two_copies_of_one_configuration_are_one_server() {
    let host = "<configuration><system.webServer><globalModules><add name='A' image='C:\\a.dll'/></globalModules>\
                <modules><add name='A'/></modules></system.webServer></configuration>";
    let state = inspect_files(vec![
        file("uploads/auto/applicationHost.config", host),
        file("uploads/ntfs/applicationHost.config", &host.replace("C:\\a", "c:\\A")),
    ]);
    assert_eq!(lines(&state), [r"native_module A* [C:\a.dll]"]);
}

#[test]
fn configuration_is_told_by_content() {
    let wide: Vec<u8> = "\u{feff}<configuration>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let check = |bytes: &[u8], expect| assert_eq!(is_config(bytes), expect, "{:?}", String::from_utf8_lossy(bytes));
    check(b"<?xml version='1.0'?>\n<!-- c --><configuration>\n<x", true);
    check(&wide, true);
    check(b"<Event xmlns='x'/>", false);
    check(b"MZ\x90\0", false);
    check(b"", false);
}

#[test]
fn damaged_files_give_what_they_have() {
    let modules = |name: &str| format!("<system.webServer><globalModules><add name='{name}' image='C:\\a.dll'/>");
    let cut = format!("<configuration>{}", modules("A"));
    let state = inspect_files(vec![file("applicationHost.config", &cut)]);
    assert_eq!((lines(&state), state.problems.len()), (vec![r"native_module A [C:\a.dll]".to_owned()], 1));
    assert_eq!(state.problems[0].path, "applicationHost.config");

    let text = format!(
        "<?xml version='1.0' encoding='utf-8'?><configuration>{}</globalModules></system.webServer></configuration>",
        modules("B")
    );
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let state = inspect_files(vec![("applicationHost.config".to_owned(), wide).into()]);
    assert_eq!((lines(&state), state.problems.len()), (vec![r"native_module B [C:\a.dll]".to_owned()], 1));

    let deep = format!("<configuration>{}{}", "<x>".repeat(200_000), "</x>".repeat(200_000));
    let text = format!("<!DOCTYPE x>{deep}{}</globalModules></system.webServer></configuration>", modules("C"));
    let state = inspect_files(vec![file("applicationHost.config", &text)]);
    assert_eq!((lines(&state), state.problems.len()), (vec![r"native_module C [C:\a.dll]".to_owned()], 2));
}

#[test]
fn evidence_is_read_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("C/Windows/System32/inetsrv/config");
    fs::create_dir_all(&folder).unwrap();
    let host = "<configuration><system.webServer><globalModules><add name='A' image='%windir%\\a.dll'/></globalModules></system.webServer></configuration>";
    fs::write(folder.join("applicationHost.config"), host).unwrap();
    fs::write(folder.join("other.txt"), "x").unwrap();
    let evidence = evidence::open(&[dir.path()], &evidence::Limits::default());
    let state = inspect(&evidence, 0);
    assert_eq!(state.components[0].class, Class::NativeModule);
    let reads: Vec<_> = evidence.items.iter().map(|item| evidence.reads(item)).collect();
    assert_eq!(reads, [1, 0]);
}
