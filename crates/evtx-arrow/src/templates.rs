//! Templates: each is compiled once, however many chunks define it anew.

use crate::bytes::{same, slice};
use crate::flaw::Flaw;
use crate::layout::Layout;
use crate::plan::{self, Base, Plan};
use crate::program::{self, Step};
use crate::shape::{Shape, Shapes};
use crate::tokens::{self, Token, Tokens};
use crate::value::Value;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::rc::Rc;

/// Bytes of definitions that one chunk may have. They all fit into it, unless they overlap so as to cost time.
const MOST_PER_CHUNK: usize = 8 * 65_536;
/// Bytes of definitions that are kept. Past that all are forgotten: a whole server's logs stay far below.
const MOST_KEPT: usize = 16 << 20;

/// A template's definition.
#[derive(Debug)]
pub(crate) struct Template {
    /// The tokens with their names in place: the same for the same content in every chunk.
    content: Vec<u8>,
    /// How its definition stood in chunks before.
    layouts: RefCell<Vec<Layout>>,
    pub(crate) steps: Vec<Step>,
    /// By [`Base`].
    plans: [OnceCell<Option<Plan>>; 3],
    /// By [`Base`] too.
    shapes: [Shapes; 3],
    /// Which way records go, by what of their values decides it; sorted by event id.
    decisions: RefCell<Vec<Decision>>,
}

/// A remembered answer to which way a record goes.
#[derive(Debug)]
struct Decision {
    id: u32,
    /// The bytes of the values that are provider and channel.
    provider: Vec<u8>,
    channel: Vec<u8>,
    route: Option<u32>,
}

/// Templates of one GUID and length that are remembered, so that a log of nothing else takes no time. Windows has one.
const MOST_ALIKE: usize = 64;
/// Names of a definition stand behind their offsets or elsewhere: more layouts of one template are not remembered.
const MOST_LAYOUTS: usize = 16;
/// Templates that are found without asking the map; a power of two.
const NEAR: usize = 64;
/// More answers of one template, and of longer names, are not remembered.
const MOST_DECISIONS: usize = 1024;
const LONGEST_NAME: usize = 512;

impl Template {
    fn new(content: Vec<u8>, steps: Vec<Step>) -> Self {
        Self {
            content,
            layouts: RefCell::default(),
            steps,
            plans: Default::default(),
            shapes: Default::default(),
            decisions: RefCell::new(Vec::new()),
        }
    }

    /// The shape of an instance of it there, whose plan is `plan`, and how much memory was taken for that.
    #[inline]
    pub(crate) fn shape(
        &self,
        base: Base,
        plan: &Plan,
        entries: &[[u8; 4]],
        values: &[Value],
    ) -> Option<(Rc<Shape>, usize)> {
        self.shapes.get(base as usize)?.of(plan, entries, values)
    }

    /// How to read an instance of it there, if that is simple enough.
    pub(crate) fn plan(&self, base: Base) -> Option<&Plan> {
        self.plans.get(base as usize)?.get_or_init(|| plan::compile(&self.steps, base)).as_ref()
    }
}

/// For offsets within a chunk, of which there are too few for anyone to make them collide.
#[derive(Default)]
pub(crate) struct OffsetHasher(u64);

impl Hasher for OffsetHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

/// All templates seen in a log.
#[derive(Default)]
pub(crate) struct Templates {
    /// By GUID and length; not every pair has one content, whatever a GUID promises.
    known: HashMap<([u8; 16], usize), Vec<Rc<Template>>>,
    kept: usize,
    /// The last ones of this chunk, each in the one place that is its offset's own.
    near: Vec<(usize, Option<Rc<Template>>)>,
    /// Those of this chunk, by their offset.
    here: HashMap<usize, Result<Rc<Template>, Flaw>, BuildHasherDefault<OffsetHasher>>,
    read: usize,
    content: Vec<u8>,
}

impl Templates {
    /// Begins another chunk.
    pub(crate) fn chunk(&mut self) {
        self.here.clear();
        self.near.clear();
        self.near.resize(NEAR, (0, None));
        self.read = 0;
        if self.kept > MOST_KEPT {
            self.known.clear();
            self.kept = 0;
        }
    }

