//! One struct per file of `knowledge/`, one field per column.

use serde::Deserialize;

/// A native module that Microsoft ships with IIS or IIS Express.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NativeModule {
    /// Exact; IIS compares module names with case.
    pub name: String,
    /// As `applicationHost.config` has it, with `%windir%` or `%IIS_BIN%`.
    pub image: String,
    pub pre_condition: String,
    /// The first IIS version that has it, for example `8.0`; empty when not known.
    pub since_iis: String,
    /// The Windows feature that installs it, for example `Web-Basic-Auth`.
    pub feature: String,
    pub signer: String,
    /// `iis` or `iis_express`.
    pub edition: String,
    pub source: String,
}

/// A managed module that `applicationHost.config` lists by default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ManagedModule {
    pub name: String,
    #[serde(rename = "type")]
    pub type_name: String,
    pub pre_condition: String,
    pub source: String,
}

/// An ISAPI filter that ASP.NET registers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IsapiFilter {
    pub name: String,
    pub image: String,
    pub pre_condition: String,
    pub source: String,
}

/// An entry of `isapiCgiRestriction` that IIS, ASP.NET or WebDAV add.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IsapiRestriction {
    pub path: String,
    pub group: String,
    pub description: String,
    pub source: String,
}

/// A handler mapping that IIS or ASP.NET add.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Handler {
    pub name: String,
    /// The URL pattern: `*.aspx`.
    pub path: String,
    pub verb: String,
    #[serde(rename = "type")]
    pub type_name: String,
    pub modules: String,
    pub script_processor: String,
    pub require_access: String,
    pub pre_condition: String,
    pub source: String,
}

/// A component of a known vendor. Empty patterns match anything; `*` and `?` are wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Vendor {
    /// `native_module`, `managed_module`, `isapi_filter`, `isapi_extension`, `handler` or `other_loader`.
    pub class: String,
    pub name: String,
    /// Pattern of the whole expanded path.
    pub image: String,
    #[serde(rename = "type")]
    pub type_name: String,
    pub vendor: String,
    pub product: String,
    /// The name on the signature that the vendor's file should bear.
    pub signer: String,
    /// `verified` when seen in a real configuration or the vendor's own text, else `known`.
    pub confidence: String,
    pub note: String,
    pub source: String,
}

/// A file of Windows, .NET or IIS Express that configuration names outside those lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StockFile {
    pub path: String,
    /// What it is for.
    pub purpose: String,
    pub source: String,
}

/// A file name that a malware family used for its component.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Family {
    pub file: String,
    pub family: String,
    /// The stock file or module that the name imitates; empty when none.
    pub resembles: String,
    /// `yes` when harmless software uses the name too, so that it proves nothing alone.
    pub ambiguous: String,
    pub source: String,
}

impl Family {
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous == "yes"
    }
}

/// Reads an embedded file. Rows that do not parse are left out; a test holds that there are none.
pub(crate) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
}
