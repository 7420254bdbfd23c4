//! One struct a table that only a comparison writes (docs/columns.md); the tables that every run has are in `tables.rs`.
//!
//! `uncertainty` says what an interval or a spread is about, in every table: `replications` (Monte Carlo error: how many
//! worlds were run), `parameters` (ranges of assumptions) or `structure` (mechanisms switched on or off). They are never mixed.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::output::sheet::{Row, TableFault, guarded, read_if_there, write};
use crate::output::storage::Storage;

/// One option: what it does and what it costs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OptionRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// Its name.
    #[serde(with = "guarded")]
    pub name: String,
    /// Options whose actions it takes over, separated by `; `.
    #[serde(with = "guarded")]
    pub includes: String,
    /// Actions, included ones too.
    pub actions: u64,
    /// What they do, separated by `; `.
    #[serde(with = "guarded")]
    pub deeds: String,
    /// Day of the first action.
    pub first_day: Option<f64>,
    /// The unit of money.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Sum of the one-off costs, undiscounted.
    pub one_off_cost: f64,
    /// Sum of the yearly costs, undiscounted.
    pub yearly_cost: f64,
    /// Discounted cost until the horizon, mean over replications (actions may be delayed or withheld).
    pub total_cost: Option<f64>,
    /// Lower end of its 95 % interval.
    pub total_cost_lower: Option<f64>,
    /// Upper end of its 95 % interval.
    pub total_cost_upper: Option<f64>,
}

impl Row for OptionRow {
    const FILE: &'static str = "options.csv";
}

/// An option's measure less the baseline's, on the same luck.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// What it is compared with.
    #[serde(with = "guarded")]
    pub baseline: String,
    /// The measure's name.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Pairs of replications in which it is defined.
    pub n: u64,
    /// Mean difference: option less baseline.
    pub mean: Option<f64>,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Lower end of the 95 % interval of this difference alone.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Lower end of the interval that holds for all options of this measure at once, with 95 %.
    pub simultaneous_lower: Option<f64>,
    /// Upper end.
    pub simultaneous_upper: Option<f64>,
    /// Confidence that the true difference is an improvement; empty where more is neither better nor worse.
    pub probability_better: Option<f64>,
    /// Share of replications in which the option does better, ties counting half; empty as before.
    pub share_better: Option<f64>,
    /// The baseline's estimate.
    pub baseline_mean: Option<f64>,
    /// The option's estimate.
    pub option_mean: Option<f64>,
    /// The difference over the size of the baseline's estimate.
    pub relative: Option<f64>,
    /// `more`, `less`, or empty: which direction is better.
    #[serde(with = "guarded")]
    pub better: String,
    /// `better`, `worse`, `higher`, `lower`, `no_detectable_difference` (by the simultaneous interval) or `equal`.
    #[serde(with = "guarded")]
    pub verdict: String,
    /// Variance that independent runs would give the difference, over its variance here: above 1 the same luck has paid.
    pub variance_reduction: Option<f64>,
    /// How the interval was made.
    #[serde(with = "guarded")]
    pub method: String,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for DifferenceRow {
    const FILE: &'static str = "differences.csv";
}

/// How an option, or the baseline, stands in the search for the best by one measure.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SelectionRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// `more` or `less`: which is better.
    #[serde(with = "guarded")]
    pub better: String,
    /// Place by the mean, from 1.
    pub rank: u64,
    /// Replications of this option that the search rests on.
    pub n: u64,
    /// Mean over them.
    pub mean: Option<f64>,
    /// Probability that this option is the best.
    pub probability_best: Option<f64>,
    /// Whether it cannot be told apart from the best.
    pub in_subset: bool,
    /// Whether the procedure selects it.
    pub selected: bool,
    /// Replications after which the procedure ruled it out; empty where it did not.
    pub eliminated_at: Option<u64>,
    /// The procedure.
    #[serde(with = "guarded")]
    pub procedure: String,
    /// Probability of correct selection that is guaranteed when the best leads by `delta` or more.
    pub confidence: f64,
    /// The indifference zone: differences below it do not matter.
    pub delta: Option<f64>,
    /// `holds` or `missing`: whether the guarantee has been reached.
    #[serde(with = "guarded")]
    pub guarantee: String,
    /// Replications of each option that would probably be enough, where it is missing.
    pub needed: Option<u64>,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for SelectionRow {
    const FILE: &'static str = "selection.csv";
}

