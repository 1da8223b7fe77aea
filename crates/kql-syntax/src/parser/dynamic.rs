//! `dynamic(…)`: a JSON-like literal, written out as minified JSON.

use super::{Parse, Parser, Reported};
use crate::ast::Literal;
use crate::lexer::TokenKind;
use crate::literals::{Typed, parse_typed};
use crate::literals::{format_ticks, format_timespan, parse_integer, parse_real, parse_timespan_literal};
use diagnostics::Diagnostic;
use std::fmt::Write as _;

impl Parser<'_> {
    /// The literal whose `(` is the current token.
    pub(super) fn dynamic(&mut self) -> Parse<Literal> {
        let mut json = String::new();
        self.bracketed(|p| {
            if p.at(TokenKind::RightParen) {
                json.push_str("null");
                return Ok(());
            }
            p.json(&mut json)
        })?;
        Ok(if json == "null" { Literal::Null("dynamic".to_owned()) } else { Literal::Dynamic(json) })
    }

    fn json(&mut self, out: &mut String) -> Parse<()> {
        let token = self.peek(0);
        let text = self.text_of(token.span);
        match token.kind {
            TokenKind::LeftBracket => self.json_items(out, ('[', ']'), Self::json),
            TokenKind::LeftBrace => self.json_items(out, ('{', '}'), Self::json_member),
            TokenKind::String => {
                let (text, _) = self.string()?;
                write_string(out, &text);
                Ok(())
            }
            TokenKind::Minus | TokenKind::Plus if matches!(self.peek(1).kind, TokenKind::Integer | TokenKind::Real) => {
                self.bump();
                if token.kind == TokenKind::Minus {
                    out.push('-');
                }
                self.json_number(out)
            }
            TokenKind::Integer | TokenKind::Real => self.json_number(out),
            TokenKind::TimeSpan => {
                self.bump();
                write_string(out, &format_timespan(parse_timespan_literal(text).unwrap_or(0)));
                Ok(())
            }
            TokenKind::Typed => {
                let literal = self.plain_literal(token);
                if let (crate::ast::ExprKind::Literal(_), Typed::Value(value)) = (&literal.kind, parse_typed(text)) {
                    write_literal(out, &value);
                } else {
                    out.push_str("null");
                }
                Ok(())
            }
            TokenKind::Word => self.json_word(out, text),
            _ => Err(self.expected("a JSON value")),
        }
    }

    fn json_word(&mut self, out: &mut String, word: &str) -> Parse<()> {
        match word {
            "true" | "false" | "null" => out.push_str(word),
            "True" | "TRUE" => out.push_str("true"),
            "False" | "FALSE" => out.push_str("false"),
            "dynamic" if self.peek(1).kind == TokenKind::LeftParen => {
                self.bump();
                return self.bracketed(|p| p.json(out));
            }
            _ => return Err(self.not_json()),
        }
        self.bump();
        Ok(())
    }

    fn not_json(&mut self) -> Reported {
        let span = self.peek(0).span;
        let word = self.text_of(span);
        self.fail(
            Diagnostic::error("syntax", format!("expected a JSON value, found `{word}`"))
                .at(span, "not a literal")
                .help("`dynamic(…)` holds only literals; build values with pack_array(…) or bag_pack(…)"),
        )
    }

    /// `[a, b]` or `{"a": b}`; a comma may trail.
    fn json_items(
        &mut self,
        out: &mut String,
        (open, close): (char, char),
        item: fn(&mut Self, &mut String) -> Parse<()>,
    ) -> Parse<()> {
        out.push(open);
        self.bracketed(|p| {
            let mut first = true;
            while !p.kind().is_closer() {
                if !first {
                    out.push(',');
                }
                first = false;
                item(p, out)?;
                if !p.eat(TokenKind::Comma) {
                    break;
                }
            }
            Ok(())
        })?;
        out.push(close);
        Ok(())
    }

    fn json_member(&mut self, out: &mut String) -> Parse<()> {
        if self.at(TokenKind::String) {
            let (key, _) = self.string()?;
            write_string(out, &key);
        } else if self.at(TokenKind::Word) {
            let span = self.bump().span;
            write_string(out, self.text_of(span));
        } else {
            return Err(self.expected("a property's name between quotes"));
        }
        self.expect(TokenKind::Colon)?;
        out.push(':');
        self.json(out)
    }

    /// Keeps a number as written where JSON allows it, so that `1.0` stays a double.
    fn json_number(&mut self, out: &mut String) -> Parse<()> {
        let token = self.bump();
        let text = self.text_of(token.span);
        if is_json_number(text) {
            out.push_str(text);
        } else if let Some(value) = parse_integer(text) {
            let _ = write!(out, "{value}");
        } else if let Some(value) = parse_real(text) {
            let _ = write!(out, "{value:?}");
        }
        Ok(())
    }
}

fn is_json_number(text: &str) -> bool {
    let (whole, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
        return false;
    }
    let rest = match rest.strip_prefix('.') {
        Some(after) => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return false;
            }
            after.get(digits..).unwrap_or("")
        }
        None => rest,
    };
    rest.is_empty() || rest.starts_with(['e', 'E'])
}

fn write_literal(out: &mut String, literal: &Literal) {
    match literal {
        Literal::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Literal::Int(value) => drop(write!(out, "{value}")),
        Literal::Long(value) => drop(write!(out, "{value}")),
        Literal::Real(value) if value.is_finite() => drop(write!(out, "{value:?}")),
        Literal::Real(value) => write_string(
            out,
            if value.is_nan() {
                "NaN"
            } else if *value > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            },
        ),
        Literal::Decimal(text) | Literal::String(text) | Literal::Guid(text) => write_string(out, text),
        Literal::DateTime(ticks) => write_string(out, &format_ticks(*ticks)),
        Literal::TimeSpan(ticks) => write_string(out, &format_timespan(*ticks)),
        Literal::Dynamic(json) => out.push_str(json),
        Literal::Null(_) => out.push_str("null"),
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c.is_control() && c.is_ascii() => drop(write!(out, "\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
