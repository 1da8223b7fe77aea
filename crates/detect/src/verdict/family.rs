//! Known malware by its shape: where its files lie, what they are called, what they answer to.
//!
//! A name alone is never enough for high confidence. Sources: ESET, Anatomy of native IIS malware (2021); Unit 42 on
//! RGDoor (2018); Dell SecureWorks on TG-3390 (2015); CrowdStrike on IceApple (2022); Kaspersky on SessionManager
//! (2022) and Owowa (2021); ESET on GhostRedirector (2025); Symantec on Frebniis (2023); Microsoft on SUPERNOVA (2020).

use super::Standing;
use crate::identity::{Subject, file_name};
use crate::model::Class;
use engine::Lineage;
use serde::Serialize;
use std::collections::BTreeMap;

/// How sure a resemblance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// One trait, which others may share.
    Low,
    /// Several traits, none of which the family has for itself.
    Medium,
    /// What is known of no other.
    High,
}

impl Confidence {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A family that a component resembles, and in what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resemblance {
    pub family: &'static str,
    pub confidence: Confidence,
    pub why: &'static str,
}

/// Families whose operators' requests reached a host, with the records.
pub(crate) type Requests = BTreeMap<String, Lineage>;

/// What shapes look at.
pub(crate) struct Traits<'a> {
    class: Class,
    file: String,
    /// With a closing backslash.
    folder: String,
    type_name: String,
    standing: &'a Standing,
    requests: &'a Requests,
}

impl<'a> Traits<'a> {
    pub(super) fn new(class: Class, subject: &Subject, standing: &'a Standing, requests: &'a Requests) -> Self {
        let image = server::canonical_path(&subject.image).to_lowercase();
        let file = file_name(&image).to_owned();
        let folder = image.strip_suffix(file.as_str()).unwrap_or_default().to_owned();
        Self { class, file, folder, type_name: subject.type_name.to_lowercase(), standing, requests }
    }

    fn is_module(&self) -> bool {
        matches!(self.class, Class::NativeModule | Class::ManagedModule)
    }

    fn asked_for(&self, family: &str) -> bool {
        self.requests.keys().any(|name| name.contains(family))
    }

    fn is_signed(&self) -> bool {
        self.standing.signature.starts_with("signed") || self.standing.signature.starts_with("Microsoft")
    }
}

