//! Holding drivers to their course: what a world does at every report whose course is kept or held (`course.rs`).

use crate::model::course::{Course, Mind, Still};
use crate::model::nation_state::NationState;
use crate::model::world::World;

impl World<'_> {
    /// At a report: keeps a still, or sets the drivers that are held.
    pub fn follow_course(&mut self, report: usize) {
        if let Course::Kept(_) = &self.course {
            let still = self.still();
            if let Course::Kept(stills) = &mut self.course {
                stills.push(still);
            }
        }
        if let Course::Held(from) = &self.course {
            let [law, trust, interests] = from.clone();
            law.look(report, |still| self.law.clone_from(&still.law));
            self.law_changes += 1;
            trust.look(report, |still| self.pairs.clone_from(&still.pairs));
            interests.look(report, |still| self.take_interests(still));
        }
    }

    fn still(&self) -> Still {
        let mind = |nation: &NationState| -> Mind {
            (
                nation.commitment,
                nation.home_commitment,
                nation.privacy_stock,
                nation.bar_lowered,
            )
        };
        Still {
            law: self.law.clone(),
            pairs: self.pairs.clone(),
            position: self.position.clone(),
            drift: self.drift.clone(),
            leaning: self.leaning.clone(),
            affinity: self.affinity.clone(),
            minds: self.nations.iter().map(mind).collect(),
        }
    }

    fn take_interests(&mut self, still: &Still) {
        self.position.clone_from(&still.position);
        self.drift.clone_from(&still.drift);
        self.leaning.clone_from(&still.leaning);
        self.affinity.clone_from(&still.affinity);
        for (nation, mind) in self.nations.iter_mut().zip(&still.minds) {
            (
                nation.commitment,
                nation.home_commitment,
                nation.privacy_stock,
                nation.bar_lowered,
            ) = *mind;
        }
    }
}
