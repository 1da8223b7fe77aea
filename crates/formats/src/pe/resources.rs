//! What lies in a file's resources: type, name, language and size of each.

use super::layout::entropy;
use object::read::pe::{ResourceDirectory, ResourceDirectoryTable, ResourceNameOrId};

/// Resources past this number are left out.
pub const MAX_RESOURCES: usize = 256;
/// Bytes of all resources together whose entropy is taken.
const MAX_MEASURED: usize = 64 << 20;
const MAX_NAME: usize = 128;

/// One resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// `RT_RCDATA` and the like, a number, or a name.
    pub kind: String,
    pub name: String,
    /// Windows' number of the language.
    pub language: u16,
    pub size: u32,
    /// Of its bytes, from 0 to 8 bits a byte; none when they are not in the file.
    pub entropy: Option<f64>,
}

/// Names of `winuser.h` by number.
const KINDS: [(u16, &str); 20] = [
    (1, "RT_CURSOR"),
    (2, "RT_BITMAP"),
    (3, "RT_ICON"),
    (4, "RT_MENU"),
    (5, "RT_DIALOG"),
    (6, "RT_STRING"),
    (7, "RT_FONTDIR"),
    (8, "RT_FONT"),
    (9, "RT_ACCELERATOR"),
    (10, "RT_RCDATA"),
    (11, "RT_MESSAGETABLE"),
    (12, "RT_GROUP_CURSOR"),
    (14, "RT_GROUP_ICON"),
    (16, "RT_VERSION"),
    (17, "RT_DLGINCLUDE"),
    (19, "RT_PLUGPLAY"),
    (20, "RT_VXD"),
    (22, "RT_ANIICON"),
    (23, "RT_HTML"),
    (24, "RT_MANIFEST"),
];

/// Lists the resources. `at` gives the bytes at a virtual address, at most so many.
pub(super) fn list<'data>(resources: &'data [u8], at: impl Fn(u32, usize) -> Option<&'data [u8]>) -> Vec<Resource> {
    let directory = ResourceDirectory::new(resources);
    let mut found = Vec::new();
    let mut measured = 0;
    let Ok(kinds) = directory.root() else { return found };
    let below = |table: ResourceDirectoryTable<'data>| {
        let entries = table.entries.iter().take(MAX_RESOURCES);
        entries.filter_map(|entry| Some((entry.name_or_id(), entry.data(directory).ok()?))).collect::<Vec<_>>()
    };
    // Three levels by definition: going no deeper makes loops harmless.
    let mut left = 16 * MAX_RESOURCES;
    for (kind, names) in below(kinds) {
        let kind = kind_name(kind, directory);
        for (name, languages) in names.table().map(below).unwrap_or_default() {
            let name = text(name, directory);
            for (language, data) in languages.table().map(below).unwrap_or_default() {
                left -= 1;
                if found.len() >= MAX_RESOURCES || left == 0 {
                    return found;
                }
                let Some(entry) = data.data() else { continue };
                let size = entry.size.get(object::LittleEndian);
                let bytes = at(entry.offset_to_data.get(object::LittleEndian), size as usize);
                let bytes =
                    bytes.filter(|bytes| bytes.len() == size as usize && measured + bytes.len() <= MAX_MEASURED);
                measured += bytes.map_or(0, <[u8]>::len);
                found.push(Resource {
                    kind: kind.clone(),
                    name: name.clone(),
                    language: language.id().unwrap_or(0),
                    size,
                    entropy: bytes.map(entropy),
                });
            }
        }
    }
    found
}

fn kind_name(kind: ResourceNameOrId, directory: ResourceDirectory<'_>) -> String {
    match kind {
        ResourceNameOrId::Id(id) => match KINDS.iter().find(|(number, _)| *number == id) {
            Some((_, name)) => (*name).to_owned(),
            None => id.to_string(),
        },
        name @ ResourceNameOrId::Name(_) => text(name, directory),
    }
}

fn text(name: ResourceNameOrId, directory: ResourceDirectory<'_>) -> String {
    match name {
        ResourceNameOrId::Id(id) => id.to_string(),
        ResourceNameOrId::Name(name) => {
            let mut text = name.to_string_lossy(directory).unwrap_or_default();
            let end = text.char_indices().nth(MAX_NAME).map_or(text.len(), |(at, _)| at);
            text.truncate(end);
            text
        }
    }
}
