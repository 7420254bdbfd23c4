//! The decision to share, term by term: worlds drawn at random, their drivers set by hand, and the formula of the model
//! worked out a second time.

mod support;

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use comity::model::blueprint::Blueprint;
use comity::model::purpose::Purpose;
use comity::model::sharing::{Drivers, Matter, Verdict};
use comity::model::world::World;
use comity::scenario::conduct::Reason;
use comity::scenario::kind::Kind;
use comity::scenario::scenario::Scenario;
use support::Trial;

/// A holder, a requester and the friend at whom a matter points; law, interests and weights differ everywhere.
const THREE: &str = r"
format = 1
[decision]
law_minimum = 0
privacy_bar = 1000
[nation.ann]
sovereignty = 0.7
commitment = 0.6
interests = [0.3, -0.2]
[nation.ann.law]
data_protection = 0.9
evidence = 0.8
[nation.bob]
sovereignty = 0.2
commitment = 0.9
interests = [-0.5, 0.4]
[nation.bob.law]
data_protection = 0.3
evidence = 0.4
[nation.cyd]
interests = [0.1, 1.1]
[class.plot]
rate = 20
sensitivity = 0.8
personal = 0.6
[kind.evidence]
sensitivity = 0.9
personal = 0.7
[kind.police_query]
sensitivity = 0.5
personal = 0.4
";
const ANN: usize = 0;
const BOB: usize = 1;
const CYD: usize = 2;
/// Where what Ann holds about Bob stands, and what he holds about her: of three nations, row by row.
const ANN_BOB: usize = 3 * ANN + BOB;
const BOB_ANN: usize = 3 * BOB + ANN;
const NOW: f64 = 730.0;
/// Half-life of privacy harm.
const HARM_HALF_LIFE: f64 = 200.0;

/// Every driver counts, with these changes.
fn scenario(sets: &[(&str, &str)]) -> Scenario {
    let trial = Trial::quiet(
        THREE,
        &[
            "law",
            "affinity",
            "trust_evidence",
            "reciprocity",
            "sovereignty",
            "privacy",
            "privacy_loop",
            "repercussions",
            "routine",
        ],
    )
    .set("leaks.stock_half_life", &HARM_HALF_LIFE.to_string());
    sets.iter()
        .fold(trial, |trial, (key, value)| trial.set(key, value))
        .scenario()
}

/// A world with a history: deliveries both ways, evidence, and harm to privacy in Ann.
fn world<'a>(plan: &'a Blueprint<'a>, number: u32) -> World<'a> {
    let mut world = World::new(plan, Chance::new(3, number), false);
    world.refresh_ties();
    let luck = |n: u64| {
        world
            .chance
            .draw(1, Identity::of("history").numbered(n), 0)
            .uniform()
    };
    let [good, bad, stock, harmed] = [0, 1, 2, 3].map(luck);
    let (given, received) = ((8.0 * luck(4)) as usize, (8.0 * luck(5)) as usize);
    world.learn(ANN, BOB, 20.0 * good, 20.0 * bad, 100.0);
    (0..given).for_each(|_| world.pairs.deliver(ANN_BOB, 200.0));
    (0..received).for_each(|_| world.pairs.deliver(BOB_ANN, 300.0));
    world.nations[ANN].privacy_stock = (3.0 * stock, NOW * harmed);
    world
}

fn matter(kind: Kind, class: Option<usize>) -> Matter {
    Matter {
        kind,
        class,
        origin: None,
        urgency: 0.0,
    }
}

/// The chance at the weights that the scenario gives, from what Ann knows of Bob.
fn logit(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}

/// β of all drivers at zero but those given.
const WEIGHTS: [&str; 9] = [
    "trust",
    "law",
    "affinity",
    "reciprocity",
    "urgency",
    "sovereignty",
    "privacy",
    "privacy_stock",
    "repercussions",
];

/// Weights by name; all others are zero.
fn weights(given: &[(&str, f64)]) -> Vec<(String, String)> {
    WEIGHTS
        .iter()
        .map(|name| {
            let value = given
                .iter()
                .find(|(one, _)| one == name)
                .map_or(0.0, |(_, value)| *value);
            (format!("decision.{name}"), value.to_string())
        })
        .collect()
}

