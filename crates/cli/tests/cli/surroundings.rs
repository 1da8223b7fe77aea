//! What a workspace gives beside its tables: schemas, watchlists, external data, saved functions, file profiles.

use crate::program::{Ran, folder, program, ran, run, text};
use std::path::Path;

/// Runs a query with options, and gives its rows as JSON lines.
fn query(kql: &str, options: &[&str]) -> Ran {
    let mut command = program();
    command.args(["query", kql, "-f", "jsonl", "--no-progress"]).args(options);
    ran(&mut command)
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    text(&folder.path().join(name)).to_owned()
}

#[test]
fn a_workspace_table_has_its_declared_types() {
    let folder = folder([(
        "SigninLogs.csv",
        "TimeGenerated,UserPrincipalName,ResultType,LocationDetails\n\
2026-01-02T03:04:05Z,ann@example.org,50126,\"{\"\"city\"\":\"\"Bonn\"\"}\"\n",
    )]);
    let file = path(&folder, "SigninLogs.csv");
    // `ResultType` is text in Microsoft's schema though it looks like a number; `RiskLevel` is not in the file.
    let kql = "SigninLogs | where ResultType == '50126' and TimeGenerated > ago(1d) and isempty(RiskLevel) \
               | project City = tostring(LocationDetails.city), DurationMs";
    let now = ["--now", "2026-01-02T04:00:00Z", &file];
    query(kql, &now).exits(0).silent().prints("{\"City\":\"Bonn\",\"DurationMs\":null}\n");
    let named = format!("SigninLogs={file}");
    query("SigninLogs | count", &["--table", &named]).exits(0).prints("{\"Count\":1}\n");
    query("SigninLogs | count", &[]).exits(0).prints("{\"Count\":0}\n").says("no evidence fills `SigninLogs`");
    query("SigninLog | count", &[]).exits(1).says("did you mean `SigninLogs`?");
    query("SigninLogs | where UserPrincpalName == ''", &[]).exits(1).says("did you mean `UserPrincipalName`?");
}

#[test]
fn both_names_of_the_time_column_are_found_in_a_file() {
    let folder = folder([("EmailEvents.csv", "Timestamp,Subject\n2026-01-02T03:04:05Z,Hello\n")]);
    let file = path(&folder, "EmailEvents.csv");
    let kql =
        "EmailEvents | where TimeGenerated == datetime(2026-01-02T03:04:05Z) and isnull(UrlCount) | project Subject";
    query(kql, &[&file]).exits(0).silent().prints("{\"Subject\":\"Hello\"}\n");
}

#[test]
fn workspace_tables_are_listed_and_described() {
    let listed = run(["tables", "-f", "csv"]).exits(0).stdout;
    let place = |name: &str| listed.find(&format!("\"{name}\"")).expect("listed");
    assert!(place("W3CIISLog") < place("SigninLogs"), "our own tables come first");
    run(["tables", "SigninLogs"]).exits(0).shows("UserPrincipalName");
    run(["tables", "signinlogs"]).exits(1).says("SigninLogs");
}

#[test]
fn watchlists_are_files_of_a_folder() {
    let folder =
        folder([("admins.csv", "Account,Team\nann,blue\nbob,red\n"), ("keyed.csv", "Name,SearchKey\nx,007\n")]);
    let lists = ["--watchlists", text(folder.path())];
    let kql = "_GetWatchlist('admins') | where SearchKey in~ ('ANN') | project SearchKey, Account, Team";
    query(kql, &lists).exits(0).silent().prints("{\"SearchKey\":\"ann\",\"Account\":\"ann\",\"Team\":\"blue\"}\n");
    let kql = "_GetWatchlist('keyed') | where isnotempty(_DTItemId) and isnotnull(LastUpdatedTimeUTC) \
               | project SearchKey, Name";
    query(kql, &lists).exits(0).prints("{\"SearchKey\":\"007\",\"Name\":\"x\"}\n");
    let kql = "let blue = (_GetWatchlist('admins') | where Team == 'blue' | project Account); \
               print a = 'ann' | where a in (blue)";
    query(kql, &lists).exits(0).prints("{\"a\":\"ann\"}\n");
    let missing = query("_GetWatchlist('../secret')", &lists).exits(1).prints("");
    missing.says("error[watchlist]").says(text(folder.path())).says("admins, keyed");
    query("_GetWatchlist('admins')", &[]).exits(1).says("--watchlists DIR");
    query("_GetWatchlist('admins')", &["--watchlists", "no/such/folder"]).exits(1).says("no/such/folder");
}

