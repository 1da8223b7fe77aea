use super::*;
use tables::{Request, Store};

struct Log {
    stage: Changes,
    done: Vec<Folded>,
    next: u64,
}

impl Log {
    fn new() -> Self {
        Self { stage: Changes::default(), done: Vec::new(), next: 1 }
    }

    /// One event 29, or event 50 when the path is empty.
    fn event(&mut self, seconds: i64, process: u32, path: &str, kind: &str, old: &str, new: &str) {
        let data = [
            ("PhysicalPath", "\\\\?\\C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config"),
            ("ConfigPath", "MACHINE/WEBROOT/APPHOST"),
            ("EffectiveLocationPath", ""),
            ("Configuration", path),
            ("EditOperationType", kind),
            ("OldValue", old),
            ("NewValue", new),
        ];
        let event = Event {
            event_id: if path.is_empty() { COMMITTED } else { WRITTEN },
            time: Some(seconds * ticks::SECOND),
            process_id: Some(process),
            thread_id: Some(1),
            data: data.iter().map(|(n, v)| Field { name: (*n).into(), value: (*v).into() }).collect(),
            ..Event::default()
        };
        let mut store = Store::new(Request::default(), 0);
        let row = store.add_source("a", "evtx", 0, 0).row(self.next);
        self.next += 1;
        self.stage.take(&event, row, &mut self.done);
    }

    /// Operation, element, attributes, old attributes, committed, number of records.
    fn rows(mut self) -> Vec<(String, String, String, String, String, usize)> {
        self.stage.finish(&mut self.done);
        self.done
            .iter()
            .map(|folded| {
                let value = |name| folded.event.value(name).unwrap_or("").to_owned();
                (
                    value("Operation"),
                    value("Element"),
                    value("Attributes"),
                    value("OldAttributes"),
                    value("Committed"),
                    folded.records.len(),
                )
            })
            .collect()
    }
}

fn row(cells: [&str; 5], records: usize) -> (String, String, String, String, String, usize) {
    let [a, b, c, d, e] = cells.map(str::to_owned);
    (a, b, c, d, e, records)
}

const ADD: &str = "/system.webServer/globalModules/add[@name=\"X\"]";

#[test]
fn an_inserted_element_with_its_attributes_and_commit() {
    let mut log = Log::new();
    log.event(0, 7, ADD, "1", "", "");
    log.event(0, 7, &format!("{ADD}/@name"), "1", "", "X");
    log.event(1, 7, &format!("{ADD}/@image"), "1", "", "C:\\x.dll");
    log.event(1, 7, "", "", "", "");
    let attributes = "{\"name\":\"X\",\"image\":\"C:\\\\x.dll\"}";
    assert_eq!(log.rows(), [row(["add", "add[@name=\"X\"]", attributes, "{}", "true"], 4)]);
}

#[test]
fn other_processes_other_times_and_other_elements_are_other_changes() {
    let mut log = Log::new();
    log.event(0, 7, ADD, "1", "", "");
    log.event(0, 8, ADD, "1", "", "");
    log.event(1, 7, "/system.webServer/modules/add[3]/@name", "1", "", "X");
    log.event(9, 7, ADD, "2", "", "");
    assert_eq!(
        log.rows(),
        [
            row(["add", "add[@name=\"X\"]", "{}", "{}", "false"], 1),
            row(["add", "add[@name=\"X\"]", "{}", "{}", "false"], 1),
            row(["set", "add[3]", "{\"name\":\"X\"}", "{}", "false"], 1),
            row(["remove", "add[@name=\"X\"]", "{}", "{}", "false"], 1),
        ]
    );
}

#[test]
fn a_changed_and_a_removed_attribute() {
    let mut log = Log::new();
    log.event(0, 7, "/system.webServer/httpLogging/@dontLog", "2", "false", "true");
    log.event(0, 7, "", "", "", "");
    log.event(0, 7, "/system.webServer/httpLogging/@selectiveLogging", "3", "LogAll", "");
    assert_eq!(
        log.rows(),
        [
            row(["set", "", "{\"dontLog\":\"true\"}", "{\"dontLog\":\"false\"}", "true"], 2),
            row(["remove", "", "{}", "{\"selectiveLogging\":\"LogAll\"}", "false"], 1),
        ]
    );
}

#[test]
fn what_is_held_is_bounded() {
    let mut log = Log::new();
    for i in 0..MOST_ELEMENTS + 50 {
        log.event(0, 7, &format!("/system.webServer/modules/add[{i}]"), "1", "", "");
    }
    assert_eq!(log.done.len(), 50);
    assert_eq!(log.rows().len(), MOST_ELEMENTS + 50);
}
