//! `has_any` and `has_all`: terms of a list.

use crate::batch::{ANY_LENGTH, Cost, Reader, mark_strings};
use crate::kernel::list::{constant_items, flatten, text_list_types, texts};
use crate::kernel::text_test::{as_column, missing};
use crate::text::Needles;
use crate::{BatchFunction, Call, Doc, Eval, KqlType, Scalar, Types, Value, convert};
use arrow::array::BooleanArray;
use std::sync::Arc;

pub(crate) static FUNCTIONS: &[Scalar] = &[
    Scalar::new(
        "has_any",
        Types::Custom(text_list_types),
        Eval::Batch(|call| prepare(call, Needles::any_in, Needles::mark_any)),
        Doc::new(
            "text has_any (term, …)",
            "Whether the text has at least one of the terms, in any case.",
            &[
                ("'run cmd.exe' has_any ('powershell', 'CMD')", "True"),
                ("'helloworld' has_any (dynamic(['hello', 'world']))", "False"),
            ],
        )
        .notes("Each term counts as with `has`. Arrays in the list are taken apart."),
    )
    .sees_nulls(),
    Scalar::new(
        "has_all",
        Types::Custom(text_list_types),
        Eval::Batch(|call| prepare(call, Needles::all_in, Needles::mark_all)),
        Doc::new(
            "text has_all (term, …)",
            "Whether the text has all of the terms, in any case.",
            &[
                ("'net user bob /add' has_all ('USER', '/add')", "True"),
                ("'net user bob' has_all ('user', '/add')", "False"),
            ],
        )
        .notes("Each term counts as with `has`. Arrays in the list are taken apart."),
    )
    .sees_nulls(),
];

type Test = fn(&Needles, &str, &mut String) -> bool;
type Mark = fn(&Needles, &[&str], &mut [bool]);

fn prepare(call: &Call<'_>, test: Test, mark: Mark) -> Result<BatchFunction, String> {
    if let Some(items) = constant_items(call) {
        let needles = Needles::new(&texts(&items));
        return Ok(Arc::new(move |args, rows| {
            let left = args.first().ok_or_else(missing)?;
            mark_strings(left, rows, Cost::Much, &ANY_LENGTH, |texts, hits| mark(&needles, texts, hits)).map(as_column)
        }));
    }
    let types = call.types.to_vec();
    Ok(Arc::new(move |args, rows| {
        let ty = |i: usize| types.get(i).copied().unwrap_or(KqlType::Dynamic);
        let readers =
            args.iter().enumerate().map(|(i, arg)| Reader::of_argument(arg, ty(i))).collect::<Result<Vec<_>, _>>()?;
        let (left, list) = readers.split_first().ok_or_else(missing)?;
        let mut buffer = String::new();
        let hits: BooleanArray = (0..rows)
            .map(|row| {
                let items: Vec<Value<'_>> = list.iter().map(|reader| reader.get(row)).collect();
                let needles = Needles::new(&texts(&flatten(&items)));
                Some(test(&needles, &convert::to_str(&left.get(row)), &mut buffer))
            })
            .collect();
        Ok(Arc::new(hits))
    }))
}
