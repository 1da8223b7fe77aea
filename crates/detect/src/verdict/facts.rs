use super::reason::{self, RawReason};
use crate::baseline::Standing as Baseline;
use crate::identity::Subject;
use crate::model::Class;
use crate::row::Row;
use engine::Lineage;

/// Why a component's place is odd, as `IisComponents.OddPlace` names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OddPlace {
    pub(super) name: &'static str,
    text: &'static str,
    points: i32,
}

const fn place(name: &'static str, points: i32, text: &'static str) -> OddPlace {
    OddPlace { name, text, points }
}

static PLACES: &[OddPlace] = &[
    place("data_folder", 20, "its file lies in a folder that holds data of Windows or IIS, and no components"),
    place("device", 30, "its path names a device, such as a shadow copy, and no folder that is seen"),
    place("exchange", 25, "its file lies among Exchange Server's own and is none of them"),
    place("framework", 25, "its file lies in a .NET Framework directory, where IIS keeps no modules of others"),
    place("interpreter", 30, "it starts a command interpreter, which does whatever its arguments say"),
    place("masked", 30, "its path is written to look like another: dots or spaces after names, or look-alike letters"),
    place("not_dll", 25, "its file is not called .dll"),
    place("relative", 20, "its path is relative: what it leads to depends on the process that loads it"),
    place("short_name", 20, "short names in its path hide where it leads"),
    place("stream", 30, "its file is an alternate data stream, which no directory listing shows"),
    place("system32_root", 25, "its file lies in the System32 root, where IIS keeps no components"),
    place("unc", 25, "its file lies on a network share"),
    place("user_writable", 30, "its file lies where ordinary users can write"),
    place("web_root", 20, "its file lies in a web root"),
    place("windows_root", 25, "its file lies in the Windows folder itself"),
];

impl OddPlace {
    pub(crate) fn parse(name: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.name == name)
    }
}

/// What the configuration, the file and the knowledge tables say of a component.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Standing {
    pub(crate) stock: bool,
    /// The file or type is one that Microsoft ships, under whatever name.
    pub(crate) stock_code: bool,
    pub(crate) stock_name: String,
    pub(crate) stock_image: String,
    pub(crate) foreign_image: bool,
    /// A stock file's name in a folder where Windows has none of that name.
    pub(crate) stock_file_elsewhere: bool,
    pub(crate) vendor: String,
    pub(crate) look_alike: String,
    pub(crate) family: String,
    pub(crate) odd_place: Option<&'static OddPlace>,
    pub(crate) twin: bool,
    /// Among the last two of its siblings.
    pub(crate) appended_last: bool,
    pub(crate) unresolved: bool,
    /// Whether the image is in the evidence; unknown when its directory is not.
    pub(crate) file_found: Option<bool>,
    pub(crate) has_image: bool,
    /// A .NET type, which some assembly holds.
    pub(crate) has_type: bool,
    pub(crate) signature: String,
    pub(crate) sha256: String,
    /// What the baseline says of it, where there is one.
    pub(crate) baseline: Option<Baseline>,
    /// Why the site accepts it.
    pub(crate) accepted: Option<String>,
    /// On how many servers of the scan it is, of how many.
    pub(crate) fleet: Option<(usize, usize)>,
}

impl Standing {
    /// From a row of `IisComponents`.
    pub(crate) fn of_row(row: &Row) -> Self {
        let number = |column: &str| row.get(column).and_then(kql_functions::Value::as_i64);
        let last = match (number("Position"), number("Siblings")) {
            (Some(position), Some(siblings)) => siblings > 2 && position >= siblings - 2,
            _ => false,
        };
        let (image, type_name) = (row.text("Image"), row.text("TypeName"));
        Self {
            stock: row.flag("IsStock"),
            stock_code: is_stock_code(&image, &type_name) && !row.flag("IsForeignImage"),
            stock_name: row.text("StockName"),
            stock_image: row.text("StockImage"),
            foreign_image: row.flag("IsForeignImage"),
            stock_file_elsewhere: row.flag("IsStockFileElsewhere"),
            vendor: row.text("Vendor"),
            look_alike: row.text("LookAlike"),
            family: row.text("LookAlikeFamily"),
            odd_place: OddPlace::parse(&row.text("OddPlace")),
            twin: row.flag("IsTwin"),
            appended_last: last,
            unresolved: row.flag("UnresolvedLocation"),
            file_found: row.get("FileFound").and_then(kql_functions::Value::as_bool),
            has_image: !image.is_empty(),
            has_type: !type_name.is_empty(),
            signature: row.text("Signature"),
            sha256: row.text("SHA256"),
            ..Self::default()
        }
    }

