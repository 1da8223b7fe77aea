use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[Transform { name: "powershell_invocation", apply: invocation }];

/// The commands of event 4103's payload as one would type them: `New-WebGlobalModule -Name "X" -Image "C:\x.dll"`;
/// those of one pipeline joined with ` | `. Nothing where the payload names no command in this form.
fn invocation<'a>(payload: &'a str, _: &str) -> Option<Cow<'a, str>> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in payload.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_prefix("CommandInvocation(").and_then(|rest| rest.split_once(')')) {
            commands.push((name, name.to_owned()));
        } else if let Some((name, binding)) = line.strip_prefix("ParameterBinding(").and_then(|r| r.split_once(')')) {
            let Some((_, text)) = commands.iter_mut().rev().find(|(command, _)| *command == name) else { continue };
            let Some((parameter, value)) = binding.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"'))
            else {
                continue;
            };
            let value = value.split_once("value=\"").map_or("", |(_, v)| v.strip_suffix('"').unwrap_or(v));
            text.push_str(" -");
            text.push_str(parameter);
            text.push_str(" \"");
            text.push_str(value);
            text.push('"');
        }
    }
    let joined = commands.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" | ");
    (!joined.is_empty()).then_some(Cow::Owned(joined))
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn payloads() {
        check(
            "powershell_invocation",
            "CommandInvocation(New-WebGlobalModule): \"New-WebGlobalModule\"\r\n\
             ParameterBinding(New-WebGlobalModule): name=\"Name\"; value=\"X\"\r\n\
             ParameterBinding(New-WebGlobalModule): name=\"Image\"; value=\"C:\\x \"y\".dll\"\r\n",
            Some("New-WebGlobalModule -Name \"X\" -Image \"C:\\x \"y\".dll\""),
        );
        check(
            "powershell_invocation",
            "CommandInvocation(Get-Item): \"Get-Item\"\nCommandInvocation(Out-Default): \"Out-Default\"\n\
             ParameterBinding(Get-Item): name=\"Path\"; value=\"C:\\\"",
            Some("Get-Item -Path \"C:\\\" | Out-Default"),
        );
        check("powershell_invocation", "something else", None);
        check("powershell_invocation", "ParameterBinding(X): name=\"a\"", None);
        check("powershell_invocation", "CommandInvocation(", None);
    }
}
