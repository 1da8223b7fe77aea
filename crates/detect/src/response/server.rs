//! What the evidence tells of the servers that have accused components.

use super::quote;
use crate::identity::{Host, file_name};
use crate::model::{Class, Component, Finding};
use crate::run::Runner;
use crate::workers::Pools;
use std::collections::{BTreeMap, BTreeSet};

/// Files and pools that are listed of one component.
const MOST_LISTED: usize = 12;

/// One element that registers a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Registered {
    pub(crate) scope: String,
    /// The configuration file, as the evidence has it.
    pub(crate) file: String,
    pub(crate) line: i64,
}

impl Registered {
    /// Whether the registry holds it: the value `Filter DLLs` of the service.
    pub(crate) fn in_registry(&self) -> bool {
        self.scope.starts_with("HKLM\\") || self.scope.starts_with("HKEY_LOCAL_MACHINE\\")
    }

    /// Whether `applicationHost.config` holds it, be it for the whole server or for one location.
    pub(crate) fn in_application_host(&self) -> bool {
        file_name(&self.file).eq_ignore_ascii_case("applicationHost.config")
    }

    /// `Orders/api` of `MACHINE/WEBROOT/APPHOST/Orders/api`; empty for the whole server. Nothing above it and
    /// nothing that no site is known to serve.
    pub(crate) fn site_path(&self) -> Option<&str> {
        let below = self.scope.strip_prefix("MACHINE/WEBROOT/APPHOST")?;
        let path = below.strip_prefix('/').unwrap_or(below);
        (!path.starts_with('?')).then_some(path)
    }
}

/// What bears on one component.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) registered: BTreeSet<Registered>,
    /// Paths of its file, and of its twin of the other bitness.
    pub(crate) files: BTreeSet<String>,
    /// Pools whose worker processes were seen to load it.
    pub(crate) loaded_by: BTreeSet<String>,
    /// Whether any process was seen to load it.
    pub(crate) loaded: bool,
    /// Data of the registry value `Filter DLLs` that names it.
    pub(crate) filter_dlls: Option<String>,
    pub(crate) server: Server,
}

/// What bears on all components of a host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Server {
    pub(crate) is_exchange: bool,
    /// Where configuration history is kept.
    pub(crate) history: String,
    /// Scopes whose requests are not logged.
    pub(crate) unlogged: BTreeSet<Registered>,
    pub(crate) history_off: bool,
    /// Data of the service's registry value `Filter DLLs`.
    pub(crate) filter_dlls: String,
    /// Whether a finding on the host says that the log of the configuration was switched off.
    pub(crate) audit_off: bool,
}

type Load = (String, i64, i64);

/// All hosts.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    servers: BTreeMap<String, Server>,
    registered: BTreeMap<(String, Class, String, String, String), BTreeSet<Registered>>,
    twins: BTreeMap<(String, String), BTreeSet<String>>,
    /// Folded image to loads: host, process id, time.
    loads: BTreeMap<String, BTreeSet<Load>>,
    pools: Pools,
    /// Host and folded file name to the paths that were written.
    written: BTreeMap<(String, String), BTreeSet<String>>,
}

pub(crate) const EXCHANGE: &str = "union (IisComponents | where Image has 'Exchange Server' | project Host), \
    (DeviceProcessEvents | where FileName =~ 'w3wp.exe' and ProcessCommandLine has_cs 'MSExchangeOWAAppPool' \
    | project Host = DeviceName) | distinct Host";
pub(crate) const FILTER_DLLS: &str = "RegistryValues | where ValueName =~ 'Filter DLLs' \
    and Key endswith @'\\W3SVC\\Parameters' | project Host, Data";
pub(crate) const SETTINGS: &str = "IisSettings | where Section in~ ('system.webServer/httpLogging', \
    'system.applicationHost/configHistory')";

