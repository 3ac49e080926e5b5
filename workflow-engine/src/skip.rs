//! The clock of a test: time that passes only when nothing else can happen.

use crate::clock::{later, real_monotonic, real_sleep};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// How often everything else in the test gets to run, without effect on the program, before time jumps. A turn runs
/// every task of tokio's current-thread runtime that is ready, so this many steps of another task are waited for.
const TURNS: u32 = 64;

/// Time that jumps to the next timer when the program can only wait for it. While a task's own code is in flight it
/// passes as real time does, because nobody can know how long that code will take.
#[derive(Debug)]
pub struct SkippingClock {
    start: Timestamp,
    state: Mutex<State>,
    /// How often something other than the driven program went on.
    progress: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    /// Time since the start that has passed, without what passes while the clock runs.
    passed: Duration,
    /// How many attempts run real code.
    busy: usize,
    /// Real time when the clock began to run: as long as `busy` is not 0.
    running_since: Option<Duration>,
    /// How many callbacks are waited for: someone else may complete them.
    outside: usize,
    timers: BTreeMap<(Duration, u64), Waker>,
    next_timer: u64,
    /// Who drives the clock, while it waits for others: it may have to go on when one of them waits for time.
    driver: Option<Waker>,
}

impl State {
    fn elapsed(&self) -> Duration {
        let running = self.running_since.map_or(Duration::ZERO, |since| real_monotonic().saturating_sub(since));
        self.passed.saturating_add(running)
    }

    /// Takes the timers that are due at `now`.
    fn due(&mut self, now: Duration) -> BTreeMap<(Duration, u64), Waker> {
        let later = self.timers.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.timers, later)
    }

    fn next_deadline(&self) -> Option<Duration> {
        self.timers.keys().next().map(|(deadline, _)| *deadline)
    }
}

impl SkippingClock {
    /// A clock that shows this moment until time has to pass.
    pub fn starting_at(start: Timestamp) -> Arc<Self> {
        Arc::new(SkippingClock { start, state: Mutex::default(), progress: AtomicU64::new(0) })
    }

