//! What is said of a server with one thing planted: class, name, verdict, and the reasons.

#[path = "verdicts/case.rs"]
mod case;
#[path = "verdicts/events.rs"]
mod events;
#[path = "verdicts/known.rs"]
mod known;
#[path = "verdicts/native.rs"]
mod native;
#[path = "verdicts/others.rs"]
mod others;
#[path = "verdicts/server.rs"]
mod server;
#[path = "verdicts/stories.rs"]
mod stories;
