//! The steps, in order: keep, unhook, restart, take away, renew, watch again, verify, go back.

use super::quote::{appcmd_name, cmd};
use super::server::{Known, Registered};
use super::unhook::{self, appcmd};
use crate::identity::file_name;
use crate::model::{Class, Component, ResponseStep, Verdict};

/// The plan for one component.
pub(crate) fn plan(component: &Component, known: &Known) -> Vec<ResponseStep> {
    let mut steps = Steps(Vec::new());
    preserve(component, known, &mut steps);
    steps.0.extend(unhook::steps(component, known));
    if known.registered.is_empty() && known.filter_dlls.is_none() {
        let command = match component.class {
            Class::NativeModule | Class::ManagedModule => "list config /section:system.webServer/modules",
            Class::IsapiFilter => "list config /section:system.webServer/isapiFilters",
            Class::IsapiExtension | Class::Handler => "list config /section:system.webServer/handlers",
            Class::OtherLoader => "list config",
        };
        steps.add("See whether the server still has it: only events tell of it", Some(appcmd(command)));
    }
    restart(known, &mut steps);
    for file in &known.files {
        let name = file_name(file);
        let target = cmd(&format!(r"%EVIDENCE%\{name}").replace('%', "")).is_some();
        let source = cmd(file).filter(|_| target);
        let command = source.map(|source| format!("move {source} \"%EVIDENCE%\\{name}.quarantined\""));
        steps.add(&format!("Take the file away, so that nothing loads it again: {file}"), command);
    }
    if component.verdict == Verdict::Malicious && ran(component, known) {
        secrets(known, &mut steps);
    }
    logging(known, &mut steps);
    verify(component, known, &mut steps);
    if !known.registered.is_empty() {
        steps.add(
            "To go back, should a site break: restore the copy of the configuration (it brings the component back)",
            Some(appcmd("restore backup \"before-removal\"")),
        );
    }
    steps.0
}

struct Steps(Vec<ResponseStep>);

impl Steps {
    fn add(&mut self, step: &str, command: Option<String>) {
        self.0.push(ResponseStep { step: step.to_owned(), command });
    }
}

