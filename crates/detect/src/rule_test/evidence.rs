//! Evidence as a test: a page names folders, and what a scan of each must find.
//!
//! The page `NAME.md` stands beside the folder `NAME`. A heading of the page that is the name of a folder in there is a
//! test: under it stand, in a `findings` block, all findings above informational that a scan of that folder gives, one
//! line each: severity, rule, component. A finding that comes several times stands once. Without the block the scan must
//! find nothing.

use super::{Outcome, Report, parse::sections};
use crate::model::{Finding, Severity};
use crate::rules::LoadedRules;
use crate::scan::{ScanConfig, scan};
use diagnostics::{Diagnostic, SourceText};
use engine::Engine;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A page of evidence, and the folder beside it.
#[derive(Debug, Clone)]
pub struct EvidencePage {
    folder: PathBuf,
    source: SourceText,
    /// The folders in it, sorted.
    names: BTreeSet<String>,
}

impl EvidencePage {
    /// The pages of a path: the page itself, the one beside a folder, those in a folder. A page that speaks of no folder
    /// is none.
    ///
    /// # Errors
    /// When a page or a folder cannot be read.
    pub fn of(path: &Path) -> std::io::Result<Vec<Self>> {
        let mut pages = Vec::new();
        if fs::metadata(path)?.is_dir() {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".md");
            let mut files = vec![PathBuf::from(beside)];
            for entry in fs::read_dir(path)? {
                files.push(entry?.path());
            }
            files.sort();
            for file in files.into_iter().filter(|file| is_page(file) && file.is_file()) {
                pages.extend(Self::open(&file)?);
            }
        } else if is_page(path) {
            pages.extend(Self::open(path)?);
        }
        Ok(pages)
    }

    fn open(page: &Path) -> std::io::Result<Option<Self>> {
        let folder = page.with_extension("");
        if !folder.is_dir() {
            return Ok(None);
        }
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                names.insert(entry.file_name().to_string_lossy().into_owned());
            }
        }
        let shown = page.to_string_lossy().replace('\\', "/");
        let page = Self { folder, source: SourceText::new(shown, fs::read_to_string(page)?), names };
        let (cases, _) = sections(&page.source.text);
        Ok(cases.iter().any(|case| page.names.contains(&case.heading)).then_some(page))
    }

    /// Scans each folder with the rules. What `config` says beside the evidence holds for all of them.
    pub fn run(&self, config: &ScanConfig, rules: &LoadedRules, engine: &Engine) -> Report {
        let (cases, diagnostics) = sections(&self.source.text);
        let mut report = Report {
            diagnostics: diagnostics.into_iter().map(|d| (self.source.clone(), d)).collect(),
            ..Report::default()
        };
        let mut left = self.names.clone();
        for case in cases {
            if !left.remove(&case.heading) {
                if !case.findings.is_empty() {
                    let message = format!("there is no folder `{}` beside the page", case.heading);
                    report.diagnostics.push((self.source.clone(), Diagnostic::error("test-evidence", message)));
                }
                continue;
            }
            let folder = self.folder.join(&case.heading);
            let config = ScanConfig { evidence: vec![folder.to_string_lossy().into_owned()], ..config.clone() };
            let (found, errors) = match scan(&config, rules, engine) {
                Ok(result) => (lines(&result.findings), Vec::new()),
                Err(error) => {
                    let error = Diagnostic::error("test-evidence", format!("{}: {error}", case.heading));
                    (BTreeSet::new(), vec![(self.source.clone(), error)])
                }
            };
            let expected: BTreeSet<String> = case.findings.into_iter().collect();
            report.outcomes.push(Outcome {
                rule: self.source.name.clone(),
                heading: case.heading,
                line: case.line,
                expected: expected.into_iter().collect(),
                found: found.into_iter().collect(),
                errors,
            });
        }
        for name in left {
            let message = format!("the page does not say what must be found in `{name}`");
            report.diagnostics.push((self.source.clone(), Diagnostic::error("test-evidence", message)));
        }
        report
    }
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md")
}

/// Findings as the page writes them: `high iis-native-module-installed-by-appcmd "X"`.
fn lines(findings: &[Finding]) -> BTreeSet<String> {
    let line = |finding: &Finding| {
        let component = finding.components.first().map_or("", String::as_str);
        format!("{} {} \"{component}\"", finding.severity.as_str(), finding.rule)
    };
    findings.iter().filter(|finding| finding.severity > Severity::Informational).map(line).collect()
}
