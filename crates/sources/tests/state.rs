//! Configuration and program files to rows.

mod common;

use common::{Triage, read_all};
use sources::{HostOrigin, ReadOptions};
use testkit::evtx::{Event, EvtxWriter, Provider};
use testkit::pe::Dll;

const TABLES: &[&str] = &["DeviceFileCertificateInfo", "IisComponents", "IisSettings", "PeFiles"];
const APPHOST: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";

fn config(modules: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<configuration>\n <system.webServer>\n  <globalModules>\n{modules}\n  </globalModules>\n \
         <httpLogging dontLog=\"true\" />\n </system.webServer>\n</configuration>"
    )
}

fn add(name: &str, image: &str) -> String {
    format!("   <add name=\"{name}\" image=\"{image}\" />\n")
}

fn dll() -> Vec<u8> {
    Dll::new("x.dll").export("RegisterModule").version("CompanyName", "Acme").timestamp(86_400).build()
}

/// A log with one event of this computer.
fn log(computer: &str) -> Vec<u8> {
    let provider = Provider::new("Microsoft-Windows-Sysmon", "5770385f-c22a-43e0-bf4c-06f5698ffbd9").unwrap();
    let mut writer = EvtxWriter::new();
    writer.event(Event::new(provider, 11, "Microsoft-Windows-Sysmon/Operational", computer)).unwrap();
    writer.finish()
}

#[test]
fn components_with_their_files() {
    let modules = add("HttpCacheModule", "%windir%\\System32\\inetsrv\\cachhttp.dll")
        + &add("Evil", "C:\\ProgramData\\x.dll")
        + &add("Gone", "C:\\ProgramData\\gone.dll")
        + &add("Text", "C:\\ProgramData\\text.dll")
        + &add("Far", "D:\\far\\far.dll");
    let outcome = Triage::new()
        .with(APPHOST, config(&modules))
        .with("C/ProgramData/x.dll", dll())
        .with("C/ProgramData/text.dll", "no program")
        .with("logs/Sysmon.evtx", log("WEB01.corp.example"))
        .read(TABLES);
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let rows = outcome.rows("IisComponents");
    let column = |name: &str| rows.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(column("Name"), ["HttpCacheModule", "Evil", "Gone", "Text", "Far"]);
    assert_eq!(column("Host"), ["WEB01.corp.example"; 5]);
    assert_eq!(column("IsStock"), ["true", "false", "false", "false", "false"]);
    // The folder inetsrv itself is not in the evidence, only its config folder is.
    assert_eq!(column("FileFound"), ["null", "true", "false", "true", "null"]);
    assert_eq!(column("ImageDirectory")[1], "C:\\ProgramData");
    assert_eq!(column("ImageFileName")[1], "x.dll");
    assert_eq!(column("OddPlace")[1], "user_writable");
    assert_eq!(column("SHA256")[1].len(), 64);
    assert_eq!(
        column("Signature"),
        ["not evaluated", "not evaluated, catalog not in evidence", "not evaluated", "not evaluated", "not evaluated",]
    );
    assert_eq!(column("Line"), ["5", "6", "7", "8", "9"]);
    assert_eq!(column("$records"), ["5", "6", "7", "8", "9"]);
    assert_eq!(column("ConfigPath")[0], APPHOST);

    let programs = outcome.rows("PeFiles");
    assert_eq!(programs.len(), 1);
    let check = |name: &str, expect: &str| assert_eq!(programs[0][name], expect, "{name}");
    check("Path", "C:\\ProgramData\\x.dll");
    check("EvidencePath", "C/ProgramData/x.dll");
    check("Host", "WEB01.corp.example");
    check("IsDll", "true");
    check("Machine", "x64");
    check("Exports", "[\"RegisterModule\"]");
    check("IisClass", "native_module");
    check("IsManaged", "false");
    check("HasSignature", "false");
    check("CompanyName", "Acme");
    check("TimeDateStamp", "1970-01-02T00:00:00Z");
    assert_eq!(programs[0]["SHA256"], rows[1]["SHA256"]);
    assert_eq!((programs[0]["SHA1"].len(), programs[0]["MD5"].len()), (40, 32));

    let settings = outcome.rows("IisSettings");
    let logging = settings.iter().find(|row| row["Attribute"] == "dontLog").unwrap();
    assert_eq!((logging["Section"].as_str(), logging["Value"].as_str()), ("system.webServer/httpLogging", "true"));
}

