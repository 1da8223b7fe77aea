//! COM classes that configuration names: which file the registry has for a class id or program id.
//!
//! Sources: learn.microsoft.com, "InprocServer32", "LocalServer32", "CLSID Key", "<ProgID> Key", and "Registering
//! Assemblies with COM" for `CodeBase`.

use super::Found;
use formats::registry::{Key, Walk};
use server::{Bitness, Class, Component, Environment, canonical_path, file_name};
use std::collections::BTreeMap;

/// Classes of one hive past this number are left out; a full server has some ten thousand.
const MOST_CLASSES: usize = 1 << 17;
/// Below `HKEY_LOCAL_MACHINE\SOFTWARE`, the classes of 64-bit and of 32-bit processes.
const CLASSES: [(&[&str], bool); 3] =
    [(&["Classes"], false), (&["Classes", "Wow6432Node"], true), (&["Wow6432Node", "Classes"], true)];
/// The subkeys of a class that name its file, the first that is there counts.
const SERVERS: [&str; 2] = ["InprocServer32", "LocalServer32"];

/// The files of COM classes, by class id in lower case; and the class ids of program ids.
#[derive(Debug, Default)]
pub(crate) struct ComClasses {
    files: BTreeMap<(String, bool), String>,
    programs: BTreeMap<String, String>,
}

impl ComClasses {
    /// Those of a `SOFTWARE` hive.
    pub(super) fn of_hive(root: &Key<'_>, walk: &mut Walk) -> Self {
        let mut classes = Self::default();
        for (path, is_32) in CLASSES {
            let mut key = Some(*root);
            for part in path {
                key = key.and_then(|key| key.subkey(part, walk));
            }
            let Some(key) = key else { continue };
            for below in key.subkeys(walk) {
                let name = below.name();
                if name.eq_ignore_ascii_case("CLSID") {
                    for class in below.subkeys(walk) {
                        classes.add_class(&class, is_32, walk);
                    }
                } else if !is_32 && name.contains('.') && !name.starts_with('.') {
                    let id = below.subkey("CLSID", walk).and_then(|id| id.value("", walk)).map(|id| id.text(walk));
                    classes.add_program(&name, id.as_deref().unwrap_or(""));
                }
            }
        }
        classes
    }

    fn add_class(&mut self, class: &Key<'_>, is_32: bool, walk: &mut Walk) {
        let servers = class.subkeys(walk);
        for server in SERVERS {
            let Some(key) = servers.iter().find(|key| key.name().eq_ignore_ascii_case(server)) else { continue };
            let text = |name: &str, walk: &mut Walk| key.value(name, walk).map(|value| value.text(walk));
            let (file, base) = (text("", walk).unwrap_or_default(), text("CodeBase", walk).unwrap_or_default());
            self.add_file(&class.name(), is_32, &file, &base);
        }
    }

    /// Those of an export, or of values that were read.
    pub(super) fn of_values(values: &[Found]) -> Self {
        let mut classes = Self::default();
        let mut bases: BTreeMap<String, &str> = BTreeMap::new();
        for value in values.iter().filter(|value| value.name.eq_ignore_ascii_case("CodeBase")) {
            bases.insert(value.key.to_lowercase(), &value.data);
        }
        for server in SERVERS.map(str::to_lowercase) {
            for value in values.iter().filter(|value| value.name.is_empty()) {
                let key = value.key.to_lowercase();
                let parts: Vec<&str> = key.split('\\').collect();
                match parts.as_slice() {
                    [above @ .., "clsid", id, last] if *last == server => {
                        let is_32 = above.contains(&"wow6432node");
                        classes.add_file(id, is_32, &value.data, bases.get(&key).copied().unwrap_or(""));
                    }
                    [.., "classes", program, "clsid"] => classes.add_program(program, &value.data),
                    _ => {}
                }
            }
        }
        classes
    }

    /// A managed class is loaded through the runtime: its own file is the code base, where there is one.
    fn add_file(&mut self, id: &str, is_32: bool, file: &str, code_base: &str) {
        let is_managed = file_name(file).eq_ignore_ascii_case("mscoree.dll");
        let base = code_base.strip_prefix("file:///").unwrap_or(code_base).trim();
        let file = if is_managed && !base.is_empty() { base } else { file.trim() };
        if !file.is_empty() && self.files.len() < MOST_CLASSES {
            self.files.entry((id.to_lowercase(), is_32)).or_insert_with(|| file.to_owned());
        }
    }

    fn add_program(&mut self, program: &str, id: &str) {
        if !id.is_empty() && self.programs.len() < MOST_CLASSES {
            self.programs.entry(program.to_lowercase()).or_insert_with(|| id.trim().to_lowercase());
        }
    }

    /// The file of a class for 64-bit or for 32-bit processes.
    fn file(&self, id: &str, is_32: bool) -> Option<&str> {
        self.files.get(&(id.to_owned(), is_32)).map(String::as_str)
    }
}

