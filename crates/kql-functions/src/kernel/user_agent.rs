//! What browsers, programs and devices write of themselves in `User-Agent`.

use serde_json::{Value as Json, json};

/// What stands before a version, and whose it is; the first that is found counts. The list goes from those that name
/// others beside themselves to those that others name.
const BROWSERS: &[(&str, &str)] = &[
    ("AdobeAIR/", "AdobeAIR"),
    ("Googlebot/", "Googlebot"),
    ("bingbot/", "bingbot"),
    ("YandexBot/", "YandexBot"),
    ("Baiduspider/", "Baiduspider"),
    ("Series60/", "Nokia OSS Browser"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge Mobile"),
    ("EdgiOS/", "Edge Mobile"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("Opera Mini/", "Opera Mini"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox iOS"),
    ("SeaMonkey/", "SeaMonkey"),
    ("Thunderbird/", "Thunderbird"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome Mobile iOS"),
    ("HeadlessChrome/", "HeadlessChrome"),
    ("PhantomJS/", "PhantomJS"),
    ("Electron/", "Electron"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("MSIE ", "IE"),
    ("Opera/", "Opera"),
    ("python-requests/", "Python Requests"),
    ("Python-urllib/", "Python-urllib"),
    ("aiohttp/", "Python aiohttp"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("Go-http-client/", "Go-http-client"),
    ("okhttp/", "okhttp"),
    ("Apache-HttpClient/", "Apache-HttpClient"),
    ("axios/", "axios"),
    ("PostmanRuntime/", "PostmanRuntime"),
    ("Java/", "Java"),
    ("WindowsPowerShell/", "PowerShell"),
    ("PowerShell/", "PowerShell"),
];

/// Versions of Windows by their kernel's: what a release is called, and its second number.
const WINDOWS: &[(&str, &str, &str)] = &[
    ("Windows NT 10.0", "10", ""),
    ("Windows NT 6.3", "8", "1"),
    ("Windows NT 6.2", "8", ""),
    ("Windows NT 6.1", "7", ""),
    ("Windows NT 6.0", "Vista", ""),
    ("Windows NT 5.2", "XP", ""),
    ("Windows NT 5.1", "XP", ""),
    ("Windows NT 5.0", "2000", ""),
];

/// What stands before a version of an operating system, and which it is.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows Phone ", "Windows Phone"),
    ("SymbianOS/", "Symbian OS"),
    ("iPhone OS ", "iOS"),
    ("CPU OS ", "iOS"),
    ("Mac OS X ", "Mac OS X"),
    ("Android ", "Android"),
    ("CrOS x86_64 ", "Chrome OS"),
    ("CrOS aarch64 ", "Chrome OS"),
    ("Ubuntu/", "Ubuntu"),
    ("Ubuntu", "Ubuntu"),
    ("Debian", "Debian"),
    ("Fedora/", "Fedora"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
    ("Darwin/", "Darwin"),
];

/// The parts of the version that stands at the beginning of a text: `14_2.1` is 14, 2, 1.
fn version(text: &str) -> Vec<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_'))).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or_default();
    number.split(['.', '_']).take_while(|part| !part.is_empty()).collect()
}

fn versioned(family: &str, parts: &[&str]) -> Json {
    let part = |i: usize| parts.get(i).copied().unwrap_or_default();
    json!({"Family": family, "MajorVersion": part(0), "MinorVersion": part(1), "Patch": part(2)})
}

fn find<'a>(agent: &'a str, list: &[(&str, &'static str)]) -> Option<(&'static str, &'a str)> {
    list.iter().find_map(|(before, family)| Some((*family, agent.split_once(before)?.1)))
}

/// The program.
pub(crate) fn browser(agent: &str) -> Json {
    let mobile = agent.contains("Mobile");
    if let Some((family, rest)) = find(agent, BROWSERS) {
        let family = match family {
            "Firefox" if mobile || agent.contains("Tablet;") => "Firefox Mobile",
            "Chrome" if agent.contains("; wv)") => "Chrome Mobile WebView",
            "Chrome" if mobile => "Chrome Mobile",
            other => other,
        };
        return versioned(family, &version(rest));
    }
    if agent.contains("Trident/") {
        let rest = agent.split_once("rv:").map_or("", |(_, rest)| rest);
        return versioned("IE", &version(rest));
    }
    match agent.split_once("Version/").filter(|_| agent.contains("Safari/")) {
        Some((_, rest)) => versioned(if mobile { "Mobile Safari" } else { "Safari" }, &version(rest)),
        None => versioned("Other", &[]),
    }
}

/// The operating system.
pub(crate) fn system(agent: &str) -> Json {
    let windows = WINDOWS.iter().find(|(kernel, ..)| agent.contains(kernel));
    let (family, parts) = match (windows, find(agent, SYSTEMS)) {
        (Some((_, major, minor)), _) => ("Windows", vec![*major, *minor]),
        (None, Some((family, rest))) => (family, version(rest.trim_start())),
        (None, None) if agent.contains("Windows") => ("Windows", Vec::new()),
        (None, None) => ("Other", Vec::new()),
    };
    let part = |i: usize| parts.get(i).copied().unwrap_or_default();
    json!({
        "Family": family, "MajorVersion": part(0), "MinorVersion": part(1), "Patch": part(2), "PatchMinor": part(3)
    })
}

/// The device.
pub(crate) fn device(agent: &str) -> Json {
    let lower = agent.to_ascii_lowercase();
    let of = |family: &str, brand: &str, model: &str| json!({"Family": family, "Brand": brand, "Model": model});
    if ["bot", "spider", "crawler"].iter().any(|word| lower.contains(word)) {
        return of("Spider", "Spider", "Desktop");
    }
    for (word, name) in [("iPhone", "iPhone"), ("iPad", "iPad"), ("iPod", "iPod"), ("Macintosh", "Mac")] {
        if agent.contains(word) {
            return of(name, "Apple", name);
        }
    }
    if let Some((_, rest)) = agent.split_once(" Nokia") {
        let model = rest.split(['/', ' ', ';', ')']).next().unwrap_or_default();
        let family = model.split('-').next().unwrap_or_default();
        return of(&format!("Nokia {family}"), "Nokia", model);
    }
    if let Some((_, rest)) = agent.split_once("Android ") {
        let place = rest.split(')').next().unwrap_or_default();
        let model = place.split(';').skip(1).map(str::trim).find(|part| !part.is_empty() && *part != "wv");
        let model = model.map(|m| m.split(" Build/").next().unwrap_or_default()).unwrap_or_default();
        let brand = match model {
            m if m.starts_with("SM-") || m.starts_with("GT-") => "Samsung",
            m if m.starts_with("Pixel") || m.starts_with("Nexus") => "Google",
            "" | "K" => return of("Generic Smartphone", "Generic", "Smartphone"),
            _ => "Generic_Android",
        };
        let family = if brand == "Samsung" { format!("Samsung {model}") } else { model.to_owned() };
        return of(&family, brand, model);
    }
    of("Other", "", "")
}
