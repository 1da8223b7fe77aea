use clap::Args;
use kql_functions::time::{parse_datetime, parse_timespan};

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct NowArgs {
    /// What `now()` gives; the newest event's time when not given
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<i64>,
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct TimeArgs {
    /// Only events at or after this time (UTC, such as 2026-01-02T03:04:05Z)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) from: Option<i64>,
    /// Only events before this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) to: Option<i64>,
    /// Only events of the last 7d, 12h, 30m … before now
    #[arg(long, value_name = "SPAN", value_parser = span, conflicts_with = "from")]
    pub(crate) last: Option<i64>,
    #[command(flatten)]
    pub(crate) now: NowArgs,
}

fn moment(text: &str) -> Result<i64, String> {
    parse_datetime(text).ok_or_else(|| "not a time: write for example 2026-01-02 or 2026-01-02T03:04:05Z".to_owned())
}

fn span(text: &str) -> Result<i64, String> {
    parse_timespan(text)
        .filter(|ticks| *ticks > 0)
        .ok_or_else(|| "not a span of time: write for example 7d, 12h or 30m".to_owned())
}
