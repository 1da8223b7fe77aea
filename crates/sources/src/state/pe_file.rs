use crate::hex;
use crate::value::Value;
use evtx_arrow::ticks;
use formats::clr::IisType;
use formats::pe::Pe;
use md5::{Digest, Md5};
use memchr::memmem;
use serde_json::{Value as Json, json};
use sha1::Sha1;
use std::collections::BTreeSet;

/// A cell of a row that is kept until all files are read.
pub(super) type Cell = (&'static str, Value<'static>);

/// What `PeFiles` says of a file's content. `wanted` tells which columns are asked for: some cost a pass over the
/// file.
pub(super) fn cells(bytes: &[u8], pe: Option<&Pe>, wanted: impl Fn(&str) -> bool) -> Vec<Cell> {
    let mut cells = vec![("Size", count(bytes.len() as u64))];
    for (column, hash) in [("SHA1", sha1 as fn(&[u8]) -> String), ("MD5", md5)] {
        if wanted(column) {
            cells.push((column, text(hash(bytes))));
        }
    }
    if let Some(pe) = pe {
        native(&mut cells, pe);
        if wanted("Sections") || wanted("MaxEntropy") {
            sections(&mut cells, bytes, pe);
        }
        if wanted("Imports") {
            let each = pe
                .imports
                .iter()
                .flat_map(|import| import.functions.iter().map(|function| format!("{}!{function}", import.library)));
            cells.push(("Imports", list(each)));
        }
        if wanted("ImportHash") {
            cells.push(("ImportHash", text(pe.import_hash().unwrap_or_default())));
        }
        if wanted("OverlayEntropy") && pe.overlay_size > 0 {
            let start = usize::try_from(pe.overlay_offset).unwrap_or(usize::MAX).min(bytes.len());
            let overlay = bytes.get(start..).unwrap_or_default();
            let length = usize::try_from(pe.overlay_size).unwrap_or(usize::MAX).min(overlay.len());
            let entropy = formats::pe::entropy(overlay.get(..length).unwrap_or_default());
            cells.push(("OverlayEntropy", Value::Real(rounded(entropy))));
        }
        if wanted("HasModuleStrings") {
            cells.push(("HasModuleStrings", Value::Bool(memmem::find(bytes, MODULE_STRING).is_some())));
        }
        traces(&mut cells, pe);
        managed(&mut cells, pe);
    }
    cells
}

/// What `httpserv.h` has a module say whose class does not handle an event that it subscribed to.
const MODULE_STRING: &[u8] = b"but did not override the method in its CHttpModule or CGlobalModule class";

/// What compilers and linkers left.
fn traces(cells: &mut Vec<Cell>, pe: &Pe) {
    cells.push(("ExportName", text(pe.export_name.clone())));
    if let Some(rich) = &pe.rich_header {
        let tools: Vec<Json> = rich
            .tools
            .iter()
            .map(|tool| json!({ "Product": tool.product, "Build": tool.build, "Count": tool.count }))
            .collect();
        cells.push(("RichHash", text(rich.hash.clone())));
        cells.push(("RichTools", Value::Json(Json::Array(tools).to_string())));
    }
    let resources: Vec<Json> = pe
        .resources
        .iter()
        .map(|resource| {
            json!({
                "Type": resource.kind,
                "Name": resource.name,
                "Language": resource.language,
                "Size": resource.size,
                "Entropy": resource.entropy.map(rounded),
            })
        })
        .collect();
    cells.push(("Resources", Value::Json(Json::Array(resources).to_string())));
}

fn rounded(entropy: f64) -> f64 {
    (entropy * 1000.0).round() / 1000.0
}

/// Types that are modules or handlers, as `IisTypes` has them, and the classes that they make the file.
pub(super) fn iis_types(pe_classes: &[&'static str], types: &[IisType]) -> [Cell; 2] {
    let managed: BTreeSet<&'static str> = types.iter().flat_map(IisType::iis_classes).collect();
    let missing = managed.into_iter().rev().filter(|class| !pe_classes.contains(class));
    let classes: Vec<&str> = pe_classes.iter().copied().chain(missing).collect();
    [("IisClass", text(classes.join("+"))), ("IisTypes", types_json(types))]
}

fn types_json(types: &[IisType]) -> Value<'static> {
    let types = types.iter().map(|t| json!({ "Type": t.name, "Interfaces": t.interfaces }));
    Value::Json(Json::Array(types.collect()).to_string())
}

