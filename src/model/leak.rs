//! Leaks and misuse of delivered pieces, the blame, suspensions, and the privacy loop.

use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::case::Passage;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::{Record, Way};
use crate::model::threat_state::{CaseState, Hearer, Leak};
use crate::model::world::{World, plan};

/// Sets misuse apart from a leak of the same piece.
const MISUSE: Identity = Identity::of("misuse");

/// Makes room for the number of a pair that has met since the run began.
fn grow<T: Default + Clone>(numbers: &mut Vec<T>, place: usize) {
    if place >= numbers.len() {
        numbers.resize(place + 1, T::default());
    }
}

impl World<'_> {
    /// A delivered piece is exposed from now on: it may leak, and it may be misused, while the case is open.
    pub fn start_leak_clocks(
        &mut self,
        agenda: &mut Agenda<Event>,
        threat: u32,
        piece: usize,
        passage: Passage,
        now: f64,
    ) {
        let settings = &self.plan.scenario.leaks;
        let receiver = &self.nations[usize::from(self.threats[threat].target)];
        let unprotected = 1.0 - receiver.safeguards;
        let unrest = if receiver.unstable {
            self.plan.scenario.politics.instability_leaks
        } else {
            1.0
        };
        let database = self.threats[threat].pieces[piece]
            .database
            .filter(|_| passage.way == Way::Database);
        let security = match database {
            Some(database) => self.plan.scenario.databases[usize::from(database)].security,
            None => self.channel_security(passage.channel),
        };
        let deterrence = receiver.audit.map_or(0.0, |[_, _, deterrence]| deterrence);
        let leak_rate = settings.rate * unprotected * (1.0 - security) * unrest * passage.exposure;
        let misuse_rate = settings.misuse_rate * unprotected * (1.0 - deterrence) * passage.exposure;
        self.start_leak_clock(agenda, (threat, piece), leak_rate, false, now);
        self.start_leak_clock(agenda, (threat, piece), misuse_rate, true, now);
    }

    fn start_leak_clock(
        &mut self,
        agenda: &mut Agenda<Event>,
        (threat, piece): (u32, usize),
        rate: f64,
        misuse: bool,
        now: f64,
    ) {
        if rate == 0.0 {
            return;
        }
        let state = &self.threats[threat];
        let identity = state.identity.numbered(piece as u64);
        let purpose = if misuse { Purpose::Misuse } else { Purpose::Leak };
        let time = now + self.draw(purpose, identity, 0).exponential() * YEAR / rate;
        let end = self
            .plan
            .scenario
            .leaks
            .exposure
            .map_or(state.due, |days| now + days);
        if time > end {
            return;
        }
        let leak = Leak {
            identity: if misuse { identity.with(MISUSE) } else { identity },
            threat,
            holder: state.pieces[piece].holder,
            receiver: state.target,
            class: state.class,
            misuse,
        };
        let slot = self.leaks.take();
        self.leaks[slot] = leak;
        self.threats[threat].references += 1;
        plan(
            agenda,
            time,
            Event::PieceLeaked(slot),
            leak.identity,
            u16::from(misuse),
        );
    }

    /// A piece leaks or is misused, if its exposure has not ended; it comes to light later.
    pub fn piece_leaked(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let leak = self.leaks[slot];
        let exposed =
            self.plan.scenario.leaks.exposure.is_some() || self.threats[leak.threat].state == CaseState::Open;
        if exposed {
            let (holder, receiver) = (usize::from(leak.holder), usize::from(leak.receiver));
            self.note(
                now,
                Record::Leaked {
                    misuse: leak.misuse,
                    holder,
                    receiver,
                    threat: self.threats[leak.threat].identity,
                },
            );
            let mean = self.nations[receiver]
                .audit
                .map_or(self.plan.scenario.leaks.discovery, |[discovery, _, _]| discovery);
            let delay = self.draw(Purpose::LeakDiscovery, leak.identity, 0).exponential() * mean;
            plan(agenda, now + delay, Event::LeakDiscovered(slot), leak.identity, 0);
        } else {
            self.idle_events += 1;
            self.leaks.release(slot);
        }
        self.release_threat(leak.threat);
    }

    /// A leak comes to light: the public of the one betrayed is harmed, and whoever is blamed loses trust.
    pub fn leak_discovered(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let leak = self.leaks[slot];
        self.leaks.release(slot);
        let (holder, receiver) = (usize::from(leak.holder), usize::from(leak.receiver));
        let harm = self.plan.scenario.classes[usize::from(leak.class)].personal;
        let attribution = self.nations[receiver]
            .audit
            .map_or(self.plan.scenario.leaks.attribution, |[_, attribution, _]| {
                attribution
            });
        let attributed = self.draw(Purpose::Attribution, leak.identity, 0).uniform() < attribution;
        self.note(
            now,
            Record::LeakDiscovered {
                holder,
                receiver,
                attributed,
                harm,
            },
        );
        self.harm_privacy(holder, harm, now);
        if attributed {
            self.blame(agenda, leak, now);
        }
    }

    fn blame(&mut self, agenda: &mut Agenda<Event>, leak: Leak, now: f64) {
        let (holder, receiver) = (usize::from(leak.holder), usize::from(leak.receiver));
        let trust = &self.plan.scenario.trust;
        let (weight, indirect) = (trust.leak, trust.indirect);
        self.learn(holder, receiver, 0.0, weight, now);
        if indirect > 0.0 {
            self.tell_partners(holder, receiver, weight * indirect, now);
        }
        let settings = &self.plan.scenario.leaks;
        if settings.suspend > 0.0 {
            let draw = self.draw(Purpose::Suspension, leak.identity, 0);
            if draw.uniform() < settings.suspend {
                let days = -libm::log1p(-draw.second()) * settings.suspension;
                self.suspend(agenda, holder, receiver, now + days, now);
            }
        }
    }

    /// Those who share an organization with the one betrayed hear of it, as far as they trust it, and hold it against the receiver.
    /// They may be hundreds that are far from one another in memory: what the next pass looks at is asked for in each.
    fn tell_partners(&mut self, holder: usize, receiver: usize, weight: f64, now: f64) {
        let mut hearers = std::mem::take(&mut self.scratch_hearers);
        hearers.clear();
        for (nation, place) in self.dyads.row(holder) {
            let related = nation != holder && nation != receiver && !self.is_idle(nation);
            if related && self.ties.share_an_organization(nation, holder) {
                let place = self.dyads.back(holder, nation, place);
                self.pairs.ask_for(place);
                self.dyads.ask_for(nation, receiver);
                hearers.push(Hearer {
                    nation,
                    place,
                    weight,
                });
            }
        }
        for hearer in &mut hearers {
            hearer.weight *= self.pairs.trust(hearer.place, now);
            hearer.place = self.meet(hearer.nation, receiver);
            self.pairs.ask_for(hearer.place);
        }
        for hearer in &hearers {
            self.pairs.learn(hearer.place, 0.0, hearer.weight, now);
        }
        self.scratch_hearers = hearers;
    }

    /// Sharing is suspended until a day or a reassurance.
    fn suspend(&mut self, agenda: &mut Agenda<Event>, holder: usize, requester: usize, until: f64, now: f64) {
        let place = self.meet(holder, requester);
        let already = self.pairs.is_suspended(place, now);
        if !self.pairs.suspend(place, until) {
            return;
        }
        let pair = self.identity(holder).with(self.identity(requester));
        plan(
            agenda,
            until,
            Event::SuspensionEnded(holder as u16, requester as u16),
            pair,
            self.suspension_number(place),
        );
        if !already {
            self.note(now, Record::Suspended { holder, requester });
        }
        self.plan_reassurance(agenda, holder, requester, now);
    }

    /// A number that sets the ends of overlapping suspensions of a pair apart.
    fn suspension_number(&mut self, place: usize) -> u16 {
        grow(&mut self.suspensions, place);
        self.suspensions[place] = self.suspensions[place].wrapping_add(1);
        self.suspensions[place]
    }

    fn plan_reassurance(&mut self, agenda: &mut Agenda<Event>, holder: usize, requester: usize, now: f64) {
        let every = self.plan.scenario.leaks.reassurance[0];
        let next = now + every;
        let place = self.meet(holder, requester);
        let wanted = self.plan.scenario.mechanisms.reassurance && next < self.pairs.suspended_until(place);
        if wanted && !self.pairs.set_reassuring(place, true) {
            let pair = self.identity(holder).with(self.identity(requester));
            plan(
                agenda,
                next,
                Event::ReassuranceGiven(holder as u16, requester as u16),
                pair,
                0,
            );
        }
    }

    /// The suspended side gives a costly signal (Kydd 2000); it may end the suspension.
    pub fn reassurance_given(
        &mut self,
        agenda: &mut Agenda<Event>,
        holder: usize,
        requester: usize,
        now: f64,
    ) {
        let place = self.meet(holder, requester);
        self.pairs.set_reassuring(place, false);
        if !self.pairs.is_suspended(place, now) {
            self.idle_events += 1;
            return;
        }
        grow(&mut self.reassurances, place);
        self.reassurances[place] += 1;
        let identity = self
            .identity(holder)
            .with(self.identity(requester))
            .numbered(u64::from(self.reassurances[place]));
        let success = self.plan.scenario.leaks.reassurance[1];
        if self.draw(Purpose::Reassurance, identity, 0).uniform() < success {
            self.resume(holder, requester, now);
        } else {
            self.plan_reassurance(agenda, holder, requester, now);
        }
    }

    /// Sharing is taken up again.
    pub fn resume(&mut self, holder: usize, requester: usize, now: f64) {
        let place = self.meet(holder, requester);
        if self.pairs.is_suspended(place, now) {
            self.pairs.resume(place);
            self.note(now, Record::Resumed { holder, requester });
        }
    }

    /// A suspension runs out, unless it was ended or prolonged.
    pub fn suspension_ended(&mut self, holder: usize, requester: usize, now: f64) {
        let place = self.meet(holder, requester);
        if self.pairs.suspended_until(place) == now {
            self.pairs.resume(place);
            self.note(now, Record::Resumed { holder, requester });
        } else {
            self.idle_events += 1;
        }
    }

    /// Harm to a nation's public feeds its stock; at the threshold the nation uses that much up and lowers its privacy bar.
    pub fn harm_privacy(&mut self, nation: usize, harm: f64, now: f64) {
        if !self.plan.scenario.mechanisms.privacy_loop {
            return;
        }
        let settings = &self.plan.scenario.leaks;
        let (threshold, step, half_life) = (settings.threshold, settings.bar_step, settings.stock_half_life);
        let base = self.plan.scenario.decision.privacy_bar;
        let mut stock = self.privacy_stock(nation, now) + harm;
        let (mut lowered, at) = self.nations[nation].bar_lowered;
        lowered *= libm::exp2(-(now - at) / half_life);
        if stock >= threshold {
            let times = (stock / threshold).floor();
            stock -= times * threshold;
            let least = settings.bar_least;
            lowered = (lowered + times * step).min((base - least).max(0.0));
        }
        self.nations[nation].privacy_stock = (stock, now);
        self.nations[nation].bar_lowered = (lowered, now);
    }
}
