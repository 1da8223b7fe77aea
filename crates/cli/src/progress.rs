use crate::command::Context;
use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A line on the screen that says what is being done and for how long; it goes away when this is dropped. Nothing
/// is shown for the first moments, nor where nobody watches.
pub(crate) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

const PATIENCE: Duration = Duration::from_millis(700);
const TICK: Duration = Duration::from_millis(250);

impl Progress {
    pub(crate) fn start(context: &Context, wanted: bool, what: &'static str) -> Self {
        if !wanted || !context.terminal.watched {
            return Self { running: None };
        }
        let (stop, stopped) = channel();
        let show = move || {
            let start = Instant::now();
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = TICK;
                let _ = write!(anstream::stderr(), "\r{what}, {} s ", start.elapsed().as_secs());
                let _ = anstream::stderr().flush();
            }
            if wait == TICK {
                let _ = write!(anstream::stderr(), "\r{}\r", " ".repeat(what.len() + 12));
            }
        };
        Self { running: std::thread::Builder::new().spawn(show).ok().map(|thread| (stop, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}
