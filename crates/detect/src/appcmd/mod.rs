//! Reads appcmd commands the way attackers write them.
//!
//! Grammar, from Microsoft's documentation of AppCmd.exe: `APPCMD verb object [identifier] </parameter:value>*`,
//! where `set config` names a section and edits it with `/attribute:value`, `/+[key='value',…]`, `/-[…]` and
//! `/[key='value'].attribute:value`.

mod command;
mod words;

pub(crate) use command::Command;

/// More than this many characters are not looked at: script blocks are cut into parts of 16 KiB or so.
const MOST_TEXT: usize = 1 << 20;

/// The most telling appcmd command in a text, if there is one.
pub(crate) fn find(text: &str) -> Option<Command> {
    // Cheap refusal first: nearly every command line has no object of appcmd in it.
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let folded = knowledge::confusable_fold(&text[..end]);
    let plain = without_escapes(&folded);
    let lower = plain.to_ascii_lowercase();
    if !command::OBJECTS.iter().any(|object| lower.contains(object)) {
        return None;
    }
    let mut best: Option<Command> = None;
    for words in words::commands(&plain) {
        for start in 0..words.len() {
            if let Some(command) = Command::read(&words[start..])
                && best.as_ref().is_none_or(|b| command.weight() > b.weight())
            {
                best = Some(command);
            }
        }
    }
    best
}

/// Carets (cmd.exe) and backticks (PowerShell) escape the next character; appcmd never sees them, nor the `@(` of a
/// PowerShell list of arguments.
fn without_escapes(text: &str) -> String {
    text.replace(['^', '`'], "").replace("@(", " ")
}

#[cfg(test)]
mod tests;
