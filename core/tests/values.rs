//! Edges of time and of counting.
#![allow(missing_docs)]

use wesign_core::{
    tally::{GoalLadder, Tally},
    time::{Phase, Timestamp},
};

#[test]
fn times_that_rfc_3339_knows() {
    let unix = |text: &str| Timestamp::parse(text).map(Timestamp::unix);
    assert_eq!(unix("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(unix("1969-12-31T23:59:59Z"), Some(-1));
    assert_eq!(unix("2000-02-29T12:00:00Z"), Some(951_825_600));
    assert_eq!(unix("1985-04-12T23:20:50.52Z"), Some(482_196_050)); // RFC 3339 §5.8
    assert_eq!(unix("1996-12-19T16:39:57-08:00"), Some(851_042_397)); // RFC 3339 §5.8
    assert_eq!(unix("1996-12-20t00:39:57z"), Some(851_042_397));
    assert_eq!(unix("0000-01-01T00:00:00Z"), Some(Timestamp::MIN.unix()));
    assert_eq!(unix("9999-12-31T23:59:59Z"), Some(Timestamp::MAX.unix()));
}

#[test]
fn times_that_are_none() {
    for text in [
        "",
        "2026-11-22",
        "2026-11-22T00:00:00",
        "2026-11-22 00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T00:60:00Z",
        "1990-12-31T23:59:60Z",
        "2026-11-22T00:00:00.Z",
        "2026-11-22T00:00:00+0100",
        "2026-11-22T00:00:00+24:00",
        "2026-11-22T00:00:00ZZ",
        "+026-11-22T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2026-11-22T00:00:0éZ",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
}

#[test]
fn a_petition_opens_at_its_date_and_closes_at_its_date() {
    let at = Timestamp::from_unix;
    assert_eq!(Phase::at(at(9), Some(at(10)), Some(at(20))), Phase::NotOpen);
    assert_eq!(Phase::at(at(10), Some(at(10)), Some(at(20))), Phase::Open);
    assert_eq!(Phase::at(at(20), Some(at(10)), Some(at(20))), Phase::Closed);
    assert_eq!(Phase::at(at(0), None, None), Phase::Open);
    assert_eq!(
        Phase::at(at(15), Some(at(20)), Some(at(10))),
        Phase::Closed,
        "closed wins"
    );
}

#[test]
fn the_documented_ladder() {
    let ladder = GoalLadder::default();
    let mut goals = vec![ladder.goal(0)];
    for _ in 0..16 {
        goals.push(ladder.goal(goals[goals.len() - 1]));
    }
    assert_eq!(
        goals,
        [
            100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 7500,
            10_000
        ]
    );
}

#[test]
fn counts_at_the_edges() {
    let ladder = GoalLadder::default();
    let zero = Tally::new(0, &ladder);
    assert_eq!(
        (zero.goal, zero.remaining, zero.progress_permille()),
        (100, 100, 0)
    );
    let last = Tally::new(u64::MAX, &ladder);
    assert_eq!(
        (last.goal, last.remaining, last.progress_permille()),
        (u64::MAX, 0, 1000)
    );
    let almost = Tally::new(u64::MAX - 1, &ladder);
    assert_eq!((almost.goal, almost.remaining), (u64::MAX, 1));
    assert_eq!(Tally::new(99, &ladder).remaining, 1);
    assert_eq!(
        Tally::new(100, &ladder).goal,
        150,
        "a goal that is reached gives way"
    );
}

#[test]
fn own_goals_in_any_order_then_the_documented_ones() {
    let ladder = GoalLadder::new([5000, 0, 1000, 5000]);
    assert_eq!(ladder.own(), [1000, 5000]);
    assert_eq!(
        [0, 999, 1000, 4999, 5000].map(|n| ladder.goal(n)),
        [1000, 1000, 5000, 5000, 7500]
    );
}

#[test]
fn milestones() {
    let ladder = GoalLadder::default();
    let crossed = |from, to| Tally::new(to, &ladder).milestones_crossed(from, &ladder);
    assert_eq!(crossed(99, 100), [100]);
    assert_eq!(crossed(100, 100), [0_u64; 0]);
    assert_eq!(crossed(100, 149), [0_u64; 0]);
    assert_eq!(
        crossed(300, 100),
        [0_u64; 0],
        "a count that falls celebrates nothing"
    );
    assert_eq!(crossed(0, 300), [100, 150, 200, 250, 300]);
    assert_eq!(crossed(u64::MAX - 1, u64::MAX), [u64::MAX]);
}
