//! Experiments 2 and 3: every workflow of the corpus compiles, its definition is valid, and its native runs are written
//! as cases that `tests/interop` gives to an interpreter of another project.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "functions of a test")]

use jiff::Timestamp;
use serde_json::{Value, json};
use workflow_runtime::testing::{Reply, TestRun};
use workflow_runtime::{Failure, Workflow, definition};
use workflow_tests::corpus::{
    assigned, call_sites, calls, changes, combined, control, edges, effects, executions, failures, folds, loops,
    merges, model, results, values,
};
use workflow_tests::interop::{prove_case_with, prove_with_tasks};

/// Runs a workflow natively on each input, with the corpus's real tasks, and writes what happened.
async fn compare<W: Workflow>(inputs: Vec<Value>) {
    compare_with::<W>(inputs, TestRun::new).await;
}

/// The same with some tasks replaced.
async fn compare_with<W: Workflow>(inputs: Vec<Value>, run: impl Fn() -> TestRun) {
    let machine = definition::<W>();
    let problems = workflow_asl::validate(&machine);
    assert!(problems.is_empty(), "{}: {problems:?}\n{}", W::INFO.name, machine.to_json_pretty());
    for (i, input) in inputs.into_iter().enumerate() {
        let args = W::from_input(input.clone()).unwrap_or_else(|error| panic!("{}: {error}", W::INFO.name));
        let execution = run().execute::<W>(args).await;
        let name = case_name(W::INFO.name, &input, i);
        prove_case_with(&name, &input, &execution, &children()).await.unwrap_or_else(|problem| panic!("{problem}"));
        let interpreted = run().interpret::<W>(input).await;
        prove_with_tasks(&name, &execution, &interpreted, &children()).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

/// The workflows that others start.
fn children() -> [(&'static str, Value); 5] {
    [
        ("pack", definition::<executions::pack>().to_value()),
        ("pay", definition::<executions::pay>().to_value()),
        ("ping_twice", definition::<executions::ping_twice>().to_value()),
        ("counted_down", definition::<executions::counted_down>().to_value()),
        ("fails_anyhow", definition::<executions::fails_anyhow>().to_value()),
    ]
}

/// Debug and release builds write cases of their own: in a plain Rust function overflow would differ between them.
fn case_name(workflow: &str, input: &Value, position: usize) -> String {
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let label: String = input.as_str().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("corpus-{workflow}-{position}{label}-{profile}")
}

fn item(sku: &str, price: u32, quantity: u32, tags: &[&str]) -> Value {
    json!({"sku": sku, "unit-price": price, "quantity": quantity, "tags": tags})
}

fn order(vip: bool, items: Vec<Value>) -> Value {
    json!({
        "orderId": "o-1", "customer": {"name": "Zoë 🦀", "vip": vip, "notes": {}}, "items": items, "coupon": null,
        "payment": {"kind": "cash"}, "priority": "NORMAL", "weightKg": 3.5,
    })
}

fn with(mut order: Value, field: &str, value: Value) -> Value {
    order[field] = value;
    order
}

fn orders() -> Vec<Value> {
    let a = || item("a", 12, 2, &["x", "y"]);
    let b = || item("b", 5, 1, &[]);
    vec![
        order(false, vec![a()]),
        order(true, vec![a(), b()]),
        with(order(false, vec![a(), b(), item("c", 2_000, 9, &["z"])]), "coupon", json!("SALE")),
        with(
            with(
                order(true, vec![item("gone", 1, 1, &["x"])]),
                "payment",
                json!({"kind": "credit_card", "lastFour": "4242", "limit": 5_000}),
            ),
            "weightKg",
            json!(60.0),
        ),
        with(
            with(
                order(false, vec![b(), item("d", 700, 1, &[]), item("e", 700, 2, &["q"])]),
                "payment",
                json!({"kind": "credit_card", "lastFour": "1", "limit": 5}),
            ),
            "priority",
            json!("HIGH"),
        ),
        with(
            with(order(true, vec![a()]), "payment", json!({"kind": "invoice", "dueDays": 30})),
            "priority",
            json!("LOW"),
        ),
        with(order(false, vec![item("offline", 0, 0, &[])]), "weightKg", json!(0.5)),
    ]
}

fn with_empty() -> Vec<Value> {
    let mut all = orders();
    all.push(order(false, vec![]));
    all
}

fn cards() -> Vec<Value> {
    ["fine", "bad", "offline", "seven", "slow"].map(Value::from).to_vec()
}

#[tokio::test]
async fn values_agree() {
    compare::<values::references>(with_empty()).await;
    compare::<values::totals>(with_empty()).await;
    compare::<values::nested_lists>(with_empty()).await;
    compare::<values::skus>(with_empty()).await;
    compare::<values::tiers>(orders()).await;
    compare::<values::payment_text>(orders()).await;
    compare::<values::options>(orders()).await;
    compare::<values::updated>(orders()).await;
    compare::<values::tuples>(vec![json!({"name": "ab", "scale": 3}), json!({"name": "", "scale": 0})]).await;
    compare::<values::destructured>(with_empty()).await;
    compare::<values::adjacent>(vec![
        json!({"type": "Created", "body": "x"}),
        json!({"type": "Moved", "body": {"from": 3, "to": -4}}),
        json!({"type": "Moved", "body": {"from": i32::MIN, "to": 1}}),
        json!({"type": "Tick"}),
    ])
    .await;
    let pairs = [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (5, 0), (i32::MIN, -1), (i32::MIN, 1), (i32::MAX, 3)];
    compare::<values::division>(pairs.map(|(a, b)| json!({"a": a, "b": b})).to_vec()).await;
    compare::<values::casts>(vec![json!({"count": 3, "ratio": 1.5}), json!({"count": 11, "ratio": 0.0})]).await;
    compare::<values::pages>(vec![json!(null), json!("b"), json!("c")]).await;
    compare::<values::shadowed>(vec![json!(1), json!(u32::MAX)]).await;
    compare::<values::nested_options>(with_empty()).await;
    compare::<values::pauses>(vec![json!(0), json!(3_600)]).await;
    compare::<values::hidden_functions>(with_empty()).await;
    compare::<values::literals_together>([(0, 0), (2, 5), (200, 1)].map(|(a, b)| json!({"a": a, "b": b})).to_vec())
        .await;
}

#[tokio::test]
async fn control_agrees() {
    compare::<control::branches>(with_empty()).await;
    compare::<control::by_payment>(orders()).await;
    compare::<control::by_priority>(vec![json!(1.0), json!(11.5)]).await;
    compare::<control::each_item>(with_empty()).await;
    compare::<control::paginate>(vec![json!(null), json!("b"), json!("c")]).await;
    compare::<control::countdown>(vec![json!(0), json!(1), json!(3)]).await;
    compare::<control::early>(with_empty()).await;
    compare::<control::rejoined>(orders()).await;
    compare::<control::deep>(orders()).await;
    compare::<control::by_number>([0, 1, 9, 10, -5, -6, 11, i32::MIN].map(|n| json!(n)).to_vec()).await;
    compare::<control::by_text>(vec![json!("ping"), json!("note"), json!(""), json!("offline")]).await;
}

#[tokio::test]
async fn loops_agree() {
    compare::<loops::counted>(vec![json!({})]).await;
    compare::<loops::counted_to>(with_empty()).await;
    let ranges = [(1, 3), (0, 0), (3, 1), (i32::MAX - 1, i32::MAX), (-1, 1)];
    compare::<loops::closed>(ranges.map(|(from, to)| json!({"from": from, "to": to})).to_vec()).await;
    compare::<loops::found>(vec![json!(1), json!(2), json!(9)]).await;
    let rows = [json!([]), json!([[1, 0, 99], [2, 10]]), json!([[1, 1, 1], [1, 1, 1]]), json!([[12]])];
    compare::<loops::labelled>(rows.to_vec()).await;
    compare::<loops::asked_again>(vec![json!(null), json!("b"), json!("c")]).await;
    compare::<loops::pages_with_next>(vec![json!(null), json!("b"), json!("c")]).await;
    compare::<loops::conditions>(with_empty()).await;
}

#[tokio::test]
async fn changes_agree() {
    compare::<changes::stack>(vec![json!([]), json!([1]), json!([9, 30, 2]), json!([u32::MAX, 1])]).await;
    compare::<changes::stack_with_tasks>(vec![json!([]), json!(["a"]), json!(["a", "b", "c", "d", "e", "f"])]).await;
    let lists =
        [json!([]), json!([[1]]), json!([[1], [2, 3]]), json!([[1], [], [4, 5]]), json!([[], [1], [2], [3], [4, 5]])];
    let at = |name: &str, list: Value, at: usize| json!({name: list, "at": at});
    let taken = lists.iter().flat_map(|list| [0, 1, 3].map(|position| at("numbers", list.clone(), position)));
    compare::<changes::taken>(taken.collect()).await;
    let numbers = [json!([]), json!([1]), json!([1, 2]), json!([3, 3, 1, 1, 3]), json!([9, 8, 7])];
    let positions = || numbers.iter().flat_map(|list| [0, 1, 2].map(|position| at("numbers", list.clone(), position)));
    compare::<changes::dropped>(positions().collect()).await;
    let maps = [json!({}), json!({"a": 1}), json!({"first": 3, "b": 2}), json!({"a": 1, "b": u32::MAX, "": 4})];
    let keys = |map: &Value| ["a", "b", "first", ""].map(|key| json!({"map": map, "key": key}));
    compare::<changes::entries>(maps.iter().flat_map(keys).collect()).await;
    let items = json!([item("a", 2, 1, &[]), item("b", 7, 1, &["x"]), item("c", 2, 1, &[]), item("d", 9, 1, &[])]);
    let rearranged =
        positions().flat_map(|case| [with(case.clone(), "items", items.clone()), with(case, "items", json!([]))]);
    compare::<changes::rearranged>(rearranged.collect()).await;
    compare::<changes::fibonacci>(vec![json!(0), json!(1), json!(5), json!(20)]).await;
    let cases = [("fine", "a"), ("", "a"), ("bad", "a"), ("fine", "gone")];
    let cases = cases.map(|(card, sku)| json!({"card": card, "item": item(sku, 1, 1, &[])}));
    compare::<changes::assigned_from_branches>(cases.to_vec()).await;
    let parts = with_empty().into_iter().flat_map(|order| [0, 1, 2, 3].map(|at| json!({"order": order, "at": at})));
    compare::<changes::parts>(parts.collect()).await;
}

#[tokio::test]
async fn assignments_agree() {
    compare::<assigned::fields>(with_empty()).await;
    let lists = [(json!([]), 0), (json!([1]), 1), (json!([3, 1, 2]), 2), (json!([3]), 9)];
    compare::<assigned::lists>(lists.map(|(start, at)| json!({"start": start, "at": at})).to_vec()).await;
    let rows =
        [(json!([[1], [2, 3, 4]]), 1), (json!([[1, 2, 3]]), 0), (json!([[i32::MIN], [], [1]]), 2), (json!([]), 0)];
    compare::<assigned::positions>(rows.map(|(rows, at)| json!({"rows": rows, "at": at})).to_vec()).await;
    compare::<assigned::awaited_parts>(with_empty()).await;
    compare::<assigned::text>(vec![json!([]), json!(["a"]), json!(["é🦀", ""])]).await;
    let slices = [
        json!({"numbers": [], "rows": []}),
        json!({"numbers": [5], "rows": [[1]]}),
        json!({"numbers": [5, 6], "rows": [[1], [2]]}),
        json!({"numbers": [5, 6, 5], "rows": [[1], [], [3, 4]]}),
        json!({"numbers": [5, 6, 7, 8], "rows": [[]]}),
    ];
    compare::<assigned::slices>(slices.to_vec()).await;
    let moved = |from: i32, to: i32| json!({"type": "Moved", "body": {"from": from, "to": to}});
    let alternatives = [
        json!({"event": moved(1, 2), "pair": [0, 5, 6]}),
        json!({"event": moved(-1, 2), "pair": [5, 0, 6]}),
        json!({"event": moved(-1, -2), "pair": [10, 1, 6]}),
        json!({"event": {"type": "Tick"}, "pair": [21, 1, 6]}),
    ];
    compare::<assigned::alternatives>(alternatives.to_vec()).await;
}

#[tokio::test]
async fn results_agree() {
    let mut orders = with_empty();
    orders.push(with(order(false, vec![]), "coupon", json!("SALE")));
    compare::<results::required>(orders).await;
    compare::<results::kept>(cards()).await;
    compare::<results::tried_later>(cards()).await;
    compare::<results::returned>(cards()).await;
    compare::<results::mapped>(cards()).await;
    let settled = |card: Value, item: Value| json!({"card": card, "item": item});
    let mut cases: Vec<Value> = cards().into_iter().map(|card| settled(card, item("a", 1, 1, &[]))).collect();
    cases.push(settled(json!("fine"), item("a", 2_000, 1, &[])));
    cases.push(settled(json!("bad"), item("gone", 1, 1, &[])));
    cases.push(settled(json!("offline"), item("gone", 1, 1, &[])));
    let asked = cases.clone();
    compare::<results::settled>(cases).await;
    compare::<results::made>(with_empty()).await;
    compare::<results::conditional_arms>(cards()).await;
    compare::<results::guarded_wildcard>(cards()).await;
    let mut numbers = Vec::new();
    for (name, coupon) in [("7", "3"), ("7", "x"), ("300", "1"), ("x", "1"), ("9", "-4"), ("9", "0")] {
        let order = with(order(false, vec![]), "coupon", json!(coupon));
        numbers.push(with(order, "customer", json!({"name": name, "vip": true, "notes": {}})));
    }
    compare::<results::parsed>(numbers).await;
    compare::<results::asked>(asked).await;
}

#[tokio::test]
async fn folds_agree() {
    compare::<folds::fee_at_the_start>(with_empty()).await;
    compare::<folds::decisions_in_a_row>(with_empty()).await;
    compare::<folds::two_at_once>(orders()).await;
    let numbers = || pairs(&[(7, 2), (7, 0), (2, 0), (2, 7), (12, 0), (200, 7), (0, 0)]);
    compare::<folds::lazy_fold>(numbers()).await;
    compare::<folds::unread_fold>(numbers()).await;
    compare::<folds::faulting_condition>(numbers()).await;
    compare::<folds::fault_before_a_fold>(numbers()).await;
    compare::<folds::overwritten>(numbers()).await;
    compare::<folds::shadowed_fault>(numbers()).await;
    compare::<folds::fault_before_a_choice>(numbers()).await;
    compare::<folds::fault_before_the_end>(numbers()).await;
    compare::<folds::fault_before_a_failure>(numbers()).await;
    compare::<folds::guarded_fold>(numbers()).await;
    compare::<folds::long_row>([0, 1, 18, 19, 5_040, 232_792_560].map(Value::from).to_vec()).await;
    compare::<folds::decided_by_a_task>(vec![json!(1.0), json!(11.5)]).await;
    compare::<folds::folded_in_a_loop>(with_empty()).await;
    compare::<folds::folded_in_a_map>(with_empty()).await;
}

#[tokio::test]
async fn merges_agree() {
    let numbers = || pairs(&[(7, 2), (7, 0), (2, 0), (2, 7), (12, 0), (200, 7), (0, 0), (12, 3), (12, 11), (4, 1)]);
    compare::<merges::faults_within>(numbers()).await;
    compare::<merges::fault_between>(numbers()).await;
    compare::<merges::bound_within>(orders()).await;
    compare::<merges::around_a_loop>(
        with_empty()
            .into_iter()
            .flat_map(|order| [6, 3_000].map(|limit| json!({"order": order, "limit": limit})))
            .collect(),
    )
    .await;
    let vips = |name: &str, values: &[Value]| -> Vec<Value> {
        values.iter().flat_map(|value| [true, false].map(|vip| json!({name: value, "vip": vip}))).collect()
    };
    compare::<merges::within_ok>(vips("card", &cards())).await;
    compare::<merges::decided_among_others>(vips("card", &cards())).await;
    compare::<merges::decided_option>(vips("label", &[json!(null), json!("x")])).await;
    let lists = [json!([]), json!([1]), json!([2]), json!([1, 2, 3])];
    let lists = lists.iter().flat_map(|numbers| [true, false].map(|all| json!({"numbers": numbers, "all": all})));
    compare::<merges::decided_list>(lists.collect()).await;
    compare::<merges::decided_item>(numbers()).await;
    let names = [("a", "a"), ("a", ""), ("b", "c"), ("b", "bad"), ("b", "offline"), ("b", "seven"), ("offline", "b")];
    compare::<merges::equal_errors>(names.map(|(card, other)| json!({"card": card, "other": other})).to_vec()).await;
    let mut named = numbers();
    named.iter_mut().for_each(|pair| pair["name"] = json!("Ada"));
    compare::<merges::folded_at_once>(named).await;
}

#[tokio::test]
async fn combinations_agree() {
    let lists =
        [json!([]), json!(["fine"]), json!(["fine", "offline"]), json!(["bad"]), json!(["fine", "bad", "slow", "x"])];
    compare::<combined::item_in_branches>(lists.to_vec()).await;
    compare::<combined::arms_in_a_loop>(lists.to_vec()).await;
    compare::<combined::item_of_a_pair>(vec![json!({"sku": "a", "price": 3})]).await;
    let coupons = [json!(null), json!("x"), json!("bad")];
    let cases = coupons
        .iter()
        .flat_map(|coupon| [(0, 1), (1, 0), (0, 0)].map(|(a, b)| json!({"coupon": coupon, "a": a, "b": b})));
    compare::<combined::fault_in_an_inner_decision>(cases.collect()).await;
    let items = [(0, &[][..]), (1, &[][..]), (2, &[][..]), (2, &["x"][..])];
    let cases = items.iter().flat_map(|(quantity, tags)| {
        [2, 9].map(|limit| json!({"item": item("a", 3, *quantity, tags), "limit": limit}))
    });
    compare::<combined::else_of_a_decision>(cases.collect()).await;
    compare::<combined::never_reached>(vec![json!([]), json!(["a"]), json!(["bad"])]).await;
    compare::<combined::names_inside_values>(cards()).await;
    compare::<combined::one_error_or_else>(cards()).await;
    compare::<combined::unread_part>([0, 3, 9].map(|by| json!({"name": "abc", "by": by})).to_vec()).await;
    let ways = ["fine", "other", "bad"].into_iter();
    let ways = ways.flat_map(|name| [0, 1, 3, 9].map(|by| json!({"name": name, "by": by})));
    compare::<combined::unread_on_several_ways>(ways.collect()).await;
    compare::<combined::part_of_none>(vec![json!(1)]).await;
    let numbers = [(1, true), (0, false), (1, false), (u32::MAX, true), (u32::MAX / 2, false)];
    compare::<combined::one_arm>(numbers.map(|(number, stop)| json!({"number": number, "stop": stop})).to_vec()).await;
    compare::<combined::ends_of_branches>(cards()).await;
}

#[tokio::test]
async fn effects_agree() {
    compare::<effects::joined>(with_empty()).await;
    compare::<effects::nested>(vec![
        json!([]),
        Value::from(orders()[..2].to_vec()),
        Value::from(orders()),
        json!([order(false, vec![])]),
    ])
    .await;
    compare::<effects::captured>(with_empty().into_iter().map(|order| json!({"order": order, "factor": 2})).collect())
        .await;
    compare::<effects::caught>(cards()).await;
    compare::<effects::caught_any>(cards()).await;
    compare::<effects::compensated>(cards()).await;
    compare::<effects::best_effort>(vec![json!("hello"), json!("offline")]).await;
    compare::<effects::or_else>(cards()).await;
    compare::<effects::transparent>(cards()).await;
    compare::<effects::failing_branch>(cards()).await;
    compare::<effects::failing_block>(vec![json!(5), json!(6)]).await;
    compare::<effects::code>(cards()).await;
    compare::<effects::whatever>(vec![json!("fine"), json!("network"), json!("Odd.Error")]).await;
    compare::<effects::inline>(with_empty()).await;
    compare::<effects::waited>(vec![json!("fine"), json!("bad")]).await;
    compare::<effects::call_options>(cards()).await;
    compare::<effects::nothing>(vec![json!({})]).await;
}

fn pairs<T: serde::Serialize>(pairs: &[(T, T)]) -> Vec<Value> {
    pairs.iter().map(|(a, b)| json!({"a": a, "b": b})).collect()
}

#[tokio::test]
async fn faults_agree() {
    compare::<failures::add_overflow>(pairs(&[(1, 2), (200, 55), (200, 56)])).await;
    compare::<failures::below_zero>(pairs(&[(2, 2), (2, 3)])).await;
    compare::<failures::multiplied>(pairs(&[(46_340, 46_340), (46_341, 46_341), (i32::MIN, -1), (-65_536, 32_768)]))
        .await;
    compare::<failures::there_and_back>(pairs(&[(100, 27), (100, 28), (-100, -29)])).await;
    compare::<failures::mixed_sum>(vec![
        json!([]),
        json!([100, 27]),
        json!([100, 28, -100]),
        json!([-128, -1]),
        json!([5]),
    ])
    .await;
    compare::<failures::plain_sum>(vec![json!([]), json!([200, 55]), json!([200, 56])]).await;
    compare::<failures::negated>(vec![json!(1), json!(0), json!(-32_767), json!(i16::MIN)]).await;
    compare::<failures::narrowed>([0, 255, 256, -1].map(Value::from).to_vec()).await;
    compare::<failures::wide>(pairs(&[(1_u64 << 30, 1 << 23), (1 << 30, 1 << 24), (0, 7)])).await;
    compare::<failures::infinite>(pairs(&[(2.0, 3.0), (1e300, 1e300), (1.0, 1.0), (0.5, -0.25)])).await;
    compare::<failures::divided>(pairs(&[(7, 2), (7, 0), (0, 0)])).await;
    compare::<failures::indexed>([0, 1, 2].map(|at| json!({"items": [4, 5], "at": at})).to_vec()).await;
    compare::<failures::unwrapped>(vec![json!("fine"), json!(null)]).await;
    compare::<failures::fault_beside_a_catch>(vec![json!([1, 2]), json!([1]), json!([])]).await;
    let cases = [("fine", 2), ("fine", 0), ("bad", 5), ("bad", 0)];
    compare::<failures::fault_after_a_catch>(cases.map(|(card, b)| json!({"card": card, "b": b})).to_vec()).await;
    compare::<failures::unread_fault>(pairs(&[(7, 2), (7, 0)])).await;
    let eager = |a: u32, b: Option<u32>| json!({"a": a, "b": b});
    let cases =
        [eager(0, None), eager(0, Some(1)), eager(1, None), eager(11, Some(5)), eager(11, None), eager(51, Some(1))];
    compare::<failures::eager>(cases.to_vec()).await;
    compare::<failures::lazy>(cases.to_vec()).await;
    compare::<failures::discarded_fault>(pairs(&[(7, 2), (7, 0)])).await;
    compare::<failures::discarded_between>(pairs(&[(7, 2), (7, 0), (2, 7)])).await;
    let cases = [(Some(6), 2), (None, 2), (Some(6), 7), (Some(6), 10), (Some(0), 1), (Some(1), 1), (Some(2), 0)];
    compare::<failures::panics_on_the_way>(cases.map(|(a, b)| json!({"a": a, "b": b})).to_vec()).await;
    compare::<failures::divided_and_matched>(pairs(&[(7, 2), (8, 2), (1, 2), (7, 0), (101, 2)])).await;
    compare::<failures::matched_at_once>(pairs(&[(7, 2), (7, 3), (1, 2), (7, 0), (7, 1), (8, 3)])).await;
    compare::<failures::fault_in_a_map>(vec![json!([]), json!([1, 50]), json!([0])]).await;
}

#[tokio::test]
async fn errors_agree() {
    let name = || vec![json!("x")];
    compare::<failures::timed_out>(name()).await;
    compare_with::<failures::timed_out>(vec![json!("never")], || TestRun::new().stub_never::<failures::slow>()).await;
    compare_with::<failures::timed_out_for_good>(name(), || TestRun::new().stub_never::<failures::slow>()).await;
    compare_with::<failures::other_timeout>(name(), || TestRun::new().stub_never::<failures::impatient>()).await;
    for replies in
        [vec![], vec!["n"], vec!["n", "n"], vec!["n", "n", "n"], vec!["n", "d", "n"], vec!["d", "d"], vec!["s"]]
    {
        let run = || {
            TestRun::new().stub_sequence::<failures::flaky, _>(
                replies
                    .iter()
                    .map(|reply| flaky_reply(reply))
                    .chain([Reply::Result(Ok("done".into()))])
                    .collect::<Vec<_>>(),
            )
        };
        compare_with::<failures::retried>(vec![json!(replies.concat())], run).await;
        compare_with::<failures::handler_fails>(vec![json!(replies.concat())], run).await;
    }
    compare::<failures::panicked>(vec![json!(""), json!("luck")]).await;
    compare::<failures::undeclared>(vec![json!(""), json!("luck")]).await;
    compare::<failures::branch_fails>(cards()).await;
    let items = [
        vec![item("a", 1, 1, &[])],
        vec![item("gone", 1, 1, &[]), item("a", 1, 1, &[])],
        vec![item("offline", 1, 1, &[])],
    ];
    compare::<failures::iteration_fails>(items.clone().map(Value::from).to_vec()).await;
    compare::<failures::in_a_loop>(items.map(Value::from).to_vec()).await;
    compare::<failures::wrapped_branch>(cards()).await;
    compare::<failures::made_here>(vec![json!(100), json!(101), json!(u32::MAX)]).await;
}

fn flaky_reply(kind: &str) -> Reply<failures::flaky> {
    use model::ShopError;
    match kind {
        "n" => Reply::Result(Err(ShopError::Network)),
        "d" => Reply::Result(Err(ShopError::Declined { reason: "no".into(), tries: 1 })),
        _ => Reply::Failure(Failure::new("Lambda.Unknown", "gone")),
    }
}

#[tokio::test]
async fn edges_agree() {
    compare::<edges::missing_parameter>(vec![json!({"size": 1}), json!({"size": 2}), json!({"size": 2, "label": "x"})])
        .await;
    let decides = [
        json!({"a": 0, "c": true}),
        json!({"a": 0, "b": true, "c": true}),
        json!({"a": 1, "b": null, "c": true}),
        json!({"a": 1, "c": false}),
    ];
    compare::<edges::missing_decides>(decides.to_vec()).await;
    let parts = json!([{"size": 1}, {"size": 2, "label": "x"}, {"size": 3, "label": null}]);
    compare::<edges::missing_labels>(vec![json!([]), json!([{"size": 1}]), parts]).await;
    compare::<edges::newtypes>(vec![
        json!({"numbers": [7, 2, 3], "pair": [1, 2]}),
        json!({"numbers": [], "pair": [1, 2]}),
    ])
    .await;
    compare::<edges::lengths>(vec![json!([]), json!([""]), json!(["a🦀é", "héllo"])]).await;
    let survivors = |pairs: Value, lists: Value| json!({"pairs": pairs, "lists": lists});
    compare::<edges::lone_survivors>(vec![
        survivors(json!([[1, 2], [0, 0]]), json!([[]])),
        survivors(json!([[0, 2]]), json!([[2]])),
        survivors(json!([[1, 2], [3, 4]]), json!([[1], [], [1, 2]])),
        survivors(json!([]), json!([])),
    ])
    .await;
    let made = |numbers: Value| json!({"text": "é \\ \n", "numbers": numbers});
    compare::<edges::made_errors>(vec![made(json!([])), made(json!([1])), made(json!([1, 2]))]).await;
    let chains = [
        json!({"part": {"size": 4, "label": "x"}}),
        json!({"part": {"size": 4}, "limit": 3}),
        json!({"part": {"size": 3, "label": "x"}, "limit": 3}),
    ];
    compare::<edges::let_chains>(chains.to_vec()).await;
    let maps = [json!({}), json!({"b": 1}), json!({"\u{e000}": 3, "🦀": 2, "b": 1, "a": 0}), json!({"a": 1, "bad": 2})];
    compare::<edges::over_map>(maps.to_vec()).await;
    compare::<edges::over_option>(vec![json!(null), json!("x")]).await;
    compare::<edges::guards>(
        [(1, "LOW"), (2, "LOW"), (3, "LOW"), (3, "HIGH")].map(|(n, p)| json!({"number": n, "priority": p})).to_vec(),
    )
    .await;
}

#[tokio::test]
async fn callbacks_agree() {
    let question = || vec![json!("why?")];
    compare_with::<failures::asked>(question(), || TestRun::new().stub::<failures::ask>(|_| Ok("because".into())))
        .await;
    compare_with::<failures::asked>(vec![json!("when?")], || TestRun::new().stub_never::<failures::ask>()).await;
    compare_with::<failures::asked>(vec![json!("who?")], || {
        TestRun::new().stub_failure::<failures::ask>(Failure::new("Declined", r#"{"reason":"busy","tries":3}"#))
    })
    .await;
}

/// The model's field that a missing key stands for.
#[test]
fn a_missing_option_is_none() {
    let mut input = order(false, vec![]);
    input.as_object_mut().expect("an object").remove("coupon");
    let order: model::Order = serde_json::from_value(input).expect("an order");
    assert_eq!(order.coupon, None);
}

#[tokio::test]
async fn calls_agree() {
    compare::<calls::everywhere>(with_empty()).await;
    compare::<calls::same_names>(vec![
        json!([]),
        Value::from(orders()),
        json!([order(false, vec![]), order(true, vec![item("a", 3, 2, &[]), item("b", 1, 7, &[])])]),
    ])
    .await;
    compare::<calls::faulting_arguments>(pairs(&[(7, 2), (7, 0), (2, 7), (u32::MAX, 1)])).await;
    compare::<calls::faulting_body>(pairs(&[(7, 2), (7, 0)])).await;
    compare::<calls::of_results>(orders()).await;
    compare::<calls::of_all_kinds>(with_empty()).await;
}

#[tokio::test]
async fn what_is_drawn_agrees() {
    compare::<calls::drawn_first>(orders()).await;
    compare::<calls::drawn_and_read>(orders()).await;
    compare::<calls::drawn_inside>(orders()).await;
    let fixed = || {
        let start = "2025-03-04T05:06:07.08Z".parse().expect("a moment");
        TestRun::new().starting_at(start).uuids(["a", "b", "c"]).randoms([0.25, 0.5])
    };
    compare_with::<calls::drawn_and_read>(orders(), fixed).await;
    compare_with::<calls::drawn_inside>(with_empty(), fixed).await;
    compare_with::<calls::drawn_and_given>(orders(), fixed).await;
    compare::<calls::drawn_again>(with_empty()).await;
    compare::<calls::drawn_on_one_way>(orders()).await;
    compare::<calls::drawn_on_ways>(with_empty()).await;
    let empty = with(order(true, vec![]), "coupon", json!("SALE"));
    compare::<calls::drawn_on_ways>(vec![empty]).await;
}

#[tokio::test]
async fn executions_agree() {
    let items =
        [item("a", 12, 2, &["x"]), item("gone", 1, 1, &[]), item("offline", 1, 1, &[]), item("dear", 700, 1, &[])];
    let items = items.into_iter().chain([item("none", 3, 0, &[])]);
    let items: Vec<Value> = items.collect();
    let orders = || items.iter().map(|item| order(true, vec![item.clone()])).collect::<Vec<_>>();
    compare::<executions::passed_on>(orders().into_iter().chain([order(false, vec![])]).collect()).await;
    compare::<executions::passed_on>(vec![with(order(true, vec![item("b", 2, 2, &[])]), "orderId", json!("bad"))])
        .await;
    compare::<executions::handled>(orders()).await;
    compare::<executions::any_handled>(cards()).await;
    compare::<executions::best_effort>(items.clone()).await;
    compare::<executions::wrapped>(items.iter().cloned().chain([item("b", 300, 2, &[])]).collect()).await;
    compare::<executions::the_same>(vec![json!({"card": "fine", "cents": 1}), json!({"card": "bad", "cents": 1})])
        .await;
    compare::<executions::takes_all>(["fine", "network", "Odd.Error", "fault"].map(Value::from).to_vec()).await;
    compare::<executions::counted_down>([1, 5, 4].map(Value::from).to_vec()).await;
    compare::<executions::side_by_side>(orders()).await;
    compare::<executions::side_by_side>(vec![order(true, vec![items[0].clone(); 3]), order(true, vec![])]).await;
}

#[tokio::test]
async fn options_of_calls_agree() {
    compare::<call_sites::patient>(cards()).await;
    compare::<call_sites::retried_twice>(cards()).await;
    compare::<call_sites::at_once>(cards()).await;
    compare::<call_sites::retried_inside>(with_empty()).await;
}

#[tokio::test]
async fn what_executions_know_agrees() {
    // The context object of the other interpreter.
    let run = || {
        let id = "arn:aws:states:us-east-1:123456789012:execution:machine:execution";
        TestRun::new().execution_id(id).starting_at(Timestamp::constant(1_767_225_600, 0))
    };
    compare_with::<call_sites::knows_itself>(with_empty(), run).await;
    compare_with::<call_sites::deadlines>(with_empty(), run).await;
}

#[tokio::test]
async fn texts_agree() {
    let inputs = with_empty().into_iter().map(|order| json!({ "order": order, "rate": 1 }));
    compare::<call_sites::texts>(inputs.collect()).await;
    compare::<call_sites::texts>([0, 2, 6].map(|rate| json!({ "order": orders()[1], "rate": rate })).to_vec()).await;
    compare::<call_sites::text_of_shadowed>(vec![json!({ "a": 1, "b": 2 }), json!({ "a": 7, "b": 3 })]).await;
}
