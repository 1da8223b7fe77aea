//! A layer for the ATT&CK Navigator, format 4.5: the techniques that findings show, the worse the redder.

use crate::json::write_line;
use crate::{Format, Style};
use detect::model::{ScanResult, Severity};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "navigator",
    extension: "json",
    doc: "A layer for the ATT&CK Navigator",
    scan: Some(scan),
    query: None,
};

/// One technique's findings.
#[derive(Default)]
struct Seen<'a> {
    worst: Option<Severity>,
    findings: usize,
    rules: BTreeSet<&'a str>,
}

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    let mut techniques: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for finding in &result.findings {
        for technique in &finding.techniques {
            let seen = techniques.entry(technique).or_default();
            seen.worst = seen.worst.max(Some(finding.severity));
            seen.findings += 1;
            seen.rules.insert(&finding.rule);
        }
    }
    let techniques: Vec<_> = techniques
        .into_iter()
        .map(|(id, seen)| {
            let rules: Vec<&str> = seen.rules.into_iter().collect();
            json!({
                "techniqueID": id,
                "score": score(seen.worst),
                "comment": format!("{} of {}", crate::text::count(seen.findings, "finding"), rules.join(", ")),
                "enabled": true,
                "showSubtechniques": id.contains('.'),
            })
        })
        .collect();
    let layer = json!({
        "name": format!("{} {}", result.run.tool, result.run.version),
        "versions": {"layer": "4.5", "navigator": "4.9.1", "attack": "16"},
        "domain": "enterprise-attack",
        "description": "Techniques that the evidence shows. The score is the worst finding's severity.",
        "techniques": techniques,
        "gradient": {"colors": ["#ffe08a", "#d7301f"], "minValue": 0, "maxValue": 100},
        "legendItems": [],
        "hideDisabled": false,
    });
    write_line(&layer, out)
}

const fn score(worst: Option<Severity>) -> u32 {
    match worst {
        Some(Severity::High) => 100,
        Some(Severity::Medium) => 70,
        Some(Severity::Low) => 40,
        Some(Severity::Informational) => 10,
        None => 0,
    }
}