/// Gives the components that name a COM class the file that the registry has for it. A class with one file for 64-bit
/// and another for 32-bit processes becomes two components.
pub(crate) fn resolve<'r>(components: &mut Vec<Component>, classes: impl Iterator<Item = &'r ComClasses> + Clone) {
    let mut more = Vec::new();
    for component in components.iter_mut().filter(|component| is_class(component)) {
        let written = braced(&component.type_name.trim().to_lowercase());
        let id = classes.clone().find_map(|classes| classes.programs.get(&written)).unwrap_or(&written);
        let file = |is_32| classes.clone().find_map(|classes| classes.file(id, is_32));
        match (file(false), file(true)) {
            (Some(file), None) => set(component, file, None),
            (None, Some(file)) => set(component, file, Some(Bitness::Only32)),
            (Some(file), Some(small)) if image(file).eq_ignore_ascii_case(&image(small)) => set(component, file, None),
            (Some(file), Some(small)) => {
                let mut twin = component.clone();
                set(&mut twin, small, Some(Bitness::Only32));
                more.push(twin);
                set(component, file, Some(Bitness::Only64));
            }
            (None, None) => {}
        }
    }
    components.extend(more);
}

/// Whether a component is known by a COM class alone.
fn is_class(component: &Component) -> bool {
    let name = component.name.to_ascii_lowercase();
    let is_named = name.ends_with("clsid")
        || name.ends_with("@extension")
        || name.ends_with("cor_profiler")
        || name.ends_with("coreclr_profiler");
    component.class == Class::OtherLoader && component.image.is_empty() && is_named && !component.type_name.is_empty()
}

/// Class ids are written with and without braces.
fn braced(id: &str) -> String {
    let is_bare = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if is_bare { format!("{{{id}}}") } else { id.to_owned() }
}

fn set(component: &mut Component, file: &str, bitness: Option<Bitness>) {
    component.image = image(file);
    file.clone_into(&mut component.image_raw);
    component.bitness = bitness.unwrap_or(component.bitness);
}

/// The file that a server's value names; a program may have arguments behind it.
fn image(file: &str) -> String {
    let file = match file.trim().strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((quoted, _)) => quoted,
        None => file,
    };
    canonical_path(&Environment::default().expand(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "{11111111-2222-3333-4444-555555555555}";

    fn value(key: &str, name: &str, data: &str) -> Found {
        Found {
            hive: "SOFTWARE".to_owned(),
            key: format!(r"HKEY_LOCAL_MACHINE\SOFTWARE\{key}"),
            name: name.to_owned(),
            kind: "REG_SZ".to_owned(),
            data: data.to_owned(),
            last_written: None,
            record: 1,
        }
    }

    fn check(values: &[(&str, &str, &str)], written: &str, expect: &[(&str, &str)]) {
        let values: Vec<Found> = values.iter().map(|(key, name, data)| value(key, name, data)).collect();
        let com = ComClasses::of_values(&values);
        let mut components = vec![Component {
            class: Class::OtherLoader,
            name: "sites/site/logFile@customLogPluginClsid".to_owned(),
            type_name: written.to_owned(),
            ..Component::default()
        }];
        resolve(&mut components, [&com].into_iter());
        let got: Vec<_> = components.iter().map(|c| (c.image.as_str(), c.bitness.as_str())).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn files_of_classes() {
        let server = format!(r"Classes\CLSID\{ID}\InprocServer32");
        let small = format!(r"Classes\Wow6432Node\CLSID\{ID}\InprocServer32");
        let own = (server.as_str(), "", r"%windir%\Temp\log.dll");
        check(&[own], ID, &[(r"C:\Windows\Temp\log.dll", "both")]);
        check(&[own], ID.trim_matches(['{', '}']), &[(r"C:\Windows\Temp\log.dll", "both")]);
        check(&[own, ("Classes\\Evil.Log\\CLSID", "", ID)], "evil.log", &[(r"C:\Windows\Temp\log.dll", "both")]);
        check(&[(&small, "", r"C:\a.dll")], ID, &[(r"C:\a.dll", "32")]);
        check(&[own, (&small, "", r"c:\windows\temp\LOG.dll")], ID, &[(r"C:\Windows\Temp\log.dll", "both")]);
        check(&[own, (&small, "", r"C:\a.dll")], ID, &[(r"C:\Windows\Temp\log.dll", "64"), (r"C:\a.dll", "32")]);
        let managed = [(server.as_str(), "", "mscoree.dll"), (server.as_str(), "CodeBase", "file:///C:/Acme/log.dll")];
        check(&managed, ID, &[(r"C:\Acme\log.dll", "both")]);
        let program = format!(r"Classes\CLSID\{ID}\LocalServer32");
        check(&[(&program, "", r#""C:\a b\c.exe" /x"#)], ID, &[(r"C:\a b\c.exe", "both")]);
        check(&[], ID, &[("", "both")]);
        check(&[own], "{99999999-2222-3333-4444-555555555555}", &[("", "both")]);
    }
}
