//! A template as a plan: which values are which fields of the event.
//!
//! Only for templates of the usual shape; the others, and the records whose values are elements where a plan expects
//! text, take the general way through [`crate::general`], which gives the same for all of them.

use crate::event::Section;
use crate::needs::{Fields, Needs, PARTS};
use crate::program::{Element, Step};
use crate::value::Value;
use crate::walk::local_name;
use std::cell::RefCell;
use std::ops::{Index, IndexMut};
use std::rc::Rc;

/// Elements nested more deeply make no plan.
const MOST_DEPTH: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The fields of the System part, none when there is no System part.
    pub(crate) system: Option<Box<System>>,
    pub(crate) items: Vec<Item>,
    /// Values that must be text, or the plan does not hold.
    pub(crate) plain: Vec<u16>,
    /// Values that must not be elements, but may be arrays, which repeat their element.
    pub(crate) repeat: Vec<u16>,
    /// The values that are elements, in the order of their items.
    pub(crate) nested: Vec<Nested>,
    /// Which items are decoded, by the number of what is needed.
    projections: RefCell<Vec<Option<Rc<[u16]>>>>,
}

impl Plan {
    /// The items that `needs` asks for, by number; what `needs` is called is remembered.
    pub(crate) fn projection(&self, number: usize, needs: &Needs) -> Rc<[u16]> {
        let mut known = self.projections.borrow_mut();
        if known.len() <= number {
            known.resize(number + 1, None);
        }
        let Some(place) = known.get_mut(number) else { return Rc::default() };
        Rc::clone(place.get_or_insert_with(|| {
            (0_u16..).zip(&self.items).filter(|(_, item)| item.is_needed(needs)).map(|(number, _)| number).collect()
        }))
    }
}

pub(crate) use crate::needs::Part as Field;

/// The fields of the System part.
#[derive(Debug, Default)]
pub(crate) struct System([Source; PARTS]);

impl Index<Field> for System {
    type Output = Source;

    fn index(&self, field: Field) -> &Source {
        &self.0[field as usize]
    }
}

impl IndexMut<Field> for System {
    fn index_mut(&mut self, field: Field) -> &mut Source {
        &mut self.0[field as usize]
    }
}

/// The field that an attribute, or the text, of an element of the System part is.
fn field_of(element: &str, attribute: Option<&str>) -> Option<Field> {
    Some(match (element, attribute) {
        ("Provider", Some("Name")) => Field::Provider,
        ("Provider", Some("EventSourceName")) => Field::EventSource,
        ("Provider", Some("Guid")) => Field::ProviderGuid,
        ("EventID", None) => Field::EventId,
        ("Version", None) => Field::Version,
        ("Level", None) => Field::Level,
        ("Task", None) => Field::Task,
        ("Opcode", None) => Field::Opcode,
        ("Keywords", None) => Field::Keywords,
        ("TimeCreated", Some("SystemTime")) => Field::Time,
        ("EventRecordID", None) => Field::EventRecordId,
        ("Correlation", Some("ActivityID")) => Field::ActivityId,
        ("Execution", Some("ProcessID")) => Field::ProcessId,
        ("Execution", Some("ThreadID")) => Field::ThreadId,
        ("Channel", None) => Field::Channel,
        ("Computer", None) => Field::Computer,
        ("Security", Some("UserID")) => Field::UserId,
        _ => return None,
    })
}

/// Where text comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub(crate) text: Text,
    pub(crate) guards: Guards,
}

/// Values without which an element is left out.
pub(crate) type Guards = Vec<u16>;

#[derive(Debug, Clone)]
pub(crate) enum Text {
    Known(String),
    Slot(u16),
    /// One after the other.
    Mixed(Vec<Self>),
}

impl Default for Text {
    fn default() -> Self {
        Self::Known(String::new())
    }
}

impl Text {
    fn push(&mut self, part: Self) {
        match self {
            Self::Known(text) if text.is_empty() => *self = part,
            Self::Mixed(parts) => parts.push(part),
            Self::Known(_) | Self::Slot(_) => *self = Self::Mixed(vec![std::mem::take(self), part]),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Known(text) if text.trim().is_empty())
    }

