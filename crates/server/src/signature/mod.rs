//! Who signed a file: Authenticode inside it, or a catalog that lists it, judged without Windows.
//!
//! A signature is followed from the file's bytes to a root. Only the roots of Microsoft's own products are known
//! ([`roots`]), and those that the user gives ([`Trust`]); every other chain is checked as far as the certificates go that the signature carries. Nothing is
//! asked of a network: whether a certificate was revoked stays open.

mod catalogs;
mod chain;
mod judge;
mod keys;
mod outcome;
mod roots;
mod signer;

pub use catalogs::Catalogs;
pub use judge::judge;
pub use outcome::{Outcome, Signature, SigningCertificate};
pub use roots::{Root, RootError, Trust, roots};

#[cfg(test)]
mod tests;
