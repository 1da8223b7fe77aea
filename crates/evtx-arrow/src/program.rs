//! A stream of BinXML as a list of steps: names and text decoded, starts and ends of elements matched.

use crate::flaw::Flaw;
use crate::render;
use crate::tokens::{Token, Tokens};
use crate::utf16;
use crate::value::Value;
use std::ops::Range;

#[derive(Debug)]
pub(crate) enum Step {
    Open(Box<Element>),
    /// An attribute of the element that was opened last; its value follows.
    Attribute(String),
    /// The element's attributes are complete.
    Opened,
    Close,
    Text(String),
    /// A value of the template's instance.
    Slot(u16),
    /// BinXML at this place of the chunk.
    Nested(Range<usize>),
    Instance {
        definition: usize,
        values: Vec<Value>,
    },
}

#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    /// The element is left out when this value is null.
    pub(crate) dependency: Option<u16>,
    /// The step that closes it.
    pub(crate) close: usize,
    /// The steps that are values in its content, then those in its attributes.
    pub(crate) slots: Vec<usize>,
}

/// An element that is not closed yet.
struct Pending {
    step: usize,
    content: Vec<usize>,
    attributes: Vec<usize>,
    /// Its attributes are not complete yet.
    starting: bool,
}

/// Reads a whole stream.
pub(crate) fn program(mut tokens: Tokens<'_>) -> Result<Vec<Step>, Flaw> {
    let mut steps = Vec::new();
    let mut open: Vec<Pending> = Vec::new();
    loop {
        let at = tokens.at();
        let Some(token) = tokens.next()? else { break };
        let starting = open.last().is_some_and(|pending| pending.starting);
        let fits = match token {
            Token::Attribute(_) | Token::CloseStart | Token::CloseEmpty => starting,
            Token::Close => !starting && !open.is_empty(),
            Token::Open { .. } | Token::Nested(_) | Token::Instance { .. } => !starting,
            _ => true,
        };
        if !fits {
            return Err(Flaw::new(at, "a token out of place"));
        }
        match token {
            Token::Open { name, dependency } => {
                open.push(Pending { step: steps.len(), content: Vec::new(), attributes: Vec::new(), starting: true });
                let name = utf16::string(name);
                steps.push(Step::Open(Box::new(Element { name, dependency, close: 0, slots: Vec::new() })));
            }
            Token::Attribute(name) => steps.push(Step::Attribute(utf16::string(name))),
            Token::CloseStart => {
                steps.push(Step::Opened);
                if let Some(pending) = open.last_mut() {
                    pending.starting = false;
                }
            }
            Token::CloseEmpty => {
                steps.push(Step::Opened);
                close(&mut steps, open.pop());
            }
            Token::Close => close(&mut steps, open.pop()),
            Token::Slot(slot) => {
                if let Some(pending) = open.last_mut() {
                    let list = if pending.starting { &mut pending.attributes } else { &mut pending.content };
                    list.push(steps.len());
                }
                steps.push(Step::Slot(slot));
            }
            Token::Value { kind, bytes } => {
                let mut text = Vec::new();
                render::push(&mut text, kind, bytes);
                steps.push(Step::Text(String::from_utf8(text).unwrap_or_default()));
            }
            Token::Text(text) => steps.push(Step::Text(utf16::string(text))),
            Token::Entity(name) => steps.push(Step::Text(entity(&utf16::string(name)))),
            Token::Char(unit) => steps.push(Step::Text(utf16::string(&unit.to_le_bytes()))),
            Token::Nested(range) => steps.push(Step::Nested(range)),
            Token::Instance { definition, values } => steps.push(Step::Instance { definition, values }),
        }
    }
    if open.is_empty() { Ok(steps) } else { Err(Flaw::new(tokens.at(), "an element does not end")) }
}

fn close(steps: &mut Vec<Step>, pending: Option<Pending>) {
    let end = steps.len();
    steps.push(Step::Close);
    let Some(pending) = pending else { return };
    if let Some(Step::Open(element)) = steps.get_mut(pending.step) {
        element.close = end;
        element.slots = pending.content;
        element.slots.extend(pending.attributes);
    }
}

fn entity(name: &str) -> String {
    match name {
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "amp" => "&".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}
