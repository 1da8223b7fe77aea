use super::definition::{Condition, Derived, Expression};
use super::transform::{self, Transform};
use crate::value::Value;
use evtx_arrow::{Event, Needs, Part};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An expression with its names looked up.
pub(super) enum Plan {
    Field(String),
    /// The field at this place, the first one being 0.
    Place(usize),
    Header(Header, &'static [Part]),
    Constant(String),
    First(Vec<Self>),
    Path(Vec<Self>),
    Bag(Vec<(String, Self)>),
    Derived {
        from: Box<Self>,
        transforms: Vec<(&'static Transform, String)>,
        map: BTreeMap<String, String>,
        otherwise: Option<String>,
        json: bool,
    },
}

/// A part of an event's header: what it is called in mappings, and how it is read.
type Header = for<'a> fn(&'a Event<'a>) -> Option<Value<'a>>;

static HEADERS: &[(&str, &[Part], Header)] = &[
    ("@ActivityId", &[Part::ActivityId], |event| Some(Value::text(&event.activity_id))),
    ("@Channel", &[Part::Channel], |event| Some(Value::text(&event.channel))),
    ("@Computer", &[Part::Computer], |event| Some(Value::text(&event.computer))),
    ("@EventId", &[], |event| Some(Value::Int(event.event_id.into()))),
    ("@Keywords", &[Part::Keywords], |event| Some(Value::text(&event.keywords))),
    ("@ProcessId", &[Part::ProcessId], |event| event.process_id.map(|id| Value::Int(id.into()))),
    ("@Provider", &[Part::Provider], |event| Some(Value::text(&event.provider))),
    ("@RecordId", &[Part::EventRecordId], |event| {
        i64::try_from(event.event_record_id.unwrap_or(event.record_id)).ok().map(Value::Int)
    }),
    ("@ThreadId", &[Part::ThreadId], |event| event.thread_id.map(|id| Value::Int(id.into()))),
    ("@Time", &[Part::Time], |event| event.time.map(Value::Ticks)),
    ("@UserId", &[Part::UserId], |event| Some(Value::text(&event.user_id))),
];

impl Plan {
    /// Looks up the names of an expression; a name that is not known makes it empty (this crate's tests know all).
    pub(super) fn new(expression: &Expression) -> Self {
        match expression {
            Expression::Field(name) => Self::source(name),
            Expression::Constant(constant) => Self::Constant(constant.is.clone()),
            Expression::First(first) => Self::First(first.first.iter().map(Self::new).collect()),
            Expression::Path(path) => Self::Path(path.path.iter().map(Self::new).collect()),
            Expression::Bag(bag) => {
                Self::Bag(bag.bag.iter().map(|(key, value)| (key.clone(), Self::new(value))).collect())
            }
            Expression::Derived(Derived { from, transforms, map, otherwise, json }) => Self::Derived {
                from: Box::new(Self::source(from)),
                transforms: lookup(transforms.as_slice()),
                map: map.clone(),
                otherwise: otherwise.clone(),
                json: *json,
            },
        }
    }

    fn source(name: &str) -> Self {
        if let Some((name, place)) = name.split_once('|') {
            return Self::First(vec![Self::source(name), Self::source(place)]);
        }
        if let Some(place) = name.strip_prefix('%').and_then(|number| number.parse::<usize>().ok()?.checked_sub(1)) {
            return Self::Place(place);
        }
        if !name.starts_with('@') {
            return Self::Field(name.to_owned());
        }
        match HEADERS.iter().find(|(header, ..)| *header == name) {
            Some((_, parts, read)) => Self::Header(*read, parts),
            None => Self::First(Vec::new()),
        }
    }

    /// Adds what of an event the value is made of.
    pub(super) fn needs(&self, needs: &mut Needs) {
        match self {
            Self::Field(name) => {
                needs.field(name);
            }
            // Places count all fields.
            Self::Place(_) => {
                needs.all_fields();
            }
            Self::Header(_, parts) => {
                for part in *parts {
                    needs.part(*part);
                }
            }
            Self::Constant(_) => {}
            Self::First(plans) | Self::Path(plans) => plans.iter().for_each(|plan| plan.needs(needs)),
            Self::Bag(entries) => entries.iter().for_each(|(_, plan)| plan.needs(needs)),
            Self::Derived { from, .. } => from.needs(needs),
        }
    }

    /// The value for an event; none when the event has none, or one that stands for none (`empty`).
    pub(super) fn evaluate<'a>(&'a self, event: &'a Event<'a>, empty: &[String]) -> Option<Value<'a>> {
        let value = match self {
            Self::Field(name) => Value::text(event.value(name)?),
            Self::Place(place) => Value::text(at(event, *place)?),
            Self::Header(read, _) => read(event)?,
            Self::Constant(text) => Value::text(text),
            Self::First(plans) => return plans.iter().find_map(|plan| plan.evaluate(event, empty)),
            Self::Path(parts) => {
                let parts = parts.iter().filter_map(|part| part.evaluate(event, empty).map(Value::into_text));
                Value::Text(Cow::Owned(joined(parts)))
            }
            Self::Bag(entries) => return bag(entries, event, empty),
            Self::Derived { from, transforms, map, otherwise, json } => {
                let value = from.evaluate(event, empty)?;
                let mut text = value.into_text();
                for (transform, argument) in transforms {
                    text = apply(transform, text, argument)?;
                }
                match map.get(text.as_ref()) {
                    Some(mapped) => text = Cow::Borrowed(mapped),
                    None if !map.is_empty() && otherwise.is_some() => text = Cow::Borrowed(otherwise.as_deref()?),
                    None => {}
                }
                if *json { Value::Json(text.into_owned()) } else { Value::Text(text) }
            }
        };
        match &value {
            Value::Text(text) if text.is_empty() || empty.iter().any(|e| e == text) => None,
            _ => Some(value),
        }
    }
}