fn with_weights(given: &[(&str, f64)], more: &[(&str, &str)]) -> Scenario {
    let weights = weights(given);
    let mut sets: Vec<(&str, &str)> = weights
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    sets.extend(more);
    scenario(&sets)
}

#[test]
fn every_driver_adds_its_own_term_to_the_logit() {
    let intercept = [
        ("kind.evidence.intercept", "0.25"),
        ("kind.police_query.intercept", "-0.4"),
    ];
    for number in 0..20 {
        for (kind, class, base, personal, sensitivity) in [
            (Kind::Evidence, Some(0), 0.25, 0.6 * 0.7, 0.8 * 0.9),
            (Kind::PoliceQuery, Some(0), -0.4, 0.6 * 0.4, 0.8 * 0.5),
        ] {
            let asked = Matter {
                origin: Some(CYD),
                urgency: 0.35,
                ..matter(kind, class)
            };
            // What the terms are made of, from a world that weighs nothing.
            let silent = with_weights(&[], &intercept);
            let plan = Blueprint::new(&silent, None, None);
            let mut known = world(&plan, number);
            let faded = |half_life: f64, days: f64| (-days / half_life * std::f64::consts::LN_2).exp();
            let (stock, since) = known.nations[ANN].privacy_stock;
            let forgotten = |deliveries: f64, day: f64| deliveries * faded(365.0, NOW - day);
            let luck = |n: u64| {
                known
                    .chance
                    .draw(1, Identity::of("history").numbered(n), 0)
                    .uniform()
            };
            let given = forgotten((8.0 * luck(4)).floor(), 200.0);
            let received = forgotten((8.0 * luck(5)).floor(), 300.0);
            let alpha = |p: [f64; 2], q: [f64; 2]| {
                let width = silent.politics.affinity_width;
                let squared = (p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2);
                (-squared / (2.0 * width * width)).exp()
            };
            let terms = [
                ("trust", 2.0 * known.trust(ANN, BOB, NOW) - 1.0),
                ("law", 2.0 * known.compatibility(ANN, BOB, kind, class) - 1.0),
                ("affinity", 2.0 * alpha([0.3, -0.2], [-0.5, 0.4]) - 1.0),
                ("reciprocity", (received - given) / (received + given + 4.0)),
                ("urgency", 0.35 * 0.6),
                ("sovereignty", -0.7 * sensitivity),
                ("privacy", -personal * (0.9 - 0.3)),
                ("privacy_stock", -stock * faded(HARM_HALF_LIFE, NOW - since)),
                ("repercussions", -alpha([0.3, -0.2], [0.1, 1.1])),
            ];
            let alone = logit(known.willingness(ANN, BOB, &asked, NOW));
            assert!((alone - base).abs() < 1e-12, "β0 of {kind:?}: {alone}");
            let mut all = Vec::new();
            let mut sum = base;
            for (n, (name, term)) in terms.into_iter().enumerate() {
                let beta = 0.5 + 0.25 * n as f64;
                all.push((name, beta));
                sum += beta * term;
                let scenario = with_weights(&[(name, beta)], &intercept);
                let plan = Blueprint::new(&scenario, None, None);
                let found = logit(world(&plan, number).willingness(ANN, BOB, &asked, NOW)) - base;
                assert!(
                    (found - beta * term).abs() < 1e-9,
                    "{name}: {found}, not {}",
                    beta * term
                );
            }
            let scenario = with_weights(&all, &intercept);
            let plan = Blueprint::new(&scenario, None, None);
            let found = logit(world(&plan, number).willingness(ANN, BOB, &asked, NOW));
            assert!((found - sum).abs() < 1e-9, "all: {found}, not {sum}");
        }
    }
}

#[test]
fn a_matter_without_origin_offends_no_friend() {
    let scenario = with_weights(&[("repercussions", 2.0)], &[("kind.evidence.intercept", "0.5")]);
    let plan = Blueprint::new(&scenario, None, None);
    let found = logit(world(&plan, 0).willingness(ANN, BOB, &matter(Kind::Evidence, None), NOW));
    assert!((found - 0.5).abs() < 1e-12, "{found}");
}

