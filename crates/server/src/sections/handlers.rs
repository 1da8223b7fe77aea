use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::config::ClaimKind;
use crate::{Class, Component};
use formats::iis_xml::Element;

/// `handlers`: script maps to ISAPI DLLs, managed handlers, and everything else that answers a URL.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.webServer/handlers", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.entries("add", "name", output).into_iter();
    let handlers = entries
        .map(|(index, entry)| Found { component: handler(at, index, entry), claim: at.claim(index, ClaimKind::Entry) })
        .collect();
    output.components.extend(numbered(handlers));
}

fn handler(at: &At<'_, '_>, index: usize, entry: &Element) -> Component {
    let modules = entry.value("modules");
    let script = entry.value("scriptProcessor");
    let is_cgi = modules.split(',').any(|module| module.trim() == "CgiModule");
    // FastCGI: the program, `|`, its arguments.
    let (image, arguments) =
        script.split_once('|').unwrap_or_else(|| if is_cgi { command(script) } else { (script, "") });
    let is_isapi = modules.split(',').any(|module| module.trim() == "IsapiModule") && !script.is_empty();
    let class = if is_isapi { Class::IsapiExtension } else { Class::Handler };
    let mut handler = at.component(class, entry.value("name"), index, image);
    handler.url = entry.value("path").to_owned();
    handler.verbs = entry.value("verb").to_owned();
    handler.modules = modules.to_owned();
    handler.detail = arguments.to_owned();
    handler
}

/// The program and the arguments of a CGI command line: `C:\perl\perl.exe "%s" %s`.
fn command(line: &str) -> (&str, &str) {
    let line = line.trim();
    if let Some((program, arguments)) = line.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        return (program, arguments.trim());
    }
    let end = line.to_ascii_lowercase().find(".exe ").map_or(line.len(), |at| at + 4);
    let (program, arguments) = line.split_at_checked(end).unwrap_or((line, ""));
    (program, arguments.trim())
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn commands() {
        let check = |line, expect| assert_eq!(command(line), expect, "{line}");
        check(r#"C:\Perl64\bin\perl.exe "%s" %s"#, (r"C:\Perl64\bin\perl.exe", "\"%s\" %s"));
        check(r#""C:\a b\c.EXE" -x"#, (r"C:\a b\c.EXE", "-x"));
        check(r"C:\a b\c.exe", (r"C:\a b\c.exe", ""));
        check("", ("", ""));
    }
}
