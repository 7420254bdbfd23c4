//! Who trusts whom, as both charts of trust need it: nations in the order of their blocs, and trust as a table.

use std::collections::BTreeMap;

use crate::output::charts::context::{ChartContext, finite, nation_name};
use crate::output::tables::{DyadRow, Tables};

/// One nation of the dyads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) bloc: String,
}

/// Every nation of the dyads, blocs together, and by name within a bloc.
pub(crate) fn members(context: &ChartContext, tables: &Tables) -> Vec<Member> {
    let mut blocs: BTreeMap<&str, &str> = BTreeMap::new();
    for row in tables.dyads.iter().filter(|row| row.option == context.option) {
        blocs.insert(&row.from, &row.from_bloc);
        blocs.insert(&row.to, &row.to_bloc);
    }
    let mut members: Vec<Member> = blocs
        .into_iter()
        .map(|(id, bloc)| Member {
            id: id.to_owned(),
            name: nation_name(tables, id),
            bloc: bloc.to_owned(),
        })
        .collect();
    members.sort_by(|a, b| (&a.bloc, &a.name, &a.id).cmp(&(&b.bloc, &b.name, &b.id)));
    members
}

/// The rows of a moment; where it comes several times (several shocks), the first.
pub(crate) fn moment_rows<'a>(context: &ChartContext, tables: &'a Tables, moment: &str) -> Vec<&'a DyadRow> {
    let rows = tables
        .dyads
        .iter()
        .filter(|row| row.option == context.option && row.moment == moment);
    let first = rows.clone().map(|row| row.time).fold(f64::INFINITY, f64::min);
    rows.filter(|row| row.time == first).collect()
}

/// Trust of each member in each other, in the order of the members.
pub(crate) fn trust_of(members: &[Member], rows: &[&DyadRow]) -> Vec<Vec<Option<f64>>> {
    let places: BTreeMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(place, member)| (member.id.as_str(), place))
        .collect();
    let mut trust = vec![vec![None; members.len()]; members.len()];
    for row in rows {
        if let (Some(&from), Some(&to)) = (places.get(row.from.as_str()), places.get(row.to.as_str())) {
            trust[from][to] = finite(row.trust).map(|value| value.clamp(0.0, 1.0));
        }
    }
    trust
}
