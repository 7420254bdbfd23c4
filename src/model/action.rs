//! What the actions of an option do, and what they cost.

use crate::engine::simulation::Agenda;
use crate::engine::special::{normal_cdf, normal_quantile};
use crate::engine::time::SimTime;
use crate::engine::time::YEAR;
use crate::model::event::Event;
use crate::model::measure::Count;
use crate::model::record::Record;
use crate::model::world::{World, plan};
use crate::scenario::kind::{KINDS, Kind};
use crate::scenario::option::{Action, Deed};
use crate::scenario::organization::{Exercises, TaskForce};

impl World<'_> {
    /// Plans every action of the option.
    pub fn start_actions(&mut self, agenda: &mut Agenda<Event>) {
        for (n, (action, identity)) in self.plan.actions.iter().enumerate() {
            plan(
                agenda,
                action.at.max(0.0),
                Event::ActionDue(n as u16, 0),
                *identity,
                0,
            );
        }
    }

    /// An action is due. In the name of an organization that decides by consensus, every member must agree; otherwise it is
    /// tried again later.
    pub fn action_due(&mut self, agenda: &mut Agenda<Event>, number: usize, attempt: u16, now: f64) {
        let plan_of_all = self.plan;
        let (action, identity) = &plan_of_all.actions[number];
        if let Some(organization) = action.by
            && !self.members_consent(organization, None, identity.numbered(u64::from(attempt)), now)
        {
            let again = now + plan_of_all.scenario.diplomacy.retry;
            if again <= plan_of_all.scenario.run.horizon {
                plan(
                    agenda,
                    again,
                    Event::ActionDue(number as u16, attempt + 1),
                    *identity,
                    attempt + 1,
                );
            }
            return;
        }
        self.note(now, Record::ActionDone { action: number });
        self.pay(action, now);
        self.act(agenda, &action.deed, now);
    }

    /// One-off cost and the yearly cost until the horizon, discounted continuously to t = 0.
    fn pay(&mut self, action: &Action, now: f64) {
        let rate = self.plan.scenario.costs.discount;
        let horizon = self.plan.scenario.run.horizon;
        let worth = |day: f64| libm::exp(-rate * day / YEAR);
        let years = if rate == 0.0 {
            (horizon - now) / YEAR
        } else {
            (worth(now) - worth(horizon)) / rate
        };
        self.ledger
            .add(Count::Cost, action.cost * worth(now) + action.yearly_cost * years);
    }

    fn act(&mut self, agenda: &mut Agenda<Event>, deed: &Deed, now: f64) {
        match deed {
            Deed::OpenInstrument { instrument } => self.open_instrument(agenda, *instrument, now),
            Deed::Accede { instrument, nations } => {
                for &nation in nations {
                    self.ratify(agenda, *instrument, nation, now);
                }
            }
            Deed::ChangeHazard { instrument, factor } => {
                self.instruments[*instrument].factor *= factor;
                self.refresh_hazards(
                    agenda,
                    *instrument,
                    crate::model::accession::Whose::Everybody,
                    now,
                );
            }
            Deed::SetDeadline {
                instrument,
                kind,
                days,
            } => {
                if self.plan.scenario.mechanisms.deadlines {
                    self.set_deadline(*instrument, *kind, *days);
                }
            }
            Deed::DeployChannel { channel } => self.start_channel(agenda, *channel, now),
            Deed::DeployDatabase { database } => self.start_database(*database),
            Deed::Automate { channel, shares } => self.automate(agenda, *channel, shares, now),
            Deed::HoldExercises {
                organization,
                exercises,
            } => self.hold_exercises(agenda, *organization, *exercises, now),
            Deed::RaiseTaskForce {
                organization,
                task_force,
            } => self.raise_task_force(*organization, task_force),
            Deed::Standardize {
                organization,
                procedures,
            } => {
                let standing = &mut self.institutions.procedures[*organization];
                *standing = standing.max(*procedures);
                self.refresh_services();
            }
            Deed::PostLiaison { nations } => {
                for &from in nations {
                    for &to in nations.iter().filter(|&&to| to != from) {
                        self.post_liaison(agenda, from, to, now);
                    }
                }
            }
            Deed::BuildCapacity { nations, gain } => {
                for &nation in nations {
                    let capacity = &mut self.nations[nation].capacity;
                    *capacity += gain * (1.0 - *capacity);
                }
            }
            Deed::AddServers {
                nations,
                station,
                servers,
            } => {
                for &nation in nations {
                    self.nations[nation].stations[*station as usize]
                        .add_servers(SimTime::from_days(now), *servers);
                    self.start_reviews(agenda, nation, *station, now);
                }
            }
            Deed::RaiseSafeguards { nations, gain } => {
                for &nation in nations {
                    let safeguards = &mut self.nations[nation].safeguards;
                    *safeguards += gain * (1.0 - *safeguards);
                }
            }
            Deed::Triage {
                nations,
                auc,
                false_positives,
                lift,
                screened,
            } => {
                self.start_triage(agenda, nations, (*auc, *false_positives), (*lift, *screened), now);
            }
            Deed::Audit {
                nations,
                discovery,
                attribution,
                deterrence,
            } => {
                for &nation in nations {
                    self.nations[nation].audit = Some([*discovery, *attribution, *deterrence]);
                }
            }
            Deed::Spend => {}
        }
    }

    fn set_deadline(&mut self, instrument: usize, kind: Kind, days: f64) {
        let deadlines = &mut self.deadlines[kind as usize];
        match deadlines.iter_mut().find(|(n, _)| usize::from(*n) == instrument) {
            Some((_, known)) => *known = days,
            None => deadlines.push((instrument as u16, days)),
        }
    }

    /// A channel starts to work.
    pub fn start_channel(&mut self, agenda: &mut Agenda<Event>, channel: usize, now: f64) {
        self.institutions.channels[channel].deployed = true;
        self.refresh_services();
        self.invite_traffic(agenda, channel, now);
    }

    /// A database starts to work.
    pub fn start_database(&mut self, database: usize) {
        self.institutions.databases[database].deployed = true;
    }

    fn automate(&mut self, agenda: &mut Agenda<Event>, channel: usize, shares: &[f64; KINDS], now: f64) {
        if !self.plan.scenario.mechanisms.automation {
            return;
        }
        for (share, given) in self.automation[channel].iter_mut().zip(shares) {
            *share = share.max(*given);
        }
        self.invite_traffic(agenda, channel, now);
    }

    fn hold_exercises(
        &mut self,
        agenda: &mut Agenda<Event>,
        organization: usize,
        exercises: Exercises,
        now: f64,
    ) {
        if !self.plan.scenario.mechanisms.exercises {
            return;
        }
        if self.organizations[organization]
            .exercises
            .replace(exercises)
            .is_none()
        {
            let identity = self.plan.scenario.organizations[organization].identity;
            plan(
                agenda,
                now + exercises.every,
                Event::ExerciseHeld(organization as u16),
                identity,
                0,
            );
        }
    }

    fn raise_task_force(&mut self, organization: usize, task_force: &TaskForce) {
        if self.plan.scenario.mechanisms.task_forces {
            self.task_forces.push((organization as u16, task_force.clone()));
        }
    }

    /// TPR = Φ(Φ⁻¹(FPR) + √2·Φ⁻¹(AUC)), the binormal ROC curve; later finds come 1 + lift·TPR times faster.
    fn start_triage(
        &mut self,
        agenda: &mut Agenda<Event>,
        nations: &[usize],
        (auc, false_positives): (f64, f64),
        (lift, screened): (f64, f64),
        now: f64,
    ) {
        let true_positives =
            normal_cdf(normal_quantile(false_positives) + std::f64::consts::SQRT_2 * normal_quantile(auc));
        for &nation in nations
            .iter()
            .filter(|&&nation| !self.is_idle(nation))
            .collect::<Vec<_>>()
        {
            let already = self.nations[nation].false_leads > 0.0;
            self.nations[nation].triage_speed = 1.0 + lift * true_positives;
            self.nations[nation].false_leads = screened * false_positives;
            if !already {
                self.plan_false_lead(agenda, nation, now);
            }
        }
    }
}
