//! What operators and statements hold after parsing, where it is not plain from the grammar.

mod support;

use kql_syntax::ast::*;
use support::{list, shape};

fn operators(text: &str) -> Vec<Operator> {
    let parsed = kql_syntax::parse(text);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:#?}", parsed.diagnostics);
    let Some(Statement { kind: StatementKind::Expr(Expr { kind: ExprKind::Pipeline { operators, .. }, .. }), .. }) =
        parsed.query.statements.into_iter().last()
    else {
        panic!("{text}: no pipeline")
    };
    operators
}

fn only(text: &str) -> OperatorKind {
    let mut operators = operators(text);
    assert_eq!(operators.len(), 1, "{text}");
    operators.remove(0).kind
}

fn settings(options: &[Setting]) -> String {
    options
        .iter()
        .map(|setting| format!("{}={}", setting.name.text, shape(&setting.value)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn assignments(items: &[Assignment]) -> String {
    let one = |item: &Assignment| {
        let names: Vec<&str> = item.names.iter().map(|name| name.text.as_str()).collect();
        format!("{}={}", names.join("+"), shape(&item.value))
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn joins() {
    let text = "T | join kind=leftanti hint.strategy=shuffle (U | where x) on a, $left.b == $right.c";
    let found = operators(text);
    assert_eq!(settings(&found[0].hints), "hint.strategy=shuffle");
    let OperatorKind::Join { kind, right, on, options } = &found[0].kind else { panic!("a join") };
    assert_eq!(*kind, Some(JoinKind::LeftAnti));
    assert_eq!(shape(right), "paren(<U | where>)");
    assert_eq!(list(on), "a, ($left.b == $right.c)");
    assert!(options.is_empty());
    assert!(matches!(only("T | lookup U on a"), OperatorKind::Lookup { kind: None, .. }));
    assert!(matches!(only("T | join kind=anti U on a"), OperatorKind::Join { kind: Some(JoinKind::LeftAnti), .. }));
}

#[test]
fn unions_take_wildcards_and_settings() {
    let text = "union isfuzzy=true withsource=src (A), B*, database('d').C*, f(1) | take 1";
    let OperatorKind::Union { tables, options } = &operators(text)[0].kind else { panic!("a union") };
    assert_eq!(list(tables), r#"paren(A), wildcard:B*, database("d").wildcard:C*, f(1)"#);
    assert_eq!(settings(options), "isfuzzy=true withsource=src");
}

#[test]
fn assignments_may_name_several_columns() {
    let OperatorKind::Summarize { aggregates, by, .. } =
        only("T | summarize (a, b) = arg_max(t, *), count() by k = bin(t, 1d), ['x y']")
    else {
        panic!("a summary")
    };
    assert_eq!(assignments(&aggregates), "a+b=arg_max(t, *), =count()");
    assert_eq!(assignments(&by), "k=bin(t, timespan:864000000000), =x y");
}

#[test]
fn both_forms_of_make_series() {
    let OperatorKind::MakeSeries { from, to, step, options, on, .. } =
        only("T | make-series count() on t from a to b step 1h by c")
    else {
        panic!("a series")
    };
    assert_eq!(
        [from, to, step].map(|part| part.as_ref().map(shape)),
        [Some("a".to_owned()), Some("b".to_owned()), Some("timespan:36000000000".to_owned())]
    );
    assert_eq!((shape(&on.value), settings(&options)), ("t".to_owned(), String::new()));
    let OperatorKind::MakeSeries { from, to, step, options, .. } =
        only("T | make-series count() on t in range(a, b, c)")
    else {
        panic!("a series")
    };
    assert_eq!(
        [from, to, step].map(|part| part.as_ref().map(shape)),
        ["a", "b", "c"].map(|name| Some(name.to_owned()))
    );
    assert_eq!(settings(&options), "in=range");
}

#[test]
fn parse_patterns() {
    let OperatorKind::Parse { kind, flags, parts, required, .. } =
        only("T | parse-where kind=regex flags=Ui a with * 'x' 'y' b:long c")
    else {
        panic!("a parse")
    };
    assert_eq!((kind, flags.as_deref(), required), (ParseKind::Regex, Some("Ui"), true));
    let shown: Vec<String> = parts
        .iter()
        .map(|part| match part {
            ParsePart::Skip => "*".to_owned(),
            ParsePart::Text { text, .. } => format!("{text:?}"),
            ParsePart::Column { name, ty } => format!("{}:{}", name.text, ty.as_ref().map_or("", |ty| &ty.text)),
        })
        .collect();
    assert_eq!(shown, ["*", "\"xy\"", "b:long", "c:"]);
}

#[test]
fn expansions() {
    let OperatorKind::MvExpand { columns, limit, options } =
        only("T | mvexpand kind=array a = d.x to typeof(long), b limit 5")
    else {
        panic!("an expansion")
    };
    assert_eq!(columns[0].name.as_ref().map(|name| name.text.as_str()), Some("a"));
    assert_eq!(columns[0].ty.as_ref().map(|ty| ty.text.as_str()), Some("long"));
    assert_eq!(limit.as_ref().map(shape).as_deref(), Some("5"));
    assert_eq!(settings(&options), "kind=array legacy=mvexpand");
    let OperatorKind::MvApply { item_index, on, .. } =
        only("T | mv-apply with_itemindex=i a on (where a > 1 | take 1)")
    else {
        panic!("an application")
    };
    assert_eq!(item_index.map(|name| name.text).as_deref(), Some("i"));
    assert_eq!(shape(&on), "<where | take>");
}

#[test]
fn sort_keys() {
    let OperatorKind::Sort(keys) = only("T | sort by a, b asc, c desc nulls first") else { panic!("a sort") };
    let shown: Vec<_> = keys.iter().map(|key| (key.ascending, key.nulls_first)).collect();
    assert_eq!(shown, [(None, None), (Some(true), None), (Some(false), Some(true))]);
}

#[test]
fn count_with_a_name_also_renames() {
    let kinds: Vec<&str> = operators("T | count as n").iter().map(|operator| operator.kind.keyword()).collect();
    assert_eq!(kinds, ["count", "project-rename"]);
}

#[test]
fn find_keeps_columns_and_their_types() {
    let OperatorKind::Find { project: Some(project), options, .. } =
        only("find in (A, B*) where x project a, b:string, pack(*)")
    else {
        panic!("a find")
    };
    assert_eq!(list(&project), "a, b, pack(*)");
    assert_eq!(options.len(), 1);
}

#[test]
fn lets_and_functions() {
    let text = "let a = 1; let f = (T:(x:long), n:int = 5, U:(*)) { let b = n; T | take b }; let v = view () { T }; let w = (a); f(A)";
    let parsed = kql_syntax::parse(text);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    let kinds: Vec<_> = parsed.query.statements.iter().map(|statement| &statement.kind).collect();
    assert!(matches!(kinds[0], StatementKind::Let { .. }));
    let StatementKind::LetFunction { function, .. } = kinds[1] else { panic!("a function") };
    assert!(matches!(&function.parameters[0].kind, ParameterKind::Tabular(Some(columns)) if columns.len() == 1));
    assert!(matches!(
        function.parameters[1].default.as_ref().map(|value| &value.kind),
        Some(ExprKind::Literal(Literal::Long(5)))
    ));
    assert!(matches!(function.parameters[2].kind, ParameterKind::Tabular(None)));
    assert_eq!(function.body.len(), 2);
    assert!(matches!(kinds[2], StatementKind::LetFunction { function: Function { view: true, .. }, .. }));
    assert!(matches!(kinds[3], StatementKind::Let { value: Expr { kind: ExprKind::Paren(_), .. }, .. }));
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "// é\nT | where  name == 'é' | take 5";
    let parsed = kql_syntax::parse(text);
    let StatementKind::Expr(query) = &parsed.query.statements[0].kind else { panic!("a query") };
    let ExprKind::Pipeline { operators, .. } = &query.kind else { panic!("a pipeline") };
    let slice = |span: diagnostics::Span| text.get(span.start..span.end).unwrap_or("?");
    assert_eq!(slice(operators[0].span), "where  name == 'é'");
    assert_eq!(slice(operators[1].span), "take 5");
    assert_eq!(slice(query.span), "T | where  name == 'é' | take 5");
}

#[test]
fn a_broken_operator_leaves_its_neighbours() {
    let parsed = kql_syntax::parse("let a = T | where x ==  | take 5; let b = ; a | project x, | count");
    assert_eq!(parsed.diagnostics.len(), 3);
    let names: Vec<String> = parsed
        .query
        .statements
        .iter()
        .map(|statement| match &statement.kind {
            StatementKind::Let { name, value } => format!("{}: {}", name.text, shape(value)),
            StatementKind::Expr(value) => shape(value),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(names, ["a: <T | error | take>", "b: ERROR", "<a | error | count>"]);
}
