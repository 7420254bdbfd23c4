//! One struct a table of a run's folder, its fields in the order of the columns (interface.md, docs/columns.md).
//! An undefined number is an empty cell. How a table is read and written is in `sheet.rs`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::output::comparison_tables::ComparisonTables;
use crate::output::sheet::{Row, TableFault, guarded, read_if_there};

/// An estimate of one measure under one option, over replications.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EstimateRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The measure's name.
    #[serde(with = "guarded")]
    pub measure: String,
    /// The measure's unit.
    #[serde(with = "guarded")]
    pub unit: String,
    /// Replications in which the measure is defined.
    pub n: u64,
    /// Mean over replications (of a ratio: the ratio of means).
    pub mean: Option<f64>,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper: Option<f64>,
    /// How the interval was made.
    #[serde(with = "guarded")]
    pub method: String,
}

impl Row for EstimateRow {
    const FILE: &'static str = "estimates.csv";
}

/// One measure at one time: mean and quantiles over replications.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SeriesRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// Days since the start.
    pub time: f64,
    /// The calendar date, where the scenario has a start date.
    #[serde(with = "guarded")]
    pub date: String,
    /// The measure's name.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Replications in which the measure is defined at this time.
    pub n: u64,
    /// Mean over replications.
    pub mean: Option<f64>,
    /// 5 % quantile.
    pub q05: Option<f64>,
    /// 25 % quantile.
    pub q25: Option<f64>,
    /// Median.
    pub q50: Option<f64>,
    /// 75 % quantile.
    pub q75: Option<f64>,
    /// 95 % quantile.
    pub q95: Option<f64>,
}

impl Row for SeriesRow {
    const FILE: &'static str = "series.csv";
}

/// Threats of one class with one fate, per replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ThreatRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The threat class.
    #[serde(with = "guarded")]
    pub class: String,
    /// disrupted, attacked, pending, or a bound: `disrupted_alone`, `disrupted_best`.
    #[serde(with = "guarded")]
    pub fate: String,
    /// Mean number per replication.
    pub mean_count: f64,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
}

impl Row for ThreatRow {
    const FILE: &'static str = "threats.csv";
}

/// Requests of one kind with one outcome and reason, per replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RequestRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The request's kind.
    #[serde(with = "guarded")]
    pub kind: String,
    /// How it ended.
    #[serde(with = "guarded")]
    pub outcome: String,
    /// Why it was refused or stayed unanswered.
    #[serde(with = "guarded")]
    pub reason: String,
    /// Mean number per replication.
    pub mean_count: f64,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
    /// Median days from submission to the end.
    pub median_days: Option<f64>,
    /// 90 % quantile of days from submission to the end.
    pub p90_days: Option<f64>,
}

impl Row for RequestRow {
    const FILE: &'static str = "requests.csv";
}

/// Pieces that reached one stage on their way to a disruption, per replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FunnelRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The request's kind.
    #[serde(with = "guarded")]
    pub kind: String,
    /// wanted, sent, answered, willing, delivered, `in_time` or useful.
    #[serde(with = "guarded")]
    pub stage: String,
    /// Mean number per replication.
    pub mean_count: f64,
    /// Half the width of the 95 % interval.
    pub half_width: Option<f64>,
}

impl Row for FunnelRow {
    const FILE: &'static str = "funnel.csv";
}

/// The share of requests answered within some days, the unanswered as censored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AnswerRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The request's kind.
    #[serde(with = "guarded")]
    pub kind: String,
    /// Days since submission.
    pub days: f64,
    /// Requests still waiting then, over all replications.
    pub at_risk: u64,
    /// Share answered by then (one minus Kaplan-Meier).
    pub answered: Option<f64>,
    /// Lower end of the 95 % band.
    pub lower: Option<f64>,
    /// Upper end of the 95 % band.
    pub upper: Option<f64>,
}

impl Row for AnswerRow {
    const FILE: &'static str = "answers.csv";
}

/// The share of replications in which cooperation still holds above the threshold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SurvivalRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// Days since the start.
    pub time: f64,
    /// Replications still observed above the threshold.
    pub at_risk: u64,
    /// Share that has never fallen below the threshold (Kaplan-Meier).
    pub surviving: Option<f64>,
    /// Lower end of the 95 % band.
    pub lower: Option<f64>,
    /// Upper end of the 95 % band.
    pub upper: Option<f64>,
}

impl Row for SurvivalRow {
    const FILE: &'static str = "survival.csv";
}

/// What one shock changed, some days after it: paired differences to the world without it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShockRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The shock's name.
    #[serde(with = "guarded")]
    pub shock: String,
    /// `sharing_effectiveness` or `mean_trust`.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Days since the shock's first occurrence.
    pub days_after: f64,
    /// Mean difference, with the shock minus without.
    pub mean_difference: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper: Option<f64>,
}

