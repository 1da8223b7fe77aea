//! What the registry has a web server load, without any configuration file.

use super::{Found, Registry};
use server::{Class, Component, Environment, canonical_path, file_name};

const SERVICES: &str = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\";
/// Services whose processes are the web server's.
const SERVERS: [&str; 2] = ["W3SVC", "WAS"];
/// Variables that have .NET load a file into each process (learn.microsoft.com, "Setting up a profiling environment",
/// and "Startup hooks").
const LOADERS: [&str; 7] = [
    "COR_PROFILER_PATH",
    "COR_PROFILER_PATH_32",
    "COR_PROFILER_PATH_64",
    "CORECLR_PROFILER_PATH",
    "CORECLR_PROFILER_PATH_32",
    "CORECLR_PROFILER_PATH_64",
    "DOTNET_STARTUP_HOOKS",
];

/// The components that one hive or export registers: ISAPI filters of `Filter DLLs`, which IIS still honours, and
/// files that environment variables have .NET load.
pub(crate) fn components(registry: &Registry) -> Vec<Component> {
    registry.values.iter().flat_map(|value| of_value(&registry.path, value)).collect()
}

fn of_value(path: &str, value: &Found) -> Vec<Component> {
    let Some(below) = value.key.get(..SERVICES.len()).filter(|start| start.eq_ignore_ascii_case(SERVICES)) else {
        return Vec::new();
    };
    let below = value.key.get(below.len()..).unwrap_or("");
    let is_of = |service: &str, key: &str| {
        below.eq_ignore_ascii_case(&if key.is_empty() { service.to_owned() } else { format!("{service}\\{key}") })
    };
    if is_of("W3SVC", "Parameters") && value.name.eq_ignore_ascii_case("Filter DLLs") {
        let paths: Vec<&str> = value.data.split([',', ';']).map(str::trim).filter(|path| !path.is_empty()).collect();
        let count = paths.len();
        let filter = |(position, filter): (usize, &str)| Component {
            class: Class::IsapiFilter,
            name: file_name(&image(filter)).to_owned(),
            position,
            siblings: count,
            ..component(path, value, filter)
        };
        return paths.into_iter().enumerate().map(filter).collect();
    }
    if SERVERS.iter().any(|service| is_of(service, "")) && value.name.eq_ignore_ascii_case("Environment") {
        let variables = value.data.split(';').filter_map(|line| line.split_once('='));
        let loads = variables.filter(|(name, file)| {
            LOADERS.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) && !file.trim().is_empty()
        });
        let loader = |(name, file): (&str, &str)| Component {
            class: Class::OtherLoader,
            name: format!("{below}@Environment[{}]", name.trim()),
            siblings: 1,
            ..component(path, value, file.trim())
        };
        return loads.map(loader).collect();
    }
    Vec::new()
}

fn component(path: &str, value: &Found, file: &str) -> Component {
    let scope = value.key.replacen("HKEY_LOCAL_MACHINE", "HKLM", 1);
    Component {
        image: image(file),
        image_raw: file.to_owned(),
        enabled_in: vec![scope.clone()],
        scope: vec![scope],
        file: path.to_owned(),
        line: u32::try_from(value.record).unwrap_or(u32::MAX),
        ..Component::default()
    }
}

fn image(path: &str) -> String {
    canonical_path(&Environment::default().expand(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, name: &str, data: &str, expect: &[(&str, &str, &str)]) {
        let value = Found {
            hive: "SYSTEM".to_owned(),
            key: key.to_owned(),
            name: name.to_owned(),
            kind: "REG_SZ".to_owned(),
            data: data.to_owned(),
            last_written: None,
            record: 7,
        };
        let found = of_value("SYSTEM", &value);
        let got: Vec<(&str, &str, &str)> =
            found.iter().map(|c| (c.class.as_str(), c.name.as_str(), c.image.as_str())).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn filters_and_loaders() {
        let parameters = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\W3SVC\Parameters";
        let service = r"HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services\w3svc";
        check(
            parameters,
            "Filter DLLs",
            r"%windir%\Temp\f.dll, C:\g.dll,",
            &[("isapi_filter", "f.dll", r"C:\Windows\Temp\f.dll"), ("isapi_filter", "g.dll", r"C:\g.dll")],
        );
        check(parameters, "FilterDLLs", r"C:\g.dll", &[]);
        check(service, "Filter DLLs", r"C:\g.dll", &[]);
        check(
            service,
            "Environment",
            r"COR_ENABLE_PROFILING=1;COR_PROFILER_PATH=C:\p.dll;CORECLR_PROFILER_PATH_64=",
            &[("other_loader", "w3svc@Environment[COR_PROFILER_PATH]", r"C:\p.dll")],
        );
        check(r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Other", "Environment", "COR_PROFILER_PATH=x", &[]);
    }
}
