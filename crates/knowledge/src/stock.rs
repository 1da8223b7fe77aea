use crate::rows::{
    Family, Handler, IsapiFilter, IsapiRestriction, ManagedModule, NativeModule, StockFile, Vendor, read,
};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const NATIVE_MODULES: &str = include_str!("../../../knowledge/native_modules.csv");
const MANAGED_MODULES: &str = include_str!("../../../knowledge/managed_modules.csv");
const ISAPI_FILTERS: &str = include_str!("../../../knowledge/isapi_filters.csv");
const ISAPI_RESTRICTIONS: &str = include_str!("../../../knowledge/isapi_restrictions.csv");
const HANDLERS: &str = include_str!("../../../knowledge/handlers.csv");
const VENDORS: &str = include_str!("../../../knowledge/vendors.csv");
const STOCK_FILES: &str = include_str!("../../../knowledge/stock_files.csv");
const LOOK_ALIKES: &str = include_str!("../../../knowledge/lookalikes.csv");

/// Everything that is known, with look-ups. Get it from [`stock`].
#[derive(Debug)]
pub struct Stock {
    pub native_modules: Vec<NativeModule>,
    pub managed_modules: Vec<ManagedModule>,
    pub isapi_filters: Vec<IsapiFilter>,
    pub isapi_restrictions: Vec<IsapiRestriction>,
    pub handlers: Vec<Handler>,
    pub vendors: Vec<Vendor>,
    pub families: Vec<Family>,
    /// Stock files that no list of modules, filters or handlers names.
    pub files: Vec<StockFile>,
    /// Lower-case file name to the lower-case places, without their drive, where Windows has that file.
    images: BTreeMap<String, Vec<String>>,
}

/// The embedded knowledge, parsed on first use.
pub fn stock() -> &'static Stock {
    static STOCK: OnceLock<Stock> = OnceLock::new();
    STOCK.get_or_init(Stock::embedded)
}

impl Stock {
    fn embedded() -> Self {
        let mut stock = Self {
            native_modules: read(NATIVE_MODULES),
            managed_modules: read(MANAGED_MODULES),
            isapi_filters: read(ISAPI_FILTERS),
            isapi_restrictions: read(ISAPI_RESTRICTIONS),
            handlers: read(HANDLERS),
            vendors: read(VENDORS),
            families: read(LOOK_ALIKES),
            files: read(STOCK_FILES),
            images: BTreeMap::new(),
        };
        let written = stock.native_modules.iter().map(|row| &row.image);
        let written = written.chain(stock.isapi_filters.iter().map(|row| &row.image));
        let written = written.chain(stock.isapi_restrictions.iter().map(|row| &row.path));
        let written = written.chain(stock.handlers.iter().map(|row| &row.script_processor));
        let written = written.chain(stock.files.iter().map(|row| &row.path));
        let mut images: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for image in written.filter(|image| !image.is_empty()) {
            let lower = image.to_lowercase();
            let (folder, file) = lower.rsplit_once('\\').unwrap_or(("", &lower));
            let places = images.entry(file.to_owned()).or_default();
            for folder in folders(folder) {
                let place = format!("{folder}\\{file}");
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        stock.images = images;
        stock
    }

    /// The stock native module of exactly this name; IIS proper before IIS Express.
    pub fn native_module(&self, name: &str) -> Option<&NativeModule> {
        let mut named = self.native_modules.iter().filter(|module| module.name == name).collect::<Vec<_>>();
        named.sort_by_key(|module| module.edition != "iis");
        named.first().copied()
    }

    pub fn managed_module(&self, name: &str) -> Option<&ManagedModule> {
        self.managed_modules.iter().find(|module| module.name == name)
    }

    pub fn isapi_filter(&self, name: &str) -> Option<&IsapiFilter> {
        self.isapi_filters.iter().find(|filter| filter.name.eq_ignore_ascii_case(name))
    }

    pub fn handler(&self, name: &str) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.name == name)
    }

