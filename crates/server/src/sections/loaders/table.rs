//! The attributes. Sources: Microsoft's `IIS_schema.xml`, `ASPNET_schema.xml`, `WebDAV_schema.xml`, `FTP_schema.xml`,
//! `rewrite_schema.xml`, `arr_schema.xml`, `aspnetcore_schema_v2.xml`, and the configuration reference of .NET
//! Framework, which name and default each of them.

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// A file that is loaded or started.
    Path,
    /// A .NET type, or a COM class id.
    Type,
    /// A .NET type; Microsoft's own are not worth a row, for every server has hundreds.
    ForeignType,
    /// A .NET assembly; Microsoft's own are not worth a row.
    ForeignAssembly,
}

/// One such attribute.
pub(super) struct Loader {
    pub(super) section: &'static str,
    /// Elements below the section, `/`-separated; `""` for the section itself; `**/x` for any `x` below it.
    pub(super) element: &'static str,
    pub(super) attribute: &'static str,
    pub(super) value: Value,
    /// Values that Microsoft's own configurations have, in lower case: not worth a row.
    pub(super) defaults: &'static [&'static str],
    /// An attribute of the same element that completes the picture (arguments, name).
    pub(super) detail: &'static str,
}

const fn path(section: &'static str, element: &'static str, attribute: &'static str, detail: &'static str) -> Loader {
    Loader { section, element, attribute, value: Value::Path, defaults: &[], detail }
}

const fn of_type(section: &'static str, element: &'static str, attribute: &'static str) -> Loader {
    Loader { value: Value::Type, ..path(section, element, attribute, "name") }
}

const fn foreign(section: &'static str, element: &'static str, attribute: &'static str) -> Loader {
    Loader { value: Value::ForeignType, ..path(section, element, attribute, "name") }
}

pub(super) const POOLS: &str = "system.applicationHost/applicationPools";
pub(super) const SITES: &str = "system.applicationHost/sites";
const COMPILATION: &str = "system.web/compilation";
const WEB_SERVICES: &str = "system.web/webServices";
const PAGES: &str = "system.web/pages";
const WEBDAV: &str = "system.webServer/webdav/globalSettings";

/// The schema's default; IIS Express's template has a version in its place, which no file is called.
const RUNTIMES: &[&str] = &["webengine4.dll", "v4.0", "v2.0"];
/// What IIS Express's template gives every pool.
const CLR_CONFIGS: &[&str] = &["%iis_user_home%\\config\\aspnet.config"];

/// IIS' own log plug-ins: binary and W3C formats of old, NCSA, ODBC (learn.microsoft.com, "IIS 6.0 metabase property
/// LogPluginClsid").
const LOG_PLUGINS: &[&str] = &[
    "{ff160657-de82-11cf-bc0a-00aa006111e0}",
    "{ff16065b-de82-11cf-bc0a-00aa006111e0}",
    "{ff16065f-de82-11cf-bc0a-00aa006111e0}",
    "{ff160663-de82-11cf-bc0a-00aa006111e0}",
];

/// What IIS itself encrypts its configuration with.
const PROTECTORS: &[&str] = &[
    "microsoft.applicationhost.aesprotectedconfigurationprovider",
    "microsoft.applicationhost.cngprotectedconfigurationprovider",
];

