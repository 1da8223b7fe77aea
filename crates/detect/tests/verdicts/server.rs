//! Servers to judge: a stock configuration with one thing planted, and events as exports have them.

use detect::model::{Component, ScanResult};
use detect::{ScanConfig, scan};
use engine::{Engine, EngineConfig};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A clean server's, as it ships with the fixtures.
const STOCK: &str =
    include_str!("../../../../fixtures/clean-server/C/Windows/System32/inetsrv/config/applicationHost.config");

const APPLICATION_HOST: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";

/// One server's evidence. Its name is that of its folder, and so its host's unless events say otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) name: String,
    /// Whether it has the stock configuration, so that only what is planted counts.
    pub(crate) is_stock: bool,
    files: BTreeMap<String, String>,
    clock: u32,
}

impl Server {
    /// A server without any evidence yet.
    pub(crate) fn bare(name: &str) -> Self {
        Self { name: name.to_owned(), is_stock: false, files: BTreeMap::new(), clock: 0 }
    }

    /// A server with the stock configuration.
    pub(crate) fn stock(name: &str) -> Self {
        Self { is_stock: true, ..Self::bare(name).file(APPLICATION_HOST, STOCK) }
    }

    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Adds elements before the first place where the configuration has `before`.
    pub(crate) fn plant(mut self, before: &str, xml: &str) -> Self {
        let text = self.files.get_mut(APPLICATION_HOST).expect("a stock server");
        let at = text.find(before).unwrap_or_else(|| panic!("the stock configuration has no {before}"));
        text.insert_str(at, xml);
        self
    }

    /// Replaces what the configuration has in one place.
    pub(crate) fn change(mut self, from: &str, to: &str) -> Self {
        let text = self.files.get_mut(APPLICATION_HOST).expect("a stock server");
        assert_eq!(text.matches(from).count(), 1, "{from}");
        *text = text.replace(from, to);
        self
    }

    /// A server whose `system.webServer` is this and nothing else.
    pub(crate) fn only(name: &str, sections: &str) -> Self {
        let text = format!("<configuration><system.webServer>{sections}</system.webServer></configuration>");
        Self::bare(name).file(APPLICATION_HOST, &text)
    }

    /// A native module at the end of the list.
    pub(crate) fn module(self, name: &str, image: &str) -> Self {
        self.plant("</globalModules>", &format!("<add name='{name}' image='{image}' />"))
    }

    pub(crate) fn filter(self, name: &str, path: &str) -> Self {
        self.plant("</isapiFilters>", &format!("<filter name='{name}' path='{path}' />"))
    }

    /// An entry of the server's handler list.
    pub(crate) fn handler(self, attributes: &str) -> Self {
        self.plant("</handlers>", &format!("<add {attributes} />"))
    }

    /// The `web.config` of the default site with these elements in `system.webServer`.
    pub(crate) fn web_config(self, sections: &str) -> Self {
        let text = format!("<configuration><system.webServer>{sections}</system.webServer></configuration>");
        self.file("C/inetpub/wwwroot/web.config", &text)
    }

    /// A process start as Defender for Endpoint reports it, a second after the event before it: process id and
    /// path, command line; then those of its parent, and the grandparent's file name.
    pub(crate) fn process(
        mut self,
        id: u32,
        path: &str,
        command: &str,
        parent: (u32, &str),
        grandparent: &str,
    ) -> Self {
        self.clock += 1;
        let file = |path: &str| path.rsplit('\\').next().unwrap_or(path).to_owned();
        let time = format!("2026-05-01T10:00:{:02}.0000000Z", self.clock);
        let event = json!({
            "time": time,
            "category": "AdvancedHunting-DeviceProcessEvents",
            "properties": {
                "Timestamp": time, "DeviceName": self.name, "ActionType": "ProcessCreated", "FileName": file(path),
                "FolderPath": path, "ProcessId": id, "ProcessCommandLine": command, "AccountName": "somebody",
                "ProcessVersionInfoOriginalFileName": file(path), "InitiatingProcessId": parent.0,
                "InitiatingProcessFileName": file(parent.1), "InitiatingProcessFolderPath": parent.1,
                "InitiatingProcessCommandLine": parent.1, "InitiatingProcessParentFileName": grandparent,
            },
        });
        self.line("defender.json", &event);
        self
    }

