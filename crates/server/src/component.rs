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
    /// The worker processes that its precondition, or the file that registers it, leaves.
    pub bitness: Bitness,
    /// The application pools that load it, sorted; none when the evidence has no pools.
    pub pools: Option<Vec<String>>,
    /// The sites and applications that it serves, `Default Web Site/app`, sorted; none when the evidence has no sites.
    pub sites: Option<Vec<String>>,
    /// Its place in the effective list of its own path, from 0; none when it is in no list.
    pub pipeline_position: Option<usize>,
    /// Whether its file lies in a folder that a site serves; told of native modules alone, for ISAPI DLLs are often
    /// requested by their own paths.
    pub is_in_content: bool,
    /// `lockItem` of its entry; for a native module, of its entry in the server's module list.
    pub is_locked: bool,
    /// What IIS would say of the entry: see `Notes` of `IisComponents`.
    pub notes: Vec<&'static str>,
    /// What kept configurations tell of it.
    pub seen: Seen,
    /// When the file was last written, in units of 100 ns since 1970.
    pub modified: Option<i64>,
}

/// Worker processes by their bitness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bitness {
    #[default]
    Both,
    Only32,
    Only64,
}

impl Bitness {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Only32 => "32",
            Self::Only64 => "64",
        }
    }
}

/// Times of kept configurations, in units of 100 ns since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Of the oldest that has the component.
    pub first: Option<i64>,
    /// Of the newest that has it.
    pub last: Option<i64>,
    /// Of the last without it before the first with it, and of that first: it was registered between the two.
    pub after: Option<i64>,
    pub before: Option<i64>,
}

impl Component {
    /// Whether any module list (or for other classes, the entry itself) enables it.
    pub fn enabled_in_modules(&self) -> bool {
        !self.enabled_in.is_empty()
    }

    /// What two copies of one configuration share: the same entry, not the same place in a file.
    pub(crate) fn identity(&self) -> Identity {
        (
            self.class,
            self.scope.clone(),
            self.name.clone(),
            crate::folded_path(&self.image),
            self.type_name.clone(),
            self.detail.clone(),
            self.url.clone(),
        )
    }

    /// Takes over what a copy of the same entry says of whom it reaches.
    pub(crate) fn absorb(&mut self, other: Self) {
        let union = |a: &mut Option<Vec<String>>, b: Option<Vec<String>>| match (a.as_mut(), b) {
            (Some(own), Some(more)) => {
                own.extend(more);
                own.sort();
                own.dedup();
            }
            (None, b) => *a = b,
            (Some(_), None) => {}
        };
        union(&mut self.pools, other.pools);
        union(&mut self.sites, other.sites);
        if self.bitness != other.bitness {
            self.bitness = Bitness::Both;
        }
        self.enabled_in.extend(other.enabled_in);
        self.enabled_in.sort();
        self.enabled_in.dedup();
        // One copy that is in force is enough.
        self.notes.retain(|note| other.notes.contains(note));
    }
}

/// What two copies of one entry share.
pub(crate) type Identity = (Class, Vec<String>, String, String, String, String, String);

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