#[test]
fn a_refusal_names_the_smallest_sum_and_the_first_of_equal_ones() {
    let drivers = |sums| Drivers { sums, rest: 100.0 };
    for (n, reason) in Reason::ALL.into_iter().enumerate() {
        let mut sums = [1.0; 6];
        sums[n] = 0.5;
        assert_eq!(drivers(sums).reason(), reason);
        // Equal ones: the first, here the one before the last.
        let mut sums = [2.0; 6];
        sums[n] = -1.0;
        sums[5] = -1.0;
        assert_eq!(drivers(sums).reason(), reason);
    }
    let sums = [1.0, -2.0, 0.5, -0.25, 3.0, 0.125];
    let drivers = Drivers { sums, rest: -1.5 };
    assert_eq!(drivers.utility(), 0.875);
    assert!((drivers.probability() - 1.0 / (1.0 + (-0.875_f64).exp())).abs() < 1e-15);
}

/// What Ann decides, asked by Bob, many times over; with the uniform of each.
fn decided(world: &mut World, asked: &Matter) -> Vec<(f64, Verdict)> {
    let ask = |n: u64| {
        let identity = Identity::of("asked").numbered(n);
        let uniform = world.chance.draw(Purpose::Decision as u16, identity, 0).uniform();
        (
            uniform,
            world.decide(ANN, BOB, asked, (Purpose::Decision, identity), NOW),
        )
    };
    (0..400).map(ask).collect()
}

#[test]
fn who_weighs_shares_just_where_its_uniform_is_below_the_chance() {
    let reasons = [
        ("law", Reason::Legal),
        ("privacy", Reason::Privacy),
        ("privacy_stock", Reason::Privacy),
        ("sovereignty", Reason::Sovereignty),
        ("affinity", Reason::Political),
        ("repercussions", Reason::Political),
        ("trust", Reason::Trust),
        ("reciprocity", Reason::Reciprocity),
    ];
    for (driver, reason) in reasons {
        let scenario = with_weights(&[(driver, 1.5)], &[]);
        let plan = Blueprint::new(&scenario, None, None);
        let mut world = world(&plan, 0);
        // Distrust, and more given than received.
        world.learn(ANN, BOB, 0.0, 100.0, NOW);
        (0..30).for_each(|_| world.pairs.deliver(ANN_BOB, NOW));
        world.position[0] = 2.0;
        world.position[1] = 1.0;
        world.refresh_affinity(ANN);
        let asked = Matter {
            origin: Some(CYD),
            ..matter(Kind::Evidence, Some(0))
        };
        // Law is much alike here, so that its term is positive: the smallest sum is then another's zero, and ties go first.
        let expected = if driver == "law" && world.compatibility(ANN, BOB, Kind::Evidence, Some(0)) > 0.5 {
            Reason::Privacy
        } else {
            reason
        };
        let chance = world.willingness(ANN, BOB, &asked, NOW);
        assert!((0.05..0.95).contains(&chance), "{driver}: {chance}");
        for (uniform, verdict) in decided(&mut world, &asked) {
            let right = if uniform < chance {
                Verdict::Share
            } else {
                Verdict::Refuse(expected)
            };
            assert_eq!(verdict, right, "{driver}: {uniform} against {chance}");
        }
    }
}

/// Ann's verdict on Bob where u alone would always share.
fn barred(sets: &[(&str, &str)], asked: &Matter, prepare: impl Fn(&mut World)) -> Option<Reason> {
    let mut eager = vec![
        ("kind.evidence.intercept", "60"),
        ("kind.arrest_warrant.intercept", "60"),
        ("kind.police_query.intercept", "60"),
    ];
    eager.extend(sets);
    let scenario = scenario(&eager);
    let plan = Blueprint::new(&scenario, None, None);
    let mut world = world(&plan, 0);
    prepare(&mut world);
    let chance = world.willingness(ANN, BOB, asked, NOW);
    let verdict = world.decide(ANN, BOB, asked, (Purpose::Decision, Identity::of("one")), NOW);
    match verdict {
        Verdict::Share => {
            assert_eq!(chance, 1.0);
            None
        }
        Verdict::Refuse(reason) => {
            assert_eq!(chance, 0.0, "a bar leaves no chance");
            Some(reason)
        }
    }
}

