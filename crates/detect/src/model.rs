//! What a scan gives: plain data, in the order in which it is printed. The field names and their order are the
//! JSON Lines contract: nothing is renamed, new fields come at the end of their object.

pub use crate::verdict::{Confidence, Resemblance, known_shapes};

use diagnostics::Problem;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The version of the JSON Lines contract.
pub const SCHEMA_VERSION: u32 = 1;

/// A scan's whole result.
#[derive(Debug, Clone, Default)]
pub struct ScanResult {
    pub run: Run,
    /// In order of verdict (worst first), score, host, class, name.
    pub components: Vec<Component>,
    /// In order of severity (worst first), time, host, rule.
    pub findings: Vec<Finding>,
    /// Records that components or findings cite, `E1` first.
    pub evidence: Vec<EvidenceRef>,
    pub problems: Vec<Problem>,
    pub summary: Summary,
    /// By time of the first moment.
    pub incidents: Vec<Incident>,
    /// By host, then step and source in the order in which an attack goes.
    pub coverage: Vec<Coverage>,
    /// By host, then mitigation.
    pub posture: Vec<Posture>,
}

/// What was run over what.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Run {
    pub schema_version: u32,
    pub tool: &'static str,
    pub version: &'static str,
    /// How many rules ran.
    pub rules: usize,
    pub evidence: Vec<EvidenceFile>,
}

/// An evidence file that was recognised.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EvidenceFile {
    pub path: String,
    #[serde(rename = "type")]
    pub format: String,
    pub bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// What kind of component it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    NativeModule,
    ManagedModule,
    IsapiFilter,
    IsapiExtension,
    Handler,
    OtherLoader,
}

impl Class {
    pub const ALL: [Self; 6] = [
        Self::NativeModule,
        Self::ManagedModule,
        Self::IsapiFilter,
        Self::IsapiExtension,
        Self::Handler,
        Self::OtherLoader,
    ];

    /// The name in `IisComponents.Class` and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NativeModule => "native_module",
            Self::ManagedModule => "managed_module",
            Self::IsapiFilter => "isapi_filter",
            Self::IsapiExtension => "isapi_extension",
            Self::Handler => "handler",
            Self::OtherLoader => "other_loader",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

/// Whether a component belongs. In order from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// There is evidence of wrongdoing, or the shape of a known family.
    Malicious,
    /// Unknown, and a second independent fact speaks against it.
    Suspicious,
    /// Neither known nor odd.
    Unknown,
    /// Known, in its place.
    Expected,
}

impl Verdict {
    pub const ALL: [Self; 4] = [Self::Malicious, Self::Suspicious, Self::Unknown, Self::Expected];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malicious => "malicious",
            Self::Suspicious => "suspicious",
            Self::Unknown => "unknown",
            Self::Expected => "expected",
        }
    }
}

/// How bad a finding is: Sentinel's four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Informational,
    Low,
    Medium,
    High,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Informational, Self::Low, Self::Medium, Self::High];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str().eq_ignore_ascii_case(name))
    }
}

/// The number of a cited record: `E17` is 17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceId(pub usize);

impl Serialize for EvidenceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("E{}", self.0))
    }
}

/// A component that a server would load, or that events name.
#[derive(Debug, Clone, Serialize)]
pub struct Component {
    pub id: String,
    pub host: String,
    pub class: Class,
    /// The configured name; else the image's file name.
    pub name: String,
    pub image: String,
    #[serde(rename = "type")]
    pub type_name: String,
    /// Configuration paths that register it; empty when it is known from events only.
    pub scope: Vec<String>,
    pub verdict: Verdict,
    /// 0 to 100: how strongly the facts speak against it.
    pub score: u32,
    /// What speaks for and against, most points first; points below zero speak for it.
    pub reasons: Vec<Reason>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub signature: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<Registration>,
    /// What would settle the verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settle: Vec<String>,
    /// Components that share a hash or a name with it and are not it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// What to do about it, in order; for malicious and suspicious components.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<ResponseStep>,
    /// What to ask the evidence next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub investigate: Vec<Question>,
    /// Malware families that it resembles, surest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resembles: Vec<Resemblance>,
    /// Application pools that load it, by the configuration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<String>,
    /// Sites and applications that it serves, by the configuration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<String>,
    /// Who put its file there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped_by: Option<Registration>,
    /// The first and the last time that a process was seen to load it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loaded: Option<Span>,
    /// The incident that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// From the last kept configuration without it to the first with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_between: Option<Span>,
}

/// A step of an attack, in the order in which attacks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A file is put on the server.
    Drop,
    /// The configuration is told to load it.
    Register,
    /// Worker processes start anew, and with them what is registered.
    Recycle,
    /// A worker process loads it.
    Load,
    /// It, or whoever has the server, does something.
    Act,
    /// Evidence is switched off or removed, or the component taken out again.
    CleanUp,
}