/// What one driver contributes to an option's difference (Shapley value over coalitions of drivers).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DriverRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// law, trust, interests or capacity; `total` is their sum, the whole difference.
    #[serde(with = "guarded")]
    pub driver: String,
    /// Replications.
    pub n: u64,
    /// Mean contribution.
    pub mean: Option<f64>,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for DriverRow {
    const FILE: &'static str = "drivers.csv";
}

/// One step of the way from an option to its effect, as a paired difference.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PathwayRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// refusals, outcomes, pieces, days or congestion.
    #[serde(with = "guarded")]
    pub pathway: String,
    /// The reason, outcome, stage of the funnel, stage of a request, or measure.
    #[serde(with = "guarded")]
    pub item: String,
    /// The unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Pairs of replications.
    pub n: u64,
    /// What the baseline has.
    pub baseline_mean: Option<f64>,
    /// Mean difference: option less baseline.
    pub mean: Option<f64>,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for PathwayRow {
    const FILE: &'static str = "pathways.csv";
}

/// What an option changes for one nation, or for one bloc.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NationDifferenceRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// `nation` or `bloc`.
    #[serde(with = "guarded")]
    pub level: String,
    /// The nation's id; empty for a bloc.
    #[serde(with = "guarded")]
    pub nation: String,
    /// The nation's name, or the bloc's.
    #[serde(with = "guarded")]
    pub name: String,
    /// The bloc.
    #[serde(with = "guarded")]
    pub bloc: String,
    /// harm, attacks, `harm_averted`, `pieces_given`, `pieces_received`, reciprocity, `requests_received`, `refused_given`,
    /// `refused_received`, `privacy_harm`, exits or withheld.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Pairs of replications in which it is defined.
    pub n: u64,
    /// What the baseline has.
    pub baseline_mean: Option<f64>,
    /// Mean difference: option less baseline.
    pub mean: Option<f64>,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Lower end of the 95 % interval of this difference alone.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Lower end of the interval that holds for all nations (or all blocs) of this option and measure at once.
    pub simultaneous_lower: Option<f64>,
    /// Upper end.
    pub simultaneous_upper: Option<f64>,
    /// As in `differences.csv`.
    #[serde(with = "guarded")]
    pub verdict: String,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for NationDifferenceRow {
    const FILE: &'static str = "nation_differences.csv";
}

/// Where an option lies between harm averted, privacy harm and cost; all differences against the baseline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TradeoffRow {
    /// The option's id; the baseline is a choice, too.
    #[serde(with = "guarded")]
    pub option: String,
    /// Harm averted: the baseline's harm less the option's.
    pub harm_averted: Option<f64>,
    /// Lower end of its 95 % interval.
    pub harm_averted_lower: Option<f64>,
    /// Upper end.
    pub harm_averted_upper: Option<f64>,
    /// Privacy harm beyond the baseline's.
    pub privacy_harm: Option<f64>,
    /// Lower end of its 95 % interval.
    pub privacy_harm_lower: Option<f64>,
    /// Upper end.
    pub privacy_harm_upper: Option<f64>,
    /// Discounted cost beyond the baseline's.
    pub cost: Option<f64>,
    /// Lower end of its 95 % interval.
    pub cost_lower: Option<f64>,
    /// Upper end.
    pub cost_upper: Option<f64>,
    /// Whether no other option is at least as good in all three and better in one, by the means.
    pub on_front: bool,
    /// Share of bootstrap resamples of the replications in which it is on the front.
    pub probability_on_front: Option<f64>,
    /// Options that dominate it in all three, separated by `; `.
    #[serde(with = "guarded")]
    pub dominated_by: String,
    /// Cost-effectiveness alone (harm averted against cost): empty, `dominated` (another averts at least as much for no
    /// more money) or `extended` (a mix of two others does).
    #[serde(with = "guarded")]
    pub cost_effectiveness: String,
    /// The next cheaper option that is not dominated: what the ratio is over.
    #[serde(with = "guarded")]
    pub incremental_over: String,
    /// Further cost.
    pub incremental_cost: Option<f64>,
    /// Further harm averted.
    pub incremental_harm_averted: Option<f64>,
    /// The one over the other: money for a further unit of harm averted.
    pub incremental_ratio: Option<f64>,
    /// Lower end of its 95 % interval; empty where it is not bounded below (Fieller).
    pub incremental_ratio_lower: Option<f64>,
    /// Upper end; empty where it is not bounded above.
    pub incremental_ratio_upper: Option<f64>,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for TradeoffRow {
    const FILE: &'static str = "tradeoffs.csv";
}

