//! `Blueprint`: what all replications of one world share, worked out once: samplers, weights, proximities, priors.

use std::sync::Arc;

use crate::engine::distribution::Sampler;
use crate::engine::identity::Identity;
use crate::engine::large::LargeVec;
use crate::model::bit_table::BitTable;
use crate::model::coin::Coin;
use crate::model::dyads::Dyads;
use crate::model::likely::Likely;
use crate::model::neighbourhood::{
    ShownPair, members_at_start, neighbours as rows_of_neighbours, pairs_near, sample,
};
use crate::model::picker::Picker;
use crate::model::prior::{affinities, good_of_priors, interests_at_start, prior_mean};
use crate::model::proximity::pickers_of_neighbours;
use crate::scenario::kind::{KINDS, Kind, KindSettings, REQUEST_KINDS};
use crate::scenario::option::Action;
use crate::scenario::scenario::Scenario;
use crate::scenario::shock::When;
use crate::scenario::threat::ThreatClass;

/// What a decision on a kind of matter of a class weighs.
#[derive(Copy, Clone, Debug)]
pub struct MatterWeights {
    /// β0.
    pub intercept: f64,
    /// Sensitivity: class × kind.
    pub sensitivity: f64,
    /// Personal data: class × kind.
    pub personal: f64,
}

/// What all replications of one world share.
#[derive(Clone, Debug)]
pub struct Blueprint<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Actions of the option, with those that it includes, each with the identity that its draws are keyed by.
    pub actions: Vec<(Action, Identity)>,
    /// What draws and events of nations are keyed by, close together.
    pub identities: Vec<Identity>,
    /// The nations that take part in anything, in order.
    pub active: Vec<usize>,
    /// Activity by nation.
    pub activity: Vec<f64>,
    /// Bloc of each active nation, by number.
    pub active_blocs: Vec<u16>,
    /// By bloc, 1 for each active nation that is of it and 0 for the others: factors of a sum. None where reports ask neighbours.
    pub of_bloc: Vec<Vec<f64>>,
    /// Ordered pairs of active nations of one bloc.
    pub pairs_within_blocs: u32,
    /// The shock that this world is spared.
    pub without_shock: Option<usize>,
    /// The pairs of nations that are kept when the run starts.
    pub dyads: Dyads,
    /// Ordered pairs of active nations that are near each other.
    pub pairs_near: u32,
    /// The ordered pairs that tables show, where not all are shown.
    pub sample: Option<Vec<ShownPair>>,
    /// Pickers of neighbours by proximity and activity, by nation; 0 for itself.
    pub neighbours: Vec<Picker>,
    /// Who near a nation is likely to hold a piece of a threat to it.
    pub likely: Arc<Likely>,
    /// Picker of anyone by activity.
    pub anyone: Picker,
    /// Pickers of target, origin and refuge by class.
    pub targets: Vec<Picker>,
    /// As said.
    pub origins: Vec<Picker>,
    /// As said.
    pub refuges: Vec<Picker>,
    /// How a decision falls.
    pub coin: Coin,
    /// What decisions weigh by kind and class; the last class is routine.
    matters: Vec<MatterWeights>,
    /// Normalized weights over domains by kind and class; the last class is routine.
    weights: Vec<f64>,
    /// Their mean over the kinds of routine requests.
    pub routine_weights: Vec<f64>,
    /// Share of everyone's activity, by nation.
    pub anyone_share: Vec<f64>,
    /// Interests when the run starts, nation by nation.
    pub interests: Vec<f64>,
    /// Affinities when the run starts, by place of the pair.
    pub affinity: LargeVec<f64>,
    /// Good evidence of the prior of trust, by place of the pair.
    pub prior_good: LargeVec<f64>,
    /// Members of organizations at the start.
    members: BitTable,
    /// By kind, the organizations that set a deadline, and its days.
    pub deadlines: [Vec<(u16, f64)>; KINDS],
    /// By kind, the instruments that set one when the run starts.
    pub instrument_deadlines: [Vec<(u16, f64)>; KINDS],
    /// Forms of review times by request kind, each with its mean.
    pub review: Vec<(Sampler, f64)>,
    /// Patience by request kind.
    pub patience: Vec<Sampler>,
    /// Preparation by class.
    pub preparation: Vec<Sampler>,
    /// Severity by class.
    pub severity: Vec<Sampler>,
    /// Days between the end of a cohort and the horizon, by class.
    pub maturity: Vec<f64>,
    /// Days at which all pairs are reported: start, before and after the first dated shock, end.
    pub moments: Vec<(&'static str, f64)>,
    /// Days of reports.
    pub reports: Vec<f64>,
}

