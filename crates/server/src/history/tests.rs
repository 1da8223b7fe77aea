use crate::{InputFile, ServerState, inspect_files};

const SECOND: i64 = 10_000_000;
const DAY: i64 = 86_400 * SECOND;
/// Some day of 2026.
const START: i64 = 20_455 * DAY;

fn file(path: &str, modules: &str, hours: Option<i64>) -> InputFile {
    let text = format!(
        "<configuration><system.webServer><globalModules>\n{modules}</globalModules></system.webServer></configuration>"
    );
    InputFile {
        path: path.to_owned(),
        windows_path: Some(format!("C:\\{}", path.replace('/', "\\"))),
        bytes: text.into_bytes(),
        modified: hours.map(|hours| START + hours * 3_600 * SECOND),
    }
}

fn add(names: &str) -> String {
    names.split_whitespace().map(|name| format!("<add name=\"{name}\" image=\"C:\\{name}.dll\"/>\n")).collect()
}

fn history(number: u32, modules: &str, hours: Option<i64>) -> InputFile {
    let path = format!("inetpub/history/CFGHISTORY_{number:010}/applicationHost.config");
    file(&path, &add(modules), hours)
}

fn live(modules: &str, hours: Option<i64>) -> InputFile {
    file("Windows/System32/inetsrv/config/applicationHost.config", &add(modules), hours)
}

fn hours(time: Option<i64>) -> String {
    time.map_or("-".to_owned(), |time| ((time - START) / 3_600 / SECOND).to_string())
}

