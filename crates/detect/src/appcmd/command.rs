use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const VERBS: &[&str] = &[
    "add",
    "clear",
    "configure",
    "delete",
    "inspect",
    "install",
    "list",
    "lock",
    "migrate",
    "recycle",
    "reset",
    "restore",
    "search",
    "set",
    "start",
    "stop",
    "uninstall",
    "unlock",
];

/// The object words of appcmd, singular; a plural `s` may follow.
pub(super) const OBJECTS: &[&str] =
    &["module", "config", "site", "app", "vdir", "apppool", "wp", "request", "trace", "backup"];

/// Sections that `appcmd` finds without their group.
const WEB_SERVER_SECTIONS: &[&str] = &[
    "asp",
    "caching",
    "cgi",
    "defaultdocument",
    "directorybrowse",
    "fastcgi",
    "globalmodules",
    "handlers",
    "httpcompression",
    "httperrors",
    "httplogging",
    "httpprotocol",
    "httpredirect",
    "httptracing",
    "isapifilters",
    "modules",
    "odbclogging",
    "serverruntime",
    "serversideinclude",
    "staticcontent",
    "urlcompression",
    "validation",
];

/// A command has no more words than this; what follows in a long line belongs to something else.
const MOST_WORDS: usize = 64;

/// One appcmd command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Command {
    /// File name of the program word, folded, in lower case.
    pub tool: String,
    pub verb: String,
    pub object: String,
    pub name: String,
    pub image: String,
    pub type_name: String,
    pub precondition: String,
    pub app: String,
    /// In full and in lower case, `system.webserver/globalmodules`.
    pub section: String,
    /// Every attribute that the command gives, names in lower case.
    pub attributes: BTreeMap<String, String>,
    /// Whether `set config` adds an element or changes an attribute that names code.
    adds: bool,
}

impl Command {
    /// Reads the command whose program word is the first word.
    pub(super) fn read(words: &[String]) -> Option<Self> {
        let (program, rest) = words.split_first()?;
        if is_parameter(program) {
            return None;
        }
        let rest = &rest[..rest.len().min(MOST_WORDS)];
        let mut plain = rest.iter().filter(|w| !is_parameter(w));
        let verb = plain.next()?.to_ascii_lowercase();
        let object = plain.next()?.to_ascii_lowercase();
        let object = object.strip_suffix('s').unwrap_or(&object).to_owned();
        if !VERBS.contains(&verb.as_str()) || !OBJECTS.contains(&object.as_str()) {
            return None;
        }
        let base = program.rsplit(['\\', '/']).next().unwrap_or(program).trim_matches(['"', '\'', '(', ')']);
        let mut command = Self { tool: base.to_ascii_lowercase(), verb, object, ..Self::default() };
        let identifier = plain.next().cloned().unwrap_or_default();
        for word in rest.iter().filter(|w| is_parameter(w)) {
            command.parameter(word);
        }
        command.settle(identifier);
        Some(command)
    }