impl Row for ShockRow {
    const FILE: &'static str = "shocks.csv";
}

/// A shock's dent in three numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShockSummaryRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The shock's name.
    #[serde(with = "guarded")]
    pub shock: String,
    /// `sharing_effectiveness` or `mean_trust`.
    #[serde(with = "guarded")]
    pub measure: String,
    /// Replications in which the shock came.
    pub occurrences: u64,
    /// Largest mean loss.
    pub depth: Option<f64>,
    /// Lower end of its 95 % interval.
    pub depth_lower: Option<f64>,
    /// Upper end of its 95 % interval.
    pub depth_upper: Option<f64>,
    /// Days until the loss is first below a tenth of the mean level.
    pub recovery_days: Option<f64>,
    /// Lower end of its 95 % interval.
    pub recovery_lower: Option<f64>,
    /// Upper end of its 95 % interval.
    pub recovery_upper: Option<f64>,
    /// Summed loss, in days of the measure.
    pub area: Option<f64>,
    /// Lower end of its 95 % interval.
    pub area_lower: Option<f64>,
    /// Upper end of its 95 % interval.
    pub area_upper: Option<f64>,
}

impl Row for ShockSummaryRow {
    const FILE: &'static str = "shock_summary.csv";
}

/// One nation's station since the report before.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StationRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// Days since the start.
    pub time: f64,
    /// The nation's id.
    #[serde(with = "guarded")]
    pub nation: String,
    /// desk or authority.
    #[serde(with = "guarded")]
    pub station: String,
    /// Mean number of requests waiting.
    pub queue_mean: Option<f64>,
    /// Mean number of servers at work.
    pub busy_mean: Option<f64>,
    /// Mean wait in days.
    pub wait_mean: Option<f64>,
}

impl Row for StationRow {
    const FILE: &'static str = "stations.csv";
}

/// What one nation gains and bears, per replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NationRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The nation's id.
    #[serde(with = "guarded")]
    pub nation: String,
    /// The nation's name.
    #[serde(with = "guarded")]
    pub name: String,
    /// The nation's bloc.
    #[serde(with = "guarded")]
    pub bloc: String,
    /// Threats against it.
    pub threats: Option<f64>,
    /// Attacks it suffered.
    pub attacks: Option<f64>,
    /// Harm it suffered.
    pub harm: Option<f64>,
    /// Harm under `alone` minus harm suffered.
    pub harm_averted: Option<f64>,
    /// Pieces it gave.
    pub pieces_given: Option<f64>,
    /// Pieces it received.
    pub pieces_received: Option<f64>,
    /// Requests it sent.
    pub requests_sent: Option<f64>,
    /// Requests it received.
    pub requests_received: Option<f64>,
    /// Requests it granted.
    pub granted_given: Option<f64>,
    /// Requests granted to it.
    pub granted_received: Option<f64>,
    /// Privacy harm to its people.
    pub privacy_harm: Option<f64>,
    /// Mean number of requests waiting at its stations.
    pub backlog_mean: Option<f64>,
    /// Share of its desk's servers at work.
    pub utilization_desk: Option<f64>,
    /// Share of its authority's servers at work.
    pub utilization_authority: Option<f64>,
    /// Mean trust of others in it.
    pub mean_trust_in: Option<f64>,
    /// Its mean trust in others.
    pub mean_trust_out: Option<f64>,
    /// What its share of the options costs.
    pub cost: Option<f64>,
    /// Half the width of the 95 % interval of `harm`.
    pub harm_half_width: Option<f64>,
    /// Half the width of the 95 % interval of `harm_averted`.
    pub harm_averted_half_width: Option<f64>,
    /// Half the width of the 95 % interval of `pieces_given`.
    pub pieces_given_half_width: Option<f64>,
    /// Half the width of the 95 % interval of `pieces_received`.
    pub pieces_received_half_width: Option<f64>,
}

impl Row for NationRow {
    const FILE: &'static str = "nations.csv";
}

/// One ordered pair at one moment, means over replications.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DyadRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// start, `before_shock`, `after_shock` or end.
    #[serde(with = "guarded")]
    pub moment: String,
    /// Days since the start.
    pub time: f64,
    /// Who trusts.
    #[serde(with = "guarded")]
    pub from: String,
    /// Who is trusted.
    #[serde(with = "guarded")]
    pub to: String,
    /// Bloc of `from`.
    #[serde(with = "guarded")]
    pub from_bloc: String,
    /// Bloc of `to`.
    #[serde(with = "guarded")]
    pub to_bloc: String,
    /// Trust of `from` in `to`.
    pub trust: Option<f64>,
    /// Legal compatibility of `from` towards `to`.
    pub compatibility: Option<f64>,
    /// Closeness of their interests.
    pub affinity: Option<f64>,
    /// Pieces that `from` has given to `to`.
    pub exchange: Option<f64>,
}

