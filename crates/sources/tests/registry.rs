//! Registry hives and exports to rows, and the name of the computer.

mod common;

use common::{Row, Triage, read_all};
use sources::{HostOrigin, ReadOptions};
use testkit::pe::Dll;
use testkit::registry::{Data, HiveWriter, newer_log, unfinished};

const CONFIG: &str = "C/Windows/System32/config";
/// 2024-01-01T00:00:00Z in 100 ns since 1601.
const NEW_YEAR: u64 = 133_485_408_000_000_000;

fn system(computer: &str) -> HiveWriter {
    let services = r"ControlSet002\Services";
    HiveWriter::new(r"\SystemRoot\System32\Config\SYSTEM")
        .value("Select", "Current", Data::Dword(2))
        .value(r"ControlSet001\Control\ComputerName\ComputerName", "ComputerName", Data::Sz("OLD"))
        .value(r"ControlSet002\Control\ComputerName\ComputerName", "ComputerName", Data::Sz(computer))
        .value(&format!(r"{services}\W3SVC"), "ImagePath", Data::ExpandSz(r"%windir%\system32\svchost.exe -k iissvcs"))
        .value(
            &format!(r"{services}\W3SVC"),
            "Environment",
            Data::MultiSz(&["COR_ENABLE_PROFILING=1", r"COR_PROFILER_PATH=C:\ProgramData\p.dll"]),
        )
        .key(&format!(r"{services}\W3SVC\Parameters"), NEW_YEAR)
        .value(&format!(r"{services}\W3SVC\Parameters"), "Filter DLLs", Data::Sz(r"C:\Windows\Temp\f.dll"))
        .value(&format!(r"{services}\Other"), "ImagePath", Data::Sz(r"C:\o.exe"))
        .value(&format!(r"{services}\Other"), "Description", Data::Sz("of no interest"))
}

