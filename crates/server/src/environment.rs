/// The variables of the examined server that configuration files use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Drive letter and colon: `C:`.
    system_drive: String,
}

impl Default for Environment {
    fn default() -> Self {
        Self { system_drive: "C:".to_owned() }
    }
}

impl Environment {
    /// The environment of a server whose Windows is on the drive of this path; `C:` if it names none.
    pub fn of_system_file(windows_path: &str) -> Self {
        let drive = windows_path.get(..2).filter(|drive| drive.ends_with(':'));
        drive.map_or_else(Self::default, |drive| Self { system_drive: drive.to_ascii_uppercase() })
    }

    /// Replaces variables whose value is the same on every server. Others, such as `%IIS_BIN%`, stay as
    /// they are: see [`crate::is_unresolved`].
    pub fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            let known = after.split_once('%').and_then(|(name, tail)| Some((self.value(name)?, tail)));
            match known {
                Some((value, tail)) => {
                    out.push_str(&value);
                    rest = tail;
                }
                None => {
                    out.push('%');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// Default places of Windows (learn.microsoft.com, "Recognized environment variables"). `%TEMP%` is that
    /// of services.
    fn value(&self, name: &str) -> Option<String> {
        let below_drive = match name.to_ascii_lowercase().as_str() {
            "systemdrive" | "homedrive" => "",
            "windir" | "systemroot" => "\\Windows",
            "programfiles" | "programw6432" => "\\Program Files",
            "programfiles(x86)" => "\\Program Files (x86)",
            "commonprogramfiles" | "commonprogramw6432" => "\\Program Files\\Common Files",
            "commonprogramfiles(x86)" => "\\Program Files (x86)\\Common Files",
            "programdata" | "allusersprofile" => "\\ProgramData",
            "public" => "\\Users\\Public",
            "temp" | "tmp" => "\\Windows\\Temp",
            _ => return None,
        };
        Some(format!("{}{below_drive}", self.system_drive))
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn expansion() {
        let check = |text, expect| assert_eq!(Environment::default().expand(text), expect, "{text}");
        check(r"%windir%\x", r"C:\Windows\x");
        check(r"%WINDIR%\%SystemDrive%", r"C:\Windows\C:");
        check(r"%ProgramFiles(x86)%\a", r"C:\Program Files (x86)\a");
        check(r"%IIS_BIN%\x.dll", r"%IIS_BIN%\x.dll");
        check(r"%nope%windir%\x", r"%nopeC:\Windows\x");
        check("100%", "100%");
        check("%%", "%%");
        check("", "");
        assert_eq!(Environment::of_system_file(r"d:\Windows\x").expand("%windir%"), r"D:\Windows");
        assert_eq!(Environment::of_system_file("é").expand("%windir%"), r"C:\Windows");
    }
}