/// `source operation element new/old hours`.
fn changes(state: &ServerState) -> Vec<String> {
    let line = |c: &crate::Change| {
        let values = |all: &std::collections::BTreeMap<String, String>| {
            all.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        let what = if c.element.is_empty() { &c.name } else { &c.element };
        format!(
            "{} {} {what} [{}] [{}] {}..{}",
            c.source,
            c.operation,
            values(&c.new),
            values(&c.old),
            hours(c.window_start),
            hours(c.time)
        )
    };
    state.changes.iter().map(line).collect()
}

/// `name first last after before`.
fn seen(state: &ServerState) -> Vec<String> {
    let line = |c: &crate::Component| {
        let s = &c.seen;
        format!("{} {} {} {} {}", c.name, hours(s.first), hours(s.last), hours(s.after), hours(s.before))
    };
    state.components.iter().map(line).collect()
}

#[test]
fn components_and_changes_have_their_windows() {
    let state = inspect_files(vec![
        history(7, "Old", Some(1)),
        history(8, "Old Evil", Some(5)),
        history(9, "Old Evil Gone", Some(9)),
        live("Old Evil New", Some(12)),
    ]);
    assert_eq!(seen(&state), ["Old 1 12 - -", "Evil 5 12 1 5", "New 12 12 9 12"]);
    let expect = [
        r#"history add add[@name="Evil"] [image=C:\Evil.dll name=Evil] [] 1..5"#,
        r#"history add add[@name="Gone"] [image=C:\Gone.dll name=Gone] [] 5..9"#,
        r#"current add add[@name="New"] [image=C:\New.dll name=New] [] 9..12"#,
        r#"current remove add[@name="Gone"] [] [image=C:\Gone.dll name=Gone] 9..12"#,
    ];
    assert_eq!(changes(&state), expect);
    let change = &state.changes[0];
    assert_eq!((change.section.as_str(), change.line), ("system.webServer/globalModules", 3));
    assert_eq!(change.physical_path, r"C:\Windows\System32\inetsrv\config\applicationHost.config");
    assert_eq!(change.file, "inetpub/history/CFGHISTORY_0000000008/applicationHost.config");
}

#[test]
fn times_of_copying_are_not_believed() {
    let at = |seconds: i64, mut file: InputFile| {
        file.modified = Some(START + seconds * SECOND);
        file
    };
    let state = inspect_files(vec![
        at(0, history(7, "Old", None)),
        at(1, history(8, "Old Evil", None)),
        at(2, live("Old Evil", None)),
    ]);
    assert_eq!(seen(&state), ["Old - - - -", "Evil - - - -"]);
    assert_eq!(changes(&state), [r#"history add add[@name="Evil"] [image=C:\Evil.dll name=Evil] [] -..-"#]);
}

#[test]
fn gaps_and_rewinds() {
    let state = inspect_files(vec![
        history(3, "A", Some(1)),
        history(4, "A B", Some(2)),
        history(7, "A", Some(3)),
        history(8, "A C", Some(0)),
        live("A C", Some(4)),
    ]);
    let odd: Vec<_> = changes(&state).into_iter().filter(|c| c.contains("gap") || c.contains("rewind")).collect();
    let expect = [
        "history gap CFGHISTORY_0000000007 [after=CFGHISTORY_0000000004 before=CFGHISTORY_0000000007 missing=2] [] 2..3",
        "history rewind CFGHISTORY_0000000007 [reason=returns to an earlier state returnsTo=CFGHISTORY_0000000003] [] 2..3",
        "history rewind CFGHISTORY_0000000008 [before=CFGHISTORY_0000000007 reason=older than the one before it] [] 3..0",
    ];
    assert_eq!(odd, expect);
}

#[test]
fn backups_stand_by_their_times() {
    let state = inspect_files(vec![
        file("Windows/System32/inetsrv/backup/before/applicationHost.config", &add("A"), Some(2)),
        live("A B", Some(8)),
    ]);
    assert_eq!(seen(&state), ["A 2 8 - -", "B 8 8 2 8"]);
    assert_eq!(changes(&state), [r#"backup add add[@name="B"] [image=C:\B.dll name=B] [] 2..8"#]);
}

#[test]
fn what_only_a_pool_was_given() {
    let state = inspect_files(vec![
        file("inetpub/temp/appPools/Shop/Shop.config", &add("A Evil"), Some(9)),
        file("inetpub/temp/appPools/Other/Other.config", &add("A Evil"), Some(9)),
        live("A", Some(2)),
    ]);
    let shown: Vec<_> = state.components.iter().map(|c| (c.name.as_str(), c.pools.clone(), c.notes.clone())).collect();
    let pools = ["Other", "Shop"].map(str::to_owned).to_vec();
    assert_eq!(shown, [("A", None, vec![]), ("Evil", Some(pools), vec!["pool_only"])]);
    let expect = [
        r#"pool add add[@name="Evil"] [applicationPool=Other image=C:\Evil.dll] [] 2..9"#,
        r#"pool add add[@name="Evil"] [applicationPool=Shop image=C:\Evil.dll] [] 2..9"#,
    ];
    assert_eq!(changes(&state), expect);
    // Without the server's own file nothing can be told.
    let alone = inspect_files(vec![file("inetpub/temp/appPools/Shop/Shop.config", &add("Evil"), None)]);
    assert_eq!((alone.components.len(), alone.changes.len()), (0, 0));
}

#[test]
fn what_else_changed_and_no_secrets() {
    let text = |logging: &str, password: &str| {
        format!(
            "<configuration><system.applicationHost><sites><site name=\"S\" id=\"1\"><application path=\"/\">\
             <virtualDirectory path=\"/\" physicalPath=\"C:\\s\" password=\"{password}\"/></application></site></sites>\
             </system.applicationHost><location path=\"S\"><system.webServer><httpLogging dontLog=\"{logging}\"/>\
             </system.webServer></location></configuration>"
        )
    };
    let with = |mut file: InputFile, text: String| {
        file.bytes = text.into_bytes();
        file
    };
    let state = inspect_files(vec![
        with(history(1, "", Some(1)), text("false", "one")),
        with(live("", Some(2)), text("true", "two")),
    ]);
    let expect = [
        r#"current set site[@name="S"]/application[@path="/"]/virtualDirectory[@path="/"] [password=(secret)] [password=(secret)] 1..2"#,
        "current set  [dontLog=true] [dontLog=false] 1..2",
    ];
    assert_eq!(changes(&state), expect);
    assert_eq!(
        (state.changes[1].location.as_str(), state.changes[1].section.as_str()),
        ("S", "system.webServer/httpLogging")
    );
}
