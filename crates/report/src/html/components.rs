use super::escape::escape;
use super::{MOST_ROWS, citation, more};
use detect::model::{Component, ScanResult, Verdict};
use std::io::{Result, Write};

fn class(component: &Component) -> String {
    component.class.as_str().replace('_', " ")
}

/// A malicious or suspicious component: what it is, why, and what to do.
pub(super) fn accused(component: &Component, out: &mut (dyn Write + Send)) -> Result<()> {
    let verdict = component.verdict.as_str();
    let id = escape(&component.id);
    writeln!(out, "<section class=\"component {verdict}\" id=\"{id}\">")?;
    writeln!(
        out,
        "<h3><span class=\"badge\">{verdict}</span> {} <span class=\"dim\">{} on {} · {id} · score {}</span></h3>",
        escape(&component.name),
        class(component),
        escape(&component.host),
        component.score
    )?;
    writeln!(out, "<dl>")?;
    let scope = if component.scope.is_empty() {
        "not in any configuration here; known from events".to_owned()
    } else {
        component.scope.join(", ")
    };
    field("image", &component.image, out)?;
    field("type", &component.type_name, out)?;
    field("scope", &scope, out)?;
    field("signature", &component.signature, out)?;
    field("sha256", &component.sha256, out)?;
    field("first seen", &component.first_seen.map(|time| time.to_string()).unwrap_or_default(), out)?;
    if let Some(by) = &component.dropped_by {
        field("dropped", &by.time.map(|time| time.to_string()).unwrap_or_default(), out)?;
        field("by", &by.user, out)?;
        field("with", &by.process, out)?;
    }
    if let Some(by) = &component.registered_by {
        field("registered", &by.time.map(|time| time.to_string()).unwrap_or_default(), out)?;
        field("by", &by.user, out)?;
        field("with", &by.process, out)?;
        field("command", &by.command_line, out)?;
        field("behind it", &by.chain, out)?;
    }
    if let Some(span) = component.registered_between {
        field("registered between", &format!("{} and {} (kept configurations)", span.first, span.last), out)?;
    }
    if let Some(span) = component.loaded {
        field("loaded", &format!("{} to {}", span.first, span.last), out)?;
    }
    field("pools", &component.pools.join(", "), out)?;
    field("sites", &component.sites.join(", "), out)?;
    for one in &component.resembles {
        field("resembles", &format!("{} ({} confidence): {}", one.family, one.confidence.as_str(), one.why), out)?;
    }
    field("to settle", &component.settle.join("; "), out)?;
    field("related", &component.related.join(", "), out)?;
    writeln!(out, "</dl>\n<table>")?;
    for reason in &component.reasons {
        let side = if reason.points < 0 { "for" } else { "" };
        writeln!(
            out,
            "<tr><td class=\"points {side}\">{:+}</td><td>{} {}</td></tr>",
            reason.points,
            escape(&reason.text),
            citation(&reason.evidence)
        )?;
    }
    writeln!(out, "</table>")?;
    if !component.response.is_empty() {
        writeln!(out, "<details open><summary><b>What to do now</b></summary>\n<ol class=\"steps\">")?;
        for step in &component.response {
            write!(out, "<li>{}", escape(&step.step))?;
            if let Some(command) = &step.command {
                write!(out, "<pre>{}</pre>", escape(command))?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ol></details>")?;
    }
    if !component.investigate.is_empty() {
        writeln!(out, "<details><summary><b>What to ask next</b></summary>")?;
        for question in &component.investigate {
            writeln!(out, "<p>{}</p><pre>{}</pre>", escape(&question.question), escape(&question.command))?;
        }
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

fn field(label: &str, value: &str, out: &mut (dyn Write + Send)) -> Result<()> {
    if value.is_empty() { Ok(()) } else { writeln!(out, "<dt>{label}</dt><dd>{}</dd>", escape(value)) }
}

/// Unknown and expected components, in short.
pub(super) fn others(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    for (verdict, title) in [(Verdict::Unknown, "Unknown components"), (Verdict::Expected, "Expected components")] {
        let components: Vec<&Component> = result.components.iter().filter(|c| c.verdict == verdict).collect();
        if components.is_empty() {
            continue;
        }
        let open = if verdict == Verdict::Unknown { " open" } else { "" };
        writeln!(out, "<h2>{title} ({})</h2>\n<details{open}><summary>list</summary>\n<table>", components.len())?;
        writeln!(out, "<tr><th>id</th><th>host</th><th>name</th><th>class</th><th>file or type</th></tr>")?;
        for component in components.iter().take(MOST_ROWS) {
            let what = if component.image.is_empty() { &component.type_name } else { &component.image };
            writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"mono\">{}</td></tr>",
                escape(&component.id),
                escape(&component.host),
                escape(&component.name),
                class(component),
                escape(what)
            )?;
        }
        writeln!(out, "</table></details>")?;
        more(components.len(), out)?;
    }
    Ok(())
}