    /// A DLL that a worker process loads, as Defender for Endpoint reports it.
    pub(crate) fn load(mut self, path: &str) -> Self {
        self.clock += 1;
        let time = format!("2026-05-01T10:00:{:02}.0000000Z", self.clock);
        let event = json!({
            "time": time,
            "category": "AdvancedHunting-DeviceImageLoadEvents",
            "properties": {
                "Timestamp": time, "DeviceName": self.name, "ActionType": "ImageLoaded",
                "FileName": path.rsplit('\\').next(), "FolderPath": path, "SHA1": "", "InitiatingProcessId": 10,
                "InitiatingProcessFileName": "w3wp.exe",
                "InitiatingProcessFolderPath": r"C:\Windows\System32\inetsrv\w3wp.exe",
                "InitiatingProcessCommandLine": "w3wp.exe -ap \"DefaultAppPool\"",
                "InitiatingProcessParentFileName": "svchost.exe",
            },
        });
        self.line("loads.json", &event);
        self
    }

    /// A process start as Sysmon records it and winlogbeat ships it.
    pub(crate) fn sysmon_process(mut self, id: u32, path: &str, command: &str, parent: (u32, &str)) -> Self {
        self.clock += 1;
        let time = format!("2026-05-01T10:00:{:02}.000Z", self.clock);
        let event = json!({
            "@timestamp": time,
            "winlog": {
                "event_id": 1, "provider_name": "Microsoft-Windows-Sysmon", "computer_name": self.name,
                "channel": "Microsoft-Windows-Sysmon/Operational", "record_id": self.clock,
                "event_data": {
                    "UtcTime": time.replace('T', " ").trim_end_matches('Z'), "ProcessId": id.to_string(),
                    "Image": path, "CommandLine": command, "ParentProcessId": parent.0.to_string(),
                    "ParentImage": parent.1, "ParentCommandLine": parent.1, "User": "CORP\\somebody",
                },
            },
        });
        self.line("sysmon.json", &event);
        self
    }

    fn line(&mut self, file: &str, event: &Json) {
        let text = self.files.entry(file.to_owned()).or_default();
        writeln!(text, "{event}").expect("a string takes what is written");
    }
}

/// A folder of this test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("verdicts-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind lies in the build's own folder and harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Scans servers together, as one would a fleet's evidence.
pub(crate) fn scan_all(servers: &[Server]) -> ScanResult {
    let folder = Folder::new();
    let mut evidence = Vec::new();
    for (index, server) in servers.iter().enumerate() {
        // Two folders of one name are two pieces of evidence of one server.
        let root = folder.0.join(index.to_string()).join(&server.name);
        for (path, text) in &server.files {
            let file: PathBuf = root.join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        }
        evidence.push(root.to_string_lossy().into_owned());
    }
    let config = ScanConfig { evidence, memory: 1 << 30, ..ScanConfig::default() };
    let engine = Engine::new(EngineConfig::default()).expect("an engine");
    let result = scan(&config, &detect::rules::builtin(), &engine).expect("a result");
    assert!(result.problems.is_empty(), "{:#?}", result.problems);
    result
}

/// What a verdict is compared by: `class name verdict`.
pub(crate) fn line(component: &Component) -> String {
    format!("{} {} {}", component.class.as_str(), component.name, component.verdict.as_str())
}

/// The components of a server, without those that an untouched stock server has just so.
pub(crate) fn planted<'a>(result: &'a ScanResult, server: &Server, untouched: &str) -> Vec<&'a Component> {
    let of = |host: &str| result.components.iter().filter(|c| c.host.eq_ignore_ascii_case(host)).collect::<Vec<_>>();
    let key = |c: &Component| (line(c), c.image.clone(), c.type_name.clone(), c.scope.clone());
    let stock = if server.is_stock { of(untouched) } else { Vec::new() };
    let known: Vec<_> = stock.into_iter().map(key).collect();
    of(&server.name).into_iter().filter(|c| !known.contains(&key(c))).collect()
}