#[test]
fn law_too_far_apart_bars_the_formal_kinds_alone() {
    let scenario = scenario(&[]);
    let plan = Blueprint::new(&scenario, None, None);
    let mut known = World::new(&plan, Chance::new(1, 0), false);
    known.refresh_ties();
    for kind in [Kind::Evidence, Kind::ArrestWarrant, Kind::PoliceQuery] {
        let lambda = known.compatibility(ANN, BOB, kind, Some(0));
        assert!((0.05..0.95).contains(&lambda), "{lambda}");
        let asked = matter(kind, Some(0));
        let minimum = |value: f64| barred(&[("decision.law_minimum", &value.to_string())], &asked, |_| {});
        assert_eq!(minimum(lambda), None, "at the bar it passes");
        let above = kind.is_formal().then_some(Reason::Legal);
        assert_eq!(minimum(lambda.next_up()), above, "{kind:?}");
        let freeze = |world: &mut World| world.pairs.freeze(ANN_BOB, true);
        assert_eq!(
            barred(&[], &asked, freeze),
            above,
            "a dispute freezes the formal kinds"
        );
    }
}

#[test]
fn personal_data_are_barred_above_the_bar_which_harm_lowers_for_a_time() {
    let asked = matter(Kind::Evidence, Some(0));
    let at_stake = (0.6 * 0.7) * (0.9 - 0.3);
    let bar = |value: f64, lowered: (f64, f64)| {
        barred(&[("decision.privacy_bar", &value.to_string())], &asked, |world| {
            world.nations[ANN].bar_lowered = lowered;
        })
    };
    assert_eq!(bar(at_stake + 1e-9, (0.0, 0.0)), None);
    assert_eq!(bar(at_stake - 1e-9, (0.0, 0.0)), Some(Reason::Privacy));
    // Lowered by a tenth two half-lives ago: a quarter of it is left.
    let lowered = (0.1, NOW - 2.0 * HARM_HALF_LIFE);
    assert_eq!(bar(at_stake + 0.025 + 1e-9, lowered), None);
    assert_eq!(bar(at_stake + 0.025 - 1e-9, lowered), Some(Reason::Privacy));
    // Who protects no better than the other has nothing to guard, even at a bar of nothing.
    let free = [
        ("decision.privacy_bar", "0"),
        ("nation.ann.law.data_protection", "0.3"),
    ];
    assert_eq!(barred(&free, &asked, |_| {}), None);
    // Routine matters have personal data of their own.
    let routine = [("decision.privacy_bar", "0"), ("routine.personal", "0")];
    assert_eq!(barred(&routine, &matter(Kind::Evidence, None), |_| {}), None);
}

#[test]
fn a_suspension_bars_until_its_day_and_bars_are_asked_in_order() {
    let asked = matter(Kind::Evidence, Some(0));
    let suspend = |until: f64| {
        move |world: &mut World| {
            world.pairs.suspend(ANN_BOB, until);
        }
    };
    assert_eq!(
        barred(&[], &asked, suspend(NOW.next_up())),
        Some(Reason::Political)
    );
    assert_eq!(barred(&[], &asked, suspend(NOW)), None);
    let other = |world: &mut World| {
        world.pairs.suspend(BOB_ANN, 2.0 * NOW);
    };
    assert_eq!(
        barred(&[], &asked, other),
        None,
        "the other's suspension is the other's"
    );
    let privacy = ("decision.privacy_bar", "0.01");
    let law = ("decision.law_minimum", "1");
    let until = suspend(2.0 * NOW);
    assert_eq!(barred(&[privacy], &asked, until), Some(Reason::Privacy));
    assert_eq!(barred(&[privacy, law], &asked, until), Some(Reason::Legal));
    assert_eq!(barred(&[law], &asked, until), Some(Reason::Legal));
}

