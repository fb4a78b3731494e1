//! Batches within the rate limit, and what a client refuses.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use postworthy_late::{Client, ErrorKind, Key, Notice, Pacing};
use postworthy_stand_in::{KEY, StandIn};

fn builder(service: &StandIn) -> postworthy_late::Builder {
    Client::builder(Key::new(KEY).unwrap()).url(service.url())
}

/// Calls many times at once, and how many of the requests were refused.
async fn batch(client: &Client, calls: usize) -> usize {
    let running: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.usage().await })
        })
        .collect();
    let mut failed = 0;
    for one in running {
        failed += usize::from(one.await.unwrap().is_err());
    }
    failed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_runs_at_the_limit_without_one_refusal() {
    let service = StandIn::start().unwrap();
    service.allow(20, 200);
    let told: Arc<Mutex<Vec<Notice>>> = Arc::default();
    let listener = Arc::clone(&told);
    let client = builder(&service)
        .pacing(Pacing {
            requests: None,
            per: Duration::from_millis(200),
        })
        .on_notice(move |notice| listener.lock().unwrap().push(notice.clone()))
        .build()
        .unwrap();
    let start = Instant::now();
    assert_eq!(batch(&client, 100).await, 0);
    // Not one was refused, and a wait is told of once, not by all that wait.
    let told = told.lock().unwrap().clone();
    assert!(
        told.iter().all(|one| matches!(one, Notice::Paced { .. })),
        "{told:?}"
    );
    // 20 go at once and 80 in four more windows; on a busy machine some windows pass half used.
    assert!((1..=25).contains(&told.len()), "{told:?}");
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(800), "{took:?}");
    let requests = service.log()["requests"].as_array().unwrap().len();
    assert_eq!(requests, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_pacing_the_service_refuses_and_says_for_how_long() {
    let service = StandIn::start().unwrap();
    service.allow(5, 60_000);
    let client = builder(&service)
        .deadline(Duration::from_secs(2))
        .build()
        .unwrap();
    for _ in 0..5 {
        client.usage().await.unwrap();
    }
    let error = client.usage().await.unwrap_err();
    let ErrorKind::RateLimited { wait: Some(wait) } = error.kind() else {
        panic!("{error}");
    };
    assert!((50..=60).contains(&wait.as_secs()), "{wait:?}");
}

#[tokio::test]
async fn a_file_under_another_type_than_it_was_announced_is_refused_by_the_storage() {
    let service = StandIn::start().unwrap();
    let client = builder(&service).build().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    let place = client.presign("a.jpg", "image/jpeg", None).await.unwrap();
    let error = client
        .put(&place, file.path(), "image/png", None)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    // The signature of the address is a secret too.
    assert!(!format!("{place:?}").contains("signature-1"));
    assert!(!error.to_string().contains("signature-1"), "{error}");
}

#[test]
fn a_blocking_client_inside_a_runtime_is_an_error_and_no_panic() {
    let service = StandIn::start().unwrap();
    let client = postworthy_late::blocking::Client::new(builder(&service).build().unwrap());
    let client = client.unwrap();
    assert!(client.usage().is_ok());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let error = runtime.block_on(async move { client.usage().unwrap_err() });
    assert_eq!(error.kind(), &ErrorKind::Setup);
}
