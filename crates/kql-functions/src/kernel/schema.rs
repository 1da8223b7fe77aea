//! The aggregate that finds the form of dynamic values.

use crate::Accumulator;
use crate::prelude::*;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// How deep forms are looked at; below, a value counts as `dynamic`.
const DEEPEST: usize = 64;

/// How many different keys a form has at most; further ones are left out.
const MOST_KEYS: usize = 100_000;

/// What values of one place look like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Form {
    /// Names of scalar types.
    scalars: BTreeSet<String>,
    bag: Option<BTreeMap<String, Self>>,
    /// What the items of arrays look like.
    items: Option<Box<Self>>,
}

/// What stands for the items of an array among a form's keys.
const ITEMS: &str = "`indexer`";

impl Form {
    fn add(&mut self, value: &Json, depth: usize, keys: &mut usize) {
        if depth > DEEPEST {
            self.scalars.insert("dynamic".to_owned());
            return;
        }
        let scalar = match value {
            Json::Null => return,
            Json::Bool(_) => "bool",
            Json::Number(n) if n.is_f64() => "double",
            Json::Number(_) => "long",
            // JSON has no type for times, spans and guids: they are texts.
            Json::String(_) => "string",
            Json::Array(items) => {
                let form = self.items.get_or_insert_default();
                items.iter().for_each(|item| form.add(item, depth + 1, keys));
                return;
            }
            Json::Object(members) => {
                let bag = self.bag.get_or_insert_default();
                for (name, member) in members {
                    if !bag.contains_key(name) {
                        if *keys >= MOST_KEYS {
                            continue;
                        }
                        *keys += 1;
                    }
                    bag.entry(name.clone()).or_default().add(member, depth + 1, keys);
                }
                return;
            }
        };
        self.scalars.insert(scalar.to_owned());
    }

    /// The form as JSON; nothing where no value was seen.
    fn to_json(&self) -> Option<Json> {
        let mut kinds: Vec<Json> = Vec::new();
        if let Some(bag) = &self.bag {
            let members = bag.iter().filter_map(|(name, form)| Some((name.clone(), form.to_json()?)));
            kinds.push(Json::Object(members.collect()));
        }
        if let Some(items) = &self.items {
            let mut indexed = Map::new();
            if let Some(form) = items.to_json() {
                indexed.insert(ITEMS.to_owned(), form);
            }
            kinds.push(Json::Object(indexed));
        }
        kinds.extend(self.scalars.iter().map(|s| Json::from(s.as_str())));
        match kinds.len() {
            0 => None,
            1 => kinds.pop(),
            _ => Some(Json::Array(kinds)),
        }
    }
}

/// Gathers forms. Its state is a list of values that have these forms.
#[derive(Default)]
pub(crate) struct Schema {
    form: Form,
    keys: usize,
}

impl Schema {
    pub(crate) fn make() -> Box<dyn Accumulator> {
        Box::new(Self::default())
    }
}

impl Accumulator for Schema {
    fn update(&mut self, args: &[Value<'_>]) {
        if let Some(value) = args.first().filter(|v| !v.is_null()) {
            self.form.add(&value.to_json(), 0, &mut self.keys);
        }
    }

    fn state(&self) -> Vec<u8> {
        let mut samples = Vec::new();
        self.form.samples(&mut samples);
        serde_json::to_vec(&samples).unwrap_or_default()
    }

    fn merge(&mut self, state: &[u8]) {
        if let Ok(samples) = serde_json::from_slice::<Vec<Json>>(state) {
            samples.iter().for_each(|sample| self.form.add(sample, 0, &mut self.keys));
        }
    }

    fn finish(&mut self) -> OwnedValue {
        self.form.to_json().map_or(Value::Null, |json| Value::json(&json))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.keys * 96
    }
}

impl Form {
    /// Values that together have this form.
    fn samples(&self, out: &mut Vec<Json>) {
        for scalar in &self.scalars {
            out.push(match scalar.as_str() {
                "bool" => Json::Bool(true),
                "double" => Json::from(0.5),
                "long" => Json::from(1),
                _ => Json::from(""),
            });
        }
        if let Some(items) = &self.items {
            let mut inner = Vec::new();
            items.samples(&mut inner);
            out.push(Json::Array(inner));
        }
        if let Some(bag) = &self.bag {
            let mut bags: Vec<Map<String, Json>> = vec![Map::new()];
            for (name, form) in bag {
                let mut inner = Vec::new();
                form.samples(&mut inner);
                for (i, sample) in inner.into_iter().enumerate() {
                    if bags.len() <= i {
                        bags.push(Map::new());
                    }
                    if let Some(bag) = bags.get_mut(i) {
                        bag.insert(name.clone(), sample);
                    }
                }
            }
            out.extend(bags.into_iter().map(Json::Object));
        }
    }
}
