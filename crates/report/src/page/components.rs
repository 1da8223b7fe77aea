use super::Cited;
use super::response::{self, Told};
use super::sheet::{Sheet, citation, count, moment, shown_ids};
use crate::Paint;
use crate::text::{cut, cut_middle, pad, visible, width};
use detect::model::{Component, Registration, ScanResult, Verdict};
use std::collections::BTreeSet;
use std::io::Result;

/// Unknown components that are listed; a server has a few, a hostile configuration has as many as it likes.
const MOST_UNKNOWN: usize = 60;

/// Malicious and suspicious components, a block each.
pub(super) fn accused(result: &ScanResult, sheet: &mut Sheet<'_>, cited: &mut Cited) -> Result<()> {
    let mut told = Told::default();
    for component in result.components.iter().filter(|c| c.verdict <= Verdict::Suspicious) {
        block(component, sheet, cited)?;
        response::write(component, &mut told, sheet)?;
    }
    Ok(())
}

fn class(component: &Component) -> String {
    component.class.as_str().replace('_', " ")
}

fn block(component: &Component, sheet: &mut Sheet<'_>, cited: &mut Cited) -> Result<()> {
    sheet.blank()?;
    let paint = if component.verdict == Verdict::Malicious { Paint::Red } else { Paint::Yellow };
    let verdict = component.verdict.as_str().to_uppercase();
    let front = format!("{verdict}  ");
    let shown = format!("{}  ", sheet.paint(paint, &verdict));
    let title = format!("{}  {} on {}", component.name, class(component), component.host);
    sheet.hanging(&front, &shown, &format!("{title}  ({}, score {})", component.id, component.score))?;
    sheet.field("image", &component.image)?;
    sheet.field("type", &component.type_name)?;
    let scope = if component.scope.is_empty() {
        "not in any configuration here; known from events".to_owned()
    } else {
        component.scope.join(", ")
    };
    sheet.field("scope", &scope)?;
    sheet.field("signature", &component.signature)?;
    sheet.field("sha256", &component.sha256)?;
    if let Some(time) = component.first_seen {
        sheet.field("first seen", &moment(time))?;
    }
    if let Some(by) = &component.dropped_by {
        sheet.field("dropped", &done(by))?;
    }
    if let Some(by) = &component.registered_by {
        registered(by, sheet)?;
    }
    if let Some(span) = component.registered_between {
        let window = format!("between {} and {}, as kept configurations show", moment(span.first), moment(span.last));
        sheet.field("registered", &window)?;
    }
    if let Some(span) = component.loaded {
        let until = if span.last > span.first { format!(" to {}", moment(span.last)) } else { String::new() };
        sheet.field("loaded", &format!("{}{until}", moment(span.first)))?;
    }
    sheet.field("pools", &component.pools.join(", "))?;
    for (at, reason) in component.reasons.iter().enumerate() {
        let label = pad(if at == 0 { "why" } else { "" }, 6);
        let points = format!("{:>+4}", reason.points);
        let front = format!("  {label}{points}  ");
        let paint = if reason.points < 0 { Paint::Green } else { paint };
        let shown = format!("  {}{}  ", sheet.paint(Paint::Dim, &label), sheet.paint(paint, &points));
        let ids = citation(&reason.evidence);
        let text = if ids.is_empty() { reason.text.clone() } else { format!("{} [{ids}]", reason.text) };
        sheet.hanging(&front, &shown, &text)?;
        cited.extend(shown_ids(&reason.evidence));
    }
    for (at, step) in component.settle.iter().enumerate() {
        sheet.field(if at == 0 { "to settle" } else { "" }, step)?;
    }
    sheet.field("related", &component.related.join(", "))
}

/// Who put it there, when, with what.
fn registered(by: &Registration, sheet: &mut Sheet<'_>) -> Result<()> {
    let text = done(by);
    sheet.field("registered", &text)?;
    sheet.field(if text.is_empty() { "registered" } else { "" }, &by.command_line)
}

/// `2026-01-02 03:04:05.123Z by CORP\admin with appcmd.exe`.
fn done(by: &Registration) -> String {
    let mut text = by.time.map(moment).unwrap_or_default();
    for (word, value) in [("by", &by.user), ("with", &by.process)] {
        if !value.is_empty() {
            let space = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{space}{word} {value}"));
        }
    }
    text
}

/// Unknown components in short, expected ones as a number.
pub(super) fn others(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    let unknown: Vec<&Component> = result.components.iter().filter(|c| c.verdict == Verdict::Unknown).collect();
    if !unknown.is_empty() {
        sheet.heading(&format!("Unknown components ({})", unknown.len()))?;
        let names: Vec<String> =
            unknown.iter().take(MOST_UNKNOWN).map(|c| cut(&visible(&c.name), 32).into_owned()).collect();
        let longest = names.iter().map(|name| width(name)).max().unwrap_or(0);
        // On a page about one server its name would only take room.
        let hosts: BTreeSet<&str> = result.components.iter().map(|c| c.host.as_str()).collect();
        for (component, name) in unknown.iter().zip(&names) {
            let host =
                if hosts.len() > 1 { pad(&cut(&visible(&component.host), 24), 10) + "  " } else { String::new() };
            let (id, name, class) = (pad(&component.id, 4), pad(name, longest), pad(&class(component), 15));
            let front = format!("  {id}  {host}{name}  {class}  ");
            let what = if component.image.is_empty() { &component.type_name } else { &component.image };
            let what = visible(what);
            let room = sheet.width.saturating_sub(width(&front)).max(16);
            sheet.line(&format!("{front}{}", cut_middle(&what, room)))?;
        }
        if unknown.len() > MOST_UNKNOWN {
            sheet.line(&format!("  … and {} more", unknown.len() - MOST_UNKNOWN))?;
        }
    }
    let expected = result.components.iter().filter(|c| c.verdict == Verdict::Expected).count();
    if expected > 0 {
        sheet.blank()?;
        sheet.line(&format!(
            "Expected: {}, known and in place (`-f jsonl` lists them).",
            count(expected, "component")
        ))?;
    }
    Ok(())
}
