//! Signatures of programs: judged by `server`, written here.

use super::pe_file::{Cell, list, text};
use super::{now, row};
use crate::value::Value;
use crate::{Input, ReadError, Reading, hex};
use evidence::{Item, normal_windows_path};
use evtx_arrow::ticks;
use formats::authenticode::Image;
use server::signature::{Catalogs, Outcome, Signature, Trust, judge};
use sha1::{Digest, Sha1};
use tables::RowId;

/// Where Windows keeps the catalogs that it believes, below a drive.
const SYSTEM_CATALOGS: &str = "\\windows\\system32\\catroot\\";
/// Columns of `PeFiles` and `IisComponents` that need a judgement.
const COLUMNS: [&str; 15] = [
    "AuthenticodeSHA1",
    "AuthenticodeSHA256",
    "HasPageHashes",
    "IsSignatureExpired",
    "Revocation",
    "Signature",
    "SignatureCatalog",
    "SignatureCount",
    "SignatureNotes",
    "SignatureOutcome",
    "SignatureRoot",
    "SignatureTime",
    "Signer",
    "SignerIssuer",
    "TrailingBytes",
];

/// What is to be told of the signatures of one root's files, and what is believed.
pub(super) struct Wishes {
    is_asked_for: bool,
    wants_sha1: bool,
    now: i64,
    trust: Trust,
}

/// The catalogs of one root. They come last: what they may list must be known before.
#[derive(Default)]
pub(super) struct Signatures {
    catalogs: Catalogs,
}

/// What a file's content tells of its signature.
#[derive(Default)]
pub(super) struct Judged {
    embedded: Option<Signature>,
    /// SHA-256 and SHA-1 as signatures and catalogs take them; none for what is no program.
    digests: Option<[Vec<u8>; 2]>,
    /// Of the whole file, when somebody asks for it.
    sha1: String,
}

impl Judged {
    /// Whether only catalogs can tell who signed the file.
    pub(super) const fn needs_catalogs(&self) -> bool {
        self.embedded.is_none() && self.digests.is_some()
    }
}

impl Wishes {
    pub(super) fn new(reading: &Reading<'_, '_>) -> Self {
        let asks = |table, columns: &[&str]| {
            let slot = reading.sink.slot(table);
            slot.is_some_and(|slot| columns.iter().any(|column| reading.sink.column(slot, column).is_some()))
        };
        let wants_rows = reading.sink.slot("DeviceFileCertificateInfo").is_some();
        let is_asked_for = wants_rows || asks("PeFiles", &COLUMNS) || asks("IisComponents", &["Signature"]);
        Self { is_asked_for, wants_sha1: wants_rows, now: now(reading), trust: reading.options.trust.clone() }
    }

    pub(super) fn judge(&self, bytes: &[u8]) -> Judged {
        if !self.is_asked_for {
            return Judged::default();
        }
        let sha1 = if self.wants_sha1 { hex(&Sha1::digest(bytes)) } else { String::new() };
        let Some(image) = Image::find(bytes) else { return Judged { sha1, ..Judged::default() } };
        let embedded = judge(&image, self.now, &self.trust);
        Judged { embedded, digests: Some(Catalogs::digests(&image)), sha1 }
    }
}

impl Signatures {
    /// Names a file that may be listed in a catalog.
    pub(super) fn want(&mut self, judged: &Judged) {
        if let Some(digests) = judged.digests.as_ref().filter(|_| judged.needs_catalogs()) {
            self.catalogs.want(digests);
        }
    }

    /// Looks the files without a signature of their own up. Catalogs are not read when there is no such file.
    pub(super) fn read_catalogs(&mut self, reading: &mut Reading<'_, '_>, wishes: &Wishes, catalogs: &[&Item]) {
        if !self.catalogs.wants_any() {
            return;
        }
        for &item in catalogs {
            let source = reading.sink.add_source(&item.path, "catalog", item.size, item.root);
            let bytes = reading.bytes(&Input { item, source });
            let place = item.windows_path().as_deref().and_then(normal_windows_path);
            let is_system =
                place.is_some_and(|path| path.get(2..).is_some_and(|path| path.starts_with(SYSTEM_CATALOGS)));
            if !self.catalogs.read(item.file_name(), &bytes, is_system, wishes.now, &wishes.trust) {
                reading.sink.problem(diagnostics::Problem::warning(&item.path, "", "the catalog is damaged"));
            }
        }
    }

