//! How near nations are, and who is picked of those near.

use crate::model::dyads::Dyads;
use crate::model::picker::Picker;
use crate::scenario::nation::Location;
use crate::scenario::scenario::Scenario;

/// Mean radius of the Earth in km (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Pickers of the near nations of each by proximity and activity: exp(−distance²/2 width²), but the pair table has the last
/// word, and 0 to itself.
pub fn pickers_of_neighbours(scenario: &Scenario, dyads: &Dyads) -> Vec<Picker> {
    let mut nearness = vec![0.0; dyads.count()];
    for one in 0..dyads.nations() {
        for (other, place) in dyads.row(one) {
            nearness[place] = proximity(scenario, one, other);
        }
    }
    for pair in &scenario.pairs {
        if let (Some(given), Some(place)) = (pair.proximity, dyads.place(pair.from, pair.to)) {
            nearness[place] = given;
        }
    }
    let picker = |one: usize| {
        let others = dyads.row(one);
        Picker::new(others.map(|(other, place)| nearness[place] * scenario.nations[other].activity))
    };
    (0..dyads.nations()).map(picker).collect()
}

fn proximity(scenario: &Scenario, one: usize, other: usize) -> f64 {
    if one == other {
        return 0.0;
    }
    let locations = (scenario.nations[one].location, scenario.nations[other].location);
    let scaled = match locations {
        (Location::Globe(..), Location::Globe(..)) => {
            great_circle_km(locations.0, locations.1) / scenario.proximity_width[1]
        }
        (Location::Plane(x, y), Location::Plane(x2, y2)) => {
            ((x - x2) * (x - x2) + (y - y2) * (y - y2)).sqrt() / scenario.proximity_width[0]
        }
        // A scenario that mixes the two is refused when it is checked.
        (Location::Plane(..), Location::Globe(..)) | (Location::Globe(..), Location::Plane(..)) => 0.0,
    };
    libm::exp(-scaled * scaled / 2.0)
}

/// Haversine distance in km.
fn great_circle_km(one: Location, other: Location) -> f64 {
    let (Location::Globe(lat1, lon1), Location::Globe(lat2, lon2)) = (one, other) else {
        return 0.0;
    };
    let (lat1, lon1, lat2, lon2) = (
        lat1.to_radians(),
        lon1.to_radians(),
        lat2.to_radians(),
        lon2.to_radians(),
    );
    let half = |x: f64| {
        let sine = libm::sin(x / 2.0);
        sine * sine
    };
    let h = half(lat2 - lat1) + libm::cos(lat1) * libm::cos(lat2) * half(lon2 - lon1);
    2.0 * EARTH_RADIUS_KM * libm::asin(h.sqrt().min(1.0))
}
