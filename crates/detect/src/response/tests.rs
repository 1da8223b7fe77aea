use super::server::{Known, Registered};
use super::{guide, plan};
use crate::model::{Class, Component, Registration, ResponseStep, Time, Verdict};
use std::collections::BTreeSet;

const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";
const APPCMD: &str = r"%windir%\system32\inetsrv\appcmd.exe";

fn component(class: Class, name: &str, image: &str) -> Component {
    Component {
        id: "C1".into(),
        host: "WEB01".into(),
        class,
        name: name.into(),
        image: image.into(),
        type_name: String::new(),
        scope: vec![APPHOST.into()],
        verdict: Verdict::Malicious,
        score: 90,
        reasons: Vec::new(),
        signature: String::new(),
        sha256: String::new(),
        first_seen: Some(Time(638_000_000_000_000_000)),
        registered_by: None,
        settle: Vec::new(),
        related: Vec::new(),
        response: Vec::new(),
        investigate: Vec::new(),
        resembles: Vec::new(),
        pools: Vec::new(),
        sites: Vec::new(),
        dropped_by: None,
        loaded: None,
        incident: None,
        registered_between: None,
    }
}

fn place(scope: &str, file: &str) -> Registered {
    Registered { scope: scope.into(), file: file.into(), line: 9 }
}

fn known(component: &Component, places: &[Registered]) -> Known {
    let files = [&component.image].into_iter().filter(|image| !image.is_empty()).cloned().collect();
    Known { registered: places.iter().cloned().collect(), files, ..Known::default() }
}

fn commands(steps: &[ResponseStep]) -> Vec<String> {
    steps.iter().filter_map(|step| step.command.clone()).collect()
}

fn at(steps: &[ResponseStep], part: &str) -> usize {
    let found = steps.iter().position(|s| s.command.as_deref().is_some_and(|c| c.contains(part)));
    found.unwrap_or_else(|| panic!("no step runs {part}: {steps:#?}"))
}

#[test]
fn a_native_module_is_kept_unhooked_recycled_taken_away_and_verified_in_this_order() {
    let component = component(Class::NativeModule, "Cache Svc", r"C:\Windows\System32\inetsrv\cachesvc.dll");
    let known = known(&component, &[place(APPHOST, "C/Windows/System32/inetsrv/config/applicationHost.config")]);
    let steps = plan::plan(&component, &known);
    let order = [
        r#"robocopy "C:\Windows\System32\inetsrv" "%EVIDENCE%" "cachesvc.dll""#,
        "add backup",
        "uninstall module \"Cache Svc\"",
        "recycle apppools /in",
        r#"move "C:\Windows\System32\inetsrv\cachesvc.dll""#,
        "list modules \"Cache Svc\"",
        "restore backup",
    ];
    let places: Vec<usize> = order.iter().map(|part| at(&steps, part)).collect();
    assert!(places.is_sorted(), "{places:?}: {steps:#?}");
    assert!(steps.iter().any(|s| s.step.contains("machineKey")), "{steps:#?}");
    assert!(!steps.iter().any(|s| s.step.contains("OWA")));
}

#[test]
fn each_class_and_scope_has_its_command() {
    let check = |class, name: &str, place: Registered, expect: &str| {
        let component = component(class, name, "");
        let steps = plan::plan(&component, &known(&component, &[place]));
        let expect = format!("{APPCMD} {expect}");
        assert!(commands(&steps).contains(&expect), "{expect}\n{steps:#?}");
    };
    let host = "C/Windows/System32/inetsrv/config/applicationHost.config";
    let site = format!("{APPHOST}/Orders");
    check(
        Class::ManagedModule,
        "M",
        place(&site, "C/inetpub/orders/web.config"),
        r#"delete module "M" "/app.name:Orders/""#,
    );
    check(
        Class::ManagedModule,
        "M",
        place(&format!("{site}/api"), "C/inetpub/api/web.config"),
        r#"delete module "M" "/app.name:Orders/api""#,
    );
    check(
        Class::ManagedModule,
        "M",
        place(&site, host),
        r#"set config "Orders" /section:system.webServer/modules "/-[name='M']" /commit:apphost"#,
    );
    check(
        Class::IsapiFilter,
        "F",
        place(APPHOST, host),
        r#"set config /section:system.webServer/isapiFilters "/-[name='F']" /commit:apphost"#,
    );
    check(
        Class::Handler,
        "H",
        place(&site, "C/inetpub/orders/web.config"),
        r#"set config "Orders" /section:system.webServer/handlers "/-[name='H']""#,
    );
    check(
        Class::ManagedModule,
        "M",
        place(&site, "C/inetpub/orders/web.config"),
        &format!(
            r#"list app "/site.name:Orders" /xml | {APPCMD} list apppool /in /xml | {APPCMD} recycle apppool /in"#
        ),
    );
}

