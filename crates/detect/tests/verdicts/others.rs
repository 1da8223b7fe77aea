//! Filters, extensions, handlers, managed modules, and attributes that start programs.

use crate::case::{UNKNOWN, case, check};
use crate::server::Server;

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
                "isapi_filter Exchange OWA Cookie Authentication ISAPI Filter malicious",
                &["resembles OwaAuth", "Exchange Server's own"],
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