    /// `/name:value`, `/+[…]`, `/-[…]`, `/[…].attribute:value`
    fn parameter(&mut self, word: &str) {
        let body = word.trim_start_matches(['/', '-']);
        let removes = word.starts_with("/-[") || word.starts_with("--[");
        let edit = body.trim_start_matches('+').trim_start();
        if let (Some(open), Some(close)) = (edit.find('['), edit.rfind(']'))
            && open < close
            && !edit[..open].contains(':')
        {
            for (key, value) in bracket(&edit[open + 1..close]) {
                self.attributes.entry(key).or_insert(value);
            }
            self.adds |= body.starts_with('+');
            let tail = edit[close + 1..].trim_start_matches('.');
            if let Some((attribute, value)) = tail.split_once(':') {
                self.attribute(attribute, value);
                self.adds = true;
            }
            if removes {
                self.adds = false;
            }
        } else if let Some((attribute, value)) = body.split_once(':') {
            self.attribute(attribute, value);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let name = name.trim_matches(['"', '\'', '+']).to_ascii_lowercase();
        self.attributes.insert(name, value.trim_matches(['"', '\'']).to_owned());
    }

    fn settle(&mut self, identifier: String) {
        let take = |attributes: &BTreeMap<String, String>, keys: &[&str]| {
            keys.iter().find_map(|k| attributes.get(*k)).cloned().unwrap_or_default()
        };
        self.name = take(&self.attributes, &["name", "module.name"]);
        self.type_name = take(&self.attributes, &["type"]);
        self.precondition = take(&self.attributes, &["precondition"]);
        self.app = take(&self.attributes, &["app.name"]);
        let section = take(&self.attributes, &["section"]).to_ascii_lowercase().replace('\\', "/");
        self.section = match section.as_str() {
            s if WEB_SERVER_SECTIONS.contains(&s) => format!("system.webserver/{s}"),
            "isapicgirestriction" => "system.webserver/security/isapicgirestriction".to_owned(),
            _ => section,
        };
        // A handler's `path` is the request path; a filter's is its DLL.
        let code: &[&str] = if self.section.ends_with("/handlers") { &["scriptprocessor"] } else { &["image", "path"] };
        self.image = take(&self.attributes, code);
        if self.object == "module" {
            if self.name.is_empty() {
                self.name = identifier;
            }
        } else if self.app.is_empty() {
            self.app = identifier;
        }
    }

    /// Whether the program word is appcmd by its name.
    pub(crate) fn is_appcmd(&self) -> bool {
        self.tool == "appcmd.exe" || self.tool == "appcmd"
    }

    /// The class of the component that the command registers; empty when it registers none.
    pub(crate) fn registers(&self) -> &'static str {
        let typed = !self.type_name.is_empty();
        match (self.verb.as_str(), self.object.as_str()) {
            ("install" | "add", "module") if typed => "managed_module",
            ("install" | "add", "module") => "native_module",
            ("set", "module") if !self.image.is_empty() => "native_module",
            ("set", "config") if self.adds => match self.section.rsplit('/').next().unwrap_or_default() {
                "globalmodules" => "native_module",
                "modules" | "httpmodules" if typed => "managed_module",
                "modules" => "native_module",
                "isapifilters" => "isapi_filter",
                "isapicgirestriction" => "isapi_extension",
                "handlers" | "httphandlers" if typed => "handler",
                "handlers" if !self.image.is_empty() => "isapi_extension",
                "handlers" => "handler",
                _ => "",
            },
            _ => "",
        }
    }

    /// How telling the command is, for choosing among several.
    pub(super) fn weight(&self) -> u32 {
        let what = match self.verb.as_str() {
            _ if !self.registers().is_empty() => 6,
            "install" | "uninstall" => 4,
            "set" | "unlock" | "lock" | "clear" | "reset" => 3,
            "add" | "delete" | "restore" | "migrate" => 2,
            _ => 0,
        };
        what * 2 + u32::from(self.is_appcmd())
    }

    pub(crate) fn to_json(&self) -> Json {
        let attributes: Map<String, Json> =
            self.attributes.iter().map(|(k, v)| (k.clone(), Json::String(v.clone()))).collect();
        json!({
            "tool": self.tool,
            "is_appcmd": self.is_appcmd(),
            "verb": self.verb,
            "object": self.object,
            "name": self.name,
            "image": self.image,
            "type": self.type_name,
            "precondition": self.precondition,
            "app": self.app,
            "section": self.section,
            "attributes": attributes,
            "registers": self.registers(),
        })
    }
}

/// `/x` or `-x`. A lone dash is none, and neither is a path of Unix (`/usr/bin/x y` names no parameter of appcmd).
fn is_parameter(word: &str) -> bool {
    word.len() > 1 && word.starts_with(['/', '-'])
}

/// `name='X',image='C:\x.dll'`: keys in lower case. Commas inside quotes do not separate.
fn bracket(text: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some((key, tail)) = rest.split_once('=') {
        // `@start` and `@end` stand before the keys and have no value.
        let key = key.trim_matches([',', ' ']).rsplit(',').next().unwrap_or(key);
        let key = key.trim_matches([' ', '@']).to_ascii_lowercase();
        let tail = tail.trim_start();
        let (value, after) = match tail.chars().next() {
            Some(quote @ ('\'' | '"')) => tail[1..].split_once(quote).unwrap_or((&tail[1..], "")),
            _ => tail.split_once(',').unwrap_or((tail, "")),
        };
        pairs.push((key, value.to_owned()));
        rest = after;
    }
    pairs
}
