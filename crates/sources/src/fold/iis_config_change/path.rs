/// The place of a change in the configuration, as event 29 spells it:
/// `/system.webServer/globalModules/add[@name="X"]/@image`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ChangePath {
    /// `system.webServer/globalModules`
    pub(super) section: String,
    /// `add[@name="X"]`; empty when the section itself is meant.
    pub(super) element: String,
    /// The key in the last brackets, `X`; empty for a place by number (`add[12]`).
    pub(super) key: String,
    /// `image`; empty when the element itself is meant.
    pub(super) attribute: String,
}

/// Groups of sections, which are part of a section's path and no sections themselves.
static GROUPS: &[&str] = &[
    "system.applicationHost",
    "system.ftpServer",
    "system.ftpServer/security",
    "system.net",
    "system.net/mailSettings",
    "system.serviceModel",
    "system.web",
    "system.web.extensions",
    "system.web/caching",
    "system.webServer",
    "system.webServer/management",
    "system.webServer/rewrite",
    "system.webServer/security",
    "system.webServer/security/authentication",
    "system.webServer/tracing",
    "system.webServer/webdav",
];

impl ChangePath {
    pub(super) fn parse(text: &str) -> Self {
        let mut path = Self::default();
        let mut in_section = true;
        for segment in segments(text) {
            if let Some(attribute) = segment.strip_prefix('@') {
                path.attribute = attribute.to_owned();
            } else if in_section {
                in_section = GROUPS.contains(&joined(&mut path.section, segment));
            } else {
                joined(&mut path.element, segment);
                path.key = key(segment).to_owned();
            }
        }
        path
    }
}

fn joined<'a>(path: &'a mut String, segment: &str) -> &'a str {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(segment);
    path
}

/// Splits at `/`, but not within brackets or quotes.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut depth = 0_u32;
    text.split(move |c| {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0 && !quoted
    })
    .filter(|segment| !segment.is_empty())
}

/// `X` of `add[@name="X"]`; the last one of several keys joined with `and`.
fn key(segment: &str) -> &str {
    let Some((_, inner)) = segment.split_once('[') else { return "" };
    let Some((_, value)) = inner.split_once("=\"").or_else(|| inner.split_once("='")) else { return "" };
    value.split(['"', '\'']).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let check = |text: &str, section: &str, element: &str, key: &str, attribute: &str| {
            let expect = ChangePath {
                section: section.into(),
                element: element.into(),
                key: key.into(),
                attribute: attribute.into(),
            };
            assert_eq!(ChangePath::parse(text), expect, "{text}");
        };
        let modules = "system.webServer/globalModules";
        check("/system.webServer/globalModules/add[@name=\"X\"]/@image", modules, "add[@name=\"X\"]", "X", "image");
        check("/system.webServer/globalModules/add[12]", modules, "add[12]", "", "");
        check("/system.webServer/httpLogging/@dontLog", "system.webServer/httpLogging", "", "", "dontLog");
        check(
            "/system.webServer/security/isapiCgiRestriction/add[@path=\"C:/a/b.dll\"]/@allowed",
            "system.webServer/security/isapiCgiRestriction",
            "add[@path=\"C:/a/b.dll\"]",
            "C:/a/b.dll",
            "allowed",
        );
        check(
            "/system.webServer/security/authentication/anonymousAuthentication/@enabled",
            "system.webServer/security/authentication/anonymousAuthentication",
            "",
            "",
            "enabled",
        );
        check(
            "/system.applicationHost/sites/site[@name=\"Default Web Site\"]/logFile/@directory",
            "system.applicationHost/sites",
            "site[@name=\"Default Web Site\"]/logFile",
            "",
            "directory",
        );
        check(
            "/system.webServer/rewrite/globalRules/rule[@name=\"r\"]/match/@url",
            "system.webServer/rewrite/globalRules",
            "rule[@name=\"r\"]/match",
            "",
            "url",
        );
        check("/appSettings/add[@key=\"k\"]/@value", "appSettings", "add[@key=\"k\"]", "k", "value");
        check(
            "/system.web/customErrors/error[@statusCode=\"404\"]",
            "system.web/customErrors",
            "error[@statusCode=\"404\"]",
            "404",
            "",
        );
        check("", "", "", "", "");
        check("///@", "", "", "", "");
        check("/a/b[\"", "a", "b[\"", "", "");
    }
}