struct Shape {
    family: &'static str,
    confidence: Confidence,
    why: &'static str,
    holds: fn(&Traits<'_>) -> bool,
}

impl Shape {
    const fn resemblance(&self) -> Resemblance {
        Resemblance { family: self.family, confidence: self.confidence, why: self.why }
    }
}

use Confidence::{High, Low, Medium};

/// The surest of a family first.
static SHAPES: &[Shape] = &[
    Shape {
        family: "HttpResetModule",
        confidence: High,
        why: "twin DLLs in .NET Framework directories, appended last",
        holds: |t| t.standing.has_family_shape(),
    },
    Shape {
        family: "RGDoor",
        confidence: High,
        why: "a native module called as RGDoor was, on a server that got requests with its cookie RGSESSIONID",
        holds: |t| t.class == Class::NativeModule && is_rgdoor_file(&t.file) && t.asked_for("RGDoor"),
    },
    Shape {
        family: "RGDoor",
        confidence: Medium,
        why: "an unknown native module on a server that got requests with RGDoor's cookie RGSESSIONID",
        holds: |t| t.class == Class::NativeModule && t.asked_for("RGDoor"),
    },
    Shape {
        family: "RGDoor",
        confidence: Low,
        why: "a native module called as RGDoor was",
        holds: |t| t.class == Class::NativeModule && is_rgdoor_file(&t.file),
    },
    Shape {
        family: "OwaAuth",
        confidence: High,
        why: "an owaauth.dll that no one is known to have signed, in Owa\\bin, beside the folder of Exchange's own",
        holds: |t| is_other_owaauth(t) && t.folder.ends_with("\\owa\\bin\\") && !t.is_signed(),
    },
    Shape {
        family: "OwaAuth",
        confidence: Medium,
        why: "an owaauth.dll that does not lie where Exchange keeps its own",
        holds: is_other_owaauth,
    },
    Shape {
        family: "IceApple",
        confidence: Medium,
        why: "an App_Web_ assembly that does not come from the compiler's cache: its modules take such names",
        holds: |t| {
            t.file.starts_with("app_web_") && !is_compiler_cache(&t.folder) && !t.file.contains("logoimagehandler")
        },
    },
    Shape {
        family: "SUPERNOVA",
        confidence: Medium,
        why: "an App_Web_ assembly of logoimagehandler.ashx",
        holds: |t| t.file.starts_with("app_web_logoimagehandler"),
    },
    Shape {
        family: "SessionManager",
        confidence: High,
        why: "a module called as SessionManager was, on a server that got requests with its cookie SM_SESSION",
        holds: |t| t.is_module() && t.file.starts_with("sessionmanager") && t.asked_for("SessionManager"),
    },
    Shape {
        family: "SessionManager",
        confidence: Medium,
        why: "a native module called as SessionManager was, among Exchange's files or IIS's own",
        holds: |t| {
            t.class == Class::NativeModule
                && matches!(t.file.as_str(), "sessionmanager.dll" | "sessionmanagermodule.dll")
                && (t.folder.contains("\\exchange server\\") || t.folder.ends_with("\\inetsrv\\"))
        },
    },
    Shape {
        family: "Owowa",
        confidence: Medium,
        why: "a module of the type ExtenderControlDesigner, which is a designer's and no module's name",
        holds: |t| t.class == Class::ManagedModule && t.type_name.contains("extendercontroldesigner"),
    },
    Shape {
        family: "Gamshen",
        confidence: High,
        why: "a native module in ProgramData\\Microsoft\\DRM, named after the .NET engine",
        holds: |t| is_in_drm(t) && t.file.starts_with("managedengine"),
    },
    Shape {
        family: "Gamshen",
        confidence: Medium,
        why: "a native module in ProgramData\\Microsoft\\DRM",
        holds: is_in_drm,
    },
    Shape {
        family: "Frebniis",
        confidence: Medium,
        why: "iisfreb.dll, and not the one that Microsoft ships where it ships it",
        holds: |t| t.file == "iisfreb.dll" && t.standing.odd_facts() > 0,
    },
    Shape {
        family: "IISerpent or Gamshen",
        confidence: Medium,
        why: "an unknown native module on a server that got their operators' requests",
        holds: |t| t.class == Class::NativeModule && t.asked_for("IISerpent"),
    },
    Shape {
        family: "TOLLBOOTH",
        confidence: Medium,
        why: "an unknown module on a server that got its operators' requests",
        holds: |t| t.is_module() && t.asked_for("TOLLBOOTH"),
    },
    Shape {
        family: "ISN",
        confidence: Medium,
        why: "an unknown native module on a server that got its operators' requests",
        holds: |t| t.class == Class::NativeModule && t.asked_for("ISN"),
    },
];

fn is_rgdoor_file(file: &str) -> bool {
    matches!(file, "httpparser.dll" | "traffichandler.dll")
}

fn is_other_owaauth(t: &Traits<'_>) -> bool {
    t.file == "owaauth.dll" && !t.folder.is_empty() && !t.folder.ends_with("\\owa\\auth\\")
}

fn is_in_drm(t: &Traits<'_>) -> bool {
    t.class == Class::NativeModule && t.folder.contains("\\programdata\\microsoft\\drm\\")
}

fn is_compiler_cache(folder: &str) -> bool {
    folder.contains("\\temporary asp.net files\\")
}

/// All shapes by which families are told: families in the order of their names, the surest shape of each first.
pub fn known_shapes() -> Vec<Resemblance> {
    let mut shapes: Vec<Resemblance> = SHAPES.iter().map(Shape::resemblance).collect();
    shapes.sort_by_key(|one| (one.family, std::cmp::Reverse(one.confidence)));
    shapes
}

/// What a component resembles, each family once, surest first. What is known to belong resembles nothing.
pub(super) fn resemblances(traits: &Traits<'_>) -> Vec<Resemblance> {
    if traits.standing.is_known() || traits.standing.is_stock_code() {
        return Vec::new();
    }
    let mut found: Vec<Resemblance> = Vec::new();
    for shape in SHAPES.iter().filter(|shape| (shape.holds)(traits)) {
        if !found.iter().any(|one| one.family == shape.family) {
            found.push(shape.resemblance());
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.confidence));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(class: Class, image: &str, type_name: &str, request: &str, expect: &[(&str, Confidence)]) {
        let subject =
            Subject { class: Some(class), name: "X".into(), image: image.into(), type_name: type_name.into() };
        let standing = Standing { has_image: true, ..Standing::default() };
        let mut requests = Requests::new();
        if !request.is_empty() {
            requests.insert(request.into(), Lineage::default());
        }
        let found = resemblances(&Traits::new(class, &subject, &standing, &requests));
        let found: Vec<_> = found.iter().map(|r| (r.family, r.confidence)).collect();
        assert_eq!(found, expect, "{image} {type_name} {request}");
    }

    #[test]
    fn families_are_told_by_more_than_a_name() {
        use Class::{IsapiFilter, ManagedModule, NativeModule};
        let exchange = r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess\Owa";
        check(IsapiFilter, &format!(r"{exchange}\bin\owaauth.dll"), "", "", &[("OwaAuth", High)]);
        check(IsapiFilter, r"C:\Other\owaauth.dll", "", "", &[("OwaAuth", Medium)]);
        check(IsapiFilter, &format!(r"{exchange}\Auth\owaauth.dll"), "", "", &[]);
        let inetsrv = r"C:\Windows\System32\inetsrv";
        check(NativeModule, &format!(r"{inetsrv}\HTTPParser.dll"), "", "", &[("RGDoor", Low)]);
        check(NativeModule, &format!(r"{inetsrv}\HTTPParser.dll"), "", "RGDoor", &[("RGDoor", High)]);
        check(NativeModule, &format!(r"{inetsrv}\x.dll"), "", "RGDoor", &[("RGDoor", Medium)]);
        check(ManagedModule, "", "A.B, C", "RGDoor", &[]);
        check(ManagedModule, r"C:\inetpub\wwwroot\bin\App_Web_7w1wvrcu.dll", "", "", &[("IceApple", Medium)]);
        let cache = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files\root\1\2\App_Web_x.dll";
        check(ManagedModule, cache, "", "", &[]);
        check(ManagedModule, "", "System.Web.Extensions.ExtenderControlDesigner, X", "", &[("Owowa", Medium)]);
        let drm = r"C:\ProgramData\Microsoft\DRM\log";
        check(NativeModule, &format!(r"{drm}\ManagedEngine64.dll"), "", "", &[("Gamshen", High)]);
        check(NativeModule, &format!(r"{drm}\other.dll"), "", "", &[("Gamshen", Medium)]);
        check(ManagedModule, r"C:\x\App_Web_logoimagehandler.ashx.b6031896.dll", "", "", &[("SUPERNOVA", Medium)]);
        check(NativeModule, &format!(r"{inetsrv}\SessionManager.dll"), "", "", &[("SessionManager", Medium)]);
        check(NativeModule, r"C:\x\SessionManager.dll", "", "", &[]);
        check(NativeModule, r"C:\x\SessionManager.dll", "", "SessionManager", &[("SessionManager", High)]);
        check(NativeModule, r"C:\x\y.dll", "", "IISerpent or Gamshen", &[("IISerpent or Gamshen", Medium)]);
        check(NativeModule, r"C:\x\y.dll", "", "ISN", &[("ISN", Medium)]);
        check(ManagedModule, "", "A.B, C", "TOLLBOOTH", &[("TOLLBOOTH", Medium)]);
        check(NativeModule, r"C:\x\iisfreb.dll", "", "", &[]);
    }

    #[test]
    fn a_stock_file_out_of_its_place_is_frebniis() {
        let subject = Subject { image: r"C:\x\iisfreb.dll".into(), ..Subject::default() };
        let standing = Standing { stock_file_elsewhere: true, ..Standing::default() };
        let requests = Requests::new();
        let found = resemblances(&Traits::new(Class::NativeModule, &subject, &standing, &requests));
        assert_eq!(found.iter().map(|r| r.family).collect::<Vec<_>>(), ["Frebniis"]);
    }

    #[test]
    fn what_belongs_resembles_nothing() {
        let subject = Subject { image: r"C:\Windows\System32\inetsrv\HTTPParser.dll".into(), ..Subject::default() };
        let standing = Standing { vendor: "V".into(), ..Standing::default() };
        let requests = Requests::from([("RGDoor".to_owned(), Lineage::default())]);
        assert!(resemblances(&Traits::new(Class::NativeModule, &subject, &standing, &requests)).is_empty());
    }
}