/// The place of an option under one set of weights; only where the scenario gives `[weights]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RankingRow {
    /// `given`, or the measure whose weight is halved, doubled or left out, as in `harm x 2`.
    #[serde(with = "guarded")]
    pub weights: String,
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// Weighted sum of the differences against the baseline, each over the largest size among options.
    pub score: Option<f64>,
    /// Place, from 1.
    pub rank: u64,
    /// Its place under the given weights.
    pub given_rank: u64,
    /// Whether these weights put another option first than the given ones do.
    pub reversal: bool,
    /// Share of bootstrap resamples of the replications in which it is first under these weights.
    pub probability_first: Option<f64>,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for RankingRow {
    const FILE: &'static str = "rankings.csv";
}

/// The value of one uncertain parameter in one world; world 0 is the scenario as it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WorldRow {
    /// The world's number.
    pub world: u64,
    /// The parameter's key in the scenario.
    #[serde(with = "guarded")]
    pub parameter: String,
    /// `parameters` (a number within a range) or `structure` (a mechanism on or off).
    #[serde(with = "guarded")]
    pub uncertainty: String,
    /// Its value; 0 or 1 for a mechanism.
    pub value: Option<f64>,
    /// Where in its range that is: 0 at the low end, 1 at the high end.
    pub share_of_range: Option<f64>,
}

impl Row for WorldRow {
    const FILE: &'static str = "worlds.csv";
}

/// One option in one world.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WorldResultRow {
    /// The world's number.
    pub world: u64,
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Replications in this world.
    pub n: u64,
    /// The option's estimate.
    pub mean: Option<f64>,
    /// Option less baseline in this world, paired.
    pub difference: Option<f64>,
    /// Half the width of its 95 % interval: Monte Carlo error within this world.
    pub difference_half_width: Option<f64>,
    /// Place among all options and the baseline, from 1.
    pub rank: u64,
    /// How much worse than the best of this world, not below 0.
    pub regret: Option<f64>,
    /// Whether the target is met; empty without one.
    pub satisfied: Option<bool>,
    /// Whether another than in world 0 is best in this world.
    pub flipped: bool,
}

impl Row for WorldResultRow {
    const FILE: &'static str = "world_results.csv";
}

/// How an option does over all worlds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RobustnessRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Worlds drawn (world 0 is not among them).
    pub worlds: u64,
    /// Mean over worlds.
    pub mean: Option<f64>,
    /// The worst tenth: mean over the tenth of the worlds in which it does worst.
    pub worst_decile: Option<f64>,
    /// Mean over worlds of the difference against the baseline.
    pub difference: Option<f64>,
    /// 5 % quantile over worlds of that difference.
    pub difference_q05: Option<f64>,
    /// 95 % quantile.
    pub difference_q95: Option<f64>,
    /// Mean regret.
    pub mean_regret: Option<f64>,
    /// 90 % quantile of regret.
    pub regret_q90: Option<f64>,
    /// Largest regret.
    pub max_regret: Option<f64>,
    /// The target, as asked for; empty without one.
    #[serde(with = "guarded")]
    pub target: String,
    /// Satisficing: share of worlds in which the target is met.
    pub satisficing: Option<f64>,
    /// Lower end of its 95 % interval.
    pub satisficing_lower: Option<f64>,
    /// Upper end.
    pub satisficing_upper: Option<f64>,
    /// Share of worlds in which it is best.
    pub best_share: Option<f64>,
    /// Share of worlds in which it is better than the best of world 0 (of that one: in which it is not the best).
    pub flip_share: Option<f64>,
    /// Monte Carlo error of the difference in one world, the root of its mean square over worlds. All worlds share their luck,
    /// so that it is the most that too few replications can add to `worlds_sd`, and not a part of it.
    pub monte_carlo_sd: Option<f64>,
    /// Standard deviation over worlds of the difference.
    pub worlds_sd: Option<f64>,
    /// `parameters`, `structure` or `parameters and structure`: what varies over the worlds.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for RobustnessRow {
    const FILE: &'static str = "robustness.csv";
}