impl Step {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Register => "register",
            Self::Recycle => "recycle",
            Self::Load => "load",
            Self::Act => "act",
            Self::CleanUp => "clean_up",
        }
    }
}

/// Malicious and suspicious components whose stories belong together, with what happened in order.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    pub id: String,
    pub hosts: Vec<String>,
    /// Ids of the components.
    pub components: Vec<String>,
    pub from: Time,
    pub to: Time,
    /// The steps that were seen, in the order in which they were first taken.
    pub steps: Vec<Step>,
    /// By time.
    pub timeline: Vec<Moment>,
    /// Moments past the most that are kept.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: usize,
}

/// One thing that happened, once or many times.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    pub time: Time,
    /// The last time; absent when it happened once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    pub host: String,
    pub step: Step,
    pub text: String,
    /// How often; absent when once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub component_ids: Vec<String>,
    pub evidence: Vec<EvidenceId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// One step of a response plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ResponseStep {
    /// What to do, and why.
    pub step: String,
    /// A command of the server's own command shell that does it. Absent where none does, and where a name from
    /// the evidence holds characters that the shell would act on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// A question that the evidence may answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    pub question: String,
    /// The KQL.
    pub query: String,
    /// The same as a command, quoted for shells of Unix and for PowerShell 7.
    pub command: String,
}

/// Whether records of one kind could have shown one step of an attack on a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub host: String,
    /// `drop`, `register`, `load`, `act`, `clean_up`.
    pub step: &'static str,
    pub source: &'static str,
    pub status: Covered,
    /// How many records of the source bear on the step.
    pub records: u64,
    /// What was looked for and is not in the evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<&'static str>,
    /// What would have to be switched on or collected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switch_on: Vec<&'static str>,
}

/// How far a step is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Covered {
    Yes,
    Partial,
    No,
}

impl Covered {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partial => "partial",
            Self::No => "no",
        }
    }
}

/// A setting that makes attacks on a host easier. It says nothing about an attack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Posture {
    pub host: String,
    /// The mitigation of MITRE ATT&CK that is missing.
    pub mitigation: &'static str,
    pub text: String,
    /// What mends it; absent as in [`ResponseStep`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The file that shows it; empty where something is missing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The event record id in a log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// The line in a text file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<i64>,
}

impl Posture {
    /// Where it is seen, for people: a file, and a line or record of it.
    pub fn place(&self) -> Option<String> {
        let number = |what: &str, number: &dyn std::fmt::Display| format!("{} {what} {number}", self.path);
        match (self.path.as_str(), self.record, self.line) {
            ("", ..) => None,
            (_, Some(record), _) => Some(number("record", &record)),
            (_, None, Some(line)) => Some(number("line", &line)),
            (path, None, None) => Some(path.to_owned()),
        }
    }
}

/// One fact of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub points: i32,
    pub text: String,
    pub evidence: Vec<EvidenceId>,
}

/// From one time to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    pub first: Time,
    pub last: Time,
}

/// Who put a component there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Registration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub process: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub command_line: String,
    /// The processes down to the one that did it, `w3wp.exe > cmd.exe > appcmd.exe`, where a worker is among them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub chain: String,
}

/// Ticks of 100 ns since 0001-01-01; printed as KQL prints a datetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&kql_functions::time::format_datetime(self.0))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rule that fired, and on what.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The rule's file name without its ending.
    pub rule: String,
    pub rule_guid: String,
    pub name: String,
    pub severity: Severity,
    pub tactics: Vec<String>,
    pub techniques: Vec<String>,
    pub host: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    pub entities: Vec<Entity>,
    pub component_ids: Vec<String>,
    pub components: Vec<String>,
    /// The row that the rule returned, its columns in order, as JSON values; empty cells are left out.
    pub row: serde_json::Map<String, serde_json::Value>,
    pub evidence: Vec<EvidenceId>,
    /// How many records stand behind it, when there are more than are cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_count: Option<u64>,
}

/// What a finding speaks of, by Sentinel's entity types in snake case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
}

/// A cited record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRef {
    pub id: EvidenceId,
    pub path: String,
    /// The event record id in a log; absent where the source has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// The line in a text file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

/// Counts of the whole run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Event records that were read.
    pub records: u64,
    /// The span of the event tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Time>,
    /// By verdict, all four.
    pub components: BTreeMap<Verdict, usize>,
    /// By severity, those that occur.
    pub findings: BTreeMap<Severity, usize>,
    /// Findings that a baseline, an exclusion or `--min-severity` took away.
    pub suppressed: usize,
    pub problems: usize,
    /// The same by why.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub suppressed_by: BTreeMap<String, usize>,
}

impl ScanResult {
    /// The worst finding's severity.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Problems of files beside the evidence.
    pub fn add_problems(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
        self.problems.sort();
        self.problems.dedup();
        self.summary.problems = self.problems.len();
    }
}
