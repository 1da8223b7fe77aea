use crate::paths::file_name;
use formats::iis_xml::Document;

/// Which file of the configuration hierarchy a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    Machine,
    RootWeb,
    ApplicationHost,
    WebConfig,
    Administration,
    Redirection,
    /// A schema of configuration sections.
    Schema,
}

/// What a file is: its name decides where it has one of the known names, else its content. `None` for XML
/// that is no IIS or ASP.NET configuration.
pub(crate) fn kind_of(path: &str, windows_path: Option<&str>, document: &Document) -> Option<FileKind> {
    match document.root_name() {
        "configuration" => {}
        "configSchema" => return Some(FileKind::Schema),
        _ => return None,
    }
    let place = windows_path.unwrap_or(path).to_lowercase().replace('\\', "/");
    match file_name(&place) {
        "applicationhost.config" => return Some(FileKind::ApplicationHost),
        "administration.config" => return Some(FileKind::Administration),
        "redirection.config" => return Some(FileKind::Redirection),
        "machine.config" => return Some(FileKind::Machine),
        "web.config" if place.contains("/microsoft.net/framework") => return Some(FileKind::RootWeb),
        "web.config" => return Some(FileKind::WebConfig),
        _ => {}
    }
    let has = |name: &str| document.elements.iter().any(|element| element.name == name);
    let kinds = [
        (["system.applicationHost", "globalModules"], FileKind::ApplicationHost),
        (["moduleProviders", "trustedProviders"], FileKind::Administration),
        (["configurationRedirection", "configurationRedirection"], FileKind::Redirection),
        (["system.webServer", "system.web"], FileKind::WebConfig),
    ];
    kinds.into_iter().find(|(names, _)| names.iter().any(|name| has(name))).map(|(_, kind)| kind)
}

/// Whether a file is an older or generated copy: it says what was, not what the server would load now.
pub(crate) fn is_kept_copy(path: &str, windows_path: Option<&str>) -> bool {
    let place = format!("/{}", windows_path.unwrap_or(path).to_lowercase().replace('\\', "/"));
    let kept =
        ["/cfghistory_", "/inetpub/history/", "/inetsrv/backup/", "/temp/apppools/", "/windows.old/", "/winsxs/"];
    kept.iter().any(|folder| place.contains(folder)) || path.to_lowercase().contains("shadowcopy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let check = |path, text: &str, expect| {
            let document = formats::iis_xml::parse(text.as_bytes());
            assert_eq!(kind_of(path, None, &document), expect, "{path} {text}");
        };
        let empty = "<configuration/>";
        check("a/ApplicationHost.config", empty, Some(FileKind::ApplicationHost));
        check("Framework64/v4/web.config", empty, Some(FileKind::WebConfig));
        check("Windows/Microsoft.NET/Framework64/v4.0.30319/Config/web.config", empty, Some(FileKind::RootWeb));
        check("x.xml", empty, None);
        check("x.xml", "<configuration><system.webServer/></configuration>", Some(FileKind::WebConfig));
        check("-", "<configuration><system.applicationHost/></configuration>", Some(FileKind::ApplicationHost));
        check("-", "<configuration><configurationRedirection/></configuration>", Some(FileKind::Redirection));
        check("applicationHost.config", "<other/>", None);
        check("schema/IIS_schema.xml", "<configSchema/>", Some(FileKind::Schema));
    }

    #[test]
    fn kept_copies() {
        let check = |path, expect| assert_eq!(is_kept_copy(path, None), expect, "{path}");
        check("C/inetpub/history/CFGHISTORY_0000000012/applicationHost.config", true);
        check("CFGHISTORY_0000000012/applicationHost.config", true);
        check("C/Windows/System32/inetsrv/backup/one/applicationHost.config", true);
        check("C/inetpub/temp/appPools/Pool/Pool.config", true);
        check("C/Windows/System32/inetsrv/config/applicationHost.config", false);
    }
}
