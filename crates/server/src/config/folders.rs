//! Which configuration paths a `web.config` has: found through the physical paths of virtual directories.

use super::scope::{APPHOST, Scope};
use crate::folded_path;
use std::collections::{BTreeMap, BTreeSet};

/// A folder may be served under many names; past this number they no longer tell more.
pub(crate) const MOST_SCOPES: usize = 100;

/// Folders of virtual directories (folded) to their configuration paths.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    by_path: BTreeMap<String, Vec<Directory>>,
    /// The same by the path without its drive, for evidence that does not say which drive it is of.
    by_tail: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug)]
struct Directory {
    scope: Scope,
    /// Whether `web.config` files of folders below are read (`allowSubDirConfig`).
    reads_below: bool,
}

/// A configuration path that a file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) scope: Scope,
    /// False when IIS does not read the file there (`allowSubDirConfig="false"`).
    pub(crate) is_read: bool,
}

impl Folders {
    pub(crate) fn add(&mut self, folder: String, scope: Scope, reads_below: bool) {
        if let Some((_, tail)) = folder.split_once(":\\").filter(|(_, tail)| !tail.is_empty()) {
            self.by_tail.entry(tail.to_owned()).or_default().insert(folder.clone());
        }
        self.by_path
            .entry(folder.trim_end_matches('\\').to_owned())
            .or_default()
            .push(Directory { scope, reads_below });
    }

    /// The configuration paths of the folder that a `web.config` lies in; empty when none is known.
    pub(crate) fn served(&self, path: &str, windows_path: Option<&str>) -> Vec<Served> {
        match windows_path.and_then(|path| path.rsplit_once('\\')) {
            Some((folder, _)) => self.below(folder),
            None => self.by_name(path),
        }
    }

    /// Whether a file of the server lies in a folder that is served. A whole drive is none, and nothing in Windows.
    pub(crate) fn hold(&self, path: &str) -> bool {
        let folded = folded_path(path);
        if folded.get(2..).is_some_and(|below| below.starts_with("\\windows\\")) {
            return false;
        }
        let mut above = folded.as_str();
        while let Some((folder, _)) = above.rsplit_once('\\') {
            if folder.contains('\\') && self.by_path.contains_key(folder) {
                return true;
            }
            above = folder;
        }
        false
    }

    /// Walks up from a folder of the server to all virtual directories that hold it.
    fn below(&self, folder: &str) -> Vec<Served> {
        let mut served: Vec<Served> = Vec::new();
        let folded = folded_path(folder);
        let mut at = folded.trim_end_matches('\\');
        loop {
            for directory in self.by_path.get(at).into_iter().flatten() {
                // The remainder keeps the case that the evidence has.
                let scope = directory.scope.below(folder.get(at.len()..).unwrap_or(""));
                let is_read = directory.reads_below || scope == directory.scope;
                let is_full = served.len() >= MOST_SCOPES;
                match served.iter_mut().find(|other| other.scope.folded() == scope.folded()) {
                    Some(other) => other.is_read |= is_read,
                    None if is_full => return served,
                    None => served.push(Served { scope, is_read }),
                }
            }
            match at.rsplit_once('\\') {
                Some((above, _)) => at = above,
                None => return served,
            }
        }
    }

    /// For a file whose drive is not known: the longest physical path whose parts its folder's end with, if there is
    /// but one.
    fn by_name(&self, path: &str) -> Vec<Served> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).replace("!/", "/");
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for skipped in 0..parts.len() {
            let mut tail = parts.get(skipped..).unwrap_or_default().join("\\").to_lowercase();
            while !tail.is_empty() {
                if let Some(found) = self.by_tail.get(&tail) {
                    let Some(first) = found.first().filter(|_| found.len() == 1) else { return Vec::new() };
                    let rest = parts.get(skipped + tail.split('\\').count()..).unwrap_or_default().join("\\");
                    return self.below(&if rest.is_empty() { first.clone() } else { format!("{first}\\{rest}") });
                }
                tail.truncate(tail.rfind('\\').unwrap_or(0));
            }
        }
        Vec::new()
    }
}

