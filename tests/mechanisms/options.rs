//! Every action of an option, against the baseline on the same luck.

use crate::support::{Trial, WORLD, sum, times};
use crate::switched::{EXOGENOUS, leaves};
use comity::model::measure::{COUNT_COLUMNS, Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;

const UNION: &str = "\n[organization.union]\nmembers = \"all\"\n";
const PACT: &str =
    "\n[instrument.pact]\nmode = \"mutual_recognition\"\ndomains = [\"evidence\"]\nhazard = 0.2\n";

/// The baseline, and the option with this action.
fn acted(others: &[&str], world: &str, action: &str) -> [Vec<Outcome>; 2] {
    let trial = Trial::quiet(WORLD, others)
        .traced()
        .set("decision.rule", "share")
        .and(world)
        .and(&format!("\n[[option.new.action]]\n{action}\n"));
    [trial.run(), trial.option("new").run()]
}

fn sums(runs: &[Vec<Outcome>; 2], count: Count) -> (f64, f64) {
    (sum(&runs[0], count), sum(&runs[1], count))
}

fn raises(runs: &[Vec<Outcome>; 2], count: Count) {
    let (before, after) = sums(runs, count);
    assert!(after > before, "{}: {before}, then {after}", count.name());
}

fn lowers(runs: &[Vec<Outcome>; 2], count: Count) {
    let (before, after) = sums(runs, count);
    assert!(after < before, "{}: {before}, then {after}", count.name());
}

#[test]
fn opening_an_instrument_lets_nations_join() {
    let world = format!("{PACT}opens = \"never\"\n");
    let runs = acted(
        &["treaties"],
        &world,
        "do = \"open_instrument\"\ninstrument = \"pact\"\nat = 100",
    );
    assert_eq!(sums(&runs, Count::Joined).0, 0.0);
    raises(&runs, Count::Joined);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn acceding_joins_on_the_day() {
    let world = format!("{PACT}opens = \"never\"\n");
    let runs = acted(
        &[],
        &world,
        "do = \"accede\"\ninstrument = \"pact\"\nnations = [\"ann\", \"bob\"]\nat = 100",
    );
    assert_eq!(sums(&runs, Count::Joined), (0.0, 8.0));
    let coverage = |n: usize| runs[1][0].levels[n][Level::TreatyCoverage as usize];
    assert_eq!(coverage(0), 0.0);
    assert!((coverage(1) - 1.0 / 3.0).abs() < 1e-15);
}

#[test]
fn acceding_on_the_first_day_moves_law_even_when_implemented_at_once() {
    let world = "\n[instrument.pact]\nmode = \"approximation\"\ndomains = [\"evidence\"]\nstandard = 0.5\nopens = \"never\"\n[treaties]\nimplementation = 0\n[nation.dot]\nlaw = { evidence = 0 }\n";
    let runs = acted(
        &["law"],
        world,
        "do = \"accede\"\ninstrument = \"pact\"\nnations = \"all\"",
    );
    let law = |outcomes: &[Outcome]| outcomes[0].levels[5][Level::LegalCompatibility as usize];
    assert!(law(&runs[1]) > law(&runs[0]));
}

#[test]
fn a_higher_hazard_brings_accessions_sooner() {
    let runs = acted(
        &["treaties"],
        PACT,
        "do = \"change_hazard\"\ninstrument = \"pact\"\nfactor = 30",
    );
    raises(&runs, Count::Joined);
}

#[test]
fn a_new_deadline_brings_evidence_sooner() {
    let world = format!("{PACT}parties = \"all\"\n[kind.evidence]\nexecution = 3000\n");
    let runs = acted(
        &["routine", "deadlines"],
        &world,
        "do = \"set_deadline\"\ninstrument = \"pact\"\nkind = \"evidence\"\ndays = 30",
    );
    raises(&runs, Count::Granted);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn a_new_channel_carries_answers() {
    let world = "\n[channel.line]\nnations = \"all\"\nfrom = \"never\"\n";
    let runs = acted(&["routine"], world, "do = \"deploy_channel\"\nchannel = \"line\"");
    assert_eq!(sums(&runs, Count::HubDeliveries).0, 0.0);
    let (_, hub) = sums(&runs, Count::HubDeliveries);
    assert_eq!(hub, sums(&runs, Count::Deliveries).1);
}

#[test]
fn a_new_database_disrupts() {
    let world = "\n[database.files]\nnations = \"all\"\ncoverage = 1\nfrom = \"never\"\n";
    let runs = acted(
        &["databases"],
        world,
        "do = \"deploy_database\"\ndatabase = \"files\"",
    );
    raises(&runs, Count::Disrupted);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn automating_a_channel_frees_desks() {
    let world = "\n[channel.line]\nnations = \"all\"\n[service]\nautomation_volume = 0\n";
    let runs = acted(
        &["routine", "queues", "automation"],
        world,
        "do = \"automate\"\nchannel = \"line\"\nshares = { police_query = 1 }",
    );
    lowers(&runs, Count::WaitsDesk);
    raises(&runs, Count::Exposure);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn holding_exercises_builds_trust() {
    let runs = acted(
        &["trust_evidence", "exercises"],
        UNION,
        "do = \"exercises\"\norganization = \"union\"",
    );
    let trust = |outcomes: &[Outcome]| outcomes[0].levels[10][Level::MeanTrust as usize];
    assert!(trust(&runs[1]) > trust(&runs[0]));
}

#[test]
fn raising_a_task_force_finds_more() {
    let runs = acted(
        &["task_forces"],
        UNION,
        "do = \"task_force\"\norganization = \"union\"\nclasses = [\"plot\"]\nfactor = 5",
    );
    raises(&runs, Count::DisruptedAlone);
    leaves(&runs[0], &runs[1], &[Count::Threats, Count::Cohort]);
}

#[test]
fn standard_procedures_spare_rounds() {
    let runs = acted(
        &["routine", "queues", "law", "rounds"],
        UNION,
        "do = \"standardize\"\norganization = \"union\"\nprocedures = 1",
    );
    lowers(&runs, Count::WaitsDesk);
}

#[test]
fn exchanging_liaison_officers_builds_trust() {
    let runs = acted(
        &["trust_evidence", "liaison"],
        "",
        "do = \"liaison\"\nnations = \"all\"",
    );
    let trust = |outcomes: &[Outcome]| outcomes[0].levels[10][Level::MeanTrust as usize];
    assert!(trust(&runs[1]) > trust(&runs[0]));
}

#[test]
fn building_capacity_finds_more() {
    let runs = acted(&[], "", "do = \"build_capacity\"\nnations = \"all\"\ngain = 1");
    raises(&runs, Count::DisruptedBest);
    leaves(&runs[0], &runs[1], &[Count::Threats, Count::Cohort]);
}

#[test]
fn more_servers_shorten_waits() {
    let runs = acted(
        &["routine", "queues"],
        "",
        "do = \"add_servers\"\nnations = \"all\"\nservers = 2",
    );
    lowers(&runs, Count::WaitDaysDesk);
    leaves(&runs[0], &runs[1], &[Count::WaitDaysAuthority]);
    assert!((sums(&runs, Count::OpenDesk).1 - 4.0 * 3.0 * 4.0 * 3650.0).abs() < 1e-6);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn better_safeguards_stop_leaks() {
    let runs = acted(
        &["spontaneous", "leaks"],
        "\n[leaks]\nrate = 50\n",
        "do = \"raise_safeguards\"\nnations = \"all\"\ngain = 1",
    );
    let (before, after) = sums(&runs, Count::Leaks);
    assert!(before > 0.0 && after == 0.0);
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn triage_finds_sooner_and_gives_false_leads() {
    let runs = acted(&["queues"], "", "do = \"triage\"\nnations = \"all\"\nlift = 3");
    raises(&runs, Count::DisruptedAlone);
    raises(&runs, Count::BusyDesk);
    raises(&runs, Count::PrivacyHarm);
    let leads = times(&runs[1], |r| matches!(r, Record::FalseLead { .. }));
    // 300 · 0.1 a year in three nations for ten years, four times: 3,600 ± 60.
    assert!((leads as f64 - 3600.0).abs() < 240.0, "{leads}");
    leaves(&runs[0], &runs[1], &[Count::Threats, Count::Cohort]);
}

#[test]
fn triage_no_better_than_chance_lifts_by_its_false_positive_rate() {
    // AUC 0.5 means TPR = FPR; with a lift of 0 nothing is found sooner, whatever is screened.
    let runs = acted(&[], "", "do = \"triage\"\nnations = \"all\"\nauc = 0.5\nlift = 0");
    leaves(&runs[0], &runs[1], &EXOGENOUS);
}

#[test]
fn an_audit_finds_leaks_sooner_blames_surely_and_deters_misuse() {
    let world = "\n[leaks]\nrate = 20\nmisuse_rate = 20\nattribution = 0\ndiscovery = 300\n";
    let runs = acted(
        &["spontaneous", "leaks", "misuse"],
        world,
        "do = \"audit\"\nnations = \"all\"\nattribution = 1",
    );
    lowers(&runs, Count::Misuses);
    leaves(&runs[0], &runs[1], &[Count::Leaks]);
    let blamed = |outcomes| {
        times(outcomes, |r| {
            matches!(r, Record::LeakDiscovered { attributed: true, .. })
        })
    };
    assert_eq!(blamed(&runs[0]), 0);
    let found = |outcomes| times(outcomes, |r| matches!(r, Record::LeakDiscovered { .. }));
    assert_eq!(blamed(&runs[1]), found(&runs[1]));
}

#[test]
fn money_spent_changes_nothing_but_the_cost() {
    let runs = acted(
        &["routine", "queues", "spontaneous"],
        "\n[costs]\ndiscount = 0\n",
        "do = \"spend\"\nat = 1825\ncost = 10\nyearly_cost = 2",
    );
    assert_eq!(sums(&runs, Count::Cost), (0.0, 4.0 * 20.0));
    for (before, after) in runs[0].iter().zip(&runs[1]) {
        let differing =
            (0..COUNT_COLUMNS).filter(|&n| before.counts[n].to_bits() != after.counts[n].to_bits());
        assert_eq!(
            differing.collect::<Vec<_>>(),
            [Count::Cost as usize, Count::Events as usize]
        );
    }
}

#[test]
fn costs_are_discounted_continuously() {
    let runs = acted(
        &[],
        "\n[costs]\ndiscount = 0.05\n",
        "do = \"spend\"\nyearly_cost = 1",
    );
    let (_, cost) = sums(&runs, Count::Cost);
    assert!((cost / 4.0 - (1.0 - (-0.5_f64).exp()) / 0.05).abs() < 1e-12);
}

#[test]
fn an_option_takes_over_what_it_includes_once() {
    let trial = Trial::quiet(WORLD, &[])
        .set("costs.discount", "0")
        .and("\n[option.base]\n[[option.base.action]]\ndo = \"spend\"\ncost = 5\n[option.left]\ninclude = [\"base\"]\n[option.right]\ninclude = [\"base\"]\n[option.both]\ninclude = [\"left\", \"right\"]\n")
        .option("both");
    assert_eq!(sum(&trial.run(), Count::Cost), 20.0);
}

#[test]
fn an_action_by_consensus_waits_until_every_member_agrees() {
    let trial = Trial::quiet(WORLD, &["consensus"])
        .traced()
        .and(UNION)
        .set("organization.union.consensus", "true")
        .and("\n[[option.new.action]]\ndo = \"spend\"\ncost = 1\nby = \"union\"\n")
        .option("new");
    let never = trial.clone().set("kind.consent.intercept", "-1000").run();
    assert_eq!(sum(&never, Count::Cost), 0.0);
    // Once at the start and once a year after it, three members each, in four replications.
    assert_eq!(
        times(&never, |r| matches!(r, Record::ConsentWithheld { .. })),
        4 * 11 * 3
    );
    let always = trial.set("kind.consent.intercept", "1000").run();
    assert_eq!(sum(&always, Count::Cost), 4.0);
}