#[test]
fn managed_modules_by_their_metadata() {
    let assembly = Dll::new("Contoso.Stats.dll")
        .managed("Contoso.Stats", "Contoso.Web", "StatsModule")
        .implements("System.Web", "IHttpModule")
        .section(".noise", &(0..=255).collect::<Vec<u8>>())
        .build();
    let outcome = Triage::new().with("C/inetpub/wwwroot/bin/Contoso.Stats.dll", assembly).read(TABLES);
    let rows = outcome.rows("PeFiles");
    let check = |name: &str, expect: &str| assert_eq!(rows[0][name], expect, "{name}");
    check("IisClass", "managed_module");
    check("IisTypes", r#"[{"Type":"Contoso.Web.StatsModule","Interfaces":["IHttpModule"]}]"#);
    check("AssemblyName", "Contoso.Stats, Version=1.0.0.0, PublicKeyToken=null");
    check("StartMethods", "[]");
    assert!(rows[0]["AssemblyReferences"].contains("System.Web, Version=4.0.0.0"), "{}", rows[0]["AssemblyReferences"]);
    assert!(rows[0]["Sections"].contains(r#""Name":".noise""#));
    check("OverlaySize", "0");
    check("ImportHash", "");
}

fn real(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/real/pe/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn signatures_embedded_and_through_catalogs() {
    let catalog = "C/Windows/System32/CatRoot/{F750E6C3-38EE-11D1-85E5-00C04FC295EE}/first.cat";
    let modules =
        add("Listed", "C:\\web\\listed.dll") + &add("Own", "C:\\web\\own.dll") + &add("None", "C:\\web\\none.dll");
    let triage = Triage::new()
        .with(APPHOST, config(&modules))
        .with("C/web/listed.dll", real("tiny32.efi"))
        .with("C/web/none.dll", real("tiny64.efi"))
        .with("C/web/own.dll", real("pegoat32-stamped.exe"))
        .with(catalog, real("first-kind.cat"));
    let evidence = triage.open();
    // The samples' certificates are valid in January 2027.
    let wall_clock = Some(evtx_arrow::ticks::UNIX_EPOCH + 1_800_000_000 * evtx_arrow::ticks::SECOND);
    let outcome = read_all(&evidence, TABLES, &ReadOptions { wall_clock, ..ReadOptions::default() });
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let expect = [
        "signed, root not known here: Example Ltd, issued by Lab Root, through first.cat",
        "signed, root not known here: Example Ltd, issued by Lab Root",
        "unsigned",
    ];
    assert_eq!(outcome.column("IisComponents", "Signature"), expect);
    let mut files: Vec<_> =
        outcome.rows("PeFiles").into_iter().map(|row| (row["FileName"].clone(), row["Signature"].clone())).collect();
    files.sort();
    let names = ["listed.dll", "none.dll", "own.dll"].map(str::to_owned);
    assert_eq!(files, names.into_iter().zip([0, 2, 1].map(|at| expect[at].to_owned())).collect::<Vec<_>>());
    let mut rows = outcome.rows("DeviceFileCertificateInfo");
    rows.sort_by_key(|row| row["SignatureType"].clone());
    let of = |column: &str| rows.iter().map(|row| row[column].as_str()).collect::<Vec<_>>();
    assert_eq!(of("SignatureType"), ["", "Catalog", "Embedded"]);
    assert_eq!(of("IsSigned"), ["false", "true", "true"]);
    assert_eq!(of("IsTrusted"), ["false"; 3]);
    assert_eq!(of("Issuer"), ["", "Lab Root", "Lab Root"]);
    assert!(rows[2]["CertificateCountersignatureTime"].starts_with("20"), "{rows:?}");
    assert!(evidence.items.iter().all(|item| item.reads() <= 1));
}

#[test]
fn catalogs_elsewhere_do_not_make_a_file_unsigned() {
    let outcome = Triage::new()
        .with("C/web/none.dll", real("tiny64.efi"))
        .with("C/web/first.cat", real("first-kind.cat"))
        .read(TABLES);
    assert_eq!(outcome.column("PeFiles", "Signature"), ["not evaluated, catalog not in evidence"]);
    assert_eq!(outcome.rows("DeviceFileCertificateInfo").len(), 0);
}

#[test]
fn only_programs_that_matter_are_read() {
    let triage = Triage::new()
        .with(APPHOST, config(&add("Named", "%windir%\\System32\\named.dll")))
        .with("C/Windows/System32/named.dll", dll())
        .with("C/Windows/System32/other.dll", dll())
        .with("C/Windows/System32/inetsrv/extra.dll", dll())
        .with("C/Program Files/App/app.dll", dll())
        .with("C/inetpub/wwwroot/bin/site.dll", dll());
    let evidence = triage.open();
    let outcome = read_all(&evidence, TABLES, &ReadOptions::default());
    let names = ["named.dll", "extra.dll", "site.dll"];
    let mut found = outcome.column("PeFiles", "FileName");
    found.sort_by_key(|name| names.iter().position(|n| n == name));
    assert_eq!(found, names);
    assert!(evidence.items.iter().all(|item| item.reads() <= 1));
    let read: Vec<_> = evidence.items.iter().filter(|item| item.reads() == 1).map(|item| item.file_name()).collect();
    assert_eq!(read.len(), 4, "{read:?}");
}

#[test]
fn a_loose_file_is_found_by_its_name_if_it_is_the_only_one() {
    let modules = add("A", "C:\\x\\a.dll") + &add("B", "C:\\x\\b.dll");
    let outcome = Triage::new()
        .with("applicationHost.config", config(&modules))
        .with("files/a.dll", dll())
        .with("files/b.dll", dll())
        .with("other/b.dll", dll())
        .read(TABLES);
    assert_eq!(outcome.column("IisComponents", "FileFound"), ["true", "null"]);
    assert_eq!(outcome.column("PeFiles", "Path"), ["files/a.dll", "files/b.dll", "other/b.dll"]);
}

#[test]
fn the_host() {
    let check = |computers: &[&str], option: Option<&str>, name: &str, origin| {
        let mut triage = Triage::new().with("applicationHost.config", config(&add("A", "C:\\a.dll")));
        for (number, computer) in computers.iter().enumerate() {
            triage = triage.with(&format!("{number}.evtx"), log(computer));
        }
        let options = ReadOptions { host: option.map(str::to_owned), ..ReadOptions::default() };
        let outcome = read_all(&triage.open(), TABLES, &options);
        assert_eq!((outcome.summary.hosts[0].name.as_str(), outcome.summary.hosts[0].origin), (name, origin));
        assert_eq!(outcome.column("IisComponents", "Host"), [name]);
    };
    check(&["WEB01"], Some("given"), "WEB01", HostOrigin::Events);
    check(&["WEB01", "WEB02"], Some("given"), "given", HostOrigin::Option);
    check(&["WEB01", "WEB02"], None, "triage", HostOrigin::Folder);
    check(&[], None, "triage", HostOrigin::Folder);
}

#[test]
fn damaged_configuration_gives_what_it_has() {
    let whole = config(&(add("A", "C:\\a.dll") + &add("B", "C:\\b.dll")));
    let cut = whole.find("name=\"B\"").unwrap() + 30;
    let outcome = Triage::new().with("applicationHost.config", &whole[..cut]).read(TABLES);
    assert_eq!(outcome.column("IisComponents", "Name")[0], "A");
    assert!(outcome.problems().iter().any(|p| p.contains("applicationHost.config line")), "{:?}", outcome.problems());
}

#[test]
fn any_programs_configuration_is_no_servers() {
    let text = "<configuration><appSettings><add key=\"a\" value=\"b\"/></appSettings></configuration>";
    assert_eq!(sources::recognise(text.as_bytes(), "app.exe.config"), None);
    assert_eq!(sources::recognise(text.as_bytes(), "wwwroot/web.config"), Some("iis-config"));
    assert_eq!(sources::recognise(config("").as_bytes(), "saved.xml"), Some("iis-config"));
    assert_eq!(sources::recognise(b"<other/>", "web.config"), None);
    assert_eq!(sources::recognise(format!("$x = @'\n{}\n'@", config("")).as_bytes(), "x.ps1"), None);
}