    /// The judgement, when somebody asks for one.
    pub(super) fn of(&self, wishes: &Wishes, judged: &Judged) -> Option<Signature> {
        if !wishes.is_asked_for {
            return None;
        }
        let listed = || match &judged.digests {
            Some(digests) => self.catalogs.find(digests),
            None => Signature::none(false),
        };
        Some(judged.embedded.clone().unwrap_or_else(listed))
    }
}

/// What `PeFiles` says of a signature.
pub(super) fn cells(judged: &Judged, signature: &Signature) -> Vec<Cell> {
    let mut cells = vec![
        ("Signature", text(signature.text())),
        ("SignatureOutcome", text(signature.outcome.as_str().to_owned())),
        ("SignatureCatalog", text(signature.catalog.clone().unwrap_or_default())),
        ("SignatureNotes", list(signature.notes.iter().cloned())),
        ("SignatureRoot", text(signature.root.as_ref().map_or_else(String::new, |root| root.name.clone()))),
    ];
    let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    cells.extend([
        ("IsSignatureExpired", Value::Bool(signature.is_expired_since)),
        ("SignatureCount", number(signature.count)),
        ("HasPageHashes", Value::Bool(signature.has_page_hashes)),
        ("TrailingBytes", number(signature.trailing)),
    ]);
    if let Some(certificate) = &signature.certificate {
        cells.push(("Revocation", Value::text("unknown (offline)")));
        cells.push(("Signer", text(certificate.name.clone())));
        cells.push(("SignerIssuer", text(certificate.issuer_name.clone())));
    }
    if let Some(time) = signature.time_stamp {
        cells.push(("SignatureTime", moment(time)));
    }
    if let Some([sha256, sha1]) = &judged.digests {
        cells.push(("AuthenticodeSHA256", text(hex(sha256))));
        cells.push(("AuthenticodeSHA1", text(hex(sha1))));
    }
    cells
}

/// A row of `DeviceFileCertificateInfo`, unless nothing is known. It has no time: no sensor saw the file.
pub(super) fn certificate_row(
    reading: &mut Reading<'_, '_>,
    id: RowId,
    judged: &Judged,
    signature: &Signature,
    host: &str,
) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot("DeviceFileCertificateInfo") else { return Ok(()) };
    if signature.outcome == Outcome::NotEvaluated && signature.certificate.is_none() {
        return Ok(());
    }
    let mut cells = vec![
        ("DeviceName", Value::text(host)),
        ("SHA1", Value::text(&judged.sha1)),
        ("IsSigned", Value::Bool(signature.outcome != Outcome::Unsigned)),
        ("IsTrusted", Value::Bool(signature.is_trusted())),
        ("IsRootSignerMicrosoft", Value::Bool(signature.root.as_ref().is_some_and(|root| root.is_microsoft))),
    ];
    if let Some(certificate) = &signature.certificate {
        let kind = if signature.catalog.is_some() { "Catalog" } else { "Embedded" };
        cells.extend([
            ("SignatureType", Value::text(kind)),
            ("Signer", Value::text(&certificate.name)),
            ("SignerHash", Value::text(&certificate.sha1)),
            ("Issuer", Value::text(&certificate.issuer_name)),
            ("IssuerHash", Value::text(certificate.issuer_sha1.as_deref().unwrap_or(""))),
            ("CertificateSerialNumber", Value::text(&certificate.serial)),
            ("CrlDistributionPointUrls", list(certificate.crl_urls.iter().cloned())),
            ("CertificateCreationTime", moment(certificate.not_before)),
            ("CertificateExpirationTime", moment(certificate.not_after)),
        ]);
    }
    if let Some(time) = signature.time_stamp {
        cells.push(("CertificateCountersignatureTime", moment(time)));
    }
    row(reading, slot, &cells, id)
}

/// Seconds since 1970 as a cell.
fn moment(seconds: i64) -> Value<'static> {
    Value::Ticks(seconds.saturating_mul(ticks::SECOND).saturating_add(ticks::UNIX_EPOCH))
}