fn software() -> HiveWriter {
    HiveWriter::new(r"emRoot\System32\Config\SOFTWARE")
        .value(r"Microsoft\InetStp", "MajorVersion", Data::Dword(10))
        .value(r"Microsoft\InetStp\Components", "W3SVC", Data::Dword(1))
        .value(r"Microsoft\WebManagement\Server", "EnableRemoteManagement", Data::Dword(1))
        .value(
            r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-IIS-Configuration/Operational",
            "Enabled",
            Data::Dword(0),
        )
        .value(r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Application", "Enabled", Data::Dword(1))
        .key("Classes", 0)
}

/// `key below the hive|name|type|data`.
fn lines(rows: &[Row]) -> Vec<String> {
    let key = |row: &Row| row["Key"].trim_start_matches(r"HKEY_LOCAL_MACHINE\").to_owned();
    rows.iter().map(|row| format!("{}|{}|{}|{}", key(row), row["ValueName"], row["ValueType"], row["Data"])).collect()
}

#[test]
fn values_of_interest() {
    let outcome = Triage::new()
        .with(&format!("{CONFIG}/SYSTEM"), system("WEB01").build())
        .with(&format!("{CONFIG}/SOFTWARE"), software().build())
        .read(&["RegistryValues"]);
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let rows = outcome.rows("RegistryValues");
    assert_eq!(
        lines(&rows),
        [
            r"SOFTWARE\Microsoft\InetStp|MajorVersion|REG_DWORD|10",
            r"SOFTWARE\Microsoft\InetStp\Components|W3SVC|REG_DWORD|1",
            r"SOFTWARE\Microsoft\WebManagement\Server|EnableRemoteManagement|REG_DWORD|1",
            r"SOFTWARE\Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-IIS-Configuration/Operational|Enabled|REG_DWORD|0",
            r"SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName|ComputerName|REG_SZ|WEB01",
            r"SYSTEM\CurrentControlSet\Services\Other|ImagePath|REG_SZ|C:\o.exe",
            r"SYSTEM\CurrentControlSet\Services\W3SVC|Environment|REG_MULTI_SZ|COR_ENABLE_PROFILING=1;COR_PROFILER_PATH=C:\ProgramData\p.dll",
            r"SYSTEM\CurrentControlSet\Services\W3SVC|ImagePath|REG_EXPAND_SZ|%windir%\system32\svchost.exe -k iissvcs",
            r"SYSTEM\CurrentControlSet\Services\W3SVC\Parameters|Filter DLLs|REG_SZ|C:\Windows\Temp\f.dll",
            r"SYSTEM\Select|Current|REG_DWORD|2",
        ]
    );
    let filters = &rows[8];
    assert_eq!((filters["Host"].as_str(), filters["Hive"].as_str()), ("WEB01", "SYSTEM"));
    assert_eq!(filters["LastWriteTime"], "2024-01-01T00:00:00Z");
    assert_eq!(filters["HivePath"], format!("{CONFIG}/SYSTEM"));
    assert_eq!((filters["$records"].as_str(), rows[0]["$records"].as_str()), ("5", "1"));
}

#[test]
fn all_values_when_asked_for() {
    let triage = Triage::new().with("SYSTEM", system("WEB01").build());
    let options = ReadOptions { all_registry: true, ..ReadOptions::default() };
    let rows = read_all(&triage.open(), &["RegistryValues"], &options).rows("RegistryValues");
    let keys: Vec<&str> = rows.iter().map(|row| row["Key"].as_str()).collect();
    assert!(keys.contains(&r"HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\ComputerName\ComputerName"), "{keys:?}");
    assert!(rows.iter().any(|row| row["Data"] == "of no interest"));
}

#[test]
fn the_hive_names_the_computer() {
    let triage = Triage::new().with(&format!("{CONFIG}/SYSTEM"), system("WEB01").build());
    let option = ReadOptions { host: Some("given".to_owned()), ..ReadOptions::default() };
    let outcome = read_all(&triage.open(), &["IisComponents"], &option);
    let host = &outcome.summary.hosts[0];
    assert_eq!((host.name.as_str(), host.origin), ("WEB01", HostOrigin::Registry));
    // Nobody asks for state: the hive is not read.
    let evidence = triage.open();
    let outcome = read_all(&evidence, &["DeviceFileEvents"], &ReadOptions::default());
    assert_eq!(outcome.summary.hosts[0].origin, HostOrigin::Folder);
    assert_eq!(evidence.reads(&evidence.items[0]), 0);
}

#[test]
fn logs_and_older_copies() {
    let before = system("OLDNAME").build();
    let after = system("WEB01").build();
    let outcome = Triage::new()
        .with(&format!("{CONFIG}/SYSTEM"), unfinished(&before))
        .with(&format!("{CONFIG}/SYSTEM.LOG1"), newer_log(&before, &after))
        .with(&format!("{CONFIG}/SYSTEM.LOG2"), [0; 1_024])
        .with(&format!("{CONFIG}/RegBack/SYSTEM"), before.clone())
        .read(&["RegistryValues"]);
    assert_eq!(outcome.summary.hosts[0].name, "WEB01");
    assert_eq!(outcome.rows("RegistryValues").len(), 6);
    assert_eq!(
        outcome.problems(),
        [format!("info {CONFIG}/RegBack/SYSTEM : an older copy of {CONFIG}/SYSTEM; not read")]
    );
    let outcome = Triage::new().with("SYSTEM", unfinished(&before)).read(&["RegistryValues"]);
    assert_eq!(outcome.rows("RegistryValues").len(), 6);
    assert_eq!(
        outcome.problems(),
        ["info SYSTEM : the last write was not finished, and no transaction log is there that finishes it"]
    );
    let outcome = Triage::new().with("SYSTEM.LOG1", newer_log(&before, &after)).read(&["RegistryValues"]);
    assert_eq!(outcome.problems(), ["info SYSTEM.LOG1 : a transaction log, and its hive is not in the evidence"]);
}

#[test]
fn exports_as_text() {
    let text = "Windows Registry Editor Version 5.00\r\n\r\n\
        [HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\W3SVC\\Parameters]\r\n\
        \"Filter DLLs\"=\"C:\\\\Windows\\\\Temp\\\\f.dll\"\r\nbroken\r\n\
        [HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName]\r\n\"ComputerName\"=\"WEB01\"\r\n";
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let outcome = Triage::new().with("w3svc.reg", wide).read(&["RegistryValues"]);
    let rows = outcome.rows("RegistryValues");
    assert_eq!(
        lines(&rows),
        [
            r"SYSTEM\CurrentControlSet\Services\W3SVC\Parameters|Filter DLLs|REG_SZ|C:\Windows\Temp\f.dll",
            r"SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName|ComputerName|REG_SZ|WEB01",
        ]
    );
    let row = &rows[0];
    assert_eq!((row["Host"].as_str(), row["LastWriteTime"].as_str()), ("WEB01", "null"));
    assert_eq!((row["HivePath"].as_str(), row["$records"].as_str()), ("w3svc.reg", "4"));
    assert_eq!(outcome.problems(), ["warning w3svc.reg line 5: not a key and not a value"]);
}

#[test]
fn damaged_hives_give_what_they_have() {
    let bytes = system("WEB01").build();
    let check = |bytes: &[u8], expect: &str| {
        let outcome = Triage::new().with("SYSTEM", bytes).read(&["RegistryValues"]);
        let problems = outcome.problems();
        assert!(problems.iter().any(|problem| problem.contains(expect)), "{problems:?}");
        outcome.rows("RegistryValues").len()
    };
    assert_eq!(check(&bytes[..4_096], "a header and nothing else"), 0);
    assert!(check(&bytes[..5_000], "bytes are missing") < 6);
    let mut broken = bytes.clone();
    let at = broken.windows(5).position(|window| window == b"W3SVC").unwrap();
    // Its list of subkeys: 28 bytes into the key, whose name starts 76 bytes into it.
    broken[at - 76 + 28..][..4].copy_from_slice(&0x7fff_fff8_u32.to_le_bytes());
    assert_eq!(check(&broken, "a cell that is not there"), 5);
}

#[test]
fn filters_of_the_registry_are_components() {
    let outcome = Triage::new()
        .with(&format!("{CONFIG}/SYSTEM"), system("WEB01").build())
        .with("C/Windows/Temp/f.dll", Dll::new("f.dll").export("GetFilterVersion").export("HttpFilterProc").build())
        .read(&["IisComponents", "PeFiles"]);
    let rows = outcome.rows("IisComponents");
    let text = |row: &Row| {
        let of = |name: &str| row[name].clone();
        [of("Class"), of("Name"), of("Image"), of("Scope"), of("ConfigPath"), of("FileFound"), of("Host")].join("|")
    };
    let services = r"HKLM\SYSTEM\CurrentControlSet\Services";
    assert_eq!(
        rows.iter().map(text).collect::<Vec<_>>(),
        [
            format!(
                r"other_loader|W3SVC@Environment[COR_PROFILER_PATH]|C:\ProgramData\p.dll|{services}\W3SVC|{CONFIG}/SYSTEM|null|WEB01"
            ),
            format!(r"isapi_filter|f.dll|C:\Windows\Temp\f.dll|{services}\W3SVC\Parameters|{CONFIG}/SYSTEM|true|WEB01"),
        ]
    );
    assert_eq!(outcome.rows("PeFiles")[0]["IisClass"], "isapi_filter");
}

#[test]
fn a_log_plug_in_is_the_file_that_its_class_names() {
    let id = "{11111111-2222-3333-4444-555555555555}";
    let configuration = format!(
        "<configuration><system.applicationHost><sites><site name='A' id='1'><application path='/'/>\
         <logFile logFormat='Custom' customLogPluginClsid='{id}'/></site></sites></system.applicationHost></configuration>"
    );
    let server = format!(r"Classes\CLSID\{id}\InprocServer32");
    let hive = software().value(&server, "", Data::ExpandSz(r"%SystemRoot%\Temp\log.dll"));
    let outcome = Triage::new()
        .with("C/Windows/System32/inetsrv/config/applicationHost.config", configuration.into_bytes())
        .with(&format!("{CONFIG}/SOFTWARE"), hive.build())
        .with("C/Windows/Temp/log.dll", Dll::new("log.dll").export("DllGetClassObject").build())
        .read(&["IisComponents"]);
    let rows = outcome.rows("IisComponents");
    assert_eq!(rows.len(), 1);
    let of = |name: &str| rows[0][name].as_str();
    assert_eq!([of("TypeName"), of("Image"), of("FileFound")], [id, r"C:\Windows\Temp\log.dll", "true"]);
    assert_eq!(of("OddPlace"), "user_writable");
}
