//! The configuration files of one root, and the files that those name.

use crate::{Input, Reading};
use evidence::{Evidence, Item};
use server::{InputFile, MoreFiles, ServerState, find_beside, inspect_with};
use std::collections::BTreeMap;
use tables::SourceId;

/// The files that rows may cite, by their paths in the evidence.
pub(super) type Sources = BTreeMap<String, SourceId>;

/// Reads the configuration of one root, each file once.
pub(super) fn read(
    reading: &mut Reading<'_, '_>,
    evidence: &Evidence,
    root: usize,
    configuration: &[Input<'_>],
) -> (ServerState, Sources) {
    let keeps_times = evidence.keeps_times(root);
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for input in configuration.iter().filter(|input| input.item.root == root) {
        sources.insert(input.item.path.clone(), input.source);
        let bytes = reading.bytes(input);
        files.push(file(input.item, bytes, keeps_times));
    }
    if !keeps_times && files.iter().any(|file| file.path.to_lowercase().contains("cfghistory_")) {
        let argument = evidence.roots.get(root).map_or("", |root| root.argument.as_str());
        let text = "all files were written within one hour: that is the time of copying, not of changes, so the kept \
                    configurations have no time";
        reading.sink.info(argument, "", text);
    }
    let mut more = Named { reading, evidence, root, sources, keeps_times };
    let state = inspect_with(files, &mut more);
    let Named { sources, .. } = more;
    for problem in &state.problems {
        reading.sink.problem(problem.clone());
    }
    (state, sources)
}

fn file(item: &Item, bytes: Vec<u8>, keeps_times: bool) -> InputFile {
    let written = if keeps_times { item.written() } else { None };
    let modified = written.map(|written| written.time);
    InputFile { path: item.path.clone(), windows_path: item.windows_path(), bytes, modified }
}

/// Files that configuration files name.
struct Named<'r, 'a, 's, 'e> {
    reading: &'r mut Reading<'a, 's>,
    evidence: &'e Evidence,
    root: usize,
    sources: Sources,
    keeps_times: bool,
}

impl MoreFiles for Named<'_, '_, '_, '_> {
    fn get(&mut self, path: &str, windows_path: Option<&str>) -> Option<InputFile> {
        let item = find_beside(self.evidence, self.root, path, windows_path)?;
        // What was read already, as a configuration file or for another section, is not read again.
        if self.sources.contains_key(&item.path) {
            return None;
        }
        let source = self.reading.sink.add_source(&item.path, "iis-config", item.size, item.root);
        self.sources.insert(item.path.clone(), source);
        let bytes = self.reading.bytes(&Input { item, source });
        Some(file(item, bytes, self.keeps_times))
    }
}