fn lookup(names: &[String]) -> Vec<(&'static Transform, String)> {
    names.iter().filter_map(|name| transform::parse(name)).map(|(t, argument)| (t, argument.to_owned())).collect()
}

fn apply<'a>(transform: &Transform, text: Cow<'a, str>, argument: &str) -> Option<Cow<'a, str>> {
    match text {
        Cow::Borrowed(text) => (transform.apply)(text, argument),
        Cow::Owned(text) => (transform.apply)(&text, argument).map(|changed| Cow::Owned(changed.into_owned())),
    }
}

/// The field at a place. Exports that do not keep the order call data without a name `param1` and so on, as many
/// providers do.
fn at<'a>(event: &'a Event<'_>, place: usize) -> Option<&'a str> {
    if event.unordered {
        return event.value(&format!("param{}", place + 1));
    }
    event.data.get(place).map(|field| field.value.as_ref())
}

/// A path of its parts, with one separator between two.
fn joined<'a>(parts: impl Iterator<Item = Cow<'a, str>>) -> String {
    parts.fold(String::new(), |mut path, part| {
        if path.is_empty() {
            return part.into_owned();
        }
        path.truncate(path.trim_end_matches('\\').len());
        path.push('\\');
        path.push_str(part.trim_start_matches('\\'));
        path
    })
}

fn bag<'a>(entries: &'a [(String, Plan)], event: &'a Event<'a>, empty: &[String]) -> Option<Value<'a>> {
    let mut object = serde_json::Map::new();
    for (key, plan) in entries {
        let value = match plan.evaluate(event, empty) {
            None => continue,
            Some(Value::Int(number)) => number.into(),
            Some(other) => other.into_text().into_owned().into(),
        };
        object.insert(key.clone(), value);
    }
    (!object.is_empty()).then(|| Value::Json(serde_json::Value::Object(object).to_string()))
}

/// A condition with its names looked up.
pub(super) struct Test {
    from: Plan,
    transforms: Vec<(&'static Transform, String)>,
    one_of: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
    any_bit: Option<u64>,
    no_bit: Option<u64>,
}

impl Test {
    pub(super) fn new(condition: &Condition) -> Self {
        Self {
            from: Plan::source(&condition.from),
            transforms: lookup(condition.transforms.as_slice()),
            one_of: condition.one_of.clone(),
            not_in: condition.not_in.clone(),
            any_bit: condition.any_bit,
            no_bit: condition.no_bit,
        }
    }

    /// Adds what of an event the test looks at.
    pub(super) fn needs(&self, needs: &mut Needs) {
        self.from.needs(needs);
    }

    pub(super) fn holds(&self, event: &Event<'_>) -> bool {
        let mut text = self.from.evaluate(event, &[]).map_or(Cow::Borrowed(""), Value::into_text);
        for (transform, argument) in &self.transforms {
            text = apply(transform, text, argument).unwrap_or_default();
        }
        let among = |list: &Vec<String>| list.iter().any(|entry| entry.eq_ignore_ascii_case(&text));
        self.one_of.as_ref().is_none_or(among)
            && !self.not_in.as_ref().is_some_and(among)
            && self.any_bit.is_none_or(|bits| has_bit(&text, bits))
            && !self.no_bit.is_some_and(|bits| has_bit(&text, bits))
    }
}

fn has_bit(text: &str, bits: u64) -> bool {
    crate::value::number(text).is_some_and(|number| number as u64 & bits != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let check = |parts: &[&str], expect: &str| {
            assert_eq!(joined(parts.iter().map(|part| Cow::Borrowed(*part))), expect);
        };
        check(&["C:\\", "Windows\\a.dll"], "C:\\Windows\\a.dll");
        check(&["C:\\Windows", "\\a.dll"], "C:\\Windows\\a.dll");
        check(&["a"], "a");
        check(&[], "");
    }
}
