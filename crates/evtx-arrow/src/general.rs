//! The general way to read a record: its elements one by one, whatever their shape.

use crate::flaw::Flaw;
use crate::program::{self, Element, Step};
use crate::render;
use crate::templates::Templates;
use crate::tokens::Tokens;
use crate::value::{self, Value};
use crate::walk::{Attribute, Walk};
use std::ops::Range;

/// Fragments in fragments, and arrays in arrays, past this number are refused. Windows makes three.
const MOST_LEVELS: usize = 24;
/// Bytes of text that one record may give: a chunk's worth several times over.
pub(crate) const MOST_TEXT: usize = 4 << 20;
/// Steps that one record may take.
const MOST_STEPS: usize = 1 << 18;

/// What is left of the work that a chunk's records may cause.
pub(crate) struct Budget {
    pub(crate) text: usize,
    pub(crate) steps: usize,
}

impl Budget {
    pub(crate) const fn of_chunk() -> Self {
        Self { text: 16 * MOST_TEXT, steps: 16 * MOST_STEPS }
    }

    /// Takes from it; false when it is used up.
    pub(crate) fn take(&mut self, text: usize, steps: usize) -> bool {
        self.text = self.text.saturating_sub(text);
        self.steps = self.steps.saturating_sub(steps);
        self.text > 0 && self.steps > 0
    }
}

/// Whether a record of this provider, channel and event id is wanted.
pub(crate) type Ask<'a> = dyn FnMut(&str, &str, u32) -> bool + 'a;

/// Reads the record whose BinXML is at `range` of the chunk.
pub(crate) fn record(
    chunk: &[u8],
    range: Range<usize>,
    templates: &mut Templates,
    wanted: &mut Ask<'_>,
    budget: &mut Budget,
) -> Result<Walk, Flaw> {
    let start = range.start;
    let own = Budget { text: MOST_TEXT.min(budget.text), steps: MOST_STEPS.min(budget.steps) };
    let (text, steps) = (own.text, own.steps);
    let mut run =
        Run { chunk, templates, wanted, walk: Walk::default(), left: own, element: None, scratch: Vec::new() };
    let result = run.fragment(range, 0);
    budget.take(text - run.left.text, steps - run.left.steps);
    result?;
    if run.walk.system_seen { Ok(run.walk) } else { Err(Flaw::new(start, "it has no System part")) }
}

/// An element whose attributes are being read.
struct Starting {
    name: String,
    attributes: Vec<Attribute>,
}

struct Run<'c, 'r, 'w> {
    chunk: &'c [u8],
    templates: &'r mut Templates,
    wanted: &'r mut Ask<'w>,
    walk: Walk,
    left: Budget,
    element: Option<Starting>,
    scratch: Vec<u8>,
}

/// A step that is a value, and the item of its array that it stands for now, with its type.
type Chosen<'c> = Vec<(usize, (u8, &'c [u8]))>;

impl<'c> Run<'c, '_, '_> {
    fn fragment(&mut self, range: Range<usize>, level: usize) -> Result<(), Flaw> {
        let start = range.start;
        if level > MOST_LEVELS {
            return Err(Flaw::new(start, "its fragments are nested too deeply"));
        }
        let steps = program::program(Tokens::new(self.chunk, range, false))?;
        self.steps(&steps, 0..steps.len(), None, &mut Chosen::new(), level)
    }

