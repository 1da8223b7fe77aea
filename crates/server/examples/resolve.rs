//! Resolves configuration files and says what came of it, and how long it took.
//!
//! `cargo run --release -p server --example resolve -- [-n ROUNDS] [-k COPIES] FILE...`: the files are taken for one
//! server's, their paths as they are. Without files a server of 62 sites is made up: 700 KB of
//! `applicationHost.config`, a `web.config` for every site, and as many copies in the configuration history.
#![allow(clippy::print_stdout, reason = "an example that reports to its user")]

use server::{InputFile, facts, inspect_files};
use std::error::Error;
use std::fmt::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut rounds, mut copies) = (10_u32, 0_u32);
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "-n" {
            rounds = arguments.next().unwrap_or_default().parse()?;
        } else if argument == "-k" {
            copies = arguments.next().unwrap_or_default().parse()?;
        } else {
            let windows_path = argument.split_once("/C/").map(|(_, rest)| format!("C:\\{}", rest.replace('/', "\\")));
            files.push(InputFile {
                bytes: std::fs::read(&argument)?,
                path: argument,
                windows_path,
                ..InputFile::default()
            });
        }
    }
    let is_made_up = files.is_empty();
    if is_made_up {
        files = made_up(copies);
    }
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let mut best = f64::MAX;
    let mut state = inspect_files(files.clone());
    for _ in 0..rounds {
        let files = files.clone();
        let start = Instant::now();
        state = inspect_files(files);
        best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
    }
    if !is_made_up {
        for (component, facts) in state.components.iter().zip(facts::judge(&state.components)) {
            let verdict = if facts.is_stock {
                "stock"
            } else if facts.speaks_against() {
                "ODD"
            } else if facts.vendor.is_some() {
                "vendor"
            } else {
                "unknown"
            };
            let what = if component.image.is_empty() { &component.type_name } else { &component.image };
            let place = component.scope.join(" ");
            println!(
                "{verdict:8} {} {} = {what} @ {place} {:?}",
                component.class.as_str(),
                component.name,
                component.notes
            );
        }
        for problem in &state.problems {
            println!("{} {}: {}", problem.path, problem.place, problem.text);
        }
    }
    let (components, settings, changes) = (state.components.len(), state.settings.len(), state.changes.len());
    println!(
        "{} files of {bytes} bytes: {components} components, {settings} settings, {changes} changes; best of {rounds}: \
         {best:.1} ms",
        files.len()
    );
    Ok(())
}

/// A server like large real ones: 62 sites with applications, locations of their own and rewrite rules.
fn made_up(copies: u32) -> Vec<InputFile> {
    const SITES: usize = 62;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n<configSections><sectionGroup \
         name=\"system.webServer\"><section name=\"modules\" overrideModeDefault=\"Deny\"/></sectionGroup>\
         </configSections>\n<system.applicationHost><applicationPools>\n",
    );
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for site in 0..SITES {
        line(&format!(
            "<add name=\"Pool{site}\" managedRuntimeVersion=\"v4.0\" enable32BitAppOnWin64=\"{}\"/>",
            site % 2 == 0
        ));
    }
    line("</applicationPools><sites>");
    for site in 0..SITES {
        line(&format!("<site name=\"Site{site}\" id=\"{site}\" serverAutoStart=\"true\">"));
        for (number, path) in ["/", "/api", "/admin"].into_iter().enumerate() {
            line(&format!(
                "  <application path=\"{path}\" applicationPool=\"Pool{site}\"><virtualDirectory path=\"/\" \
                 physicalPath=\"%SystemDrive%\\sites\\site{site}\\{number}\" /></application>"
            ));
        }
        line(&format!(
            "  <bindings><binding protocol=\"https\" bindingInformation=\"*:443:site{site}.example\" /></bindings></site>"
        ));
    }
    line("</sites></system.applicationHost><system.webServer><globalModules>");
    for row in &knowledge::stock().native_modules {
        line(&format!("<add name=\"{}\" image=\"{}\" preCondition=\"{}\"/>", row.name, row.image, row.pre_condition));
    }
    line("</globalModules></system.webServer><location path=\"\" overrideMode=\"Allow\"><system.webServer><modules>");
    for row in &knowledge::stock().native_modules {
        line(&format!("<add name=\"{}\" lockItem=\"true\"/>", row.name));
    }
    line("</modules><handlers accessPolicy=\"Read, Script\">");
    for row in &knowledge::stock().handlers {
        line(&format!(
            "<add name=\"{}\" path=\"{}\" verb=\"{}\" type=\"{}\" modules=\"{}\" scriptProcessor=\"{}\" preCondition=\"{}\"/>",
            row.name, row.path, row.verb, row.type_name, row.modules, row.script_processor, row.pre_condition
        ));
    }
    line("</handlers></system.webServer></location>");
    for site in 0..SITES {
        line(&format!("<location path=\"Site{site}\"><system.webServer><rewrite><rules>"));
        for rule in 0..16 {
            line(&format!(
                "  <rule name=\"Rule {rule} of site {site}\" stopProcessing=\"true\"><match url=\"^old/{rule}/(.*)$\" />\
                 <conditions><add input=\"{{HTTP_HOST}}\" pattern=\"^site{site}\\.example$\" /><add input=\"{{HTTPS}}\" \
                 pattern=\"off\" /></conditions><action type=\"Redirect\" url=\"https://site{site}.example/new/{{R:1}}\" \
                 redirectType=\"Permanent\" /></rule>"
            ));
        }
        line("</rules></rewrite><security><ipSecurity allowUnlisted=\"false\">");
        for address in 0..64 {
            line(&format!(
                "  <add ipAddress=\"10.{site}.{address}.0\" subnetMask=\"255.255.255.0\" allowed=\"true\" />"
            ));
        }
        line("</ipSecurity></security></system.webServer></location>");
    }
    text.push_str("</configuration>\n");
    let folder = |path: String, text: String| InputFile {
        windows_path: path.strip_prefix("C/").map(|rest| format!("C:\\{}", rest.replace('/', "\\"))),
        path,
        bytes: text.into_bytes(),
        modified: None,
    };
    let host = text.clone();
    let mut files = vec![folder("C/Windows/System32/inetsrv/config/applicationHost.config".to_owned(), text)];
    for site in 0..SITES {
        let mut web = String::from("<configuration><system.webServer><handlers>");
        for handler in 0..10 {
            let _ = write!(
                web,
                "<remove name=\"ASPClassic\"/><add name=\"Own{handler}\" path=\"*.x{handler}\" verb=\"*\" type=\"Site{site}.Handler{handler}\"/>"
            );
        }
        web.push_str("</handlers></system.webServer></configuration>");
        files.push(folder(format!("C/sites/site{site}/0/web.config"), web));
    }
    for copy in 0..copies {
        let path = format!("C/inetpub/history/CFGHISTORY_{copy:010}/applicationHost.config");
        files.push(folder(path, host.replace("HttpCacheModule", &format!("Module{copy}"))));
    }
    files
}
