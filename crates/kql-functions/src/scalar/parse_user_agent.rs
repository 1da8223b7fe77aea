//! `parse_user_agent`

use crate::kernel::user_agent::{browser, device, system};
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_user_agent",
    Types::Overloads(&[takes(&[STRING, ANY], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "parse_user_agent(text, look_for)",
        "What a `User-Agent` tells of the program, the operating system and the device, as a property bag.",
        &[
            (
                "parse_user_agent('Mozilla/5.0 (Windows; U; en-US) AppleWebKit/531.9 (KHTML, like Gecko) AdobeAIR/2.5.1', 'browser')",
                "{\"Browser\":{\"Family\":\"AdobeAIR\",\"MajorVersion\":\"2\",\"MinorVersion\":\"5\",\"Patch\":\"1\"}}",
            ),
            ("parse_user_agent('curl/8.5.0', dynamic(['browser', 'os'])).Browser.Family", "curl"),
        ],
    )
    .notes("`look_for` is `browser`, `os` or `device`, or an array of them; anything else is passed over. The programs and devices known are the common ones: what Microsoft's engine tells of rare ones is `Other` here."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let agent = text(args, 0);
    let wanted = match array(args, 1) {
        Some(items) => items.iter().map(crate::json::text_of).collect(),
        None => vec![text(args, 1).into_owned()],
    };
    let mut bag = Map::new();
    for part in wanted {
        let (name, value): (&str, Json) = match part.as_str() {
            "browser" => ("Browser", browser(&agent)),
            "os" => ("OperatingSystem", system(&agent)),
            "device" => ("Device", device(&agent)),
            _ => continue,
        };
        bag.insert(name.to_owned(), value);
    }
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(agent: &str, expect: [&str; 3]) {
        let value = run(&[Value::string(agent), Value::Dynamic("[\"browser\",\"os\",\"device\"]".into())]).to_json();
        let at = |pointer: &str| value.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
        let whole = |part: &str, names: &[&str]| {
            let all: Vec<String> =
                names.iter().map(|n| at(&format!("/{part}/{n}"))).filter(|t| !t.is_empty()).collect();
            all.join(" ")
        };
        let got = [
            whole("Browser", &["Family", "MajorVersion", "MinorVersion", "Patch"]),
            whole("OperatingSystem", &["Family", "MajorVersion", "MinorVersion", "Patch"]),
            whole("Device", &["Family", "Brand", "Model"]),
        ];
        assert_eq!(got, expect.map(str::to_owned));
    }

    #[test]
    fn agents() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
        check(windows, ["Chrome 120 0 0", "Windows 10", "Other"]);
        check(&format!("{windows} Edg/119.0.2151.97"), ["Edge 119 0 2151", "Windows 10", "Other"]);
        check(
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
            ["Firefox 121 0", "Ubuntu", "Other"],
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
            ["Mobile Safari 17 1", "iOS 17 1 2", "iPhone Apple iPhone"],
        );
        check(
            "Mozilla/5.0 (Linux; Android 13; SM-G991B Build/TP1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36",
            ["Chrome Mobile 116 0 0", "Android 13", "Samsung SM-G991B Samsung SM-G991B"],
        );
        check("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", ["IE 11 0", "Windows 7", "Other"]);
        check(
            "Mozilla/5.0 (SymbianOS/9.2; U; Series60/3.1 NokiaN81-3/10.0.032 Profile/MIDP-2.0 Configuration/CLDC-1.1 ) AppleWebKit/413 (KHTML, like Gecko) Safari/4",
            ["Nokia OSS Browser 3 1", "Symbian OS 9 2", "Nokia N81 Nokia N81-3"],
        );
        check(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            ["Googlebot 2 1", "Other", "Spider Spider Desktop"],
        );
        check("python-requests/2.31.0", ["Python Requests 2 31 0", "Other", "Other"]);
        check("", ["Other", "Other", "Other"]);
    }
}