    fn slots(&self, out: &mut Vec<u16>) {
        match self {
            Self::Known(_) => {}
            Self::Slot(slot) => out.push(*slot),
            Self::Mixed(parts) => parts.iter().for_each(|part| part.slots(out)),
        }
    }
}

/// What an event has besides its System part, in order.
#[derive(Debug)]
pub(crate) enum Item {
    Data {
        name: Text,
        value: Text,
        guards: Guards,
    },
    /// An element of elements all of which may be left out: then it is a field without a value.
    Hollow {
        name: String,
        guards: Guards,
        children: Guards,
    },
    Message(Source),
    Section(Section, Guards),
    Nested(Nested, Guards),
}

impl Item {
    pub(crate) fn is_needed(&self, needs: &Needs) -> bool {
        match self {
            Self::Data { name: Text::Known(name), .. } | Self::Hollow { name, .. } => needs.has_field(name),
            Self::Data { .. } => needs.fields != Fields::Named(Default::default()),
            Self::Message(_) => needs.has(Field::Message),
            Self::Section(..) | Self::Nested(..) => true,
        }
    }
}

/// A value that is elements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nested {
    pub(crate) slot: u16,
    /// How deep they are: a [`Base`] for [`compile`].
    pub(crate) base: Base,
}

/// Where the root of a template stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Event,
    /// Right within the event.
    Section,
    /// Within a section such as `UserData`.
    Data,
}

/// Whether an element is left out.
pub(crate) fn left_out(guards: &[u16], values: &[Value]) -> bool {
    guards.iter().any(|&slot| values.get(usize::from(slot)).is_some_and(Value::is_null))
}

/// The plan of a template; none when its shape is not the usual one.
pub(crate) fn compile(steps: &[Step], base: Base) -> Option<Plan> {
    let mut compiler = Compiler { base: base as usize, plan: Plan::default(), open: Vec::new(), roots: 0 };
    for step in steps {
        match step {
            Step::Open(element) => compiler.open(element)?,
            Step::Attribute(name) => {
                let open = compiler.open.last_mut()?;
                open.attributes.push((local_name(name).to_owned(), Text::default()));
            }
            Step::Opened => compiler.opened()?,
            Step::Text(text) => compiler.text(Text::Known(text.clone()))?,
            Step::Slot(slot) => compiler.text(Text::Slot(*slot))?,
            Step::Close => compiler.close()?,
            Step::Nested(_) | Step::Instance { .. } => return None,
        }
    }
    let mut plan = compiler.plan;
    for list in [&mut plan.plain, &mut plan.repeat] {
        list.sort_unstable();
        list.dedup();
    }
    (compiler.roots == 1 && (base != Base::Event || plan.system.is_some())).then_some(plan)
}

struct Open {
    name: String,
    /// Those of the elements around it too.
    guards: Guards,
    attributes: Vec<(String, Text)>,
    started: bool,
    data_name: Text,
    text: Text,
    children: usize,
    /// What each child depends on, as long as all do.
    dependent: Guards,
}

struct Compiler {
    base: usize,
    plan: Plan,
    open: Vec<Open>,
    roots: usize,
}

impl Compiler {
    /// The name of the section that is open.
    fn section(&self) -> &str {
        (1_usize.checked_sub(self.base)).and_then(|at| self.open.get(at)).map_or("", |open| open.name.as_str())
    }

    fn open(&mut self, element: &Element) -> Option<()> {
        let mut guards = self.open.last().map(|open| open.guards.clone()).unwrap_or_default();
        match self.open.last_mut() {
            Some(parent) => {
                parent.children += 1;
                parent.dependent.extend(element.dependency);
                guards.extend(element.dependency);
            }
            // A template's root stays, whatever it says to depend on.
            None => self.roots += 1,
        }
        if self.open.len() >= MOST_DEPTH {
            return None;
        }
        self.open.push(Open {
            name: local_name(&element.name).to_owned(),
            guards,
            attributes: Vec::new(),
            started: false,
            data_name: Text::default(),
            text: Text::default(),
            children: 0,
            dependent: Guards::new(),
        });
        Some(())
    }

