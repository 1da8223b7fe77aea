use super::sheet::Sheet;
use crate::Paint;
use crate::text::{pad, visible};
use detect::model::{Component, Question, ResponseStep};
use std::collections::BTreeMap;
use std::io::Result;

/// Steps and questions that the page has told of a host, and for which component: what several components have in
/// common is told once.
#[derive(Default)]
pub(super) struct Told<'a>(BTreeMap<(&'a str, &'a ResponseStep), &'a str>);

/// What to do now, and what to ask next.
pub(super) fn write<'a>(component: &'a Component, told: &mut Told<'a>, sheet: &mut Sheet<'_>) -> Result<()> {
    if component.response.is_empty() && component.investigate.is_empty() {
        return Ok(());
    }
    sheet.line(&format!("  {}", sheet.paint(Paint::Bold, "what to do now")))?;
    let mut number = 0;
    let mut elsewhere: Vec<&str> = Vec::new();
    for step in &component.response {
        if let Some(other) = told.0.get(&(component.host.as_str(), step)) {
            if !elsewhere.contains(other) {
                elsewhere.push(other);
            }
            continue;
        }
        told.0.insert((&component.host, step), &component.id);
        number += 1;
        let front = format!("    {number:>2}  ");
        sheet.hanging(&front, &front, &step.step)?;
        if let Some(command) = &step.command {
            self::command(command, sheet)?;
        }
    }
    if !elsewhere.is_empty() {
        let front = "        ";
        sheet.hanging(front, front, &format!("and what {} has for the whole server", elsewhere.join(", ")))?;
    }
    for (at, question) in component.investigate.iter().enumerate() {
        ask(question, at == 0, sheet)?;
    }
    Ok(())
}

fn ask(question: &Question, first: bool, sheet: &mut Sheet<'_>) -> Result<()> {
    if first {
        sheet.line(&format!("  {}", sheet.paint(Paint::Bold, "what to ask next")))?;
    }
    let front = "        ";
    sheet.hanging(front, front, &question.question)?;
    command(&question.command, sheet)
}

/// A command on a line of its own, never wrapped or cut: it is there to be copied.
fn command(text: &str, sheet: &mut Sheet<'_>) -> Result<()> {
    let text = visible(text);
    sheet.line(&format!("{}{}", pad("", 10), sheet.paint(Paint::Cyan, &text)))
}