    /// Of a component that only events name, from the knowledge tables.
    pub(crate) fn of_event(class: Class, subject: &Subject) -> Self {
        let facts = server::facts::judge(&[server_component(class, subject)]).pop().unwrap_or_default();
        Self {
            stock: facts.is_stock,
            stock_code: facts.is_stock_code,
            stock_name: facts.stock_name.to_owned(),
            foreign_image: facts.is_foreign_image,
            stock_file_elsewhere: facts.is_stock_file_elsewhere,
            vendor: facts.vendor.map(|v| v.vendor.clone()).unwrap_or_default(),
            look_alike: facts.look_alike.as_ref().map(|l| l.of.to_owned()).unwrap_or_default(),
            family: facts.family.map(|f| f.family.clone()).unwrap_or_default(),
            odd_place: OddPlace::parse(facts.odd_place()),
            unresolved: facts.is_unresolved,
            has_image: !subject.image.is_empty(),
            has_type: !subject.type_name.is_empty(),
            stock_image: facts.stock_image,
            ..Self::default()
        }
    }

    /// Microsoft ships it, so.
    pub(crate) fn is_stock(&self) -> bool {
        self.stock && !self.foreign_image && !self.has_false_signature()
    }

    /// Whether the code is Microsoft's, under whatever name.
    pub(crate) fn is_stock_code(&self) -> bool {
        self.stock_code
    }

    /// Whether the file was changed after it was signed, or is signed in another's name.
    fn has_false_signature(&self) -> bool {
        self.signature.starts_with("tampered") || self.signature.starts_with("claims to be")
    }

    /// Whether a signature that leads to a trusted root names the signer.
    pub(crate) fn is_signed_by(&self, signer: &str) -> bool {
        const NOT_TRUSTED: &[&str] = &[
            "tampered",
            "claims to be",
            "self-signed",
            "signed, root not known",
            "expired",
            "invalid",
            "unsigned",
            "not",
        ];
        !NOT_TRUSTED.iter().any(|start| self.signature.starts_with(start))
            && !signer.trim().is_empty()
            && self.signature.to_lowercase().contains(&signer.trim().to_lowercase())
    }

    /// Whether it is as the baseline has it, as far as can be told.
    pub(crate) fn is_as_baseline(&self) -> bool {
        matches!(self.baseline, Some(Baseline::Same | Baseline::SameEntry))
    }

    /// Stock, a known vendor's in its place, or what the site itself says is its own.
    pub(crate) fn is_known(&self) -> bool {
        !self.has_false_signature()
            && self.baseline != Some(Baseline::OtherFile)
            && (self.accepted.is_some()
                || self.is_as_baseline()
                || (!self.foreign_image && (self.stock || (!self.vendor.is_empty() && self.odd_place.is_none()))))
    }

    /// How many independent facts beside being unknown speak against it. Name and family name are one fact. A
    /// place that a vendor's row excuses is no odd place any more.
    pub(crate) fn odd_facts(&self) -> usize {
        usize::from(self.foreign_image || self.stock_file_elsewhere)
            + usize::from(!self.look_alike.is_empty() || !self.family.is_empty())
            + usize::from(self.odd_place.is_some())
            + usize::from(self.twin)
            + usize::from(self.has_false_signature())
            + usize::from(self.baseline == Some(Baseline::OtherFile))
    }

    /// The shape of HttpResetModule: twin DLLs in .NET Framework directories, appended at the end of the list.
    pub(crate) fn has_family_shape(&self) -> bool {
        !self.is_known()
            && self.twin
            && self.odd_place.is_some_and(|place| place.name == "framework")
            && self.appended_last
            && !self.signature.starts_with("signed by")
    }

