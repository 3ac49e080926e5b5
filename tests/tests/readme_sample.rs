//! The test that README.md shows.

use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;

#[task(retry(interval = "1h", max_attempts = 2))]
async fn fetch(url: &str) -> Result<String, Failure> {
    Ok(format!("the page at {url}"))
}

#[workflow]
async fn patient(url: String) -> Result<String, Failure> {
    sleep(Duration::from_hours(24)).await;
    fetch(&url).await
}

#[tokio::test]
async fn retries_for_hours_in_no_time() {
    let mut failures = 1;
    let test = TestRun::new()
        .stub::<fetch>(move |url| match failures {
            0 => Ok(format!("stub of {url}")),
            _ => {
                failures -= 1;
                Err(Failure::named("Busy"))
            }
        })
        .run(patient("a.example".into()))
        .await;
    assert_eq!(test.output(), "stub of a.example");
    assert_eq!(test.calls().len(), 2);
    assert_eq!(test.duration(), Duration::from_hours(25));
}