/// Days after the first dated shock at which pairs are reported again.
const AFTER_SHOCK: f64 = 30.0;

impl<'a> Blueprint<'a> {
    /// The baseline, or an option; with all shocks, or without one.
    pub fn new(scenario: &'a Scenario, option: Option<usize>, without_shock: Option<usize>) -> Blueprint<'a> {
        let n = scenario.nations.len();
        let activity: Vec<f64> = scenario.nations.iter().map(|nation| nation.activity).collect();
        let members = members_at_start(scenario);
        let dyads = match scenario.reach {
            None => Dyads::every(n),
            Some(reach) => Dyads::of_neighbours(&rows_of_neighbours(scenario, &members, reach as usize)),
        };
        let by_activity = |weights: &[f64]| {
            Picker::new(
                weights
                    .iter()
                    .zip(&activity)
                    .map(|(weight, active)| weight * active),
            )
        };
        let by_class = |weights: fn(&ThreatClass) -> &[f64]| {
            let classes = scenario.classes.iter();
            classes.map(|class| by_activity(weights(class))).collect()
        };
        let anyone = Picker::new(activity.iter().copied());
        let active: Vec<usize> = (0..n)
            .filter(|&nation| !scenario.nations[nation].is_idle())
            .collect();
        let blocs = blocs(scenario);
        let active_blocs: Vec<u16> = active.iter().map(|&nation| blocs[nation]).collect();
        let [pairs_near, pairs_within_blocs] = pairs_near(scenario, &dyads, &blocs);
        let anyone_share: Vec<f64> = (0..n)
            .map(|nation| anyone.weight(nation) / anyone.total())
            .collect();
        let neighbours = pickers_of_neighbours(scenario, &dyads);
        let interests = interests_at_start(scenario);
        let affinity = affinities(scenario, &interests, &dyads);
        let mut plan = Blueprint {
            pairs_near,
            pairs_within_blocs,
            sample: sample(scenario, &dyads),
            active,
            of_bloc: members_of_blocs(&active_blocs, &dyads),
            active_blocs,
            routine_weights: Vec::new(),
            likely: Arc::new(Likely::new(scenario, &dyads, &neighbours, &anyone_share)),
            anyone_share,
            neighbours,
            anyone,
            targets: by_class(|class| &class.targets),
            origins: by_class(|class| &class.origins),
            refuges: by_class(|class| &class.refuges),
            coin: Coin::new(),
            matters: matters(scenario),
            weights: domain_weights(scenario),
            prior_good: good_of_priors(scenario, &dyads, &members, &affinity),
            affinity,
            interests,
            dyads,
            members,
            deadlines: deadlines(scenario, scenario.organizations.iter().map(|of| of.deadlines)),
            instrument_deadlines: deadlines(scenario, scenario.instruments.iter().map(|of| of.deadlines)),
            review: scenario
                .kinds
                .iter()
                .take(REQUEST_KINDS)
                .map(|kind| (Sampler::new(&kind.review_form), kind.review_form.mean()))
                .collect(),
            patience: scenario
                .kinds
                .iter()
                .take(REQUEST_KINDS)
                .map(|kind| Sampler::new(&kind.patience))
                .collect(),
            preparation: scenario
                .classes
                .iter()
                .map(|class| Sampler::new(&class.preparation))
                .collect(),
            severity: scenario
                .classes
                .iter()
                .map(|class| Sampler::new(&class.severity))
                .collect(),
            maturity: scenario
                .classes
                .iter()
                .map(|class| class.preparation.quantile(0.999))
                .collect(),
            moments: moments(scenario),
            reports: report_days(scenario),
            actions: actions_of(scenario, option),
            identities: scenario.nations.iter().map(|nation| nation.identity).collect(),
            scenario,
            activity,
            without_shock,
        };
        plan.routine_weights = plan.mean_routine_weights();
        plan
    }

    /// The same world with the actions of an option, or of none.
    #[must_use]
    pub fn with_option(&self, option: Option<usize>) -> Blueprint<'a> {
        Blueprint {
            actions: actions_of(self.scenario, option),
            ..self.clone()
        }
    }