    /// Takes the steps in `range`; `values` are those of the instance, none outside of a template.
    fn steps(
        &mut self,
        steps: &[Step],
        range: Range<usize>,
        values: Option<&[Value]>,
        chosen: &mut Chosen<'c>,
        level: usize,
    ) -> Result<(), Flaw> {
        let mut at = range.start;
        while let Some(step) = steps.get(at).filter(|_| at < range.end && !self.walk.ended) {
            if !self.left.take(0, 1) {
                return Err(Flaw::new(0, "it expands to too many elements"));
            }
            match step {
                Step::Open(element) => {
                    // The root of a template is neither left out nor repeated.
                    if let Some(values) = values.filter(|_| at > 0)
                        && let Some(next) = self.varied(steps, at, element, values, chosen, level)?
                    {
                        at = next;
                        continue;
                    }
                    self.element = Some(Starting { name: element.name.clone(), attributes: Vec::new() });
                }
                Step::Attribute(name) => {
                    if let Some(element) = &mut self.element {
                        element.attributes.push((name.clone(), String::new()));
                    }
                }
                Step::Opened => {
                    if let Some(element) = self.element.take() {
                        self.walk.open(&element.name, &element.attributes);
                    }
                }
                Step::Close => self.walk.close(self.wanted),
                Step::Text(text) => self.text(text)?,
                Step::Slot(slot) => {
                    let Some(values) = values else {
                        return Err(Flaw::new(0, "a value of a template outside of one"));
                    };
                    let value = values.get(usize::from(*slot)).copied().unwrap_or(Value::NOTHING);
                    let item = chosen.iter().find(|(step, _)| *step == at).map(|(_, item)| *item);
                    self.value(value, item, level)?;
                }
                Step::Nested(range) => self.fragment(range.clone(), level + 1)?,
                Step::Instance { definition, values } => {
                    let template = self.templates.get(self.chunk, *definition)?;
                    let all = 0..template.steps.len();
                    self.steps(&template.steps, all, Some(values), &mut Chosen::new(), level + 1)?;
                }
            }
            at += 1;
        }
        Ok(())
    }

    /// An element that is left out, or repeated once for each item of an array: gives the step after it. None for
    /// one to be taken as it is.
    fn varied(
        &mut self,
        steps: &[Step],
        at: usize,
        element: &Element,
        values: &[Value],
        chosen: &mut Chosen<'c>,
        level: usize,
    ) -> Result<Option<usize>, Flaw> {
        let value = |slot: u16| values.get(usize::from(slot));
        if element.dependency.and_then(value).is_some_and(Value::is_null) {
            return Ok(Some(element.close + 1));
        }
        for &step in &element.slots {
            let Some(Step::Slot(slot)) = steps.get(step) else { continue };
            let Some(value) = value(*slot).filter(|value| value.is_array()) else { continue };
            if chosen.iter().any(|(known, _)| *known == step) {
                continue;
            }
            let items = || value::items(value.kind, value.bytes(self.chunk));
            if items().nth(1).is_none() {
                continue;
            }
            if level >= MOST_LEVELS {
                return Err(Flaw::new(value.start(), "its arrays are nested too deeply"));
            }
            for item in items() {
                chosen.push((step, item));
                self.steps(steps, at..element.close + 1, Some(values), chosen, level + 1)?;
                chosen.pop();
            }
            return Ok(Some(element.close + 1));
        }
        Ok(None)
    }

    /// A value, or one item of an array.
    fn value(&mut self, value: Value, item: Option<(u8, &'c [u8])>, level: usize) -> Result<(), Flaw> {
        if value.is_nested() {
            if self.element.is_some() {
                return Err(Flaw::new(value.start(), "elements within an attribute"));
            }
            return self.fragment(value.start()..value.start() + usize::from(value.length), level + 1);
        }
        let (kind, bytes) = item.unwrap_or_else(|| (value.kind, value.bytes(self.chunk)));
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        render::push(&mut text, kind, bytes);
        let done = self.text(std::str::from_utf8(&text).unwrap_or_default());
        self.scratch = text;
        done
    }

    fn text(&mut self, text: &str) -> Result<(), Flaw> {
        if !self.left.take(text.len(), 0) {
            return Err(Flaw::new(0, "it expands to too much text"));
        }
        match &mut self.element {
            Some(element) => {
                if let Some((_, value)) = element.attributes.last_mut() {
                    value.push_str(text);
                }
            }
            None => self.walk.text(text),
        }
        Ok(())
    }
}
