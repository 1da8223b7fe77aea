//! Analytics rules of Microsoft Sentinel: the YAML of its public repository, and a deployment template.

use super::{Exported, Refused, plain_query};
use crate::rules::{Rule, Trigger, TriggerOperator};
use serde_json::{Value as Json, json};
use yaml_serde::Value as Yaml;

/// Keys of our own, which Sentinel does not know.
const OWN_KEYS: &[&str] = &["runsOn", "references", "techniquesAlso", "fact"];

pub(super) fn export(rule: &Rule) -> Result<Vec<Exported>, Refused> {
    let query = plain_query(rule)?;
    let notes = if query == rule.query {
        Vec::new()
    } else {
        vec!["functions of iiswarden are defined in plain KQL, which reads the usual spellings only".to_owned()]
    };
    let file = |ending: &str, text: String| Exported {
        file_name: format!("{}.{ending}", rule.name_id),
        text,
        notes: notes.clone(),
    };
    Ok(vec![file("yaml", yaml(rule, &query)?), file("arm.json", arm(rule, &query))])
}

fn yaml(rule: &Rule, query: &str) -> Result<String, Refused> {
    let mut document = rule.document.clone();
    if let Yaml::Mapping(mapping) = &mut document {
        for key in OWN_KEYS {
            mapping.remove(*key);
        }
        mapping.insert(Yaml::String("query".to_owned()), Yaml::String(query.to_owned()));
    }
    yaml_serde::to_string(&document).map_err(|error| Refused(format!("the rule cannot be written as YAML: {error}")))
}

/// Source: learn.microsoft.com, Microsoft.OperationalInsights/workspaces/providers/alertRules, "Scheduled".
fn arm(rule: &Rule, query: &str) -> String {
    let id = &rule.guid;
    let techniques: Vec<&str> = rule.techniques.iter().map(|t| t.split('.').next().unwrap_or(t)).collect();
    let mut parents: Vec<&str> = Vec::new();
    techniques.into_iter().for_each(|t| {
        if !parents.contains(&t) {
            parents.push(t);
        }
    });
    let subs: Vec<&String> = rule.techniques.iter().filter(|t| t.contains('.')).collect();
    let entities: Vec<Json> = rule
        .entities
        .iter()
        .map(|entity| {
            let fields: Vec<Json> = entity
                .fields
                .iter()
                .map(|(identifier, column)| json!({"identifier": identifier, "columnName": column}))
                .collect();
            json!({"entityType": entity.kind, "fieldMappings": fields})
        })
        .collect();
    let details: serde_json::Map<String, Json> = [
        ("IisComponent", &rule.component.name),
        ("IisImage", &rule.component.image),
        ("IisType", &rule.component.type_name),
        ("IisClass", &rule.component.class),
    ]
    .into_iter()
    .filter_map(|(key, column)| Some((key.to_owned(), Json::String(column.clone()?))))
    .collect();
    let mut properties = json!({
        "displayName": escaped(&rule.name),
        "description": escaped(&rule.description),
        "severity": title_case(rule.severity.as_str()),
        "enabled": true,
        "query": escaped(query),
        "queryFrequency": iso(rule.frequency),
        "queryPeriod": iso(rule.period),
        "triggerOperator": operator(rule.trigger),
        "triggerThreshold": rule.trigger.threshold,
        "suppressionDuration": "PT1H",
        "suppressionEnabled": false,
        "tactics": rule.tactics,
        "techniques": parents,
        "subTechniques": subs,
        "entityMappings": entities,
        "eventGroupingSettings": {"aggregationKind": "AlertPerResult"},
        "templateVersion": rule.version,
    });
    if let (false, Json::Object(map)) = (details.is_empty(), &mut properties) {
        map.insert("customDetails".to_owned(), Json::Object(details));
    }
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"workspace": {"type": "String"}},
        "resources": [{
            "id": format!("[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/{id}')]"),
            "name": format!("[concat(parameters('workspace'),'/Microsoft.SecurityInsights/{id}')]"),
            "type": "Microsoft.OperationalInsights/workspaces/providers/alertRules",
            "kind": "Scheduled",
            "apiVersion": "2023-12-01-preview",
            "properties": properties,
        }],
    });
    super::pretty(&template)
}

/// A text that starts with `[` would be an expression of the template language.
fn escaped(text: &str) -> String {
    if text.starts_with('[') { format!("[{text}") } else { text.to_owned() }
}

const fn operator(trigger: Trigger) -> &'static str {
    match trigger.operator {
        TriggerOperator::GreaterThan => "GreaterThan",
        TriggerOperator::LessThan => "LessThan",
        TriggerOperator::Equal => "Equal",
        TriggerOperator::NotEqual => "NotEqual",
    }
}

/// `high` to `High`.
fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// ISO 8601, as the template wants intervals: `PT1H`, `P14D`.
pub(super) fn iso(ticks: i64) -> String {
    const MINUTE: i64 = 600_000_000;
    let minutes = ticks / MINUTE;
    match (minutes / 1440, minutes % 1440) {
        (days, 0) if days > 0 => format!("P{days}D"),
        (_, _) if minutes % 60 == 0 => format!("PT{}H", minutes / 60),
        _ => format!("PT{minutes}M"),
    }
}