    /// Says that what others run has gone on, so that time is not to jump yet.
    pub fn progressed(&self) {
        self.progress.fetch_add(1, Ordering::Relaxed);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The moment it is.
    pub fn now(&self) -> Timestamp {
        later(self.start, self.monotonic())
    }

    /// Time that has passed since the start.
    pub fn monotonic(&self) -> Duration {
        self.state().elapsed()
    }

    /// Waits for a while.
    pub async fn sleep(&self, delay: Duration) {
        let mut timer = Timer { clock: self, deadline: self.monotonic().saturating_add(delay), id: None };
        std::future::poll_fn(|context| timer.poll(context.waker())).await;
    }

    /// Lets time run for as long as the guard lives.
    pub fn busy(self: &Arc<Self>) -> Busy {
        let mut state = self.state();
        if state.busy == 0 {
            state.running_since = Some(real_monotonic());
        }
        state.busy += 1;
        Busy(Arc::clone(self))
    }

    /// Says, for as long as the guard lives, that someone outside the program may wake it.
    pub fn outside(self: &Arc<Self>) -> Outside {
        self.state().outside += 1;
        Outside(Arc::clone(self))
    }

    /// Runs a program to its end, skipping the time in which it only waits.
    ///
    /// # Panics
    ///
    /// Where the program waits for something that cannot come.
    pub async fn drive<F: Future>(self: Arc<Self>, program: F) -> F::Output {
        let mut program = pin!(program);
        let woken = Arc::new(Woken::default());
        loop {
            let progress = self.progress.load(Ordering::Relaxed);
            let mut turn = Turn { clock: &self, woken: &woken, idle: 0, progress, timer: None };
            if let Some(output) = turn.run(program.as_mut()).await {
                return output;
            }
            self.jump();
        }
    }

    fn wait_for_others(&self, driver: &Waker) {
        self.state().driver = Some(driver.clone());
    }

    /// Moves time to the next timer.
    fn jump(&self) {
        let mut state = self.state();
        let Some(deadline) = state.next_deadline() else { return };
        state.passed = state.passed.max(deadline);
        let due = state.due(deadline);
        drop(state);
        due.into_values().for_each(Waker::wake);
    }

    /// Fires the timers that are due, which they become while time runs, and says what the program waits for.
    fn fire_due(&self) -> WaitsFor {
        let mut state = self.state();
        let now = state.elapsed();
        let due = state.due(now);
        let next = state.next_deadline().map(|deadline| deadline.saturating_sub(now));
        let waits_for = match next {
            next if state.busy > 0 => WaitsFor::RealCode(next),
            Some(_) => WaitsFor::Time,
            None if state.outside > 0 || !due.is_empty() => WaitsFor::Others,
            None => WaitsFor::Nothing,
        };
        drop(state);
        due.into_values().for_each(Waker::wake);
        waits_for
    }
}

/// What a program waits for that cannot go on by itself.
enum WaitsFor {
    /// A task's code, or the next timer, which is so far away.
    RealCode(Option<Duration>),
    /// The next timer.
    Time,
    /// Someone outside who completes a callback.
    Others,
    /// Nothing that could come.
    Nothing,
}

/// Runs the program for as long as it can go on without time being skipped.
struct Turn<'a> {
    clock: &'a SkippingClock,
    woken: &'a Arc<Woken>,
    /// How often the program was polled since something woke it.
    idle: u32,
    /// How far others had gone on then.
    progress: u64,
    /// The next timer, in real time, while time runs.
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Turn<'_> {
    /// The program's output, or `None` when only a jump of time can help.
    async fn run<F: Future>(&mut self, mut program: Pin<&mut F>) -> Option<F::Output> {
        std::future::poll_fn(|context| {
            self.woken.set_outer(context.waker());
            let progress = self.clock.progress.load(Ordering::Relaxed);
            let has_progressed = std::mem::replace(&mut self.progress, progress) != progress;
            self.idle = if self.woken.take() || has_progressed { 0 } else { self.idle + 1 };
            let waker = Waker::from(Arc::clone(self.woken));
            match program.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => Poll::Ready(Some(output)),
                Poll::Pending => self.wait(context).map(|()| None),
            }
        })
        .await
    }

    /// Ready when time may jump.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match self.clock.fire_due() {
            WaitsFor::RealCode(next) => {
                self.idle = 0;
                self.timer = next.map(|delay| Box::pin(real_sleep(delay)));
                if let Some(timer) = &mut self.timer
                    && timer.as_mut().poll(context).is_ready()
                {
                    context.waker().wake_by_ref();
                }
                self.clock.wait_for_others(context.waker());
                Poll::Pending
            }
            _ if self.idle < TURNS => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            WaitsFor::Time => Poll::Ready(()),
            WaitsFor::Others => {
                self.clock.wait_for_others(context.waker());
                Poll::Pending
            }
            WaitsFor::Nothing => stuck(),
        }
    }
}

#[expect(clippy::panic, reason = "a test that cannot end has to fail")]
fn stuck() -> ! {
    panic!("the workflow waits for something that never comes: a stub that never finishes needs a task with a timeout")
}

/// Tells a wake-up of the program from one that only gives others their turn.
#[derive(Debug, Default)]
struct Woken {
    woken: AtomicBool,
    outer: Mutex<Option<Waker>>,
}

impl Woken {
    fn set_outer(&self, waker: &Waker) {
        let mut outer = self.outer.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *outer {
            Some(known) => known.clone_from(waker),
            None => *outer = Some(waker.clone()),
        }
    }

    fn take(&self) -> bool {
        self.woken.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        let outer = self.outer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(waker) = outer {
            waker.wake();
        }
    }
}

/// A wait that has not ended.
struct Timer<'a> {
    clock: &'a SkippingClock,
    deadline: Duration,
    id: Option<u64>,
}

