//! M1045: files that bear no signature, and signatures that this evidence cannot judge.

use super::{Lines, line, line_number};
use crate::model::Posture;
use crate::response::quote::cmd;

/// Images that the configuration loads, that are in the evidence, and that nobody signed.
pub(super) const UNSIGNED: &str = "IisComponents | where Signature =~ 'unsigned' and not(IsStock) and isnotempty(Image) \
    | summarize ConfigPath = min(ConfigPath), Line = min(Line) by Host, Image";

/// Images that are signed by a catalog if at all, where no catalog is in the evidence.
pub(super) const NOT_JUDGED: &str = "IisComponents | where Signature has 'catalog not in evidence' \
    | summarize Files = dcount(tolower(Image)) by Host";

const COPY_CATALOGS: &str = r#"robocopy "%windir%\System32\CatRoot" "%EVIDENCE%\C\Windows\System32\CatRoot" *.cat /e"#;

pub(super) fn look(lines: &mut Lines<'_>) {
    for (host, row, _) in lines.rows(UNSIGNED) {
        let image = row.text("Image");
        let text = format!(
            "{image} is unsigned, so that an exchanged file does not show: have its maker sign it, or sign it with \
             your own certificate"
        );
        let command = cmd(&image).map(|image| format!("signtool sign /a /fd SHA256 {image}"));
        let path = row.text("ConfigPath");
        lines.add(Posture { path, line: line_number(&row), ..line(host, "M1045", text, command) });
    }
    for (host, row, lineage) in lines.rows(NOT_JUDGED) {
        let text = format!(
            "signatures of {} files are not judged: the catalogs that hold those of Windows are not in the evidence; \
             collect them too",
            row.text("Files")
        );
        lines.add(lines.cited(line(host, "M1045", text, Some(COPY_CATALOGS.to_owned())), &lineage));
    }
}