pub(super) static LOADERS: &[Loader] = &[
    // Programs and files of IIS itself.
    path("system.webServer/tracing/traceFailedRequests", "add", "customActionExe", "customActionParams"),
    path(POOLS, "add/failure", "orphanActionExe", "orphanActionParams"),
    path(POOLS, "add/failure", "autoShutdownExe", "autoShutdownParams"),
    path(POOLS, "applicationPoolDefaults/failure", "orphanActionExe", "orphanActionParams"),
    path(POOLS, "applicationPoolDefaults/failure", "autoShutdownExe", "autoShutdownParams"),
    Loader { defaults: CLR_CONFIGS, ..path(POOLS, "add", "CLRConfigFile", "name") },
    Loader { defaults: CLR_CONFIGS, ..path(POOLS, "applicationPoolDefaults", "CLRConfigFile", "name") },
    Loader { defaults: RUNTIMES, ..path(POOLS, "add", "managedRuntimeLoader", "name") },
    Loader { defaults: RUNTIMES, ..path(POOLS, "applicationPoolDefaults", "managedRuntimeLoader", "name") },
    path("system.webServer/httpCompression", "scheme", "dll", "name"),
    of_type("system.applicationHost/serviceAutoStartProviders", "add", "type"),
    Loader { detail: "", defaults: LOG_PLUGINS, ..of_type(SITES, "site/logFile", "customLogPluginClsid") },
    Loader { detail: "", defaults: LOG_PLUGINS, ..of_type(SITES, "siteDefaults/logFile", "customLogPluginClsid") },
    path("system.applicationHost/listenerAdapters", "add", "protocolManagerDll", "name"),
    path("system.webServer/fastCgi", "application", "fullPath", "arguments"),
    path("system.webServer/aspNetCore", "", "processPath", "arguments"),
    path("system.webServer/httpPlatform", "", "processPath", "arguments"),
    path("system.webServer/iisnode", "", "nodeProcessCommandLine", ""),
    path("system.webServer/iisnode", "", "interceptor", ""),
    path(WEBDAV, "propertyStores/add", "image", "name"),
    path(WEBDAV, "propertyStores/add", "image32", "name"),
    path(WEBDAV, "lockStores/add", "image", "name"),
    path(WEBDAV, "lockStores/add", "image32", "name"),
    of_type("system.webServer/rewrite/providers", "provider", "type"),
    path("webFarms", "**/*", "serverProviderImage", "name"),
    // FTP and remote management.
    foreign("system.ftpServer/providerDefinitions", "add", "type"),
    of_type("system.ftpServer/providerDefinitions", "add", "clsid"),
    foreign("moduleProviders", "add", "type"),
    foreign("administratorsProviders", "add", "type"),
    foreign("system.webServer/management/authentication", "providers/add", "type"),
    foreign("system.webServer/management/authorization", "providers/add", "type"),
    foreign("system.webServer/management/trustedProviders", "add", "type"),
    // .NET.
    Loader { defaults: PROTECTORS, ..foreign("configProtectedData", "providers/add", "type") },
    foreign("configSections", "**/section", "type"),
    foreign("configSections", "**/sectionGroup", "type"),
    Loader { value: Value::ForeignAssembly, defaults: &["*"], ..path(COMPILATION, "assemblies/add", "assembly", "") },
    Loader { detail: "extension", ..foreign(COMPILATION, "buildProviders/add", "type") },
    Loader { detail: "expressionPrefix", ..foreign(COMPILATION, "expressionBuilders/add", "type") },
    foreign(COMPILATION, "folderLevelBuildProviders/add", "type"),
    foreign(COMPILATION, "", "assemblyPostProcessorType"),
    foreign(COMPILATION, "", "controlBuilderInterceptorType"),
    Loader { detail: "language", ..foreign("system.codedom", "compilers/compiler", "type") },
    foreign("system.web/healthMonitoring", "providers/add", "type"),
    foreign("system.web/membership", "providers/add", "type"),
    foreign("system.web/profile", "providers/add", "type"),
    foreign("system.web/profile", "", "inherits"),
    foreign("system.web/roleManager", "providers/add", "type"),
    foreign("system.web/siteMap", "providers/add", "type"),
    foreign("system.web/sessionState", "providers/add", "type"),
    foreign("system.web/sessionState", "", "partitionResolverType"),
    foreign("system.web/sessionState", "", "sessionIDManagerType"),
    foreign("system.web/caching/outputCache", "providers/add", "type"),
    foreign("system.web/webParts", "personalization/providers/add", "type"),
    foreign("system.web/browserCaps", "result", "type"),
    foreign("system.web/httpRuntime", "", "encoderType"),
    foreign("system.web/httpRuntime", "", "requestValidationType"),
    foreign(PAGES, "", "pageBaseType"),
    foreign(PAGES, "", "pageParserFilterType"),
    foreign(PAGES, "", "userControlBaseType"),
    foreign("system.web/protocols", "add", "appDomainHandlerType"),
    foreign("system.web/protocols", "add", "processHandlerType"),
    foreign("system.web/trust", "", "hostSecurityPolicyResolverType"),
    foreign(WEB_SERVICES, "soapExtensionTypes/add", "type"),
    foreign(WEB_SERVICES, "soapExtensionReflectorTypes/add", "type"),
    foreign(WEB_SERVICES, "soapExtensionImporterTypes/add", "type"),
    foreign("system.diagnostics", "sharedListeners/add", "type"),
    foreign("system.diagnostics", "sources/source/listeners/add", "type"),
    foreign("system.diagnostics", "trace/listeners/add", "type"),
    foreign("system.serviceModel/extensions", "behaviorExtensions/add", "type"),
    foreign("system.serviceModel/extensions", "bindingElementExtensions/add", "type"),
    foreign("system.serviceModel/extensions", "bindingExtensions/add", "type"),
    foreign("system.serviceModel/serviceHostingEnvironment", "serviceActivations/add", "factory"),
    Loader {
        detail: "relativeAddress",
        ..foreign("system.serviceModel/serviceHostingEnvironment", "serviceActivations/add", "service")
    },
    foreign("system.data", "DbProviderFactories/add", "type"),
    Loader { value: Value::ForeignAssembly, ..path("runtime", "appDomainManagerAssembly", "value", "") },
    Loader { detail: "", ..foreign("runtime", "appDomainManagerType", "value") },
    path("runtime", "assemblyBinding/dependentAssembly/codeBase", "href", "version"),
];