    /// The day on which an action is first due; infinite without one.
    pub fn first_action(&self) -> f64 {
        let days = self.actions.iter().map(|(action, _)| action.at.max(0.0));
        days.fold(f64::INFINITY, f64::min)
    }

    fn mean_routine_weights(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.scenario.domains.names.len()];
        for kind in Kind::requests() {
            let weights = self.weights(kind, None);
            sums.iter_mut()
                .zip(weights)
                .for_each(|(sum, weight)| *sum += weight);
        }
        sums.iter().map(|sum| sum / REQUEST_KINDS as f64).collect()
    }

    /// Normalized weights over domains for a kind and a class (`None`: routine).
    #[inline]
    pub fn weights(&self, kind: Kind, class: Option<usize>) -> &[f64] {
        let domains = self.scenario.domains.names.len();
        let classes = self.scenario.classes.len();
        let start = (kind as usize * (classes + 1) + class.unwrap_or(classes)) * domains;
        &self.weights[start..start + domains]
    }

    /// What a decision on a kind of matter of a class (`None`: routine) weighs.
    #[inline]
    pub fn matter(&self, kind: Kind, class: Option<usize>) -> &MatterWeights {
        let classes = self.scenario.classes.len();
        &self.matters[kind as usize * (classes + 1) + class.unwrap_or(classes)]
    }

    /// The neighbour that `u` in (0, 1) falls on, by proximity and activity; `None` without one.
    #[inline]
    pub fn pick_neighbour(&self, nation: usize, u: f64) -> Option<usize> {
        let picked = self.neighbours[nation].pick(u)?;
        Some(usize::from(self.dyads.near(nation).0[picked]))
    }

    /// Good evidence of the prior of two strangers' trust in each other.
    pub fn prior_good_of(&self, one: usize, other: usize) -> f64 {
        let mean = prior_mean(self.scenario, &self.interests, &self.members, one, other);
        self.scenario.trust.prior_strength * mean
    }

    /// How many ordered pairs an outcome tells of.
    pub fn pairs_told(&self) -> usize {
        self.sample.as_ref().map_or(self.dyads.count(), Vec::len)
    }

    /// The number of nations.
    pub fn nations(&self) -> usize {
        self.scenario.nations.len()
    }
}

/// Blocs as numbers: nations of one label have one number.
fn blocs(scenario: &Scenario) -> Vec<u16> {
    let mut labels: Vec<&str> = Vec::new();
    let mut number = |label| {
        let known = labels.iter().position(|&known| known == label);
        known.unwrap_or_else(|| {
            labels.push(label);
            labels.len() - 1
        }) as u16
    };
    scenario
        .nations
        .iter()
        .map(|nation| number(nation.bloc.as_str()))
        .collect()
}

/// By bloc, 1 for each nation that is of it, and 0 for the others.
fn members_of_blocs(blocs: &[u16], dyads: &Dyads) -> Vec<Vec<f64>> {
    let count = if dyads.has_every() {
        blocs.iter().max().map_or(0, |&last| usize::from(last) + 1)
    } else {
        0
    };
    let is_of = |bloc: usize| {
        blocs
            .iter()
            .map(move |&own| f64::from(u8::from(usize::from(own) == bloc)))
    };
    (0..count).map(|bloc| is_of(bloc).collect()).collect()
}

