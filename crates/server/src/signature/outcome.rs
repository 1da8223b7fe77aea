use super::roots::Root;
use formats::authenticode::{Algorithm, Certificate};

/// What is known of a file's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The file is not the one that was signed, or the signature was tampered with.
    Tampered,
    /// The certificate claims Microsoft, and does not lead to one of Microsoft's roots.
    MicrosoftLookAlike,
    /// Signed for Windows itself, by a root of Microsoft's products.
    MicrosoftWindows,
    /// Signed by Microsoft, by a root of Microsoft's products.
    Microsoft,
    /// Other people's code that Microsoft put its signature to (compatibility publishers, third-party components).
    MicrosoftThirdParty,
    /// Signed by somebody whom a root vouches for that the user gave.
    TrustedRoot,
    /// The same, and the signer is a vendor whose components are known (`knowledge/vendors.csv`).
    KnownVendor,
    /// The signature fits the file; the root that vouches for the signer is not known here. Whatever the signer is
    /// called, anybody can have made that certificate.
    RootNotKnown,
    /// The signature fits the file; the signer vouches for itself.
    SelfSigned,
    /// The signature fits, a certificate had expired, and no time stamp says that it was made before.
    Expired,
    /// Windows would refuse it: damaged, or with a certificate that is not for code.
    Invalid,
    Unsigned,
    /// Nothing is embedded, and no catalog is in evidence that might list the file; or the signature is of a kind
    /// that is not computed here.
    NotEvaluated,
}

impl Outcome {
    /// The name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tampered => "tampered",
            Self::MicrosoftLookAlike => "microsoft_look_alike",
            Self::MicrosoftWindows => "microsoft_windows",
            Self::Microsoft => "microsoft",
            Self::MicrosoftThirdParty => "microsoft_third_party",
            Self::TrustedRoot => "trusted_root",
            Self::KnownVendor => "known_vendor",
            Self::RootNotKnown => "root_not_known",
            Self::SelfSigned => "self_signed",
            Self::Expired => "expired",
            Self::Invalid => "invalid",
            Self::Unsigned => "unsigned",
            Self::NotEvaluated => "not_evaluated",
        }
    }

    /// Of several catalogs that list one file the best counts: Windows is content with one.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::MicrosoftWindows => 0,
            Self::Microsoft => 1,
            Self::MicrosoftThirdParty => 2,
            Self::TrustedRoot => 3,
            Self::KnownVendor => 4,
            Self::RootNotKnown => 5,
            Self::Expired => 6,
            Self::SelfSigned => 7,
            Self::MicrosoftLookAlike => 8,
            Self::Invalid => 9,
            Self::NotEvaluated => 10,
            Self::Tampered => 11,
            Self::Unsigned => 12,
        }
    }
}

/// A file's signature, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub outcome: Outcome,
    /// Why, where the outcome's name does not say it.
    pub reason: &'static str,
    pub certificate: Option<SigningCertificate>,
    pub root: Option<Root>,
    /// When it was signed, as a time stamp that holds says; in seconds since 1970.
    pub time_stamp: Option<i64>,
    /// A certificate has expired since, and the time stamp shows that the signature is older.
    pub is_expired_since: bool,
    /// Embedded signatures of the file, nested ones too, and whether one has digests of each page.
    pub count: usize,
    pub has_page_hashes: bool,
    /// Bytes in or behind the certificate table that belong to no signature.
    pub trailing: usize,
    /// The catalog that lists the file; `None` for an embedded signature.
    pub catalog: Option<String>,
    /// What else is worth knowing, in plain words.
    pub notes: Vec<String>,
}

/// A signer's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningCertificate {
    /// The common name.
    pub name: String,
    pub subject: String,
    /// The issuer's common name.
    pub issuer_name: String,
    pub issuer: String,
    /// In hexadecimal.
    pub serial: String,
    /// SHA-1 of the certificate, and of its issuer's where that is known.
    pub sha1: String,
    pub issuer_sha1: Option<String>,
    /// In seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    pub crl_urls: Vec<String>,
}

impl SigningCertificate {
    pub(super) fn of(certificate: &Certificate<'_>, issuer: Option<&Certificate<'_>>) -> Self {
        let sha1 = |certificate: &Certificate<'_>| formats::hex(&Algorithm::Sha1.digest([certificate.raw]));
        Self {
            name: certificate.subject.short(),
            subject: certificate.subject.to_string(),
            issuer_name: certificate.issuer.short(),
            issuer: certificate.issuer.to_string(),
            serial: formats::hex(certificate.serial),
            sha1: sha1(certificate),
            issuer_sha1: issuer.map(sha1),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            crl_urls: certificate.crl_urls.clone(),
        }
    }
}

impl Signature {
    pub(super) const fn without_certificate(outcome: Outcome, reason: &'static str) -> Self {
        Self {
            outcome,
            reason,
            certificate: None,
            root: None,
            time_stamp: None,
            is_expired_since: false,
            count: 0,
            has_page_hashes: false,
            trailing: 0,
            catalog: None,
            notes: Vec::new(),
        }
    }

    /// Whether the signature holds and leads to a root that is known, Microsoft's or the user's.
    pub const fn is_trusted(&self) -> bool {
        let may = matches!(
            self.outcome,
            Outcome::MicrosoftWindows
                | Outcome::Microsoft
                | Outcome::MicrosoftThirdParty
                | Outcome::TrustedRoot
                | Outcome::KnownVendor
        );
        may && self.root.is_some()
    }

    /// A file without a signature of its own. Only catalogs can tell whether it is unsigned.
    pub const fn none(has_catalogs: bool) -> Self {
        if has_catalogs {
            Self::without_certificate(Outcome::Unsigned, "")
        } else {
            Self::without_certificate(Outcome::NotEvaluated, "catalog not in evidence")
        }
    }

    /// The outcome in words: `unsigned`, `not evaluated, …`, `signed by …` when it leads to a known root, and for all
    /// else what is wrong or open with it.
    pub fn text(&self) -> String {
        let name = self.certificate.as_ref().map_or("", |certificate| certificate.name.as_str());
        let issuer = self.certificate.as_ref().map_or("", |certificate| certificate.issuer_name.as_str());
        let mut text = match self.outcome {
            Outcome::MicrosoftWindows | Outcome::Microsoft => format!("signed by {name}"),
            Outcome::MicrosoftThirdParty => format!("signed by {name}, for a third party"),
            Outcome::TrustedRoot => {
                format!("signed by {name}, under {}", self.root.as_ref().map_or("", |root| root.name.as_str()))
            }
            Outcome::KnownVendor => format!("signed by {name}, a known vendor"),
            Outcome::RootNotKnown => format!("signed, root not known here: {name}, issued by {issuer}"),
            Outcome::SelfSigned => format!("self-signed: {name}"),
            Outcome::MicrosoftLookAlike => format!("claims to be {name}, and is not by a root of Microsoft"),
            Outcome::Expired => format!("expired: {name}, issued by {issuer}"),
            Outcome::Tampered => "tampered".to_owned(),
            Outcome::Invalid => "invalid".to_owned(),
            Outcome::Unsigned => "unsigned".to_owned(),
            Outcome::NotEvaluated => "not evaluated".to_owned(),
        };
        if !self.reason.is_empty() {
            text += ", ";
            text += self.reason;
        }
        if let Some(catalog) = &self.catalog {
            text += ", through ";
            text += catalog;
        }
        text
    }
}
