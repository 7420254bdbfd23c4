//! Scenario files: what is given, read, checked and put in order; what never changes during a run.

pub mod assumption;
pub mod check;
pub mod conduct;
pub mod csv_cells;
pub mod csv_tree;
pub mod date;
pub mod ends;
pub mod fault;
pub mod field;
pub mod finding;
pub mod json_tree;
pub mod key;
pub mod kind;
pub mod law;
pub mod limits;
pub mod load;
pub mod mechanism;
pub mod merge;
pub mod names;
pub mod nation;
pub mod option;
pub mod organization;
pub mod place;
pub mod range;
pub mod reader;
pub mod refer;
pub mod reference;
pub mod run;
#[expect(
    clippy::module_inception,
    reason = "the noun `Scenario` stands in the file of its name, as every noun does"
)]
pub mod scenario;
pub mod schema;
pub mod section;
pub mod shock;
pub mod slow;
pub mod synthetic;
pub mod threat;
pub mod toml_tree;
pub mod tree;
pub mod uncertainty;
pub mod variant;
pub mod work;