fn preserve(component: &Component, known: &Known, steps: &mut Steps) {
    let native = known.files.iter().next().filter(|_| component.class != Class::ManagedModule);
    let holders = native.and_then(|file| cmd(file_name(file))).map(|name| format!("tasklist /m {name}"));
    steps.add(
        "Dump the memory of each worker process that holds it (`procdump -ma` with the ids that this lists): a restart destroys it",
        Some(holders.unwrap_or_else(|| appcmd("list wp"))),
    );
    for file in &known.files {
        let copy = file.rsplit_once('\\').and_then(|(folder, name)| {
            Some(format!("robocopy {} \"%EVIDENCE%\" {} /copy:DAT", cmd(folder)?, cmd(name)?))
        });
        steps.add(
            &format!("Copy the file with its times to another disk (%EVIDENCE%), before it is gone: {file}"),
            copy,
        );
    }
    if !known.registered.is_empty() {
        steps.add(
            "Copy the configuration: it is the proof, and the way back",
            Some(appcmd("add backup \"before-removal\"")),
        );
    }
    for place in known.registered.iter().filter(|p| !p.in_application_host()) {
        steps.add(&format!("Copy {}: neither the backup nor the history has it", place.file), None);
    }
    let history =
        if known.server.history.is_empty() { r"%SystemDrive%\inetpub\history" } else { &known.server.history };
    let plain = history.replace("%SystemDrive%", "C:");
    let copy = cmd(&plain).map(|_| format!("robocopy \"{history}\" \"%EVIDENCE%\\history\" /e /copy:DAT"));
    steps.add("Copy the configuration history: it keeps few versions, and each change here displaces one", copy);
    steps.add(
        "Export the log of configuration changes: old records give way to new ones",
        Some(r#"wevtutil epl Microsoft-IIS-Configuration/Operational "%EVIDENCE%\IIS-Configuration.evtx""#.to_owned()),
    );
}

fn restart(known: &Known, steps: &mut Steps) {
    if known.filter_dlls.is_some() {
        steps.add("Restart the service, which alone reads the registry value", Some("iisreset /restart".to_owned()));
        return;
    }
    let everywhere = known.registered.iter().any(|place| place.site_path() == Some(""));
    if everywhere {
        let pools: Vec<&str> = known.loaded_by.iter().map(String::as_str).collect();
        let seen = if pools.is_empty() { String::new() } else { format!(" (seen in {})", pools.join(", ")) };
        steps.add(
            &format!("Recycle all running pools: a worker keeps what it has loaded{seen}"),
            Some(appcmd(&format!("list apppools /state:Started /xml | {}", appcmd("recycle apppools /in")))),
        );
        return;
    }
    for pool in &known.loaded_by {
        let command = appcmd_name(pool).map(|name| appcmd(&format!("recycle apppool {name}")));
        steps.add(&format!("Recycle the pool {pool}: its worker was seen to load it"), command);
    }
    if known.loaded_by.is_empty() {
        for site in sites(known) {
            let list = cmd(&format!("/site.name:{site}")).map(|name| {
                let recycle = appcmd("recycle apppool /in");
                appcmd(&format!("list app {name} /xml | {} | {recycle}", appcmd("list apppool /in /xml")))
            });
            steps.add(&format!("Recycle the pools of the site {site}: a worker keeps what it has loaded"), list);
        }
    }
}

fn sites(known: &Known) -> std::collections::BTreeSet<&str> {
    let paths = known.registered.iter().filter_map(Registered::site_path);
    paths.filter_map(|path| path.split('/').next()).filter(|site| !site.is_empty()).collect()
}

/// Whether its code has been in a worker process: it was seen there, or its registration makes every worker load it.
fn ran(component: &Component, known: &Known) -> bool {
    known.loaded || (!component.scope.is_empty() && component.class != Class::OtherLoader)
}

fn secrets(known: &Known, steps: &mut Steps) {
    steps.add(
        "Renew every machineKey and each connection string's password: code in the worker reads them, and a known \
         key lets it back in",
        None,
    );
    let pools: Vec<&str> = known.loaded_by.iter().map(String::as_str).collect();
    let of = if pools.is_empty() { String::new() } else { format!(" of {}", pools.join(", ")) };
    steps.add(
        &format!("Change the password of the pool identity{of} where it is an account: its code acted as that account"),
        Some(appcmd("list apppools /text:processModel.userName")),
    );
    if known.server.is_exchange {
        steps.add(
            "Reset the passwords of all who signed in to OWA since then: modules see each request in clear text",
            None,
        );
    }
}

fn logging(known: &Known, steps: &mut Steps) {
    for place in &known.server.unlogged {
        let command = unhook::set_config(place, "system.webServer/httpLogging", "/dontLog:false");
        let of = unhook::reach(place);
        steps.add(&format!("Log requests again ({of}): {} line {} switches it off", place.file, place.line), command);
    }
    if known.server.history_off {
        let command = appcmd("set config /section:system.applicationHost/configHistory /enabled:true /commit:apphost");
        steps.add("Keep configuration history again: it is switched off", Some(command));
    }
    if known.server.audit_off {
        let command = "wevtutil sl Microsoft-IIS-Configuration/Operational /e:true".to_owned();
        steps.add("Log configuration changes again: a finding shows that it was switched off", Some(command));
    }
}

fn verify(component: &Component, known: &Known, steps: &mut Steps) {
    let command = match component.class {
        Class::NativeModule | Class::ManagedModule => {
            appcmd_name(&component.name).map(|name| appcmd(&format!("list modules {name}")))
        }
        Class::IsapiFilter => Some(appcmd("list config /section:system.webServer/isapiFilters")),
        Class::IsapiExtension | Class::Handler => Some(appcmd("list config /section:system.webServer/handlers")),
        Class::OtherLoader => None,
    };
    if let Some(command) = command {
        steps.add("Verify that it is registered no more", Some(command));
    }
    let file = known.files.iter().next().filter(|_| component.class != Class::ManagedModule);
    if let Some(name) = file.and_then(|file| cmd(file_name(file))) {
        steps.add("Verify that no process holds it", Some(format!("tasklist /m {name}")));
    }
}
