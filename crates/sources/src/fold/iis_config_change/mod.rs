//! The IIS configuration system logs one event 29 for an element and one for each of its attributes, then one event
//! 50 for the commit. This stage makes one event of all that concern one element of one edit: the same file, process
//! and thread, within two seconds.

mod path;

use super::script_block::owned;
use super::{Fold, FoldStage, Folded, Step};
use evtx_arrow::{Event, Field, ticks};
use path::ChangePath;
use serde_json::{Map, Value as Json};
use tables::RowId;

pub(super) static FOLD: Fold = Fold { name: "iis_config_change", start: || Box::<Changes>::default() };

const WRITTEN: u32 = 29;
const COMMITTED: u32 = 50;
/// Records of one edit are no further apart than this.
const TOGETHER: i64 = 2 * ticks::SECOND;
/// Elements held; past this, the oldest goes on.
const MOST_ELEMENTS: usize = 1_000;
/// `EditOperationType` of an element that was inserted.
const INSERT: &str = "1";
/// Attributes that name what an element is.
const KEYS: [&str; 7] = ["name", "path", "key", "users", "statusCode", "fileExtension", "value"];
/// Attributes that name the file that is loaded or started.
const IMAGES: [&str; 4] = ["image", "scriptProcessor", "fullPath", "processPath"];

#[derive(Default)]
struct Changes {
    /// In order of their first record.
    open: Vec<Change>,
}

/// One element of one edit.
struct Change {
    first: Event<'static>,
    physical_path: String,
    config_path: String,
    location: String,
    path: ChangePath,
    /// `EditOperationType` of the element's own record.
    element: Option<String>,
    old: Map<String, Json>,
    new: Map<String, Json>,
    last: Option<i64>,
    records: Vec<RowId>,
    committed: bool,
}

impl FoldStage for Changes {
    fn take(&mut self, event: &Event<'_>, row: RowId, done: &mut Vec<Folded>) -> Step {
        self.close(done, |change| !near(change.last, event.time));
        match event.event_id {
            WRITTEN => self.written(event, row),
            COMMITTED => {
                let file = event.value("PhysicalPath").unwrap_or("");
                for change in &mut self.open {
                    let same_file = file.is_empty() || file.eq_ignore_ascii_case(&change.physical_path);
                    if same_actor(&change.first, event) && same_file {
                        change.committed = true;
                        change.records.push(row);
                    }
                }
                // What follows is another edit, however soon.
                self.close(done, |change| change.committed);
            }
            _ => return Step::Pass,
        }
        if self.open.len() > MOST_ELEMENTS {
            let mut first = true;
            self.close(done, |_| std::mem::take(&mut first));
        }
        Step::Held
    }

    fn finish(&mut self, done: &mut Vec<Folded>) {
        self.close(done, |_| true);
    }
}

fn near(a: Option<i64>, b: Option<i64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= TOGETHER.unsigned_abs(),
        _ => true,
    }
}

fn same_actor(a: &Event<'_>, b: &Event<'_>) -> bool {
    a.process_id == b.process_id && a.thread_id == b.thread_id && a.computer == b.computer
}

impl Changes {
    fn written(&mut self, event: &Event<'_>, row: RowId) {
        let value = |name| event.value(name).unwrap_or("");
        let path = ChangePath::parse(value("Configuration"));
        let attribute = path.attribute.clone();
        let known = self.open.iter().position(|change| {
            same_actor(&change.first, event)
                && change.path.section == path.section
                && change.path.element == path.element
                && change.physical_path == value("PhysicalPath")
                && change.config_path == value("ConfigPath")
                && change.location == value("EffectiveLocationPath")
        });
        let at = known.unwrap_or_else(|| {
            self.open.push(Change {
                first: owned(event),
                physical_path: value("PhysicalPath").to_owned(),
                config_path: value("ConfigPath").to_owned(),
                location: value("EffectiveLocationPath").to_owned(),
                path,
                element: None,
                old: Map::new(),
                new: Map::new(),
                last: None,
                records: Vec::new(),
                committed: false,
            });
            self.open.len() - 1
        });
        let Some(change) = self.open.get_mut(at) else { return };
        change.last = event.time.or(change.last);
        change.records.push(row);
        if attribute.is_empty() {
            change.element = Some(value("EditOperationType").to_owned());
            return;
        }
        for (side, text) in [(&mut change.old, value("OldValue")), (&mut change.new, value("NewValue"))] {
            if !text.is_empty() {
                side.insert(attribute.clone(), text.into());
            }
        }
    }

    fn close(&mut self, done: &mut Vec<Folded>, mut which: impl FnMut(&Change) -> bool) {
        for change in self.open.extract_if(.., |change| which(change)) {
            done.push(change.folded());
        }
    }
}

impl Change {
    /// What was done. The type of an edit is documented for insertions only, so it is told by what the values were
    /// and are.
    fn operation(&self) -> &'static str {
        match (&self.element, self.old.is_empty(), self.new.is_empty()) {
            (Some(kind), true, _) if kind == INSERT => "add",
            (Some(_), true, false) => "add",
            (Some(_), _, true) => "remove",
            (None, false, true) => "remove",
            _ => "set",
        }
    }

    fn folded(self) -> Folded {
        let text = |side: &Map<String, Json>, names: &[&str]| {
            names.iter().find_map(|name| side.get(*name).and_then(Json::as_str)).unwrap_or("").to_owned()
        };
        let mut image = text(&self.new, &IMAGES);
        if image.is_empty() && self.path.section.ends_with("isapiFilters") {
            image = text(&self.new, &["path"]);
        }
        let name = if self.path.key.is_empty() { text(&self.new, &KEYS) } else { self.path.key.clone() };
        let fields = [
            ("Operation", self.operation().to_owned()),
            ("Image", image),
            ("TypeName", text(&self.new, &["type"])),
            ("ElementName", name),
            ("Section", self.path.section),
            ("Element", self.path.element),
            ("Attributes", Json::Object(self.new).to_string()),
            ("OldAttributes", Json::Object(self.old).to_string()),
            ("Committed", self.committed.to_string()),
        ];
        let mut event = self.first;
        event.data.extend(fields.into_iter().map(|(name, value)| Field { name: name.into(), value: value.into() }));
        Folded { event, records: self.records }
    }
}

#[cfg(test)]
mod tests;
