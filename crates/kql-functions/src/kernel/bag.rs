//! The aggregate that merges property bags.

use super::gather::most_of;
use crate::prelude::*;
use crate::{Accumulator, json};
use serde_json::{Map, Value as Json};

/// One bag of all bags.
pub(crate) struct Bag {
    bag: Map<String, Json>,
    most: usize,
    bytes: usize,
}

impl Bag {
    /// `most` is the index of the argument that limits the number of keys.
    pub(crate) fn make(constants: &[Option<OwnedValue>], most: usize) -> Result<Box<dyn Accumulator>, String> {
        Ok(Box::new(Self { bag: Map::new(), most: most_of(constants, most)?, bytes: 0 }))
    }

    fn add(&mut self, bag: Map<String, Json>) {
        for (key, value) in bag {
            if self.bag.len() >= self.most && !self.bag.contains_key(&key) {
                continue;
            }
            let size = key.len() + size_of::<Json>();
            self.bag.entry(key).or_insert_with(|| {
                self.bytes += size;
                value
            });
        }
    }
}

impl Accumulator for Bag {
    fn update(&mut self, args: &[Value<'_>]) {
        if let Some(bag) = args.first().and_then(json::bag_of) {
            self.add(bag);
        }
    }

    fn state(&self) -> Vec<u8> {
        serde_json::to_vec(&self.bag).unwrap_or_default()
    }

    fn merge(&mut self, state: &[u8]) {
        if let Ok(bag) = serde_json::from_slice(state) {
            self.add(bag);
        }
    }

    fn finish(&mut self) -> OwnedValue {
        Value::json(&Json::Object(std::mem::take(&mut self.bag)))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes
    }
}