impl Row for DyadRow {
    const FILE: &'static str = "dyads.csv";
}

/// One event of one replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EventRow {
    /// The option's name.
    #[serde(with = "guarded")]
    pub option: String,
    /// The replication's number.
    pub replication: u64,
    /// Days since the start.
    pub time: f64,
    /// What happened.
    #[serde(with = "guarded")]
    pub event: String,
    /// To whom.
    #[serde(with = "guarded")]
    pub nation: String,
    /// With whom.
    #[serde(with = "guarded")]
    pub other: String,
    /// The threat's number.
    pub threat: Option<u64>,
    /// The request's number.
    pub request: Option<u64>,
    /// Why.
    #[serde(with = "guarded")]
    pub reason: String,
    /// How much.
    pub value: Option<f64>,
}

impl Row for EventRow {
    const FILE: &'static str = "events.csv";
}

/// The tables that charts are drawn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tables {
    /// Rows of `estimates.csv`.
    pub estimates: Vec<EstimateRow>,
    /// Rows of `series.csv`.
    pub series: Vec<SeriesRow>,
    /// Rows of `threats.csv`.
    pub threats: Vec<ThreatRow>,
    /// Rows of `requests.csv`.
    pub requests: Vec<RequestRow>,
    /// Rows of `funnel.csv`.
    pub funnel: Vec<FunnelRow>,
    /// Rows of `answers.csv`.
    pub answers: Vec<AnswerRow>,
    /// Rows of `survival.csv`.
    pub survival: Vec<SurvivalRow>,
    /// Rows of `shocks.csv`.
    pub shocks: Vec<ShockRow>,
    /// Rows of `shock_summary.csv`.
    pub shock_summary: Vec<ShockSummaryRow>,
    /// Rows of `stations.csv`.
    pub stations: Vec<StationRow>,
    /// Rows of `nations.csv`.
    pub nations: Vec<NationRow>,
    /// Rows of `dyads.csv`.
    pub dyads: Vec<DyadRow>,
    /// What only a comparison has.
    pub comparison: ComparisonTables,
}

impl Tables {
    /// Reads them from a run's folder; a table that is not there is empty.
    pub fn read(folder: &Path) -> Result<Self, TableFault> {
        Ok(Self {
            estimates: read_if_there(folder)?,
            series: read_if_there(folder)?,
            threats: read_if_there(folder)?,
            requests: read_if_there(folder)?,
            funnel: read_if_there(folder)?,
            answers: read_if_there(folder)?,
            survival: read_if_there(folder)?,
            shocks: read_if_there(folder)?,
            shock_summary: read_if_there(folder)?,
            stations: read_if_there(folder)?,
            nations: read_if_there(folder)?,
            dyads: read_if_there(folder)?,
            comparison: ComparisonTables::read(folder)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sheet::pinned;

    #[test]
    #[rustfmt::skip]
    fn every_table_has_the_columns_that_scripts_rely_on() {
        pinned::<EstimateRow>("estimates.csv", "option,measure,unit,n,mean,sd,half_width,lower,upper,method");
        pinned::<SeriesRow>("series.csv", "option,time,date,measure,n,mean,q05,q25,q50,q75,q95");
        pinned::<ThreatRow>("threats.csv", "option,class,fate,mean_count,half_width");
        pinned::<RequestRow>("requests.csv", "option,kind,outcome,reason,mean_count,half_width,median_days,p90_days");
        pinned::<FunnelRow>("funnel.csv", "option,kind,stage,mean_count,half_width");
        pinned::<AnswerRow>("answers.csv", "option,kind,days,at_risk,answered,lower,upper");
        pinned::<SurvivalRow>("survival.csv", "option,time,at_risk,surviving,lower,upper");
        pinned::<ShockRow>("shocks.csv", "option,shock,measure,days_after,mean_difference,lower,upper");
        pinned::<ShockSummaryRow>("shock_summary.csv", "option,shock,measure,occurrences,depth,depth_lower,depth_upper,recovery_days,recovery_lower,recovery_upper,area,area_lower,area_upper");
        pinned::<StationRow>("stations.csv", "option,time,nation,station,queue_mean,busy_mean,wait_mean");
        pinned::<NationRow>("nations.csv", "option,nation,name,bloc,threats,attacks,harm,harm_averted,pieces_given,pieces_received,requests_sent,requests_received,granted_given,granted_received,privacy_harm,backlog_mean,utilization_desk,utilization_authority,mean_trust_in,mean_trust_out,cost,harm_half_width,harm_averted_half_width,pieces_given_half_width,pieces_received_half_width");
        pinned::<DyadRow>("dyads.csv", "option,moment,time,from,to,from_bloc,to_bloc,trust,compatibility,affinity,exchange");
        pinned::<EventRow>("events.csv", "option,replication,time,event,nation,other,threat,request,reason,value");
    }
}