    /// Where Windows has the file of this name, in lower case and without a drive
    /// (`\windows\system32\inetsrv\static.dll`). Empty for a file that is not stock.
    pub fn stock_image(&self, file_name: &str) -> &[String] {
        self.images.get(&file_name.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Whether an expanded path, in any case, is that of a stock file. A bare name, or one below a variable or
    /// placeholder (`%IIS_BIN%\static.dll`), is judged by its file name; one below a user's own variable, or a relative
    /// path with folders, is no stock file's.
    pub fn is_stock_image(&self, path: &str) -> bool {
        let lower = path.to_lowercase();
        let file = lower.rsplit(['\\', '/']).next().unwrap_or(&lower);
        let places = self.stock_image(file);
        match lower.split_at_checked(2) {
            Some((drive, rest)) if drive.ends_with(':') => places.iter().any(|place| place == rest),
            Some(("\\\\", _)) => false,
            _ => !places.is_empty() && (lower == file || is_open_place(&lower)),
        }
    }

    /// The stock managed module or handler type that a type string names. The version and culture of the
    /// assembly do not matter, its public key token does.
    pub fn stock_type(&self, type_name: &str) -> Option<&str> {
        let key = type_key(type_name);
        let known = self.managed_modules.iter().map(|module| module.type_name.as_str());
        let mut known = known.chain(self.handlers.iter().map(|handler| handler.type_name.as_str()));
        known.find(|known| !known.is_empty() && type_key(known) == key)
    }

    /// The malware family that used a file name, or a module name that equals the file name without its
    /// ending. Stock names are nobody's: malware's `ManagedEngine64.dll` says nothing of `ManagedEngine64`.
    pub fn family(&self, name: &str) -> Option<&Family> {
        if self.native_module(name).is_some() {
            return None;
        }
        let same = |row: &&Family| {
            let stem = row.file.rsplit_once('.').map_or(row.file.as_str(), |(stem, _)| stem);
            row.file.eq_ignore_ascii_case(name) || stem.eq_ignore_ascii_case(name)
        };
        self.families.iter().find(same)
    }

    /// The names of all stock files, in lower case and sorted.
    pub(crate) fn stock_files(&self) -> impl Iterator<Item = &str> + Clone {
        self.images.keys().map(String::as_str)
    }
}

/// Whether a lower-case path starts with a variable or placeholder that may stand for a folder of stock files.
fn is_open_place(lower: &str) -> bool {
    let of_users = ["%appdata%", "%localappdata%", "%userprofile%", "%homepath%"];
    lower.starts_with(['%', '[']) && !lower.contains("..") && !of_users.iter().any(|name| lower.starts_with(name))
}

/// The folders that a folder of the knowledge files stands for, without their drive.
fn folders(folder: &str) -> Vec<String> {
    let iis_express = ["\\program files\\iis express", "\\program files (x86)\\iis express"];
    if let Some(rest) = folder.strip_prefix("%iis_bin%") {
        return iis_express.iter().map(|base| format!("{base}{rest}")).collect();
    }
    let place = folder.replace("%windir%", "\\windows").replace("%systemroot%", "\\windows");
    // 64-bit Windows keeps the 32-bit copies in a folder of their own.
    let small = place.strip_prefix("\\windows\\system32").map(|rest| format!("\\windows\\syswow64{rest}"));
    std::iter::once(place).chain(small).collect()
}

/// Whether two type strings name one type: class, assembly and public key token are the same. The version and
/// culture do not matter; a class without an assembly is one of `System.Web`.
pub fn is_same_type(a: &str, b: &str) -> bool {
    type_key(a) == type_key(b)
}

/// Class, assembly and public key token of a .NET type string, in a form that compares.
fn type_key(type_name: &str) -> (String, String, String) {
    let mut parts = type_name.split(',').map(str::trim);
    let class = parts.next().unwrap_or("").to_owned();
    let assembly = parts.next().unwrap_or("").to_lowercase();
    let is_token = |(key, _): &(&str, &str)| key.trim().eq_ignore_ascii_case("PublicKeyToken");
    let token = parts.filter_map(|part| part.split_once('=')).find(is_token);
    let token = token.map_or_else(String::new, |(_, token)| token.trim().to_lowercase());
    // ASP.NET resolves a class without an assembly in System.Web.
    let is_system_web = assembly == "system.web" && (token.is_empty() || token == "b03f5f7f11d50a3a");
    if is_system_web { (class, String::new(), String::new()) } else { (class, assembly, token) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every record of a file becomes a row, and every row says where its fact is from.
    fn sound<T>(text: &str, rows: &[T], source: impl Fn(&T) -> &str) {
        let records = csv::Reader::from_reader(text.as_bytes()).records().count();
        assert_eq!(rows.len(), records);
        assert!(records > 0);
        for row in rows {
            assert!(source(row).len() > 10, "a row without a source");
        }
        let lines: Vec<&str> = text.lines().skip(1).collect();
        let mut sorted = lines.clone();
        sorted.sort_by_key(|line| line.to_lowercase());
        sorted.dedup();
        assert_eq!(lines.len(), sorted.len(), "a row is given twice");
    }

    #[test]
    fn every_row_parses_and_has_a_source() {
        let stock = stock();
        sound(NATIVE_MODULES, &stock.native_modules, |row| &row.source);
        sound(MANAGED_MODULES, &stock.managed_modules, |row| &row.source);
        sound(ISAPI_FILTERS, &stock.isapi_filters, |row| &row.source);
        sound(ISAPI_RESTRICTIONS, &stock.isapi_restrictions, |row| &row.source);
        sound(HANDLERS, &stock.handlers, |row| &row.source);
        sound(VENDORS, &stock.vendors, |row| &row.source);
        sound(STOCK_FILES, &stock.files, |row| &row.source);
        sound(LOOK_ALIKES, &stock.families, |row| &row.source);
        let classes = ["native_module", "managed_module", "isapi_filter", "isapi_extension", "handler", "other_loader"];
        for row in &stock.vendors {
            assert!(classes.contains(&row.class.as_str()), "{}", row.class);
            assert!(!row.name.is_empty(), "{row:?}");
            // A handler may hand requests on and load nothing itself; its row then needs its exact name.
            let loads = !row.image.is_empty() || !row.type_name.is_empty();
            assert!(loads || (row.class == "handler" && !row.name.contains('*')), "{row:?}");
        }
        for row in &stock.families {
            assert!(["yes", "no"].contains(&row.ambiguous.as_str()), "{row:?}");
        }
    }

    #[test]
    fn names() {
        let stock = stock();
        assert_eq!(stock.native_module("StaticFileModule").map(|m| m.edition.as_str()), Some("iis"));
        assert_eq!(stock.native_module("WebMatrixSupportModule").map(|m| m.edition.as_str()), Some("iis_express"));
        assert!(stock.native_module("staticfilemodule").is_none());
        assert!(stock.managed_module("OutputCache").is_some());
        assert!(stock.isapi_filter("ASP.Net_4.0_64bit").is_some());
        assert!(stock.handler("ASPClassic").is_some());
        assert_eq!(stock.family("authmd4.dll").map(Family::is_ambiguous), Some(false));
        assert_eq!(stock.family("HttpResetModule").map(|f| f.file.as_str()), Some("HttpResetModule.dll"));
        assert!(stock.family("static.dll").is_none());
    }

    #[test]
    fn no_stock_file_or_module_is_listed_as_malware() {
        let stock = stock();
        for row in &stock.families {
            assert!(stock.stock_image(&row.file).is_empty(), "{}", row.file);
        }
        for module in &stock.native_modules {
            assert!(stock.family(&module.name).is_none(), "{}", module.name);
        }
    }

    #[test]
    fn images() {
        let check = |path, expect| assert_eq!(stock().is_stock_image(path), expect, "{path}");
        check(r"C:\Windows\System32\inetsrv\STATIC.dll", true);
        check(r"D:\windows\system32\inetsrv\static.dll", true);
        check(r"C:\Windows\SysWOW64\inetsrv\static.dll", true);
        check(r"C:\Windows\System32\static.dll", false);
        check(r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\webengine4.dll", true);
        check(r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\aspnet_isapi.dll", true);
        check(r"C:\Program Files\IIS Express\static.dll", true);
        check(r"%IIS_BIN%\static.dll", true);
        check(r"\\server\windows\system32\inetsrv\static.dll", false);
        check("static.dll", true);
        check(r"..\..\Temp\static.dll", false);
        check(r"temp\static.dll", false);
        check(r"%APPDATA%\static.dll", false);
        check(r"%IIS_BIN%\..\x\static.dll", false);
        check("", false);
    }

    #[test]
    fn types() {
        let check = |name, expect: bool| assert_eq!(stock().stock_type(name).is_some(), expect, "{name}");
        check("System.Web.Caching.OutputCacheModule", true);
        check("System.Web.Caching.OutputCacheModule, Evil", false);
        check(
            "System.Web.Caching.OutputCacheModule, System.Web, Version=4.0.0.0, PublicKeyToken=b03f5f7f11d50a3a",
            true,
        );
        check("System.Web.Caching.OutputCacheModule, System.Web, PublicKeyToken=0000000000000000", false);
        check(
            "System.Web.Handlers.ScriptModule,System.Web.Extensions,Version=3.5.0.0,PublicKeyToken=31BF3856AD364E35",
            true,
        );
        check("System.Web.Handlers.ScriptModule, System.Web.Extensions, PublicKeyToken=0000000000000000", false);
        check("", false);
    }
}
