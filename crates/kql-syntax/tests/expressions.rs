//! What expressions mean: grouping, literals' values, names.

mod support;

use kql_syntax::ast::{ExprKind, OperatorKind, StatementKind};
use support::shape;

/// The shape of the one expression that `print` is given.
fn printed(text: &str) -> String {
    let parsed = kql_syntax::parse(&format!("print {text}"));
    assert!(parsed.diagnostics.is_empty(), "{text}: {:#?}", parsed.diagnostics);
    let Some(StatementKind::Expr(query)) = parsed.query.statements.first().map(|statement| &statement.kind) else {
        panic!("{text}: no query")
    };
    let ExprKind::Pipeline { operators, .. } = &query.kind else { panic!("{text}: no pipeline") };
    match operators.first().map(|operator| &operator.kind) {
        Some(OperatorKind::Print(items)) => items.iter().map(|item| shape(&item.value)).collect::<Vec<_>>().join("; "),
        other => panic!("{text}: {other:?}"),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(printed(text), expected, "{text}");
}

#[test]
fn arithmetic_leans_left() {
    check("a + b * c - d / e % f", "((a + (b * c)) - ((d / e) % f))");
    check("-a.b + -5 - +3", "(((-a.b) + (-5)) - (+3))");
    check("a-1", "(a - 1)");
    check("1 - -2", "(1 - (-2))");
}

#[test]
fn string_operators_bind_tighter_than_arithmetic() {
    check(r#"a + b contains "c" + "d""#, r#"((a + (b contains "c")) + "d")"#);
    check("a * b has c", "(a * (b has c))");
    check("-a has b", "((-a) has b)");
    check("a =~ b + c", "((a =~ b) + c)");
    check("a == b : c", "(a == (b has c))");
}

#[test]
fn comparisons_sit_between_arithmetic_and_logic() {
    check("a < b == c", "((a < b) == c)");
    check("a + 1 > b - 1 and c", "and(((a + 1) > (b - 1)), c)");
    check("a == 1 and b in (1, 2) or c", "or(and((a == 1), (b in [1, 2])), c)");
    check(
        "a between (1 .. 2) and b !between (c..d+1h)",
        "and((a between 1 .. 2), (b !between c .. (d + timespan:36000000000)))",
    );
    check("a has 'x' and b == c has 'y'", r#"and((a has "x"), (b == (c has "y")))"#);
}

#[test]
fn chains_of_one_logical_operator_are_flat() {
    check("a and b and c", "and(a, b, c)");
    check("a or b and c or d", "or(a, and(b, c), d)");
    check("a and (b and c)", "and(a, paren(and(b, c)))");
    check("(a and b) and c", "and(paren(and(a, b)), c)");
}

#[test]
fn lists_and_pipelines_as_operands() {
    check("a in (T | project b)", "(a in [<T | project>])");
    check("a !in~ ('x', dynamic(['y']))", r#"(a !in~ ["x", dynamic:["y"]])"#);
    check("a has_any (words)", "(a has_any [words])");
    check("toscalar(T | count) + 1", "(toscalar(<T | count>) + 1)");
    check("f(x = 1, T, *)", "f(x=1, T, *)");
    check("(union A, B | count)", "paren(<union | count>)");
}

#[test]
fn paths_and_names() {
    check("a.b['c'][0].d", r#"a.b["c"][0].d"#);
    check("a.['b c'].[1]", "a.b c[1]");
    check("['a b']", "a b");
    check("cluster('c').database('d').f(1).x", r#"cluster("c").database("d").f(1).x"#);
    check("7dogs + Type + count", "((7dogs + Type) + count)");
    check("iff(a, b, c).d", "iff(a, b, c).d");
}

#[test]
fn negated_and_legacy_spellings() {
    check("a !has b", "(a !has b)");
    check("a !~ b", "(a !=~ b)");
    check("a <> b", "(a != b)");
    check("a notcontains b", "(a !contains b)");
    check("a containscs b", "(a contains_cs b)");
    check("a notlike b", "(a !like b)");
    check("a matches regex b", "(a matches regex b)");
}

#[test]
fn numbers_and_booleans() {
    check("0x1F", "31");
    check("-9223372036854775808", "-9223372036854775808");
    check("1.5e-3", "0.0015");
    check("True", "true");
    check("int(5)", "int:5");
    check("long(null)", "null:long");
    check("double(null)", "null:real");
    check("real(-inf)", "-inf");
    check("decimal(1.50)", "decimal:1.50");
}

#[test]
fn times() {
    check("1d", "timespan:864000000000");
    check("1.5h", "timespan:54000000000");
    check("1tick", "timespan:1");
    check("time(1.02:03:04.5)", "timespan:937845000000");
    check("datetime(0001-01-01)", "datetime:0");
    check("datetime(1601-01-01)", "datetime:504911232000000000");
    check("datetime(9999-12-31 23:59:59.9999999)", "datetime:3155378975999999999");
    check("datetime(now)", "now()");
    check("datetime(null)", "null:datetime");
}

#[test]
fn strings() {
    check(r#"@"C:\x" 'y'"#, r#""C:\\xy""#);
    check(r#"h'a' ```b"c```"#, r#""ab\"c""#);
    check(r#""a\tb\u0041""#, r#""a\tbA""#);
    check("guid(74BE27DE-1E4E-49D9-B579-FE0B331D3642)", "guid:74be27de-1e4e-49d9-b579-fe0b331d3642");
}

#[test]
fn dynamic_literals_become_minified_json() {
    check("dynamic([1, 2.0, -3, 'a', \"b\", true, null, ])", r#"dynamic:[1,2.0,-3,"a","b",true,null]"#);
    check("dynamic({'a': {\"b\": [ ]}, c: 1})", r#"dynamic:{"a":{"b":[]},"c":1}"#);
    check(r"dynamic(['\\', '\n', @'C:\x', 'say \'hi\''])", r#"dynamic:["\\","\n","C:\\x","say 'hi'"]"#);
    check(
        "dynamic([datetime(2020-01-02), 1d, time(00:00:01), long(5), int(null)])",
        r#"dynamic:["2020-01-02T00:00:00.0000000Z","1.00:00:00","00:00:01",5,null]"#,
    );
    check(
        "dynamic([dynamic({'a': 1}), guid(74be27de1e4e49d9b579fe0b331d3642)])",
        r#"dynamic:[{"a":1},"74be27de-1e4e-49d9-b579-fe0b331d3642"]"#,
    );
    check("dynamic([0x10, 007, 1., 1e3])", "dynamic:[16,7,1.0,1e3]");
    check("dynamic(null)", "null:dynamic");
    check("dynamic('x')", r#"dynamic:"x""#);
}
