//! Reads appcmd commands the way attackers write them.
//!
//! Grammar, from Microsoft's documentation of AppCmd.exe: `APPCMD verb object [identifier] </parameter:value>*`,
//! where `set config` names a section and edits it with `/attribute:value`, `/+[key='value',…]`, `/-[…]` and
//! `/[key='value'].attribute:value`.

mod command;
mod unfold;
mod words;

pub(crate) use command::Command;

/// More than this many characters are not looked at: script blocks are cut into parts of 16 KiB or so.
const MOST_TEXT: usize = 1 << 20;

/// The most telling appcmd command in a text, if there is one.
pub(crate) fn find(text: &str) -> Option<Command> {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut best: Option<Command> = None;
    for plain in unfold::texts(&text[..end]) {
        // Quotes may stand anywhere in a word.
        let lower = plain.replace('"', "").to_ascii_lowercase();
        if !command::OBJECTS.iter().any(|object| lower.contains(object)) {
            continue;
        }
        for words in words::commands(&plain) {
            for start in 0..words.len() {
                if let Some(command) = Command::read(&words[start..])
                    && best.as_ref().is_none_or(|b| command.weight() > b.weight())
                {
                    best = Some(command);
                }
            }
        }
    }
    best
}

#[cfg(test)]
mod tests;
