/// What a component is, by where it registers. The names are those of the report and of `IisComponents`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `globalModules`: a DLL in every worker process whose precondition fits, also when no list enables it.
    #[default]
    NativeModule,
    /// `modules` with a `type`.
    ManagedModule,
    IsapiFilter,
    /// A handler that hands requests to an ISAPI DLL.
    IsapiExtension,
    /// Any other handler mapping.
    Handler,
    /// An attribute elsewhere that loads a file or starts a program (`customActionExe` and the like).
    OtherLoader,
}

impl Class {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NativeModule => "native_module",
            Self::ManagedModule => "managed_module",
            Self::IsapiFilter => "isapi_filter",
            Self::IsapiExtension => "isapi_extension",
            Self::Handler => "handler",
            Self::OtherLoader => "other_loader",
        }
    }
}

/// One thing that the server would load or start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Component {
    pub class: Class,
    /// The configured name, in its case; for other loaders the attribute
    /// (`traceFailedRequests/add@customActionExe`).
    pub name: String,
    /// The file, variables expanded, in canonical form ([`crate::canonical_path`]); `""` for managed types.
    pub image: String,
    /// The file as the configuration has it.
    pub image_raw: String,
    /// The .NET type as the configuration has it; for COM plug-ins the class id.
    pub type_name: String,
    pub pre_condition: String,
    /// Configuration paths, outermost first: `MACHINE/WEBROOT/APPHOST`, or one below it such as
    /// `MACHINE/WEBROOT/APPHOST/Default Web Site/app`.
    pub scope: Vec<String>,
    /// The configuration paths whose module list names it, sorted. A native module is loaded even if none does.
    pub enabled_in: Vec<String>,
    /// Place among its siblings in the section, from 0, and how many siblings there are with itself.
    pub position: usize,
    pub siblings: usize,
    /// The URL pattern and verbs of a handler: `*.aspx`, `GET,POST`.
    pub url: String,
    pub verbs: String,
    /// The native modules that a handler runs through: `IsapiModule`.
    pub modules: String,
    /// Arguments of a program, or the application pool or site that an attribute belongs to.
    pub detail: String,
    /// The configuration file, as evidence calls it, and where in it the element starts (from 1).
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl Component {
    /// Whether any module list (or for other classes, the entry itself) enables it.
    pub fn enabled_in_modules(&self) -> bool {
        !self.enabled_in.is_empty()
    }

    /// What two copies of one configuration share: the same entry, not the same place in a file.
    pub(crate) fn identity(&self) -> (Class, &[String], &str, String, &str, &str, &str) {
        let image = crate::folded_path(&self.image);
        (self.class, &self.scope, &self.name, image, &self.type_name, &self.detail, &self.url)
    }
}

/// A setting that hardens a server or hides an attack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting {
    /// `system.webServer/httpLogging` and the like.
    pub section: String,
    /// Path of the element below the section with its key, `site[@name="Default Web Site"]/logFile`;
    /// `""` for the section itself.
    pub element: String,
    pub attribute: String,
    /// As written; static keys are replaced by `static`, for they are secrets.
    pub value: String,
    /// The configuration path.
    pub scope: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
}
