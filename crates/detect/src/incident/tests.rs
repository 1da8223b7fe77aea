use super::*;

fn moment(time: i64, step: Step, text: &str, about: usize, record: u64) -> RawMoment {
    RawMoment {
        time,
        until: time,
        host: "web01".into(),
        step,
        text: text.into(),
        times: 1,
        about: BTreeSet::from([about]),
        lineage: Lineage { ids: vec![record], count: 1 },
        weight: 0,
    }
}

#[test]
fn what_several_rules_say_of_one_record_is_one_moment_told_by_the_weightiest() {
    let light = moment(5, Step::Register, "a", 1, 7);
    let heavy = RawMoment { weight: 3, ..moment(5, Step::Register, "b", 2, 7) };
    let other_step = moment(5, Step::Load, "c", 1, 7);
    let other_record = moment(6, Step::Load, "d", 1, 8);
    let merged = merge::merge(vec![light, heavy, other_step, other_record]);
    let shown: Vec<(&str, Step, u64, usize)> =
        merged.iter().map(|m| (m.text.as_str(), m.step, m.times, m.about.len())).collect();
    assert_eq!(shown, [("b", Step::Register, 1, 2), ("d", Step::Load, 1, 1)]);
}

#[test]
fn what_happens_again_is_counted_from_its_first_time_to_its_last() {
    let again = (0..4).map(|i| moment(i * 10, Step::Act, "w3wp.exe connects to 192.0.2.1 port 443", 1, i as u64));
    let merged = merge::merge(again.collect());
    assert_eq!(merged.len(), 1);
    assert_eq!((merged[0].time, merged[0].until, merged[0].times), (0, 30, 4));
    assert_eq!(merged[0].lineage.ids, [0, 1, 2, 3]);
}

#[test]
fn a_span_is_of_drops_and_registrations_and_loads_do_not_stretch_it() {
    let moments = [
        moment(10, Step::Drop, "a", 1, 1),
        moment(20, Step::Register, "b", 1, 2),
        moment(90_000, Step::Load, "c", 1, 3),
    ];
    assert_eq!(group::sure_span(moments.iter()), (10, 20));
    assert_eq!(group::sure_span(moments[2..].iter()), (90_000, 90_000));
}

#[test]
fn what_ties_moments_together_does_not_swallow_them() {
    let drop = moment(1, Step::Drop, "dropped", 1, 1);
    let load = moment(9, Step::Load, "loaded", 1, 2);
    let both = RawMoment {
        lineage: Lineage { ids: vec![1, 2], count: 2 },
        weight: 200,
        ..moment(1, Step::Register, "dropped and loaded", 1, 0)
    };
    let merged = merge::merge(vec![both, load, drop]);
    let shown: Vec<&str> = merged.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(shown, ["dropped", "loaded"]);
}