impl Servers {
    pub(crate) fn gather<'a>(runner: &Runner<'_>, accused: impl Iterator<Item = &'a Component>) -> Self {
        let mut servers = Self::default();
        let accused: Vec<&Component> = accused.collect();
        servers.gather_configuration(runner);
        servers.gather_settings(runner);
        for (row, _) in runner.facts(FILTER_DLLS) {
            servers.server(&row.text("Host")).filter_dlls = row.text("Data");
        }
        for (row, _) in runner.facts(EXCHANGE) {
            servers.server(&row.text("Host")).is_exchange = true;
        }
        servers.pools = Pools::gather(runner);
        if let Some(query) = loads_of(&accused) {
            for (row, _) in runner.facts(&query) {
                let Some(process) = row.get("InitiatingProcessId").and_then(kql_functions::Value::as_i64) else {
                    continue;
                };
                let load = (Host::new(&row.text("DeviceName")).key(), process, row.time().unwrap_or(0));
                let image = fold(&row.text("FolderPath"));
                servers.loads.entry(image).or_default().insert(load);
            }
        }
        if let Some(query) = written_of(&accused) {
            for (row, _) in runner.facts(&query) {
                let key = (Host::new(&row.text("DeviceName")).key(), row.text("FileName").to_lowercase());
                let path = row.text("FolderPath");
                let paths = servers.written.entry(key).or_default();
                if paths.len() < MOST_LISTED && !paths.iter().any(|known| fold(known) == fold(&path)) {
                    paths.insert(path);
                }
            }
        }
        servers
    }

    fn server(&mut self, host: &str) -> &mut Server {
        self.servers.entry(Host::new(host).key()).or_default()
    }

    fn gather_configuration(&mut self, runner: &Runner<'_>) {
        for (row, _) in runner.facts("IisComponents") {
            let Some(class) = Class::parse(&row.text("Class")) else { continue };
            let host = Host::new(&row.text("Host")).key();
            let image = row.text("Image");
            if row.flag("IsTwin") {
                let key = (host.clone(), file_name(&image).to_lowercase());
                self.twins.entry(key).or_default().insert(image.clone());
            }
            let key = (host, class, row.text("Name"), fold(&image), row.text("TypeName"));
            let line = row.get("Line").and_then(kql_functions::Value::as_i64).unwrap_or(0);
            let place = Registered { scope: row.text("Scope"), file: row.text("ConfigPath"), line };
            self.registered.entry(key.clone()).or_default().insert(place.clone());
            // The name that is shown is the file's where the configuration gives none.
            if key.2.is_empty() {
                let shown = if image.is_empty() { row.text("TypeName") } else { file_name(&image).to_owned() };
                self.registered.entry((key.0, key.1, shown, key.3, key.4)).or_default().insert(place);
            }
        }
    }

    fn gather_settings(&mut self, runner: &Runner<'_>) {
        for (row, _) in runner.facts(SETTINGS) {
            let place = Registered {
                scope: row.text("Scope"),
                file: row.text("ConfigPath"),
                line: row.get("Line").and_then(kql_functions::Value::as_i64).unwrap_or(0),
            };
            let (attribute, value) = (row.text("Attribute").to_lowercase(), row.text("Value"));
            let server = self.server(&row.text("Host"));
            match attribute.as_str() {
                "dontlog" if value.eq_ignore_ascii_case("true") => drop(server.unlogged.insert(place)),
                "enabled" => server.history_off = value.eq_ignore_ascii_case("false"),
                "path" => server.history = value,
                _ => {}
            }
        }
    }

    /// What bears on a component. `findings` are those that speak of it.
    pub(crate) fn of(&self, component: &Component, findings: &[&Finding]) -> Known {
        let host = Host::new(&component.host).key();
        let mut known = Known { server: self.servers.get(&host).cloned().unwrap_or_default(), ..Known::default() };
        let key = (
            host.clone(),
            component.class,
            component.name.clone(),
            fold(&component.image),
            component.type_name.clone(),
        );
        known.registered = self.registered.get(&key).cloned().unwrap_or_default();
        let places = known.registered.len();
        known.registered.retain(|place| !place.in_registry());
        let in_registry = known.registered.len() < places;
        if component.image.contains('\\') {
            known.files.insert(component.image.clone());
        }
        let of_file = (host.clone(), file_name(&component.image).to_lowercase());
        known.files.extend(self.twins.get(&of_file).into_iter().flatten().cloned());
        if let Some(file) = assembly_of(&component.type_name) {
            known.files.extend(self.written.get(&(host.clone(), file.to_lowercase())).into_iter().flatten().cloned());
        }
        for file in &known.files {
            for (on, process, time) in self.loads.get(&fold(file)).into_iter().flatten().filter(|load| load.0 == host) {
                known.loaded = true;
                if let Some(pool) = self.pools.of(on, *process, *time)
                    && known.loaded_by.len() < MOST_LISTED
                {
                    known.loaded_by.insert(pool.to_owned());
                }
            }
        }
        known.filter_dlls = findings.iter().find_map(|finding| {
            let text = |column: &str| finding.row.get(column).and_then(serde_json::Value::as_str);
            let is_value = text("RegistryValueName").is_some_and(|name| name.eq_ignore_ascii_case("Filter DLLs"));
            if is_value { text("RegistryValueData").map(str::to_owned) } else { None }
        });
        if in_registry {
            known.filter_dlls = Some(known.server.filter_dlls.clone());
        }
        known
    }
}

fn fold(path: &str) -> String {
    ::server::canonical_path(path).to_lowercase()
}

/// `Orders.Telemetry.dll` of `Orders.Telemetry.RequestModule, Orders.Telemetry`.
pub(crate) fn assembly_of(type_name: &str) -> Option<String> {
    let assembly = type_name.split(',').nth(1)?.trim();
    (!assembly.is_empty() && !assembly.contains(['\\', '/', '='])).then(|| format!("{assembly}.dll"))
}

/// Loads of the images of components, by file name: paths are compared later, as canonical ones.
fn loads_of(accused: &[&Component]) -> Option<String> {
    let files: BTreeSet<String> = accused
        .iter()
        .flat_map(|c| [Some(file_name(&c.image).to_owned()), assembly_of(&c.type_name)])
        .flatten()
        .filter(|file| !file.is_empty())
        .map(|file| quote::kql(&format!("\\{file}")))
        .collect();
    let tests: Vec<String> = files.iter().map(|file| format!("FolderPath endswith {file}")).collect();
    (!tests.is_empty()).then(|| {
        format!(
            "DeviceImageLoadEvents | where {} | project TimeGenerated, DeviceName, FolderPath, InitiatingProcessId",
            tests.join(" or ")
        )
    })
}

/// Where the assemblies of managed components were written: the configuration names no path.
fn written_of(accused: &[&Component]) -> Option<String> {
    let files: BTreeSet<String> =
        accused.iter().filter_map(|c| assembly_of(&c.type_name)).map(|file| quote::kql(&file)).collect();
    (!files.is_empty()).then(|| {
        let files = files.into_iter().collect::<Vec<_>>().join(", ");
        format!(
            "DeviceFileEvents | where FileName in~ ({files}) and ActionType in~ ('FileCreated', 'FileModified', \
             'FileRenamed') | project TimeGenerated, DeviceName, FileName, FolderPath"
        )
    })
}