    pub(super) fn reasons(&self, cited: &Lineage) -> Vec<RawReason> {
        let mut reasons = Vec::new();
        let mut say = |points, text: String| reason::add(&mut reasons, points, text, cited);
        match (&self.baseline, &self.accepted) {
            (_, Some(accepted)) => say(-50, accepted.clone()),
            (Some(Baseline::Same), None) => say(-30, "it is in the baseline, its file too".to_owned()),
            (Some(Baseline::SameEntry), None) => {
                say(-15, "it is in the baseline; whether its file is the same cannot be told".to_owned());
            }
            (Some(Baseline::OtherFile), None) => say(30, "its file is not the one that the baseline has".to_owned()),
            (Some(Baseline::New), None) if !self.is_stock() => say(10, "it is not in the baseline".to_owned()),
            _ => {}
        }
        if let Some((have, of)) = self.fleet.filter(|_| !self.is_stock()) {
            if have == 1 {
                say(5, format!("none of the other {} servers has it", of - 1));
            } else if have * 2 >= of {
                say(-5, format!("{have} of {of} servers have it"));
            }
        }
        if self.is_stock() {
            say(-60, "it is as Microsoft ships it: this name, this code".to_owned());
        } else if self.is_known() && (self.accepted.is_some() || self.is_as_baseline()) {
            // Said above.
        } else if self.is_known() {
            say(-40, format!("a known component of {}, where that puts it", self.vendor));
        } else if self.stock_code {
            say(-10, "its code is Microsoft's; its name or what it answers to is not".to_owned());
        } else if !self.vendor.is_empty() && !self.foreign_image {
            say(-10, format!("it is named like a component of {}, which may lie anywhere", self.vendor));
        } else {
            say(10, "neither a component that Microsoft ships nor one of a known vendor".to_owned());
        }
        if self.foreign_image {
            let whose = if self.stock_name.is_empty() { "known vendor's" } else { "stock" };
            let code = if self.has_image { "file" } else { "type" };
            let text = if self.stock_image.is_empty() {
                format!("it bears the name of a {whose} component and is another {code}")
            } else {
                format!("it bears the name of a {whose} component whose {code} is {}", self.stock_image)
            };
            say(35, text);
        }
        if self.stock_file_elsewhere && !self.foreign_image && !self.is_known() {
            say(
                30,
                "its file bears the name of a stock file, in a folder where Windows has none of that name".to_owned(),
            );
        }
        if !self.is_stock() && !self.look_alike.is_empty() {
            say(30, format!("its name imitates {}", self.look_alike));
        }
        if !self.is_stock() && !self.family.is_empty() {
            say(35, format!("malware of the family {} has used this name", self.family));
        }
        if let Some(place) = self.odd_place.filter(|_| !self.is_stock()) {
            say(place.points, place.text.to_owned());
        }
        if self.twin && !self.is_known() {
            say(20, "registered twice, once per bitness, by no known vendor".to_owned());
        }
        if self.has_false_signature() {
            say(40, format!("its signature is false: {}", self.signature));
        } else if self.signature.starts_with("self-signed") && !self.is_known() {
            say(10, format!("nobody vouches for its signature: {}", self.signature));
        } else if self.signature == "unsigned" && !self.is_stock() {
            say(15, "its file is not signed".to_owned());
        }
        if self.unresolved && !self.is_stock() {
            say(
                0,
                "its location holds a placeholder that the evidence does not resolve: judged by file name".to_owned(),
            );
        }
        reasons
    }

    /// What would settle the verdict.
    pub(super) fn settle(&self, configured: bool) -> Vec<String> {
        let mut settle = Vec::new();
        if !configured {
            settle.push("the server's applicationHost.config and web.config: is it still registered?".to_owned());
        }
        if self.unresolved {
            settle.push("where its path leads on the server: the variable's value, or the site's folder".to_owned());
        }
        if self.has_image && self.file_found != Some(true) {
            settle.push("the file itself: it is not in the evidence".to_owned());
        } else if self.has_image && self.signature.contains("not") {
            settle.push(format!("who signed the file (signature {})", self.signature));
        }
        if self.has_type {
            settle
                .push("the assembly that holds its type, from the site's bin folder or the assembly cache".to_owned());
        }
        settle
    }
}

/// Whether a file or type, by its place or full name, is Microsoft's.
fn is_stock_code(image: &str, type_name: &str) -> bool {
    let stock = knowledge::stock();
    if type_name.is_empty() { stock.is_stock_image(image) } else { stock.stock_type(type_name).is_some() }
}

/// The component as `server` describes one that a configuration has.
fn server_component(class: Class, subject: &Subject) -> server::Component {
    server::Component {
        class: match class {
            Class::NativeModule => server::Class::NativeModule,
            Class::ManagedModule => server::Class::ManagedModule,
            Class::IsapiFilter => server::Class::IsapiFilter,
            Class::IsapiExtension => server::Class::IsapiExtension,
            Class::Handler => server::Class::Handler,
            Class::OtherLoader => server::Class::OtherLoader,
        },
        name: subject.name.clone(),
        image: subject.image.clone(),
        image_raw: subject.image.clone(),
        type_name: subject.type_name.clone(),
        ..server::Component::default()
    }
}