#[test]
fn hostile_names_reach_no_command() {
    for name in ["X\" & calc & \"", "%COMSPEC%", "a\nb", "gpj\u{202e}exe"] {
        for class in Class::ALL {
            let component = component(class, name, &format!("C:\\{name}\\{name}.dll"));
            let mut known = known(&component, &[place(&format!("{APPHOST}/{name}"), "w/web.config")]);
            known.loaded_by.insert(name.to_owned());
            known.server.unlogged.insert(place(&format!("{APPHOST}/{name}"), "w/web.config"));
            let steps = plan::plan(&component, &known);
            for command in commands(&steps) {
                assert!(!command.contains(name) && !command.contains("calc"), "{command}");
            }
            // What has no command is still said.
            assert!(steps.iter().any(|s| s.command.is_none() && s.step.contains("by hand")), "{steps:#?}");
        }
    }
}

#[test]
fn a_suspicious_component_costs_no_secrets_and_an_unregistered_one_is_looked_for() {
    let mut suspicious = component(Class::NativeModule, "X", r"C:\x.dll");
    suspicious.verdict = Verdict::Suspicious;
    suspicious.scope.clear();
    let steps = plan::plan(&suspicious, &known(&suspicious, &[]));
    assert!(!steps.iter().any(|s| s.step.contains("machineKey")), "{steps:#?}");
    at(&steps, "list config /section:system.webServer/modules");
    assert!(!commands(&steps).iter().any(|c| c.contains("restore backup")), "{steps:#?}");
}

#[test]
fn a_registry_value_is_deleted_only_when_it_names_nothing_else() {
    let filter = component(Class::IsapiFilter, "f.dll", r"C:\x\f.dll");
    let with = |data: &str| {
        let known = Known { filter_dlls: Some(data.into()), ..known(&filter, &[]) };
        commands(&plan::plan(&filter, &known))
    };
    assert!(with(r"c:\X\f.dll").iter().any(|c| c.starts_with("reg delete")));
    let two = with(r"C:\vendor\v.dll,C:\x\f.dll");
    assert!(!two.iter().any(|c| c.starts_with("reg delete")) && two.iter().any(|c| c.starts_with("reg query")));
    assert!(two.iter().any(|c| c == "iisreset /restart"));
}

#[test]
fn the_server_gets_its_own_steps() {
    let module = component(Class::NativeModule, "X", r"C:\x.dll");
    let mut known = known(&module, &[place(APPHOST, "applicationHost.config")]);
    known.server.is_exchange = true;
    known.server.history_off = true;
    known.server.audit_off = true;
    known.server.unlogged = BTreeSet::from([place(&format!("{APPHOST}/Orders"), "applicationHost.config")]);
    let steps = plan::plan(&module, &known);
    assert!(steps.iter().any(|s| s.step.contains("OWA")));
    at(&steps, "configHistory /enabled:true");
    at(&steps, "wevtutil sl Microsoft-IIS-Configuration/Operational /e:true");
    at(&steps, r#"set config "Orders" /section:system.webServer/httpLogging /dontLog:false /commit:apphost"#);
}

#[test]
fn questions_bind_whatever_the_names() {
    let described = crate::described();
    for name in ["cachesvc.dll", "O'Brien \"x\" | drop", "a\\b\n\u{202e}"] {
        for sha256 in ["", "00ff"] {
            let mut component = component(Class::NativeModule, name, &format!("C:\\x\\{name}"));
            component.host = name.into();
            component.sha256 = sha256.into();
            component.registered_by = Some(Registration { process: name.into(), ..Registration::default() });
            let known = known(&component, &[place(APPHOST, "applicationHost.config")]);
            let questions = guide::questions(&component, &known, &["a b".into()]);
            assert_eq!(questions.len(), 4);
            for question in questions {
                let planned = engine::check(&question.query, &described, &kql_plan::Options::default());
                let errors: Vec<&str> =
                    planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.as_str()).collect();
                assert!(errors.is_empty(), "{}: {errors:?}", question.query);
                assert!(!question.query.contains('\''), "{}", question.query);
                assert_eq!(question.command, format!("iiswarden query '{}' 'a b'", question.query));
            }
        }
    }
}

#[test]
fn queries_of_our_own_bind() {
    for query in [crate::workers::STARTS, super::server::EXCHANGE, super::server::FILTER_DLLS, super::server::SETTINGS]
    {
        let planned = engine::check(query, &crate::described(), &kql_plan::Options::default());
        let errors: Vec<&str> =
            planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.as_str()).collect();
        assert!(errors.is_empty(), "{query}: {errors:?}");
        assert_eq!(crate::needs::unknown_columns(query), Vec::<String>::new(), "{query}");
    }
}