#[test]
fn external_data_come_from_mapped_files_only() {
    let folder = folder([
        ("map.txt", "# feeds\nhttps://feeds.example/bad.csv = feeds/bad.csv\nhttps://lists.example/ = feeds/\n"),
        ("feeds/bad.csv", "Ip,Score,Since\n10.0.0.1,5,2026-01-02\n10.0.0.2,x,\n"),
        ("feeds/rows.json", "{\"Ip\":\"10.0.0.3\",\"Tags\":[\"a\"]}\n{\"Ip\":\"10.0.0.4\"}\n"),
        ("feeds/lines.txt", "one, with comma\ntwo\n"),
    ]);
    let map = path(&folder, "map.txt");
    let map = ["--external", &map];
    let csv = "externaldata(Ip: string, Score: long, Since: datetime)['https://feeds.example/bad.csv?sig=1'] \
               with (format='csv', ignoreFirstRecord=true) | project Ip, Score";
    let rows = "{\"Ip\":\"10.0.0.1\",\"Score\":5}\n{\"Ip\":\"10.0.0.2\",\"Score\":null}\n";
    query(csv, &map).exits(0).silent().prints(rows);
    let json = "externaldata(Ip: string, Tags: dynamic)[@'https://lists.example/rows.json'] with(format='multijson') \
                | project Ip, Tag = tostring(Tags[0])";
    let rows = "{\"Ip\":\"10.0.0.3\",\"Tag\":\"a\"}\n{\"Ip\":\"10.0.0.4\",\"Tag\":\"\"}\n";
    query(json, &map).exits(0).prints(rows);
    let lines = "externaldata(Line: string)['https://lists.example/lines.txt']";
    query(lines, &map).exits(0).prints("{\"Line\":\"one, with comma\"}\n{\"Line\":\"two\"}\n");
    let raw = "externaldata(All: string)['https://lists.example/lines.txt'] with (format=raw) | project strlen(All)";
    query(raw, &map).exits(0).prints("{\"strlen_All\":20}\n");
    let other = "externaldata(A: string)['https://other.example/x.csv']";
    query(other, &map).exits(1).prints("").says("error[external-data]").says("--external FILE");
    query(other, &[]).exits(1).says("https://other.example/x.csv");
    let gone = "externaldata(A: string)['https://lists.example/gone.csv']";
    query(gone, &map).exits(1).says("gone.csv");
    query("externaldata(A: string)['https://lists.example/x.orc'] with (format=orc)", &map).exits(1).says("`orc`");
}

#[test]
fn saved_functions_are_files_of_a_folder() {
    let folder = folder([
        ("Twice.kql", "// parameters: (x: long, factor: long = 2)\nx * factor"),
        ("Recent.kql", "// (T: (a: long), n: long = 1)\nlet most = n;\nT | top most by a"),
        (
            "parsers/people.yaml",
            "FunctionName: People\nFunctionAlias: Folk\nFunctionQuery: |\n  datatable(a: long)[1, 2]\n",
        ),
        ("Broken.kql", "print a = 1\n| wher x"),
        ("Wrong.kql", "print a = 1\n| where b == 1"),
        ("Loop.kql", "Loop | take 1"),
        ("notes.yaml", "x: 1\n"),
    ]);
    let saved = ["--functions", text(folder.path())];
    query("print a = Twice(4), b = Twice(4, factor = 3)", &saved)
        .exits(0)
        .prints("{\"a\":8,\"b\":12}\n")
        .says("notes.yaml");
    query("Folk | union (People()) | summarize s = sum(a)", &saved).exits(0).prints("{\"s\":6}\n");
    query("People | invoke Recent()", &saved).exits(0).prints("{\"a\":2}\n");
    query("Recent(People, 2) | count", &saved).exits(0).prints("{\"Count\":2}\n");
    query("let Folk = datatable(a: long)[7]; Folk", &saved).exits(0).prints("{\"a\":7}\n");
    query("Broken", &saved).exits(1).says("error[saved-function]").says("Broken.kql, line 2");
    query("Wrong | take 1", &saved).exits(1).says("in the function `Wrong`").says("Wrong.kql, line 2");
    query("Loop", &saved).exits(1).says("too-complex");
    query("Peopel | take 1", &saved).exits(1).says("did you mean `People`?");
}

