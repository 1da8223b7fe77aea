use super::{Target, export, plain_query};
use crate::rules::{Rule, builtin, from_yaml};

fn rule(query: &str) -> Rule {
    let query = query.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let text = format!(
        "id: cb2a0c49-f0b8-4d09-8f2f-612252c74293\nname: N\ndescription: D\nseverity: High\nqueryFrequency: 1h\n\
         queryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [DefenseEvasion]\n\
         relevantTechniques: [T1505.004]\nquery: |\n{query}kind: Scheduled\nfact: load\nrunsOn: [sentinel]\n"
    );
    from_yaml("rules/x.yaml", &text, None).0.expect("a rule")
}

#[test]
fn our_functions_are_defined_in_plain_kql() {
    let own =
        rule("DeviceProcessEvents\n| where tostring(iis_appcmd(ProcessCommandLine).registers) == 'native_module'");
    let plain = plain_query(&own).unwrap();
    assert!(plain.contains("let iis_appcmd = ") && !plain.contains("let path_normalize"), "{plain}");
    let refused = plain_query(&rule("IisComponents | where edit_distance_to_stock(Name) == 1")).unwrap_err();
    assert!(refused.0.contains("edit_distance_to_stock"), "{refused}");
    let refused = plain_query(&rule("IisComponents | where Name == 'x'")).unwrap_err();
    assert!(refused.0.contains("IisComponents"), "{refused}");
    let refused = plain_query(&rule("DeviceFileEvents | where AccountName == 'x'")).unwrap_err();
    assert!(refused.0.contains("AccountName"), "{refused}");
}

#[test]
fn sentinel_gets_its_own_keys_only() {
    let files = export(
        &rule("DeviceProcessEvents\n| where TimeGenerated > ago(1h)\n| where FileName =~ 'x.exe'"),
        Target::Sentinel,
    )
    .unwrap();
    assert_eq!(files.iter().map(|f| f.file_name.as_str()).collect::<Vec<_>>(), ["x.yaml", "x.arm.json"]);
    assert!(!files[0].text.contains("fact:") && !files[0].text.contains("runsOn"), "{}", files[0].text);
    let arm: serde_json::Value = serde_json::from_str(&files[1].text).unwrap();
    let properties = &arm["resources"][0]["properties"];
    assert_eq!((properties["queryFrequency"].as_str(), properties["severity"].as_str()), (Some("PT1H"), Some("High")));
    assert_eq!((&properties["techniques"][0], &properties["subTechniques"][0]), (&"T1505".into(), &"T1505.004".into()));
}

#[test]
fn defender_gets_its_time_column_and_keys() {
    let query = "let A = DeviceProcessEvents\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, FileName;\nunion A, A\n\
                 | project TimeGenerated, FileName";
    let files = export(&rule(query), Target::Defender).unwrap();
    let detection: serde_json::Value = serde_json::from_str(&files[0].text).unwrap();
    let query = detection["queryCondition"]["queryText"].as_str().unwrap();
    assert!(!query.contains("TimeGenerated") && query.matches("DeviceId, ReportId").count() == 2, "{query}");
    let refused = export(&rule("DeviceProcessEvents | summarize count() by FileName"), Target::Defender).unwrap_err();
    assert!(refused.0.contains("summarize"), "{refused}");
    let refused = export(&rule("W3CIISLog | where csMethod == 'X'"), Target::Defender).unwrap_err();
    assert!(refused.0.contains("W3CIISLog"), "{refused}");
}

#[test]
fn sigma_says_what_it_can() {
    let query = "let Tools = dynamic(['a.exe', 'b.exe']);\nDeviceProcessEvents\n| where TimeGenerated > ago(1h)\n\
                 | where FileName in~ (Tools) and InitiatingProcessFileName =~ 'w3wp.exe'\n\
                 | where not(FolderPath matches regex @'(?i)^c:\\\\x') or ProcessCommandLine contains 'q?'";
    let files = export(&rule(query), Target::Sigma).unwrap();
    assert_eq!(files.len(), 1);
    for part in [
        "  category: process_creation\n",
        "    Image|endswith:\n      - '\\a.exe'\n      - '\\b.exe'\n",
        "    ParentImage|endswith: '\\w3wp.exe'\n",
        "    Image|re|i: '^c:\\\\x'\n",
        "    CommandLine|contains: 'q\\?'\n",
        "  condition: selection_1 and (not selection_2 or selection_3)\n",
        "  - attack.defense-evasion\n  - attack.t1505.004\n",
    ] {
        assert!(files[0].text.contains(part), "{part} is not in\n{}", files[0].text);
    }
}

#[test]
fn sigma_splits_by_log_and_refuses_by_name() {
    let query = "let F = DeviceFileEvents | where ActionType in ('FileCreated', 'FileDeleted') | where FileName endswith '.dll';\n\
                 let L = DeviceImageLoadEvents | where FolderPath has 'x' | extend R = case(FileName =~ 'a', 'one', ''); \n\
                 union F, (L | where isnotempty(R))";
    let names: Vec<String> = export(&rule(query), Target::Sigma).unwrap().into_iter().map(|f| f.file_name).collect();
    assert_eq!(names, ["x.file_event.yml", "x.file_delete.yml", "x.image_load.yml"]);
    for (query, word) in [
        ("DeviceProcessEvents | where strlen(ProcessCommandLine) > 9", "size"),
        ("DeviceProcessEvents | where iis_appcmd(ProcessCommandLine).verb == 'set'", "computed value"),
        ("DeviceProcessEvents | summarize count() by FileName", "summarize"),
        ("IisComponents | where Name == 'x'", "IisComponents"),
    ] {
        let refused = export(&rule(query), Target::Sigma).unwrap_err();
        assert!(refused.0.contains(word), "{query}: {refused}");
    }
}

#[test]
fn every_shipped_rule_is_exported_or_refused_with_a_reason() {
    let rules = builtin().rules;
    for (_, target) in Target::NAMED {
        let mut exported = 0;
        for rule in &rules {
            match export(rule, *target) {
                Ok(files) => {
                    exported += 1;
                    assert!(files.iter().all(|f| !f.text.is_empty() && f.file_name.starts_with(&rule.name_id)));
                }
                Err(refused) => assert!(refused.0.len() > 10, "{}: {refused}", rule.name_id),
            }
        }
        assert!(exported > 10, "{target:?}: only {exported} rules");
    }
}
