//! `in`, `!in`, `in~` and `!in~`: values of a list.

use crate::batch::{Cost, Reader, test_strings};
use crate::kernel::compare::{comparable, compare};
use crate::kernel::list::{constant_items, flatten, text_list_types, texts};
use crate::kernel::text_test::missing;
use crate::text::{FoldedSet, eq_folded, fold};
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, OwnedValue, Scalar, Types, Value, convert};
use arrow::array::BooleanArray;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

pub(crate) static FUNCTIONS: &[Scalar] = &[
    in_operator::<false>(
        "in",
        Doc::new(
            "value in (item, …)",
            "Whether the list has the value.",
            &[("'a' in ('a', 'b')", "True"), ("'A' in ('a', 'b')", "False"), ("3 in (dynamic([1, 2, 3]))", "True")],
        )
        .notes("Items compare as with `==`; null is in no list. Arrays in the list are taken apart."),
    ),
    in_operator::<true>(
        "!in",
        Doc::new(
            "value !in (item, …)",
            "Whether the list lacks the value.",
            &[("'c' !in ('a', 'b')", "True"), ("long(null) !in (1, 2)", "True")],
        ),
    ),
    folded_operator::<false>(
        "in~",
        Doc::new(
            "text in~ (item, …)",
            "Whether the list has the text, in any case.",
            &[("'A' in~ ('a', 'b')", "True")],
        )
        .notes("Arrays in the list are taken apart."),
    ),
    folded_operator::<true>(
        "!in~",
        Doc::new(
            "text !in~ (item, …)",
            "Whether the list lacks the text, in any case.",
            &[("'A' !in~ ('a', 'b')", "False")],
        ),
    ),
];

const fn in_operator<const NEGATED: bool>(name: &'static str, doc: Doc) -> Scalar {
    Scalar::new(name, Types::Custom(in_types), Eval::Batch(prepare_in::<NEGATED>), doc).sees_nulls()
}

const fn folded_operator<const NEGATED: bool>(name: &'static str, doc: Doc) -> Scalar {
    Scalar::new(name, Types::Custom(text_list_types), Eval::Batch(prepare_folded::<NEGATED>), doc).sees_nulls()
}

fn in_types(args: &[KqlType]) -> Result<Bound, String> {
    let Some((first, rest)) = args.split_first() else {
        return Err("`in` takes a value and a list".to_owned());
    };
    for item in rest {
        comparable(*first, *item)?;
    }
    Ok(Bound { params: args.to_vec(), returns: KqlType::Bool })
}

fn prepare_in<const NEGATED: bool>(call: &Call<'_>) -> Result<BatchFunction, String> {
    let types = call.types.to_vec();
    let ty = types.first().copied().unwrap_or(KqlType::Dynamic);
    let Some(items) = constant_items(call) else {
        return Ok(each_row(types, move |left, items| items.iter().any(|item| is_same(left, item, ty)) != NEGATED));
    };
    // Texts against texts are looked up; all else is compared one by one.
    if ty == KqlType::String && items.iter().all(|item| matches!(item, Value::String(_))) {
        let set: HashSet<String> = texts(&items).into_iter().collect();
        return Ok(Arc::new(move |args, rows| {
            test_strings(args.first().ok_or_else(missing)?, rows, Cost::Much, |text| set.contains(text) != NEGATED)
        }));
    }
    let numbers: Option<BTreeSet<i64>> = items.iter().map(Value::as_i64).collect();
    let numbers = numbers.filter(|_| matches!(ty, KqlType::Int | KqlType::Long));
    Ok(Arc::new(move |args, rows| {
        let left = Reader::of_argument(args.first().ok_or_else(missing)?, ty)?;
        let test = |row| {
            let value = left.get(row);
            let found = match (&numbers, value.as_i64()) {
                (Some(set), Some(number)) => set.contains(&number),
                _ => items.iter().any(|item| is_same(&value, item, ty)),
            };
            Some(found != NEGATED)
        };
        Ok(Arc::new((0..rows).map(test).collect::<BooleanArray>()))
    }))
}

fn is_same(value: &Value<'_>, item: &OwnedValue, ty: KqlType) -> bool {
    let item_type = item.kql_type().unwrap_or(ty);
    comparable(ty, item_type).is_ok() && compare(value, item, (ty, item_type)).equal() == Some(true)
}

fn prepare_folded<const NEGATED: bool>(call: &Call<'_>) -> Result<BatchFunction, String> {
    let Some(items) = constant_items(call) else {
        return Ok(each_row(call.types.to_vec(), |left, items| {
            let folded = fold(&convert::to_str(left)).into_owned();
            texts(items).iter().any(|item| eq_folded(item, &folded)) != NEGATED
        }));
    };
    let set = FoldedSet::new(&texts(&items));
    Ok(Arc::new(move |args, rows| {
        let mut buffer = String::new();
        let left = args.first().ok_or_else(missing)?;
        test_strings(left, rows, Cost::Much, |text| set.contains(text, &mut buffer) != NEGATED)
    }))
}

fn each_row(
    types: Vec<KqlType>,
    test: impl Fn(&Value<'_>, &[OwnedValue]) -> bool + Send + Sync + 'static,
) -> BatchFunction {
    Arc::new(move |args, rows| {
        let ty = |i: usize| types.get(i).copied().unwrap_or(KqlType::Dynamic);
        let readers =
            args.iter().enumerate().map(|(i, arg)| Reader::of_argument(arg, ty(i))).collect::<Result<Vec<_>, _>>()?;
        let (left, list) = readers.split_first().ok_or_else(missing)?;
        let hits: BooleanArray = (0..rows)
            .map(|row| {
                let items: Vec<Value<'_>> = list.iter().map(|reader| reader.get(row)).collect();
                Some(test(&left.get(row), &flatten(&items)))
            })
            .collect();
        Ok(Arc::new(hits))
    })
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check_operator as check;

    #[test]
    fn lists() {
        check("in", &[Value::str("a"), Value::str("b"), Value::str("a")], "True");
        check("in", &[Value::str("4688"), Value::Long(1), Value::Long(4688)], "True");
        check("in", &[Value::Long(3), Value::Dynamic("[1,2,3]".into())], "True");
        check("in", &[Value::Dynamic("\"x\"".into()), Value::str("x")], "True");
        check("!in~", &[Value::str("ABC"), Value::str("abc")], "False");
        check("in~", &[Value::str("MÜLLER"), Value::Dynamic("[\"müller\"]".into())], "True");
        check("in", &[Value::str("a")], "False");
    }
}