/// How far an option's difference moves when one assumption does, on the same luck.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TornadoRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Its unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Place by the size of the swing, from 1.
    pub rank: u64,
    /// The key of the assumption in the scenario.
    #[serde(with = "guarded")]
    pub assumption: String,
    /// `parameters` or `structure`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
    /// Its value as the scenario stands.
    #[serde(with = "guarded")]
    pub value: String,
    /// Its low value; `off` for a mechanism.
    #[serde(with = "guarded")]
    pub low: String,
    /// Its high value; `on` for a mechanism.
    #[serde(with = "guarded")]
    pub high: String,
    /// Replications at each end.
    pub n: u64,
    /// The option's difference as the scenario stands, by the same replications.
    pub difference: Option<f64>,
    /// The difference at the low value.
    pub difference_low: Option<f64>,
    /// The difference at the high value.
    pub difference_high: Option<f64>,
    /// High less low.
    pub swing: Option<f64>,
    /// Half the width of the 95 % interval of the swing: Monte Carlo error.
    pub swing_half_width: Option<f64>,
}

impl Row for TornadoRow {
    const FILE: &'static str = "tornado.csv";
}

/// How differently cooperation holds up under one shock with an option.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShockDifferenceRow {
    /// The option's id.
    #[serde(with = "guarded")]
    pub option: String,
    /// The shock's id.
    #[serde(with = "guarded")]
    pub shock: String,
    /// The level.
    #[serde(with = "guarded")]
    pub measure: String,
    /// `depth`, `area` or `level` (mean level with the shock, over the reports from it on).
    #[serde(with = "guarded")]
    pub quantity: String,
    /// The unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Pairs of replications.
    pub n: u64,
    /// What the baseline has.
    pub baseline_mean: Option<f64>,
    /// Option less baseline.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// How the interval was made.
    #[serde(with = "guarded")]
    pub method: String,
    /// As in `differences.csv`, by this interval.
    #[serde(with = "guarded")]
    pub verdict: String,
    /// `replications`.
    #[serde(with = "guarded")]
    pub uncertainty: String,
}

impl Row for ShockDifferenceRow {
    const FILE: &'static str = "shock_differences.csv";
}

/// The tables that only a comparison has; each is empty where it was not asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ComparisonTables {
    /// Rows of `options.csv`.
    pub options: Vec<OptionRow>,
    /// Rows of `differences.csv`.
    pub differences: Vec<DifferenceRow>,
    /// Rows of `selection.csv`.
    pub selection: Vec<SelectionRow>,
    /// Rows of `drivers.csv`.
    pub drivers: Vec<DriverRow>,
    /// Rows of `pathways.csv`.
    pub pathways: Vec<PathwayRow>,
    /// Rows of `nation_differences.csv`.
    pub nation_differences: Vec<NationDifferenceRow>,
    /// Rows of `tradeoffs.csv`.
    pub tradeoffs: Vec<TradeoffRow>,
    /// Rows of `rankings.csv`.
    pub rankings: Vec<RankingRow>,
    /// Rows of `worlds.csv`.
    pub worlds: Vec<WorldRow>,
    /// Rows of `world_results.csv`.
    pub world_results: Vec<WorldResultRow>,
    /// Rows of `robustness.csv`.
    pub robustness: Vec<RobustnessRow>,
    /// Rows of `tornado.csv`.
    pub tornado: Vec<TornadoRow>,
    /// Rows of `shock_differences.csv`.
    pub shock_differences: Vec<ShockDifferenceRow>,
}

impl ComparisonTables {
    /// Reads them from a run's folder; a table that is not there is empty.
    pub fn read(folder: &Path) -> Result<Self, TableFault> {
        Ok(Self {
            options: read_if_there(folder)?,
            differences: read_if_there(folder)?,
            selection: read_if_there(folder)?,
            drivers: read_if_there(folder)?,
            pathways: read_if_there(folder)?,
            nation_differences: read_if_there(folder)?,
            tradeoffs: read_if_there(folder)?,
            rankings: read_if_there(folder)?,
            worlds: read_if_there(folder)?,
            world_results: read_if_there(folder)?,
            robustness: read_if_there(folder)?,
            tornado: read_if_there(folder)?,
            shock_differences: read_if_there(folder)?,
        })
    }

