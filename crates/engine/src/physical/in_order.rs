//! Streams that run at the same time and come out one after the other.

use datafusion::arrow::array::RecordBatch;
use datafusion::common::runtime::SpawnedTask;
use datafusion::error::{DataFusionError, Result};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use std::collections::VecDeque;
use tokio::sync::mpsc::{Receiver, channel};

/// How many threads a plan may keep busy; a setting of the session.
#[derive(Debug)]
pub(crate) struct Threads(pub(crate) usize);

/// Batches of one stream that may wait for the streams before it: as many as a part of a scan has at most.
const WAITING: usize = 16;

type Batches = BoxStream<'static, Result<RecordBatch>>;

/// Streams in order, the first few of which are running.
pub(crate) struct InOrder {
    streams: Box<dyn Iterator<Item = Batches> + Send>,
    started: VecDeque<(Receiver<Result<RecordBatch>>, SpawnedTask<()>)>,
    ahead: usize,
}

impl InOrder {
    /// Runs `ahead` streams at the same time.
    pub(crate) fn new(streams: impl Iterator<Item = Batches> + Send + 'static, ahead: usize) -> Self {
        Self { streams: Box::new(streams), started: VecDeque::new(), ahead: ahead.max(1) }
    }

    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<RecordBatch>> + Send {
        futures::stream::unfold(self, |mut running| async move { running.next().await.map(|batch| (batch, running)) })
    }

    /// The next batch of the first stream that has not ended.
    async fn next(&mut self) -> Option<Result<RecordBatch>> {
        loop {
            while self.started.len() < self.ahead
                && let Some(stream) = self.streams.next()
            {
                self.started.push_back(start(stream));
            }
            let (receiver, _) = self.started.front_mut()?;
            if let Some(batch) = receiver.recv().await {
                return Some(batch);
            }
            let (_, task) = self.started.pop_front()?;
            if let Err(error) = task.join().await {
                return Some(Err(DataFusionError::Internal(format!("reading ended early: {error}"))));
            }
        }
    }
}

fn start(mut stream: Batches) -> (Receiver<Result<RecordBatch>>, SpawnedTask<()>) {
    let (sender, receiver) = channel(WAITING);
    let task = SpawnedTask::spawn(async move {
        while let Some(batch) = stream.next().await {
            let failed = batch.is_err();
            // Nobody listens any more when the query has ended.
            if sender.send(batch).await.is_err() || failed {
                return;
            }
        }
    });
    (receiver, task)
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::{AsArray, Int64Array};
    use datafusion::arrow::datatypes::Int64Type;
    use std::sync::Arc;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn order_is_kept() {
        let batch = |v: i64| {
            let column: Arc<dyn datafusion::arrow::array::Array> = Arc::new(Int64Array::from(vec![v]));
            RecordBatch::try_from_iter([("v", column)]).unwrap()
        };
        let streams = (0..20).map(move |i| {
            // Earlier streams are slower.
            let items = (0..i % 3).map(move |j| (i, j));
            futures::stream::iter(items)
                .then(move |(i, j)| async move {
                    tokio::time::sleep(std::time::Duration::from_micros(2000 / (i + 1))).await;
                    Ok(batch(i64::try_from(i * 10 + j).unwrap()))
                })
                .boxed()
        });
        let batches: Vec<_> = InOrder::new(streams, 4).into_stream().collect().await;
        let got: Vec<i64> =
            batches.into_iter().map(|b| b.unwrap().column(0).as_primitive::<Int64Type>().value(0)).collect();
        assert_eq!(got, [10, 20, 21, 40, 50, 51, 70, 80, 81, 100, 110, 111, 130, 140, 141, 160, 170, 171, 190]);
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let streams = std::iter::once(futures::stream::iter([0]).map(|_| panic!("on purpose")).boxed());
        let batches: Vec<_> = InOrder::new(streams, 1).into_stream().collect().await;
        assert!(matches!(batches.as_slice(), [Err(_)]));
    }
}
