use super::*;

fn check(text: &str, expected: &[(TokenKind, &str)]) {
    let tokens = lex(text);
    let found: Vec<_> = tokens
        .iter()
        .take(tokens.len() - 1)
        .map(|t| (t.kind, text.get(t.span.start..t.span.end).unwrap_or("?")))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn numbers_timespans_and_names_with_digits() {
    use TokenKind as K;
    check(
        "5 0x1F 1.5 1e5 1. 1.5e-3",
        &[
            (K::Integer, "5"),
            (K::Integer, "0x1F"),
            (K::Real, "1.5"),
            (K::Real, "1e5"),
            (K::Real, "1."),
            (K::Real, "1.5e-3"),
        ],
    );
    check(
        "1d 1.5h 3ticks 7abc 1d2",
        &[(K::TimeSpan, "1d"), (K::TimeSpan, "1.5h"), (K::TimeSpan, "3ticks"), (K::Word, "7abc"), (K::Word, "1d2")],
    );
    check("1..2", &[(K::Integer, "1"), (K::DotDot, ".."), (K::Integer, "2")]);
    check("a.b", &[(K::Word, "a"), (K::Dot, "."), (K::Word, "b")]);
}

#[test]
fn strings_of_every_form() {
    use TokenKind as K;
    for text in [r#""a\"b""#, "'it'", r#"@"C:\""#, r#"h"x""#, "H@'x''y'", "```a\n\"```", "~~~a\n~~~", r#""\u0041""#] {
        check(text, &[(K::String, text)]);
    }
    check("hello", &[(K::Word, "hello")]);
}

#[test]
fn broken_strings() {
    use TokenKind as K;
    check("\"abc\nx", &[(K::Broken(Broken::Unclosed), "\"abc"), (K::Word, "x")]);
    check(r#""C:\Windows" x"#, &[(K::Broken(Broken::Escape(3)), r#""C:\Windows""#), (K::Word, "x")]);
    check("```abc", &[(K::Broken(Broken::Unclosed), "```abc")]);
    check("\"\\é\" x", &[(K::Broken(Broken::Escape(1)), "\"\\é\""), (K::Word, "x")]);
    check("\"\\", &[(K::Broken(Broken::Unclosed), "\"\\")]);
}

#[test]
fn typed_literals_are_raw() {
    use TokenKind as K;
    check("datetime(2020-01-01 10:00)", &[(K::Typed, "datetime(2020-01-01 10:00)")]);
    check("time('1d')", &[(K::Typed, "time('1d')")]);
    check(
        "int(f(x))",
        &[
            (K::Word, "int"),
            (K::LeftParen, "("),
            (K::Word, "f"),
            (K::LeftParen, "("),
            (K::Word, "x"),
            (K::RightParen, ")"),
            (K::RightParen, ")"),
        ],
    );
}

#[test]
fn operators_comments_and_foreign_characters() {
    use TokenKind as K;
    check(
        "!contains !in~ in~ != <> =~ !~ =>",
        &[
            (K::BangWord, "!contains"),
            (K::BangWord, "!in~"),
            (K::Word, "in~"),
            (K::NotEqual, "!="),
            (K::NotEqual, "<>"),
            (K::EqualTilde, "=~"),
            (K::NotTilde, "!~"),
            (K::Arrow, "=>"),
        ],
    );
    check("a // b | c\n#connect x\nd", &[(K::Word, "a"), (K::Word, "d")]);
    check("\u{feff}a\u{a0}b", &[(K::Word, "a"), (K::Word, "b")]);
    check("é “", &[(K::Unknown, "é"), (K::Unknown, "“")]);
}

#[test]
fn brackets_find_their_partners() {
    let tokens = lex("f(a, [b) } { (x }");
    let brackets = Brackets::of(&tokens);
    let partner = |text: &str, nth: usize| {
        let index = tokens
            .iter()
            .enumerate()
            .filter(|(_, t)| "f(a, [b) } { (x }".get(t.span.start..t.span.end) == Some(text))
            .nth(nth);
        index.and_then(|(at, _)| brackets.partner(at))
    };
    assert_eq!(partner("(", 0), Some(6));
    assert_eq!(partner("[", 0), None);
    assert_eq!(partner("}", 0), None);
    assert_eq!(partner("(", 1), None);
    assert!(partner("{", 0).is_some());
}
