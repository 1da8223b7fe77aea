//! Authenticode: the signature inside a program file, and the digest of the file that it covers.
//!
//! Reads structure only. Whether a signature holds and whom it leads to is for the reader's caller to judge: nothing
//! here computes with keys.
//! Sources: Microsoft, "Windows Authenticode Portable Executable Signature Format" (2008); RFC 5652; RFC 3161.

mod certificate;
mod digest;
mod image;
mod signed_data;
mod time_stamp;

pub use certificate::{Certificate, Name};
pub use digest::{Algorithm, Digest};
pub use image::{CertificateTable, Image};
pub use signed_data::{Attribute, IndirectData, SignedData, SignerInfo, SignerName};
pub use time_stamp::TimeStampInfo;

/// Certificates of one signature past this number are left out.
pub const MAX_CERTIFICATES: usize = 64;
/// Signers, attributes and nested signatures of one signature past this number are left out.
pub const MAX_PARTS: usize = 32;

#[cfg(test)]
mod tests;
