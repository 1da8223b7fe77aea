//! Known vendors and what the .NET Framework brings: all of it is expected.

use crate::case::{Case, check};
use crate::server::{Server, line, scan_all};
use detect::model::Severity;

#[test]
fn every_known_vendor_is_expected() {
    let concrete = |pattern: &str| {
        let rooted = pattern.strip_prefix("*\\").map_or_else(|| pattern.to_owned(), |rest| format!(r"D:\Apps\{rest}"));
        let known =
            rooted.replace("?:", "C:").replace("Program Files*", "Program Files").replace(r"\Sys*\", r"\System32\");
        known.replace('*', "x1").replace('?', "5")
    };
    // A section of another group, between the halves of `system.webServer`.
    let beside =
        |group: &str, section: &str| format!("</system.webServer><{group}>{section}</{group}><system.webServer>");
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
            _ if name.starts_with("httpPlatform") => (format!("<httpPlatform processPath='{image}'/>"), name),
            _ if name.starts_with("iisnode") => (format!("<iisnode interceptor='{image}'/>"), name),
            _ if name.starts_with("providers/") => {
                let provider = format!("<provider name='x' type='{kind}'/>");
                (format!("<rewrite><providers>{provider}</providers></rewrite>"), name)
            }
            _ if name.starts_with("sessionState") => {
                let provider =
                    format!("<sessionState><providers><add name='x' type='{kind}'/></providers></sessionState>");
                (beside("system.web", &provider), name)
            }
            _ if name.starts_with("applicationPools") => {
                let pool = format!("<applicationPools><add name='x' CLRConfigFile='{image}'/></applicationPools>");
                (beside("system.applicationHost", &pool), name)
            }
            _ if name.ends_with("_PROFILER") => {
                let variable = name.rsplit('@').next().unwrap_or_default();
                let variable = format!("<environmentVariable name='{variable}' value='{kind}'/>");
                let section =
                    format!("<aspNetCore><environmentVariables>{variable}</environmentVariables></aspNetCore>");
                (section, name.replacen("x1", "aspNetCore/environmentVariables", 1))
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
