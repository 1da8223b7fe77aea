//! The types of an instance's values. Thousands of records have the same, so what follows from them is found out once.

use crate::columns::Row;
use crate::fill::{Values, value_of};
use crate::plan::Plan;
use crate::value::{self, Value};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// Instances of more values, and more shapes of one template, are read one by one.
const MOST_VALUES: usize = 256;
const MOST_SHAPES: usize = 16;

/// The place of a value's type among the four bytes that describe it.
const TYPE: u32 = 0x00FF_0000;

/// What the types of an instance's values decide.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The types, in the place where a description has them.
    types: Box<[u32]>,
    /// The slots of elements; the plan goes by that they are not empty.
    nested: Box<[u16]>,
    /// Whether what decides about a record is plain text.
    pub(crate) decides: bool,
    /// Whether the plan holds for all such instances.
    pub(crate) fits: bool,
    /// How such a record becomes a row, for the one receiver that there is; none when that is not simple.
    pub(crate) row: OnceCell<Option<Row>>,
}

impl Shape {
    fn new(plan: &Plan, entries: &[[u8; 4]]) -> Self {
        let types: Box<[u32]> = entries.iter().map(|entry| u32::from_le_bytes(*entry) & TYPE).collect();
        let some: Vec<Value> = entries.iter().map(|[_, _, kind, _]| Value { kind: *kind, length: 1, at: 0 }).collect();
        let values = Values { chunk: &[], values: &some };
        Self {
            types,
            nested: (0..).zip(&some).filter(|(_, value)| value.is_nested()).map(|(slot, _)| slot).collect(),
            decides: plan.system.as_deref().is_some_and(|system| values.decide(system)),
            fits: values.fit(plan),
            row: OnceCell::new(),
        }
    }

    /// Empty elements count as null, which their type does not say.
    #[inline]
    fn is_sound(&self, values: &[Value]) -> bool {
        self.nested.iter().all(|&slot| value_of(values, slot).length > 0)
    }

    #[inline]
    fn has(&self, entries: &[[u8; 4]]) -> bool {
        self.types.len() == entries.len()
            && self.types.iter().zip(entries).fold(0, |all, (a, b)| all | (a ^ u32::from_le_bytes(*b))) & TYPE == 0
    }

    /// The type of a slot's value; null for one that the instance does not have.
    pub(crate) fn kind(&self, slot: u16) -> u8 {
        self.types.get(usize::from(slot)).map_or(value::NULL, |types| types.to_le_bytes()[2])
    }

    /// Whether an element is left out.
    pub(crate) fn left_out(&self, guards: &[u16]) -> bool {
        guards.iter().any(|&slot| usize::from(slot) < self.types.len() && self.kind(slot) == value::NULL)
    }

    /// Bytes of memory that it takes, about.
    pub(crate) fn size(&self, plan: &Plan) -> usize {
        size_of::<Self>() + 4 * self.types.len() + 48 * plan.items.len()
    }
}

/// The shapes of one template, at one place in the event.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    list: RefCell<Vec<Rc<Shape>>>,
    last: Cell<usize>,
}

impl Shapes {
    /// The shape of an instance, and how much memory it takes if it is a new one; none when it has elements that are
    /// empty, and for what is not worth remembering.
    #[inline]
    pub(crate) fn of(&self, plan: &Plan, entries: &[[u8; 4]], values: &[Value]) -> Option<(Rc<Shape>, usize)> {
        let mut list = self.list.borrow_mut();
        let mut new = 0;
        if list.get(self.last.get()).is_none_or(|shape| !shape.has(entries)) {
            let known = list.iter().position(|shape| shape.has(entries));
            self.last.set(known.unwrap_or(list.len()));
            if known.is_none() {
                if list.len() >= MOST_SHAPES || entries.len() > MOST_VALUES {
                    return None;
                }
                let shape = Rc::new(Shape::new(plan, entries));
                new = shape.size(plan);
                list.push(shape);
            }
        }
        let shape = list.get(self.last.get()).filter(|shape| shape.is_sound(values))?;
        Some((Rc::clone(shape), new))
    }
}
