//! `buildschema`

use crate::kernel::schema::Schema;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "buildschema",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    AggregateName::Prefix("schema_"),
    AggregateEval::Accumulator(|_, _| Ok(Schema::make())),
    Doc::new("buildschema(value)", "The form that all values have: the types of scalars, of the members of bags and of the items of arrays.", &[])
        .notes("A type stands as its name, several as an array; the items of arrays stand under the key `` `indexer` ``. Of nulls alone the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic};

    #[test]
    fn forms() {
        check(
            "buildschema",
            &[
                &[dynamic("{\"x\":1,\"y\":3.5}")],
                &[dynamic("{\"x\":\"somevalue\",\"z\":[1,2,3]}")],
                &[dynamic("{\"y\":{\"w\":\"zzz\"},\"t\":[\"aa\",\"bb\"],\"z\":[\"foo\"]}")],
            ],
            "{\"t\":{\"`indexer`\":\"string\"},\"x\":[\"long\",\"string\"],\"y\":[{\"w\":\"string\"},\"double\"],\"z\":{\"`indexer`\":[\"long\",\"string\"]}}",
        );
        check("buildschema", &[&[Value::Null]], "null");
        check("buildschema", &[&[dynamic("true")]], "bool");
        check("buildschema", &[&[dynamic("[]")], &[dynamic("{}")]], "[{},{}]");
    }
}
