use super::find;

/// Checks the class that a command registers, its component's name and its image.
fn registers(text: &str, class: &str, name: &str, image: &str) {
    let command = find(text).unwrap_or_else(|| panic!("nothing found in {text}"));
    assert_eq!((command.registers(), command.name.as_str(), command.image.as_str()), (class, name, image), "{text}");
    assert!(command.is_appcmd(), "{text}: {}", command.tool);
}

#[test]
fn every_registration_form_is_recognised() {
    let native = |text| registers(text, "native_module", "X", r"C:\t\x.dll");
    native(r"appcmd install module /name:X /image:C:\t\x.dll");
    native(r#""C:\Windows\System32\inetsrv\appcmd.exe" install module "/name:X" "/image:C:\t\x.dll""#);
    native(r"APPCMD.EXE Install Module -name:X -image:C:\t\x.dll /add:false");
    native(r"appcmd.exe /name:X install /image:C:\t\x.dll module");
    native(r"%windir%\system32\inetsrv\appcmd install module –name:X —image:C:\t\x.dll");
    native(r"cmd.exe /c a^pp^cmd.e^xe in^stall mod^ule /na^me:X /image:C:\t\x.dll");
    native(r#"cmd.exe /c "whoami & appcmd install module /name:X /image:C:\t\x.dll""#);
    native("\u{430}ppcmd.exe install module /name:X /image:C:\\t\\x.dll");
    native(r"powershell -c & $env:windir\system32\inetsrv\appcmd.exe install module /name:X /image:C:\t\x.dll");
    native(r"Start-Process appcmd.exe -ArgumentList 'install','module','/name:X','/image:C:\t\x.dll'");
    native(r#"Start-Process appcmd.exe -ArgumentList "install module /name:X /image:C:\t\x.dll""#);
    native(r"appcmd set config /section:globalModules /+[name='X',image='C:\t\x.dll']");
    native(
        r#"appcmd set config -section:system.webServer/globalModules /+"[name='X',image='C:\t\x.dll',preCondition='bitness64']" /commit:apphost"#,
    );
    native(r"appcmd set config /section:globalModules /[name='X'].image:C:\t\x.dll");
    native(r"appcmd set config /section:globalModules /+[@start,name='X',image='C:\t\x.dll']");
    native(r"& 'C:\Windows\System32\inetsrv\appcmd.exe' @('install','module','/name:X','/image:C:\t\x.dll')");
    native("$x = 1\nappcmd list modules\nappcmd install module /name:X /image:C:\\t\\x.dll\nexit");
    native(r#"& "$env:SystemRoot\System32\inetsrv\appcmd.exe" install module /name:X /image:C:\t\x.dll"#);
    native(r"& (Join-Path $env:windir system32\inetsrv\appcmd.exe) install module /name:X /image:C:\t\x.dll");
    native(r#"wmic process call create "appcmd install module /name:X /image:C:\t\x.dll""#);
    native(r#"schtasks /create /tn t /sc once /st 00:00 /tr "appcmd.exe install module /name:X /image:C:\t\x.dll""#);
    native(r#"appcmd set config /section:globalModules "/+[name='X',image='C:\t\x.dll']""#);
    native(
        r"APPCMD SET CONFIG /SECTION:SYSTEM.WEBSERVER/GLOBALMODULES /+[NAME='X',IMAGE='C:\t\x.dll'] /COMMIT:APPHOST",
    );
    native(r"appcmd set module X /image:C:\t\x.dll");
    native(r#"cmd /c ap""pcmd.exe ins""tall mod""ule /na""me:X /image:C:\t\x.dll"#);
    native(r#"cmd /c app"cm"d.exe inst"al"l mo"dul"e /name:X /image:C:\t\x.dll"#);
    native(r#"powershell "iex ('app'+'cmd.exe install mod'+'ule /name:X /image:C:\t\x.dll')""#);
    // `appcmd install module /name:X /image:C:\t\x.dll`, encoded as PowerShell takes it.
    native(
        "powershell -nop -w hidden -enc YQBwAHAAYwBtAGQAIABpAG4AcwB0AGEAbABsACAAbQBvAGQAdQBsAGUAIAAvAG4AYQBtAGUAOgBYACAALwBpAG0AYQBnAGUAOgBDADoAXAB0AFwAeAAuAGQAbABsAA==",
    );
    native(
        "cmd /c powershell /e YQBwAHAAYwBtAGQAIABpAG4AcwB0AGEAbABsACAAbQBvAGQAdQBsAGUAIAAvAG4AYQBtAGUAOgBYACAALwBpAG0AYQBnAGUAOgBDADoAXAB0AFwAeAAuAGQAbABsAA==",
    );
    native(r"appcmd add module /name:X /image:C:\t\x.dll");
    registers("appcmd add module /name:X /type:My.Module,My", "managed_module", "X", "");
    registers("appcmd set config Shop /section:modules /+[name='X',type='My.M,My']", "managed_module", "X", "");
    registers(
        "appcmd set config Shop /section:system.web/httpModules /+[name='X',type='My.M']",
        "managed_module",
        "X",
        "",
    );
    registers(
        "appcmd set config /section:handlers /+[name='X',path='*.x',verb='*',type='My.H,My']",
        "handler",
        "X",
        "",
    );
    registers(
        r"appcmd set config /section:isapiFilters /[name='X'].path:C:\t\f.dll",
        "isapi_filter",
        "X",
        r"C:\t\f.dll",
    );
    registers(r#"appcmd add module /name:X /app.name:"Default Web Site/""#, "native_module", "X", "");
    registers(
        r#"appcmd set config "Default Web Site" /section:isapiFilters /+[name='X',path='C:\a b\f.dll']"#,
        "isapi_filter",
        "X",
        r"C:\a b\f.dll",
    );
    registers(
        r"appcmd set config /section:handlers /+[name='X',path='*.x',verb='*',scriptProcessor='C:\e.dll',modules='IsapiModule']",
        "isapi_extension",
        "X",
        r"C:\e.dll",
    );
}

#[test]
fn administration_that_registers_nothing_stays_quiet() {
    for text in [
        "appcmd list modules",
        "appcmd add site /name:Shop /bindings:http/*:80: /physicalPath:C:\\shop",
        "appcmd set config /section:globalModules /-[name='X']",
        "appcmd uninstall module X",
        "appcmd delete module X",
        "appcmd set config \"Default Web Site\" /section:httpLogging /dontLog:true",
        "appcmd recycle apppool /apppool.name:DefaultAppPool",
        "appcmd set config /section:directoryBrowse /enabled:false",
        "appcmd set config /section:isapiFilters /-[name='X']",
        "appcmd set apppool Shop /processModel.idleTimeout:00:00:00",
        "appcmd add backup before",
        "appcmd list config /section:globalModules",
        "appcmd unlock config /section:modules",
        "appcmd set config /section:staticContent /+[fileExtension='.x',mimeType='text/plain']",
    ] {
        let command = find(text).unwrap_or_else(|| panic!("nothing found in {text}"));
        assert_eq!(command.registers(), "", "{text}");
    }
}

#[test]
fn a_renamed_tool_is_read_and_told_apart() {
    let command = find(r"C:\Temp\svc.exe install module /name:X /image:x.dll").unwrap();
    assert_eq!((command.registers(), command.tool.as_str(), command.is_appcmd()), ("native_module", "svc.exe", false));
}

#[test]
fn sections_and_attributes_come_out_in_one_form() {
    let command = find(r#"appcmd set config "Default Web Site" /section:httplogging /dontLog:"True""#).unwrap();
    assert_eq!(command.section, "system.webserver/httplogging");
    assert_eq!(command.attributes.get("dontlog").map(String::as_str), Some("True"));
    assert_eq!(command.app, "Default Web Site");
}

#[test]
fn other_text_is_not_a_command() {
    for text in
        ["", "notepad.exe C:\\module.txt", "please install it", "Install-Module Pester", "\"\"\"", "'''[[[", "/+[a"]
    {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn long_and_hostile_texts_end_soon() {
    let quotes = "\"".repeat(100_000) + " module";
    assert_eq!(find(&quotes), None);
    let nested = "\" module '".repeat(5_000);
    let _ = find(&nested);
    let joined = "'+' module \"\"".repeat(50_000);
    let _ = find(&joined);
    let encoded = format!("module {}", "-enc AAAAAAAAAAAAAAAAAAAAAAAA ".repeat(30_000));
    let _ = find(&encoded);
}
