//! Splits a text into commands and their words, also commands that are quoted inside another.

/// How deep quoted commands are looked into (`cmd /c "powershell -c 'appcmd …'"` is two).
const DEEPEST: usize = 4;

/// The words of every command in the text, quoted commands after the one that holds them. A quoted command's
/// words start with the program word before the quotes, for the sake of `Start-Process appcmd -ArgumentList '…'`.
pub(super) fn commands(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    split(text, None, 0, &mut found);
    found
}

fn split(text: &str, program: Option<&str>, depth: usize, found: &mut Vec<Vec<String>>) {
    for line in separate(text) {
        let words = words(&line);
        if depth < DEEPEST {
            for (i, word) in words.iter().enumerate() {
                if word.contains(char::is_whitespace) && !word.starts_with(['/', '-']) {
                    let program = words[..i].iter().rev().find(|w| !w.starts_with(['/', '-']));
                    split(word, program.map(String::as_str), depth + 1, found);
                }
            }
        }
        let mut all = words;
        if let Some(program) = program {
            all.insert(0, program.to_owned());
        }
        found.push(all);
    }
}

/// Cuts at `&`, `|`, `;` and line ends that stand outside double quotes and brackets.
fn separate(text: &str) -> Vec<String> {
    let mut commands = vec![String::new()];
    let (mut quoted, mut bracket) = (false, 0_usize);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracket += 1,
            ']' if !quoted => bracket = bracket.saturating_sub(1),
            '\n' | '\r' => {
                (quoted, bracket) = (false, 0);
                commands.push(String::new());
                continue;
            }
            '&' | '|' | ';' if !quoted && bracket == 0 => {
                commands.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = commands.last_mut() {
            last.push(c);
        }
    }
    commands.retain(|c| !c.trim().is_empty());
    commands
}

/// Words split at white space outside quotes; quotes go away. A single quote opens a word only where the word
/// starts, since appcmd's own syntax uses single quotes inside brackets. A comma between quoted words separates,
/// and so does the bracket that closes a list of PowerShell; white space inside a parameter's brackets does not.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut open: Option<char> = None;
    let mut started = false;
    let mut closed = false;
    let mut bracket = false;
    for c in command.chars() {
        match open {
            Some(quote) if c == quote => {
                open = None;
                closed = true;
            }
            Some(_) => word.push(c),
            None if c == '"' || (c == '\'' && !started) => {
                open = Some(c);
                started = true;
            }
            None if bracket => {
                bracket = c != ']';
                word.push(c);
            }
            None if c.is_whitespace() || (matches!(c, ',' | ')') && closed) => {
                if started {
                    words.push(std::mem::take(&mut word));
                }
                (started, closed) = (false, false);
            }
            None => {
                bracket = c == '[' && word.starts_with(['/', '-']);
                word.push(c);
                (started, closed) = (true, false);
            }
        }
    }
    if started {
        words.push(word);
    }
    words
}