#[test]
fn other_workspaces_are_looked_up_here() {
    let folder = folder([("SigninLogs.csv", "UserPrincipalName\nann\n"), ("F.kql", "print a = 1")]);
    let file = path(&folder, "SigninLogs.csv");
    let kql = "union workspace('soc').SigninLogs, cluster('c').database('d').SigninLogs, table('SigninLogs'), \
               database('d').table('SigninLogs') | count";
    let shown = query(kql, &[&file]).exits(0).prints("{\"Count\":4}\n").says("warning[other-workspace]");
    assert_eq!(shown.stderr.matches("other-workspace").count(), 1, "{}", shown.stderr);
    query("workspace('soc').F()", &["--functions", text(folder.path())]).exits(0).prints("{\"a\":1}\n");
    query("arg('').Resources | take 1", &[]).exits(1).says("`arg()`");
}

#[test]
fn file_profiles_come_from_a_table_or_are_null() {
    let folder = folder([
        ("T.csv", "SHA1,Name\nAA11,x.dll\nbb22,y.dll\n"),
        ("FileProfile.csv", "SHA1,GlobalPrevalence,Signer,IsCertificateValid\naa11,7,Contoso,true\n"),
    ]);
    let table = path(&folder, "T.csv");
    let profiles = path(&folder, "FileProfile.csv");
    let kql = "T | invoke FileProfile(SHA1, 500) | project Name, GlobalPrevalence, Signer, IsCertificateValid \
               | sort by Name asc";
    let known = "{\"Name\":\"x.dll\",\"GlobalPrevalence\":7,\"Signer\":\"Contoso\",\"IsCertificateValid\":true}\n";
    let other = "{\"Name\":\"y.dll\",\"GlobalPrevalence\":null,\"Signer\":\"\",\"IsCertificateValid\":null}\n";
    query(kql, &[&table, &profiles]).exits(0).silent().prints(&format!("{known}{other}"));
    let alone = query(kql, &[&table]).exits(0).says("warning[file-profile]");
    assert!(alone.stdout.contains("\"x.dll\",\"GlobalPrevalence\":null"), "{}", alone.stdout);
    query("T | invoke FileProfile(NoSuch)", &[&table]).exits(1).says("NoSuch");
    query("T | invoke DeviceFromIP('x')", &[&table]).exits(1).says("unsupported: DeviceFromIP");
}

#[test]
fn file_profiles_come_from_the_files_of_the_evidence() {
    let evidence = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/compromised-server");
    let kql = "PeFiles | where FileName == 'Portal.dll' | project SHA1 | union (print SHA1 = 'unheard of') \
               | invoke FileProfile(SHA1, 500) \
               | project Publisher, FileType, IsExecutable, SignatureState, ProfileAvailability, GlobalPrevalence \
               | sort by Publisher desc";
    let known = "{\"Publisher\":\"Corp Example\",\"FileType\":\"PortableExecutable\",\"IsExecutable\":true,\
                 \"SignatureState\":\"Unknown\",\"ProfileAvailability\":\"Available\",\"GlobalPrevalence\":null}\n";
    let other = "{\"Publisher\":\"\",\"FileType\":\"\",\"IsExecutable\":null,\"SignatureState\":\"\",\
                 \"ProfileAvailability\":\"\",\"GlobalPrevalence\":null}\n";
    query(kql, &[evidence]).exits(0).prints(&format!("{known}{other}")).says("warning[file-profile]");
}