impl Timer<'_> {
    fn poll(&mut self, waker: &Waker) -> Poll<()> {
        let mut state = self.clock.state();
        if state.elapsed() >= self.deadline {
            return Poll::Ready(());
        }
        let id = *self.id.get_or_insert_with(|| {
            state.next_timer += 1;
            state.next_timer
        });
        state.timers.insert((self.deadline, id), waker.clone());
        let driver = state.driver.take();
        drop(state);
        driver.into_iter().for_each(Waker::wake);
        Poll::Pending
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.clock.state().timers.remove(&(self.deadline, id));
        }
    }
}

/// See [`SkippingClock::busy`].
#[derive(Debug)]
pub struct Busy(Arc<SkippingClock>);

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy -= 1;
        if state.busy == 0 {
            state.passed = state.elapsed();
            state.running_since = None;
        }
        let driver = state.driver.take();
        drop(state);
        driver.into_iter().for_each(Waker::wake);
    }
}

/// See [`SkippingClock::outside`].
#[derive(Debug)]
pub struct Outside(Arc<SkippingClock>);

impl Drop for Outside {
    fn drop(&mut self) {
        self.0.state().outside -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join;

    const HOUR: Duration = Duration::from_secs(3600);

    fn clock() -> Arc<SkippingClock> {
        SkippingClock::starting_at(Timestamp::UNIX_EPOCH)
    }

    #[tokio::test]
    async fn a_day_passes_at_once() {
        let clock = clock();
        Arc::clone(&clock).drive(clock.sleep(24 * HOUR)).await;
        assert_eq!(clock.now().as_second(), 86_400);
    }

    #[tokio::test]
    async fn waits_end_in_order_of_their_deadlines() {
        let clock = clock();
        let ended = Mutex::new(Vec::new());
        let wait = async |hours: u32| {
            clock.sleep(hours * HOUR).await;
            ended.lock().unwrap().push((hours, clock.monotonic()));
        };
        Arc::clone(&clock).drive(join(wait(2), wait(1))).await;
        assert_eq!(*ended.lock().unwrap(), [(1, HOUR), (2, 2 * HOUR)]);
    }

    #[tokio::test]
    async fn time_waits_for_other_tasks() {
        let clock = clock();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            sender.send(()).unwrap();
        });
        let hour = pin!(clock.sleep(HOUR));
        let program = futures_util::future::select(hour, receiver);
        let first = Arc::clone(&clock).drive(program).await;
        assert!(matches!(first, futures_util::future::Either::Right(_)));
        assert_eq!(clock.monotonic(), Duration::ZERO);
    }

    #[tokio::test]
    async fn time_does_not_jump_while_real_code_runs() {
        let clock = clock();
        let program = async {
            let busy = clock.busy();
            let code = tokio::task::spawn_blocking(|| 7);
            let hour = pin!(clock.sleep(HOUR));
            let first = futures_util::future::select(hour, code).await;
            drop(busy);
            matches!(first, futures_util::future::Either::Right((Ok(7), _)))
        };
        assert!(Arc::clone(&clock).drive(program).await);
        assert!(clock.monotonic() < HOUR);
    }

    #[tokio::test]
    async fn time_is_skipped_for_what_others_wait_for_after_real_code() {
        let clock = clock();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let other = Arc::clone(&clock);
        tokio::spawn(async move {
            let busy = other.busy();
            tokio::task::spawn_blocking(|| ()).await.unwrap();
            drop(busy);
            other.sleep(HOUR).await;
            sender.send(()).unwrap();
        });
        Arc::clone(&clock).drive(receiver).await.unwrap();
        assert!(clock.monotonic() >= HOUR);
    }

    #[tokio::test]
    async fn timers_end_while_real_code_runs() {
        let clock = clock();
        let program = async {
            let _busy = clock.busy();
            clock.sleep(Duration::from_millis(1)).await;
        };
        Arc::clone(&clock).drive(program).await;
        assert!(clock.monotonic() >= Duration::from_millis(1));
    }

    #[tokio::test]
    #[should_panic(expected = "waits for something that never comes")]
    async fn a_program_that_cannot_end_fails() {
        clock().drive(std::future::pending::<()>()).await;
    }
}