    fn text(&mut self, part: Text) -> Option<()> {
        let depth = self.base + self.open.len();
        let Some(open) = self.open.last_mut() else {
            // Text outside of the root.
            return matches!(part, Text::Known(_)).then_some(());
        };
        if !open.started {
            part.slots(&mut self.plan.plain);
            if let Some((_, value)) = open.attributes.last_mut() {
                value.push(part);
            }
        } else if let (1 | 2, Text::Slot(slot)) = (depth, &part)
            && !(depth == 2 && matches!(open.name.as_str(), "System" | "EventData" | "RenderingInfo"))
        {
            let nested = Nested { slot: *slot, base: if depth == 1 { Base::Section } else { Base::Data } };
            self.plan.nested.push(nested);
            self.plan.items.push(Item::Nested(nested, open.guards.clone()));
        } else {
            open.text.push(part);
        }
        Some(())
    }

    /// The attributes of an element are complete.
    fn opened(&mut self) -> Option<()> {
        let depth = self.base + self.open.len();
        let in_system = depth == 3 && self.section() == "System";
        let open = self.open.last_mut()?;
        open.started = true;
        let attributes = std::mem::take(&mut open.attributes);
        match depth {
            2 => match open.name.as_str() {
                "System" => {
                    let fresh = self.base == 0 && self.plan.system.is_none() && open.guards.is_empty();
                    fresh.then_some(())?;
                    self.plan.system = Some(Box::default());
                }
                "EventData" | "RenderingInfo" => {}
                name => {
                    let section = if name == "UserData" { Section::UserData } else { Section::Other };
                    self.plan.items.push(Item::Section(section, open.guards.clone()));
                }
            },
            _ if in_system => {
                let (name, guards) = (open.name.clone(), open.guards.clone());
                let mut seen: Vec<String> = Vec::new();
                for (attribute, text) in attributes {
                    if let Some(field) = field_of(&name, Some(&attribute))
                        && !seen.contains(&attribute)
                    {
                        self.system(field, text, guards.clone())?;
                    }
                    // Of attributes with one name the first counts.
                    seen.push(attribute);
                }
            }
            3.. if open.name == "Data" => {
                if let Some((_, text)) = attributes.into_iter().find(|(name, _)| name == "Name") {
                    open.data_name = text;
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Sets a field of the System part; fails for one that is set already.
    fn system(&mut self, field: Field, text: Text, guards: Guards) -> Option<()> {
        let place = &mut self.plan.system.as_mut()?[field];
        let unset = matches!(&place.text, Text::Known(text) if text.is_empty());
        *place = Source { text, guards };
        unset.then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let depth = self.base + self.open.len();
        let section = self.section().to_owned();
        let open = self.open.pop()?;
        let mut slots = Vec::new();
        open.text.slots(&mut slots);
        let leaf = open.children == 0;
        match (depth, section.as_str()) {
            (..3, _) => self.plan.plain.append(&mut slots),
            (_, "System") => {
                self.plan.plain.append(&mut slots);
                if let (3, Some(field)) = (depth, field_of(&open.name, None)) {
                    self.system(field, open.text, open.guards)?;
                }
            }
            (_, "RenderingInfo") => {
                self.plan.plain.append(&mut slots);
                if depth == 3 && open.name == "Message" {
                    self.plan.items.push(Item::Message(Source { text: open.text, guards: open.guards }));
                }
            }
            _ if leaf => {
                let list =
                    if matches!(open.text, Text::Slot(_)) { &mut self.plan.repeat } else { &mut self.plan.plain };
                list.append(&mut slots);
                let name =
                    if section == "EventData" && open.name == "Data" { open.data_name } else { Text::Known(open.name) };
                self.plan.items.push(Item::Data { name, value: open.text, guards: open.guards });
            }
            _ => {
                // Elements with text between them are seldom enough.
                open.text.is_blank().then_some(())?;
                if open.dependent.len() == open.children {
                    let (name, guards, children) = (open.name, open.guards, open.dependent);
                    self.plan.items.push(Item::Hollow { name, guards, children });
                }
            }
        }
        Some(())
    }
}
