//! Program files to rows: what several threads and several files give together.

mod common;

use common::{Triage, read_all};
use sources::ReadOptions;
use testkit::pe::Dll;

const SITE: &str = "C/inetpub/wwwroot/bin";

fn assembly(name: &str, class: &str) -> Dll {
    Dll::new(&format!("{name}.dll")).managed(name, name, class)
}

#[test]
fn interfaces_come_from_other_assemblies() {
    let outcome = Triage::new()
        .with(&format!("{SITE}/Web.dll"), assembly("Web", "Module").extends("Middle", "Middle", "Step").build())
        .with(&format!("{SITE}/Middle.dll"), assembly("Middle", "Step").extends("Base", "Base", "Module").build())
        // Only its name brings it in: programs of this folder are passed over.
        .with(
            "C/Windows/assembly/GAC_MSIL/Base/1.0.0.0__x/Base.dll",
            assembly("Base", "Module").implements("System.Web", "IHttpModule").build(),
        )
        .with("C/Windows/assembly/GAC_MSIL/Other/1.0.0.0__x/Other.dll", assembly("Other", "Thing").build())
        .read(&["PeFiles"]);
    let mut rows: Vec<[String; 3]> = outcome
        .rows("PeFiles")
        .iter()
        .map(|row| ["FileName", "IisClass", "IisTypes"].map(|column| row[column].clone()))
        .collect();
    rows.sort();
    let types = |name: &str| format!(r#"[{{"Type":"{name}","Interfaces":["IHttpModule"]}}]"#);
    let expect = [("Base.dll", "Base.Module"), ("Middle.dll", "Middle.Step"), ("Web.dll", "Web.Module")]
        .map(|(file, name)| [file.to_owned(), "managed_module".to_owned(), types(name)]);
    assert_eq!(rows, expect);
    assert_eq!(outcome.problems(), Vec::<String>::new());
}

#[test]
fn threads_change_nothing() {
    let mut triage = Triage::new();
    for number in 0..300_u32 {
        let dll = Dll::new("x.dll").export("RegisterModule").timestamp(number).section(".data", &number.to_le_bytes());
        triage = triage.with(&format!("{SITE}/{number}.dll"), dll.build());
    }
    let rows = |threads| {
        let options = ReadOptions { threads, hash: true, ..ReadOptions::default() };
        let outcome = read_all(&triage.open(), &["PeFiles", "DeviceFileCertificateInfo"], &options);
        assert_eq!(outcome.summary.hashes.len(), 300);
        outcome.rows("PeFiles")
    };
    let one = rows(1);
    assert_eq!(one.len(), 300);
    assert_eq!(one, rows(4));
}

#[test]
fn all_programs_when_asked_for() {
    let triage = Triage::new().with("C/Windows/System32/x.dll", Dll::new("x.dll").build());
    let count = |all_pe| {
        let options = ReadOptions { all_pe, ..ReadOptions::default() };
        read_all(&triage.open(), &["PeFiles"], &options).rows("PeFiles").len()
    };
    assert_eq!((count(false), count(true)), (0, 1));
}

#[test]
fn traces_of_the_build() {
    let text = b"event foo but did not override the method in its CHttpModule or CGlobalModule class bar";
    let outcome = Triage::new()
        .with("x.dll", Dll::new("linked-as.dll").export("RegisterModule").section(".rdata", text).build())
        .with("pegoat64.exe", include_bytes!("../../../fixtures/real/pe/pegoat64.exe"))
        .read(&["PeFiles"]);
    let rows = outcome.rows("PeFiles");
    let of = |file: &str, column: &str| {
        rows.iter().find(|row| row["FileName"] == file).map(|row| row[column].clone()).unwrap_or_default()
    };
    assert_eq!((of("x.dll", "HasModuleStrings"), of("x.dll", "ExportName")), ("true".into(), "linked-as.dll".into()));
    assert_eq!((of("x.dll", "RichTools"), of("x.dll", "Revocation")), ("null".into(), String::new()));
    assert_eq!(of("pegoat64.exe", "HasModuleStrings"), "false");
    assert!(of("pegoat64.exe", "Resources").contains("RT_MANIFEST"));
    assert_eq!(of("pegoat64.exe", "RichHash").len(), 32);
    assert_eq!(
        (of("pegoat64.exe", "Revocation"), of("pegoat64.exe", "SignatureCount")),
        ("unknown (offline)".into(), "1".into())
    );
}