#[test]
fn the_rules_to_share_and_to_refuse_ask_no_driver() {
    let asked = matter(Kind::Evidence, Some(0));
    for (rule, chance) in [("share", 1.0), ("refuse", 0.0)] {
        let weights = weights(&[("sovereignty", 3.0)]);
        let mut sets: Vec<(&str, &str)> = weights.iter().map(|(key, value)| (&**key, &**value)).collect();
        sets.extend([("decision.rule", rule), ("decision.law_minimum", "1")]);
        let scenario = scenario(&sets);
        let plan = Blueprint::new(&scenario, None, None);
        let mut world = world(&plan, 0);
        assert_eq!(world.willingness(ANN, BOB, &asked, NOW), chance);
        let right = if rule == "share" {
            Verdict::Share
        } else {
            Verdict::Refuse(Reason::Sovereignty)
        };
        assert!(
            decided(&mut world, &asked)
                .iter()
                .all(|(_, verdict)| *verdict == right)
        );
    }
}

/// Ann's answers to Bob under a rule, after Bob's last answer to her: one `(intention drawn, noise drawn, shared)` each.
fn answers(rule: &str, noise: f64, generosity: f64, refused: bool) -> Vec<(f64, f64, bool)> {
    let scenario = scenario(&[
        ("decision.rule", rule),
        ("decision.noise", &noise.to_string()),
        ("decision.generosity", &generosity.to_string()),
    ]);
    let plan = Blueprint::new(&scenario, None, None);
    let mut world = world(&plan, 0);
    let ask = |n: u64| {
        world.pairs.remember_answer(ANN_BOB, refused);
        let identity = Identity::of("asked").numbered(n);
        let draw = world.draw(Purpose::RuleNoise, identity.numbered(Purpose::Consent as u64), 0);
        let verdict = world.decide(
            ANN,
            BOB,
            &matter(Kind::Evidence, None),
            (Purpose::Consent, identity),
            NOW,
        );
        let shared = verdict == Verdict::Share;
        assert!(shared || verdict == Verdict::Refuse(Reason::Reciprocity));
        assert_eq!(
            world.pairs.refused_last(BOB_ANN),
            !shared,
            "Bob remembers what was done"
        );
        assert_eq!(
            world.pairs.refused_last(ANN_BOB),
            refused,
            "Ann's memory is of Bob"
        );
        (draw.uniform(), draw.second(), shared)
    };
    (0..400).map(ask).collect()
}

#[test]
fn reciprocity_answers_in_kind_forgives_by_chance_and_errs_by_chance() {
    for refused in [false, true] {
        for (rule, generosity) in [("tit_for_tat", 0.6), ("generous", 0.0), ("generous", 0.3)] {
            for noise in [0.0, 0.2, 1.0] {
                for (forgiving, erring, shared) in answers(rule, noise, generosity, refused) {
                    let forgives = rule == "generous" && forgiving < generosity;
                    let errs = erring < noise;
                    let intends = !refused || forgives;
                    assert_eq!(shared, intends ^ errs, "{rule} {noise} {generosity} {refused}");
                }
            }
        }
    }
}

#[test]
fn harm_to_privacy_halves_in_its_half_life() {
    let scenario = scenario(&[("decision.privacy_bar", "0.5")]);
    let plan = Blueprint::new(&scenario, None, None);
    let mut world = World::new(&plan, Chance::new(1, 0), false);
    assert_eq!(world.privacy_stock(ANN, NOW), 0.0);
    assert_eq!(world.privacy_bar(ANN, NOW), 0.5);
    world.nations[ANN].privacy_stock = (0.8, NOW);
    world.nations[ANN].bar_lowered = (0.4, NOW);
    for (half_lives, left) in [(0.0, 1.0), (1.0, 0.5), (3.0, 0.125)] {
        let day = NOW + half_lives * HARM_HALF_LIFE;
        assert!((world.privacy_stock(ANN, day) - 0.8 * left).abs() < 1e-12);
        assert!((world.privacy_bar(ANN, day) - (0.5 - 0.4 * left)).abs() < 1e-12);
    }
}