    /// Which way a record goes; provider and channel as bytes of its values. Asks when it is not known yet.
    pub(crate) fn decide(
        &mut self,
        template: &Template,
        id: u32,
        [provider, channel]: [&[u8]; 2],
        ask: impl FnOnce() -> Option<u32>,
    ) -> Option<u32> {
        let mut decisions = template.decisions.borrow_mut();
        let start = decisions.partition_point(|decision| decision.id < id);
        let of_id = decisions.get(start..).unwrap_or_default().iter().take_while(|decision| decision.id == id);
        let mut known = of_id.filter(|decision| same(&decision.provider, provider) && same(&decision.channel, channel));
        if let Some(known) = known.next() {
            return known.route;
        }
        let route = ask();
        let size = provider.len() + channel.len();
        if decisions.len() < MOST_DECISIONS && size <= LONGEST_NAME {
            self.kept += size + size_of::<Decision>();
            let decision = Decision { id, provider: provider.to_owned(), channel: channel.to_owned(), route };
            decisions.insert(start, decision);
        }
        route
    }

    /// Says that so much memory was taken for what is known of templates.
    pub(crate) fn keeps(&mut self, size: usize) {
        self.kept += size;
    }

    /// The template whose definition is at this offset of the chunk.
    #[inline]
    pub(crate) fn get(&mut self, chunk: &[u8], at: usize) -> Result<Rc<Template>, Flaw> {
        // Definitions are some hundred bytes long, so that their offsets differ above the lowest bits.
        let place = (at >> 4 ^ at >> 10) % NEAR;
        if let Some((have, Some(template))) = self.near.get(place)
            && *have == at
        {
            return Ok(Rc::clone(template));
        }
        let found = match self.here.get(&at) {
            Some(found) => found.clone(),
            None => {
                let found = self.find(chunk, at);
                self.here.insert(at, found.clone());
                found
            }
        }?;
        if let Some(near) = self.near.get_mut(place) {
            *near = (at, Some(Rc::clone(&found)));
        }
        Ok(found)
    }

    fn find(&mut self, chunk: &[u8], at: usize) -> Result<Rc<Template>, Flaw> {
        let body = tokens::definition(chunk, at)?;
        self.read += body.len();
        if self.read > MOST_PER_CHUNK {
            return Err(Flaw::new(at, "the chunk's templates overlap"));
        }
        let guid = slice(chunk, at + 4, 16).and_then(|guid| guid.first_chunk().copied()).unwrap_or_default();
        let list = self.known.entry((guid, body.len())).or_default();
        let is_at = |template: &&Rc<Template>| template.layouts.borrow().iter().any(|known| known.is_at(chunk, &body));
        if let Some(found) = list.iter().find(is_at) {
            return Ok(Rc::clone(found));
        }
        let names = spell_out(chunk, body.clone(), &mut self.content)?;
        let layout = names.as_ref().and_then(|names| Layout::new(chunk, body.clone(), names));
        let known = list.iter().find(|template| template.content == self.content).filter(|_| names.is_some());
        let template = match known {
            Some(known) => Rc::clone(known),
            None => {
                let steps = program::program(Tokens::new(chunk, body, true))?;
                Rc::new(Template::new(self.content.clone(), steps))
            }
        };
        if names.is_some() && known.is_none() && list.len() < MOST_ALIKE {
            self.kept += self.content.len();
            list.push(Rc::clone(&template));
        }
        if let Some(layout) = layout {
            let mut layouts = template.layouts.borrow_mut();
            if layouts.len() < MOST_LAYOUTS {
                self.kept += layout.size();
                layouts.push(layout);
            }
        }
        Ok(template)
    }
}

/// Writes the tokens of a definition with their names in place, and gives where its names' offsets stand, with the
/// offsets; none when there is BinXML in it, which can point anywhere in its chunk.
fn spell_out(chunk: &[u8], body: Range<usize>, content: &mut Vec<u8>) -> Result<Option<Vec<(usize, usize)>>, Flaw> {
    content.clear();
    let mut tokens = Tokens::new(chunk, body, true).keeping_names();
    let mut portable = true;
    while let Some(token) = tokens.next()? {
        let (tag, number, text): (u8, u16, &[u8]) = match token {
            Token::Open { name, dependency } => (1, dependency.unwrap_or(u16::MAX), name),
            Token::Attribute(name) => (2, 0, name),
            Token::CloseStart => (3, 0, &[]),
            Token::CloseEmpty => (4, 0, &[]),
            Token::Close => (5, 0, &[]),
            Token::Value { kind, bytes } => (6, kind.into(), bytes),
            Token::Text(text) => (7, 0, text),
            Token::Entity(name) => (8, 0, name),
            Token::Char(unit) => (9, unit, &[]),
            Token::Slot(slot) => (10, slot, &[]),
            Token::Nested(_) | Token::Instance { .. } => {
                portable = false;
                continue;
            }
        };
        content.push(tag);
        content.extend_from_slice(&number.to_le_bytes());
        content.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        content.extend_from_slice(text);
    }
    Ok(portable.then(|| tokens.names()))
}
