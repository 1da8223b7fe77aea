use super::Resemblance;
use crate::model::Verdict;
use engine::Lineage;

/// A fact of a verdict, before evidence has its numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawReason {
    pub(crate) points: i32,
    pub(crate) text: String,
    pub(crate) lineage: Lineage,
}

/// Adds a reason; the same text again adds its records and keeps the higher points.
pub(super) fn add(reasons: &mut Vec<RawReason>, points: i32, text: String, lineage: &Lineage) {
    match reasons.iter_mut().find(|r| r.text == text) {
        Some(reason) => {
            reason.points = reason.points.max(points);
            reason.lineage.add(lineage);
        }
        None => reasons.push(RawReason { points, text, lineage: lineage.clone() }),
    }
}

/// A verdict with its score and reasons.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) score: u32,
    pub(crate) reasons: Vec<RawReason>,
    pub(crate) settle: Vec<String>,
    /// Families, surest first.
    pub(crate) resembles: Vec<Resemblance>,
}

impl Judgement {
    pub(super) fn new(verdict: Verdict, mut reasons: Vec<RawReason>, settle: Vec<String>) -> Self {
        let sum: i32 = reasons.iter().map(|r| r.points).sum();
        // Scores order components within a verdict; they never contradict it.
        let (low, high) = match verdict {
            Verdict::Malicious => (75, 100),
            Verdict::Suspicious => (40, 74),
            Verdict::Unknown => (5, 39),
            Verdict::Expected => (0, 4),
        };
        reasons.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.text.cmp(&b.text)));
        let settle = if verdict == Verdict::Expected { Vec::new() } else { settle };
        Self { verdict, score: sum.clamp(low, high) as u32, reasons, settle, resembles: Vec::new() }
    }
}
