use workflow_runtime::Runtime;
use workflow_runtime::engine::durable::MemoryStore;
use workflow_runtime::prelude::*;
#[task]
async fn greet(name: &str) -> Result<String, Failure> {
    eprintln!("greet");
    Ok(format!("hello, {name}"))
}
#[workflow]
async fn greeting(name: String) -> Result<String, Failure> {
    greet(&name).await
}
#[tokio::test]
async fn real() {
    let standard = Runtime::new().standard(MemoryStore::default()).with::<greeting>().open().await.unwrap();
    eprintln!("open");
    let execution = standard.start(greeting("Ada".into())).name("ada-1").await.unwrap();
    eprintln!("started {}", execution.arn());
    let ended = tokio::time::timeout(std::time::Duration::from_secs(3), execution.ended()).await;
    for event in execution.history().await.unwrap() {
        eprintln!("{event:?}");
    }
    eprintln!("{ended:?}");
}