#[test]
fn a_workspace_s_columns_are_found_under_both_dialects_names() {
    let folder = folder([("IdentityInfo.csv", "TimeGenerated,AccountUPN,MailAddress\n2026-01-02,ann@a.example,a@b\n")]);
    let file = path(&folder, "IdentityInfo.csv");
    let kql = "IdentityInfo | where AccountUpn startswith 'ann' | project AccountUpn, EmailAddress";
    query(kql, &[&file]).exits(0).prints("{\"AccountUpn\":\"ann@a.example\",\"EmailAddress\":\"a@b\"}\n");
    // An export of Defender's has its own names.
    std::fs::write(&file, "Timestamp,AccountUpn,EmailAddress\n2026-01-02,bob@a.example,b@b\n").expect("a file");
    let kql = "IdentityInfo | where AccountUPN startswith 'bob' and TimeGenerated > datetime(2026-01-01) \
               | project MailAddress";
    query(kql, &[&file]).exits(0).prints("{\"MailAddress\":\"b@b\"}\n");
}

#[test]
fn types_survive_in_parquet() {
    let folder = folder([]);
    let file = folder.path().join("kept.parquet");
    let target = format!("parquet={}", file.display());
    let kql = "print g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), d = dynamic({\"a\":[1]}), n = int(3)";
    run(["query", kql, "-f", &target]).exits(0);
    let kql = "kept | getschema | project ColumnName, ColumnType";
    let expect = "{\"ColumnName\":\"g\",\"ColumnType\":\"guid\"}\n{\"ColumnName\":\"d\",\"ColumnType\":\"dynamic\"}\n\
                  {\"ColumnName\":\"n\",\"ColumnType\":\"int\"}\n";
    query(kql, &[text(&file)]).exits(0).prints(expect);
    query("kept | project a = tolong(d.a[0]), g", &[text(&file)])
        .exits(0)
        .prints("{\"a\":1,\"g\":\"74be27de-1e4e-49d9-b579-fe0b331d3642\"}\n");
}

#[test]
fn rules_are_checked_with_their_surroundings() {
    let folder = folder([
        ("rule.kql", "SigninLogs | where UserPrincipalName in ((_GetWatchlist('vips') | project SearchKey))"),
        ("lists/vips.csv", "Account\nann\n"),
    ]);
    let rule = path(&folder, "rule.kql");
    // What is not there is taken on trust: the rule may be right where it will run.
    run(["rules", "check", &rule]).exits(0).shows("warning[watchlist]");
    let lists = path(&folder, "lists");
    run(["rules", "check", &rule, "--watchlists", &lists]).exits(0).prints("");
    assert!(Path::new(&lists).is_dir());
}

const OWN_RULE: &str = r#"id: 5a1d0d0e-6b7e-4a53-9e0c-0c6a6a1f7f11
name: A component that no change order covers
description: Asks the site's own list of change orders.
severity: Low
requiredDataConnectors: []
queryFrequency: 1d
queryPeriod: 1d
triggerOperator: gt
triggerThreshold: 0
tactics: [Persistence]
relevantTechniques: [T1505.004]
query: |
  IisComponents
  | where Class == "native_module" and Name startswith "Acme"
  | join kind=leftanti (ChangeOrders | where Approved) on $left.Name == $right.Module
  | project Host, IisComponent = Name
entityMappings: []
customDetails:
  IisComponent: IisComponent
version: 1.0.0
kind: Scheduled
"#;

#[test]
fn rules_of_a_scan_read_files_as_tables() {
    let work = folder([
        ("rules/own.yaml", OWN_RULE),
        ("orders.csv", "Module,Approved\nAcmeTraceModule,false\n"),
        ("done.csv", "Module,Approved\nAcmeTraceModule,true\n"),
    ]);
    let evidence = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/compromised-server/C/Windows/System32/inetsrv/config");
    let rules = work.path().join("rules");
    let scan = |orders: &str| {
        let orders = format!("ChangeOrders={}", work.path().join(orders).display());
        let arguments = ["scan", text(&evidence), "--table", &orders, "--rules", text(&rules), "--exit-zero"];
        ran(program().args(arguments).args(["-f", "jsonl"])).exits(0).stdout
    };
    let name = "A component that no change order covers";
    assert!(scan("orders.csv").contains(name));
    assert!(!scan("done.csv").contains(name));
}

#[test]
fn a_table_that_evidence_fills_takes_no_file() {
    let work = folder([("processes.csv", "FileName\ncmd.exe\n")]);
    let table = format!("DeviceProcessEvents={}", work.path().join("processes.csv").display());
    let refused = ran(program().args(["scan", text(work.path()), "--table", &table])).exits(1);
    refused.prints("").says("`DeviceProcessEvents` is filled from evidence");
}