/// By kind, who sets a deadline, and its days; nobody where deadlines are not kept.
fn deadlines(
    scenario: &Scenario,
    all: impl Iterator<Item = [Option<f64>; KINDS]>,
) -> [Vec<(u16, f64)>; KINDS] {
    let mut by_kind = [(); KINDS].map(|()| Vec::new());
    for (n, given) in all.enumerate().filter(|_| scenario.mechanisms.deadlines) {
        for (of_kind, days) in by_kind.iter_mut().zip(given) {
            of_kind.extend(days.map(|days| (n as u16, days)));
        }
    }
    by_kind
}

fn report_days(scenario: &Scenario) -> Vec<f64> {
    let count = (scenario.run.horizon / scenario.run.report_every).floor() as u32;
    (0..=count)
        .map(|n| f64::from(n) * scenario.run.report_every)
        .collect()
}

fn moments(scenario: &Scenario) -> Vec<(&'static str, f64)> {
    let horizon = scenario.run.horizon;
    let striking = scenario.shocks.iter().filter(|shock| !shock.strike.is_nothing());
    let first = striking.filter_map(|shock| match &shock.when {
        When::Days(days) => days.iter().copied().find(|&day| day > 0.0 && day < horizon),
        When::Rate(_) => None,
    });
    let mut moments = vec![("start", 0.0)];
    if let Some(day) = first.min_by(f64::total_cmp) {
        // One day before, so that "before" is before whatever else happens on the day of the shock.
        moments.push(("before_shock", (day - 1.0).max(0.0)));
        moments.push(("after_shock", (day + AFTER_SHOCK).min(horizon)));
    }
    moments.push(("end", horizon));
    moments
}

/// Own actions and included ones, each option once, whichever way it is reached.
fn actions_of(scenario: &Scenario, option: Option<usize>) -> Vec<(Action, Identity)> {
    let mut reached = vec![false; scenario.options.len()];
    let mut open: Vec<usize> = option.into_iter().collect();
    let mut actions = Vec::new();
    while let Some(next) = open.pop() {
        if std::mem::replace(&mut reached[next], true) {
            continue;
        }
        let option = &scenario.options[next];
        let own = option.actions.iter().enumerate();
        actions.extend(own.map(|(n, action)| (action.clone(), option.identity.numbered(n as u64))));
        open.extend(&option.include);
    }
    actions.sort_by_key(|(_, identity)| *identity);
    actions
}

fn matters(scenario: &Scenario) -> Vec<MatterWeights> {
    let routine = (scenario.routine.sensitivity, scenario.routine.personal);
    let of_kind = |kind: &KindSettings| {
        let classes = scenario.classes.iter();
        let classes = classes.map(|class| (class.sensitivity, class.personal));
        let all = classes
            .chain([routine])
            .map(|(sensitivity, personal)| MatterWeights {
                intercept: kind.intercept,
                sensitivity: sensitivity * kind.sensitivity,
                personal: personal * kind.personal,
            });
        all.collect::<Vec<_>>()
    };
    scenario.kinds.iter().flat_map(of_kind).collect()
}

/// w ∝ the kind's weights + the class's, normalized; all alike when there are none.
fn domain_weights(scenario: &Scenario) -> Vec<f64> {
    let domains = scenario.domains.names.len();
    let mut all = Vec::with_capacity(KINDS * (scenario.classes.len() + 1) * domains);
    let none = vec![0.0; domains];
    for kind in &scenario.kinds {
        for class in scenario
            .classes
            .iter()
            .map(|class| &class.domain_weights)
            .chain([&none])
        {
            let sum: f64 = kind.domain_weights.iter().chain(class.iter()).sum();
            let weight = |k: usize| (kind.domain_weights[k] + class[k]) / sum;
            all.extend((0..domains).map(|k| {
                if sum > 0.0 {
                    weight(k)
                } else {
                    1.0 / domains as f64
                }
            }));
        }
    }
    all
}
