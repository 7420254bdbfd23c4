//! Two nations that send each other police queries and do nothing else, so that each desk is a queue of theory.

/// Days in a year, as rates of scenario files have it.
pub const YEAR: f64 = 365.0;

/// What is changed about the two desks.
#[derive(Clone, Debug)]
pub struct Desks<'a> {
    /// Queries that come to each desk, per day.
    pub rate: f64,
    /// Servers of each desk.
    pub servers: u32,
    /// Mean review, in days.
    pub review: f64,
    /// Form of reviews.
    pub form: &'a str,
    /// Day on which counting begins.
    pub warm_up: f64,
    /// Length of the run, in days.
    pub horizon: f64,
    /// Days between reports.
    pub report_every: f64,
    /// Lines added to `[service]`, to `[kind.police_query]`, to each nation, and at the end of the file.
    pub more: [&'a str; 4],
}

/// Reviews whose length is exponential.
pub const EXPONENTIAL: &str = "{ family = \"exponential\", mean = 1 }";

impl Desks<'_> {
    /// Queries at this rate, exponential reviews with a mean of a day, counted after a tenth of the run.
    pub fn new(rate: f64, servers: u32, horizon: f64) -> Desks<'static> {
        Desks {
            rate,
            servers,
            review: 1.0,
            form: EXPONENTIAL,
            warm_up: horizon / 10.0,
            horizon,
            report_every: horizon.min(36_500.0),
            more: [""; 4],
        }
    }

    /// The scenario file.
    pub fn body(&self) -> String {
        let Desks {
            servers,
            review,
            form,
            warm_up,
            horizon,
            report_every,
            more: [service, kind, nation, end],
            ..
        } = self;
        let yearly = self.rate * YEAR;
        format!(
            r#"
[run]
horizon = {horizon}
warm_up = {warm_up}
report_every = {report_every}

[decision]
rule = "share"

[service]
diplomatic_delay = 0
{service}

[routine]
rate = {{ police_query = {yearly}, evidence = 0, arrest_warrant = 0 }}

[kind.police_query]
review = {review}
review_form = {form}
{kind}

[nation.ann]
capacity = 1
desks = {servers}
{nation}

[nation.bob]
capacity = 1
desks = {servers}
{nation}

[class.none]
rate = 0

{end}
"#
        )
    }
}