fn native(cells: &mut Vec<Cell>, pe: &Pe) {
    let version = |name| text(pe.version.as_ref().map_or("", |version| version.get(name)).to_owned());
    cells.extend([
        ("IsDll", Value::Bool(pe.is_dll)),
        ("Machine", text(pe.machine_name())),
        ("Exports", list(pe.exports.iter().map(|export| export.name.clone()))),
        ("ExportCount", count(pe.export_count.into())),
        ("OrdinalExports", Value::Json(json!(pe.nameless_exports).to_string())),
        ("IisClass", text(pe.iis_classes().join("+"))),
        ("OverlaySize", count(pe.overlay_size)),
        ("HasRichHeader", Value::Bool(pe.rich_header.is_some())),
        ("PdbPath", text(pe.debug.pdb_path.clone())),
        ("IsReproducible", Value::Bool(pe.debug.is_reproducible)),
        ("IsManaged", Value::Bool(pe.has_clr_header)),
        ("HasSignature", Value::Bool(pe.signature_size > 0)),
        ("CompanyName", version("CompanyName")),
        ("OriginalFileName", version("OriginalFilename")),
        ("FileDescription", version("FileDescription")),
        ("ProductName", version("ProductName")),
        ("FileVersion", version("FileVersion")),
        ("ProductVersion", version("ProductVersion")),
        ("InternalName", version("InternalName")),
        ("LegalCopyright", version("LegalCopyright")),
        ("TimeDateStamp", Value::Ticks(ticks::UNIX_EPOCH + i64::from(pe.time_date_stamp) * ticks::SECOND)),
    ]);
}

fn sections(cells: &mut Vec<Cell>, bytes: &[u8], pe: &Pe) {
    let mut highest = 0.0_f64;
    // Sections may overlap: a hundred of them over one large file are read as far as one pass goes.
    let mut budget = bytes.len() as u64;
    let mut described = Vec::new();
    for section in &pe.sections {
        let mut object = json!({
            "Name": section.name,
            "Address": section.address,
            "VirtualSize": section.virtual_size,
            "Size": section.size,
            "Access": section.access(),
        });
        if let Some(rest) = budget.checked_sub(section.size.into()) {
            budget = rest;
            let entropy = rounded(section.entropy(bytes));
            highest = highest.max(entropy);
            if let Some(object) = object.as_object_mut() {
                object.insert("Entropy".to_owned(), json!(entropy));
            }
        }
        described.push(object);
    }
    cells.push(("Sections", Value::Json(Json::Array(described).to_string())));
    cells.push(("MaxEntropy", Value::Real(highest)));
}

fn managed(cells: &mut Vec<Cell>, pe: &Pe) {
    let Some(assembly) = &pe.assembly else { return };
    if !assembly.name.is_empty() {
        cells.push(("AssemblyName", text(assembly.full_name())));
    }
    cells.extend([
        ("IsILOnly", Value::Bool(assembly.is_il_only)),
        ("RuntimeVersion", text(assembly.runtime.clone())),
        ("PublicKeyToken", text(assembly.public_key_token.clone())),
        ("IsStrongNameSigned", Value::Bool(assembly.is_strong_name_signed)),
        ("AssemblyReferences", list(assembly.references.iter().map(ToString::to_string))),
        ("IisTypes", types_json(&assembly.types)),
        ("StartMethods", list(assembly.start_methods.iter().cloned())),
    ]);
}

pub(super) fn text(text: String) -> Value<'static> {
    Value::Text(text.into())
}

pub(super) fn list(texts: impl Iterator<Item = String>) -> Value<'static> {
    Value::Json(Json::Array(texts.map(Json::from).collect()).to_string())
}

fn count(number: u64) -> Value<'static> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn sha1(bytes: &[u8]) -> String {
    hex(&Sha1::digest(bytes))
}

fn md5(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}