/// The path of a folder that no known site serves: its own, so that two such files are not taken for one.
pub(crate) fn unknown(path: &str, windows_path: Option<&str>) -> Served {
    let live = windows_path.and_then(|path| path.rsplit_once('\\')).map(|(folder, _)| folder);
    let folder = live.unwrap_or_else(|| path.rsplit_once('/').map_or("", |(folder, _)| folder));
    let shown = format!("{APPHOST}/?/{}", folder.replace('\\', "/"));
    Served { scope: Scope::new(shown.trim_end_matches('/')), is_read: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> Folders {
        let server = Scope::new(APPHOST);
        let mut folders = Folders::default();
        folders.add("c:\\inetpub\\shop".into(), server.below("Shop"), true);
        folders.add("d:\\img".into(), server.below("Shop/img"), false);
        folders.add("d:\\api".into(), server.below("Shop/api"), true);
        folders.add("d:\\api\\v2".into(), server.below("Other"), true);
        folders.add("e:\\".into(), server.below("Whole"), true);
        folders.add("e:\\sites\\one".into(), server.below("One"), true);
        folders
    }

    #[test]
    fn by_the_server_s_path() {
        let check = |path: &str, expect: &[&str]| {
            let served = folders().served("x/web.config", Some(path));
            let shown: Vec<_> = served
                .iter()
                .map(|served| format!("{}{}", served.scope.site_path(), if served.is_read { "" } else { " unread" }))
                .collect();
            assert_eq!(shown, expect, "{path}");
        };
        check(r"C:\inetpub\shop\web.config", &["Shop"]);
        check(r"C:\InetPub\Shop\Admin\web.config", &["Shop/Admin"]);
        check(r"D:\img\web.config", &["Shop/img"]);
        check(r"D:\img\big\web.config", &["Shop/img/big unread"]);
        check(r"D:\API\v1\web.config", &["Shop/api/v1"]);
        check(r"D:\api\v2\web.config", &["Other", "Shop/api/v2"]);
        check(r"D:\apiary\web.config", &[]);
        check(r"E:\web.config", &["Whole"]);
        check(r"E:\sites\one\bin\web.config", &["One/bin", "Whole/sites/one/bin"]);
    }

    #[test]
    fn what_is_served() {
        let check = |path, expect| assert_eq!(folders().hold(path), expect, "{path}");
        check(r"C:\InetPub\Shop\bin\a.dll", true);
        check(r"C:\inetpub\shopping\a.dll", false);
        check(r"E:\a.dll", false);
        check(r"E:\sites\one\a.dll", true);
        check("a.dll", false);
    }

    #[test]
    fn by_its_name_alone() {
        let check = |path: &str, expect: &[&str]| {
            let served = folders().served(path, None);
            let shown: Vec<_> = served.iter().map(|served| served.scope.site_path()).collect();
            assert_eq!(shown, expect, "{path}");
        };
        check("copy/sites/one/web.config", &["One", "Whole/sites/one"]);
        check("case.zip!/Sites/One/bin/web.config", &["One/bin", "Whole/sites/one/bin"]);
        check("sites/two/web.config", &[]);
        check("web.config", &[]);
    }

    #[test]
    fn folders_that_nothing_serves() {
        assert_eq!(unknown("a/b/web.config", None).scope.shown(), "MACHINE/WEBROOT/APPHOST/?/a/b");
        assert_eq!(unknown("web.config", None).scope.shown(), "MACHINE/WEBROOT/APPHOST/?");
        assert_eq!(unknown("x", Some(r"D:\y\web.config")).scope.shown(), "MACHINE/WEBROOT/APPHOST/?/D:/y");
    }
}
