//! The file: YAML, a list under `exclusions`.

use crate::scan::wall_clock;
use diagnostics::Problem;
use serde::Deserialize;
use yaml_serde::Value;

/// The exclusions of a file that hold today.
#[derive(Debug, Clone, Default)]
pub struct Exclusions {
    pub(crate) path: String,
    pub(crate) rules: Vec<RuleExclusion>,
    pub(crate) components: Vec<ComponentExclusion>,
    /// Entries that make no sense, and those that have expired.
    pub problems: Vec<Problem>,
}

/// Findings of one rule that are harmless.
#[derive(Debug, Clone)]
pub(crate) struct RuleExclusion {
    /// The rule's name or GUID.
    pub(crate) rule: String,
    /// KQL over the columns of the rule's result; absent for all of its findings.
    pub(crate) condition: Option<String>,
    pub(crate) reason: String,
    /// Which entry of the file it is.
    pub(crate) place: String,
}

/// A component that is accepted.
#[derive(Debug, Clone)]
pub(crate) struct ComponentExclusion {
    pub(crate) host: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) type_name: Option<String>,
    pub(crate) sha256: Option<String>,
    pub(crate) signer: Option<String>,
    /// Path of the program that registers it and puts its file there, itself or by what it starts.
    pub(crate) installed_by: Option<String>,
    pub(crate) reason: String,
    /// The last day; empty for good.
    pub(crate) expires: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Option<String>,
    #[serde(rename = "where")]
    condition: Option<String>,
    component: Option<Component>,
    reason: Option<String>,
    expires: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Component {
    host: Option<String>,
    name: Option<String>,
    image: Option<String>,
    #[serde(rename = "type")]
    type_name: Option<String>,
    sha256: Option<String>,
    signer: Option<String>,
    installed_by: Option<String>,
}

impl Exclusions {
    /// Reads a file's text. `today` is in ticks; this computer's clock when absent. An entry that is wrong or has
    /// expired is a problem, and the others hold.
    pub fn parse(path: &str, text: &str, today: Option<i64>) -> Self {
        let mut exclusions = Self { path: path.to_owned(), ..Self::default() };
        let today = today.unwrap_or_else(wall_clock);
        let entries = match yaml_serde::from_str::<Value>(text) {
            Ok(document) => document.get("exclusions").and_then(Value::as_sequence).cloned(),
            Err(error) => {
                let place = error.location().map(|l| format!("line {}, column {}", l.line(), l.column()));
                let text = format!("not YAML: {error}");
                exclusions.problems.push(Problem::error(path, place.unwrap_or_default(), text));
                return exclusions;
            }
        };
        let Some(entries) = entries else {
            exclusions.problems.push(Problem::error(path, "", "there is no list `exclusions`"));
            return exclusions;
        };
        for (at, entry) in entries.into_iter().enumerate() {
            let place = format!("exclusion {}", at + 1);
            let read = yaml_serde::from_value::<Entry>(entry).map_err(|error| error.to_string());
            if let Err(text) = read.and_then(|entry| exclusions.add(entry, &place, today)) {
                exclusions.problems.push(Problem::error(path, place, text));
            }
        }
        exclusions
    }

    fn add(&mut self, entry: Entry, place: &str, today: i64) -> Result<(), String> {
        const DAY: i64 = 864_000_000_000;
        let reason = entry.reason.filter(|reason| !reason.trim().is_empty()).ok_or("it has no `reason`")?;
        let expires = entry.expires.ok_or("it has no day on which it `expires`")?;
        let last = kql_functions::time::parse_datetime(&expires)
            .ok_or_else(|| format!("`{expires}` is no date such as 2027-01-31"))?;
        if last.saturating_add(DAY) <= today {
            let text = format!("it expired on {expires} and excludes nothing any more ({reason})");
            self.problems.push(Problem::warning(&self.path, place, text));
            return Ok(());
        }
        match (entry.rule, entry.component) {
            (Some(rule), None) => {
                self.rules.push(RuleExclusion { rule, condition: entry.condition, reason, place: place.to_owned() });
            }
            (None, Some(component)) => {
                if entry.condition.is_some() {
                    return Err("`where` is for rules".into());
                }
                let exclusion = ComponentExclusion {
                    host: component.host,
                    name: component.name,
                    image: component.image,
                    type_name: component.type_name,
                    sha256: component.sha256,
                    signer: component.signer,
                    installed_by: component.installed_by,
                    reason,
                    expires,
                };
                exclusion.check()?;
                self.components.push(exclusion);
            }
            _ => return Err("it needs either a `rule` or a `component`".into()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-06-01.
    const TODAY: i64 = 639_158_688_000_000_000;

    fn check(entry: &str, rules: usize, components: usize, problem: &str) {
        let read = Exclusions::parse("x.yaml", &format!("exclusions:\n{entry}"), Some(TODAY));
        assert_eq!((read.rules.len(), read.components.len()), (rules, components), "{entry}: {:?}", read.problems);
        match read.problems.as_slice() {
            [] => assert!(problem.is_empty(), "{entry}"),
            [one, ..] => assert!(!problem.is_empty() && one.text.contains(problem), "{entry}: {}", one.text),
        }
    }

    #[test]
    fn an_entry_says_what_why_and_until_when() {
        check("- {rule: a, where: 'X == 1', reason: r, expires: 2026-06-01}", 1, 0, "");
        check("- {rule: a, reason: r, expires: 2026-05-31}", 0, 0, "expired");
        check("- {rule: a, expires: 2027-01-01}", 0, 0, "reason");
        check("- {rule: a, reason: r}", 0, 0, "expires");
        check("- {rule: a, reason: r, expires: never}", 0, 0, "no date");
        check("- {rule: a, reasons: r, expires: 2027-01-01}", 0, 0, "reasons");
        check("- {reason: r, expires: 2027-01-01}", 0, 0, "either");
        check("- 7", 0, 0, "invalid type");
    }

    #[test]
    fn a_component_takes_more_than_what_malware_takes() {
        let and = "reason: r, expires: 2027-01-01}";
        check(&format!("- {{component: {{name: Waf}}, {and}"), 0, 0, "image");
        check(&format!("- {{component: {{image: 'C:\\waf.dll'}}, {and}"), 0, 0, "sha256");
        check(&format!("- {{component: {{image: 'C:\\waf.dll', signer: Acme}}, {and}"), 0, 1, "");
    }

    #[test]
    fn a_wrong_entry_does_not_take_the_others_with_it() {
        check("- 7\n- {rule: a, reason: r, expires: 2027-01-01}", 1, 0, "invalid type");
        let read = Exclusions::parse("x.yaml", "a: [", Some(TODAY));
        assert!(read.problems[0].text.starts_with("not YAML"), "{:?}", read.problems);
    }
}