    /// Writes them into a run's folder; of what was not asked for there is no file.
    pub fn write(&self, storage: &dyn Storage, folder: &Path) -> io::Result<()> {
        let to = (storage, folder);
        put(to, &self.options)?;
        put(to, &self.differences)?;
        put(to, &self.selection)?;
        put(to, &self.pathways)?;
        put(to, &self.nation_differences)?;
        put(to, &self.tradeoffs)?;
        put(to, &self.shock_differences)?;
        put_if_any(to, &self.drivers)?;
        put_if_any(to, &self.rankings)?;
        put_if_any(to, &self.worlds)?;
        put_if_any(to, &self.world_results)?;
        put_if_any(to, &self.robustness)?;
        put_if_any(to, &self.tornado)
    }
}

fn put<R: Row>((storage, folder): (&dyn Storage, &Path), rows: &[R]) -> io::Result<()> {
    write(storage, &folder.join(R::FILE), rows).map_err(io::Error::other)
}

fn put_if_any<R: Row>(to: (&dyn Storage, &Path), rows: &[R]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    put(to, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sheet::pinned;

    #[test]
    #[rustfmt::skip]
    fn every_table_of_a_comparison_has_the_columns_that_scripts_rely_on() {
        pinned::<OptionRow>("options.csv", "option,name,includes,actions,deeds,first_day,unit,one_off_cost,yearly_cost,total_cost,total_cost_lower,total_cost_upper");
        pinned::<DifferenceRow>("differences.csv", "option,baseline,measure,unit,n,mean,half_width,lower,upper,simultaneous_lower,simultaneous_upper,probability_better,share_better,baseline_mean,option_mean,relative,better,verdict,variance_reduction,method,uncertainty");
        pinned::<SelectionRow>("selection.csv", "option,measure,unit,better,rank,n,mean,probability_best,in_subset,selected,eliminated_at,procedure,confidence,delta,guarantee,needed,uncertainty");
        pinned::<DriverRow>("drivers.csv", "option,measure,unit,driver,n,mean,half_width,lower,upper,uncertainty");
        pinned::<PathwayRow>("pathways.csv", "option,pathway,item,unit,n,baseline_mean,mean,half_width,lower,upper,uncertainty");
        pinned::<NationDifferenceRow>("nation_differences.csv", "option,level,nation,name,bloc,measure,unit,n,baseline_mean,mean,half_width,lower,upper,simultaneous_lower,simultaneous_upper,verdict,uncertainty");
        pinned::<TradeoffRow>("tradeoffs.csv", "option,harm_averted,harm_averted_lower,harm_averted_upper,privacy_harm,privacy_harm_lower,privacy_harm_upper,cost,cost_lower,cost_upper,on_front,probability_on_front,dominated_by,cost_effectiveness,incremental_over,incremental_cost,incremental_harm_averted,incremental_ratio,incremental_ratio_lower,incremental_ratio_upper,uncertainty");
        pinned::<RankingRow>("rankings.csv", "weights,option,score,rank,given_rank,reversal,probability_first,uncertainty");
        pinned::<WorldRow>("worlds.csv", "world,parameter,uncertainty,value,share_of_range");
        pinned::<WorldResultRow>("world_results.csv", "world,option,measure,n,mean,difference,difference_half_width,rank,regret,satisfied,flipped");
        pinned::<RobustnessRow>("robustness.csv", "option,measure,unit,worlds,mean,worst_decile,difference,difference_q05,difference_q95,mean_regret,regret_q90,max_regret,target,satisficing,satisficing_lower,satisficing_upper,best_share,flip_share,monte_carlo_sd,worlds_sd,uncertainty");
        pinned::<TornadoRow>("tornado.csv", "option,measure,unit,rank,assumption,uncertainty,value,low,high,n,difference,difference_low,difference_high,swing,swing_half_width");
        pinned::<ShockDifferenceRow>("shock_differences.csv", "option,shock,measure,quantity,unit,n,baseline_mean,mean,lower,upper,method,verdict,uncertainty");
    }
}
