//! Which configuration path a `web.config` has: found through the physical paths of virtual directories.

use crate::{Environment, folded_path};
use formats::iis_xml::Document;
use std::collections::BTreeMap;

pub(crate) const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";

/// Folders of sites, applications and virtual directories (folded) to their configuration paths.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    folders: BTreeMap<String, String>,
}

impl Sites {
    /// Adds the sites of an `applicationHost.config`.
    pub(crate) fn add(&mut self, document: &Document, environment: &Environment) {
        for (site_index, site) in document.elements.iter().enumerate().filter(|(_, element)| element.name == "site") {
            for (application_index, application) in document.named(site_index, "application") {
                for (_, directory) in document.named(application_index, "virtualDirectory") {
                    let physical = directory.value("physicalPath");
                    if physical.is_empty() {
                        continue;
                    }
                    let url = [site.value("name"), application.value("path"), directory.value("path")];
                    let parts = url.iter().flat_map(|part| part.split('/')).filter(|part| !part.is_empty());
                    let scope = parts.fold(APPHOST.to_owned(), |scope, part| scope + "/" + part);
                    self.folders.entry(folded_path(&environment.expand(physical))).or_insert(scope);
                }
            }
        }
    }

    /// The configuration path of the folder that a `web.config` lies in.
    pub(crate) fn scope(&self, path: &str, windows_path: Option<&str>) -> String {
        let live = windows_path.and_then(|path| path.rsplit_once('\\')).map(|(folder, _)| folder);
        if let Some(folder) = live {
            let folded = folded_path(folder);
            let mut at = folded.as_str();
            loop {
                if let Some(scope) = self.folders.get(at) {
                    // The remainder keeps the case that the evidence has.
                    let rest = folder.get(at.len()..).unwrap_or("").replace('\\', "/");
                    return format!("{scope}{}", rest.trim_end_matches('/'));
                }
                match at.rsplit_once('\\') {
                    Some((above, _)) => at = above,
                    None => break,
                }
            }
        }
        // No known site serves it: a folder of its own, so that two such files are not taken for one.
        let folder = live.unwrap_or_else(|| path.rsplit_once('/').map_or("", |(folder, _)| folder));
        format!("{APPHOST}/?/{}", folder.replace('\\', "/")).trim_end_matches('/').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes() {
        let text = r#"<configuration><system.applicationHost><sites><site name="Shop">
            <application path="/"><virtualDirectory path="/" physicalPath="%SystemDrive%\inetpub\shop"/>
              <virtualDirectory path="/img" physicalPath="D:\img"/></application>
            <application path="/api"><virtualDirectory path="/" physicalPath="D:\api"/></application>
            </site></sites></system.applicationHost></configuration>"#;
        let mut sites = Sites::default();
        sites.add(&formats::iis_xml::parse(text.as_bytes()), &Environment::default());
        let check = |path: &str, expect: &str| {
            assert_eq!(sites.scope("x/web.config", Some(path)), format!("{APPHOST}/{expect}"), "{path}");
        };
        check(r"C:\inetpub\shop\web.config", "Shop");
        check(r"C:\InetPub\Shop\Admin\web.config", "Shop/Admin");
        check(r"D:\img\web.config", "Shop/img");
        check(r"D:\API\v1\web.config", "Shop/api/v1");
        check(r"D:\apiary\web.config", "?/D:/apiary");
        assert_eq!(sites.scope("a/b/web.config", None), format!("{APPHOST}/?/a/b"));
        assert_eq!(sites.scope("web.config", None), format!("{APPHOST}/?"));
    }
}
