//! Which nations trust each other at the end: blocs on a ring, a line for each pair whose mutual trust is high.

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::axis::apart;
use crate::output::charts::gallery::palette::{BLACK, GREY, PALE, mark, style, style_count};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Point, Rect, fit};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST, nothing, page};
use crate::output::charts::gallery::trust::{Member, members, moment_rows, trust_of};
use crate::output::tables::Tables;
use crate::output::words::Words;

/// Mutual trust from which a pair is joined (model.md §9).
const TRUSTING: f64 = 0.65;
/// The height of the page.
const TALL: f64 = 790.0;
/// Where the legend begins, from the left of the room.
const SIDE: f64 = 880.0;
/// The distance between two names.
const LINE: f64 = 17.0;
/// The most nations that are named; of more, the legend names the blocs.
const MOST_NAMES: usize = 150;

/// A pair whose mutual trust is high.
struct Tie {
    one: usize,
    other: usize,
    trust: f64,
}

/// A nation's place on the ring.
struct Place {
    at: Point,
    cosine: f64,
    sine: f64,
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let members = members(context, tables);
    let rows = moment_rows(context, tables, "end");
    if rows.is_empty() {
        return nothing(context, "network");
    }
    let ties = ties(&trust_of(&members, &rows));
    // Both directions of every pair that is told of.
    let pairs = rows.len() / 2;
    let trust = words.number(TRUSTING, 0.01);
    let title = if ties.is_empty() {
        words.fill("network-title-none", &[("trust", &trust)])
    } else {
        words.say(
            "network-title",
            &[
                ("n", ties.len().into()),
                ("all", pairs.into()),
                ("share", share(words, ties.len(), pairs).into()),
                ("trust", trust.into()),
            ],
        )
    };
    let named = members.len() <= MOST_NAMES;
    let height = if named { tall_enough(&members) } else { TALL };
    let (mut picture, room) = page(context, &title, &sentence(context, &members, &ties), height);
    let radius = (room.height() / 2.0 - 34.0).min(if height > TALL { 280.0 } else { 240.0 });
    let middle = (room.left + 430.0, f64::midpoint(room.top, room.bottom));
    let blocs = blocs(&members);
    let places = ring(&members, middle, radius);
    for tie in &ties {
        let bloc = blocs
            .iter()
            .position(|(bloc, _)| *bloc == members[tie.one].bloc)
            .unwrap_or_default();
        let within = members[tie.one].bloc == members[tie.other].bloc;
        let ink = if within {
            bloc_ink(bloc).faint(0.75)
        } else {
            GREY.faint(0.45)
        };
        let width = 0.8 + 3.4 * ((tie.trust - TRUSTING) / (1.0 - TRUSTING)).clamp(0.0, 1.0);
        picture.line(
            arc(places[tie.one].at, places[tie.other].at, (middle, radius)),
            ink,
            width,
        );
    }
    if named {
        names(&mut picture, &members, &places, (middle, radius), room);
    }
    for (member, place) in members.iter().zip(&places) {
        let bloc = blocs
            .iter()
            .position(|(bloc, _)| *bloc == member.bloc)
            .unwrap_or_default();
        mark(&mut picture, style(bloc).marker, place.at, 7.0, bloc_ink(bloc));
    }
    let below = legend(&mut picture, context, &blocs, room);
    if !ties.is_empty() {
        line_legend(&mut picture, context, (room.left + SIDE, below + 44.0));
    }
    picture
}

/// The height at which the names of either half of the ring find room below each other.
fn tall_enough(members: &[Member]) -> f64 {
    let places = ring(members, (0.0, 0.0), 1.0);
    let right = places.iter().filter(|place| place.sine >= 0.0).count();
    let longest = right.max(members.len() - right);
    TALL.max(210.0 + LINE * longest as f64)
}

/// Blocs after the eight that have a style of their own are grey.
fn bloc_ink(bloc: usize) -> Ink {
    if bloc < style_count() {
        style(bloc).ink
    } else {
        PALE
    }
}

/// The blocs in the order of the members, with their sizes.
fn blocs(members: &[Member]) -> Vec<(&str, usize)> {
    let mut blocs: Vec<(&str, usize)> = Vec::new();
    for member in members {
        match blocs.last_mut() {
            Some((bloc, count)) if *bloc == member.bloc => *count += 1,
            _ => blocs.push((&member.bloc, 1)),
        }
    }
    blocs
}

fn ties(trust: &[Vec<Option<f64>>]) -> Vec<Tie> {
    let mut ties = Vec::new();
    for one in 0..trust.len() {
        for other in one + 1..trust.len() {
            if let (Some(there), Some(back)) = (trust[one][other], trust[other][one]) {
                let trust = there.min(back);
                if trust >= TRUSTING {
                    ties.push(Tie { one, other, trust });
                }
            }
        }
    }
    // The strongest last, so that they lie on top.
    ties.sort_by(|a, b| a.trust.total_cmp(&b.trust));
    ties
}

/// Places on a ring from the top clockwise, with a gap of one place and a half between blocs.
fn ring(members: &[Member], middle: Point, radius: f64) -> Vec<Place> {
    let breaks = blocs(members).len();
    let gap = if breaks > 1 { 1.5 } else { 0.0 };
    let step = 2.0 * std::f64::consts::PI / (members.len() as f64 + gap * breaks as f64);
    let mut turn = gap / 2.0 + 0.5;
    let mut places = Vec::with_capacity(members.len());
    for (number, member) in members.iter().enumerate() {
        if number > 0 && member.bloc != members[number - 1].bloc {
            turn += gap;
        }
        let (sine, cosine) = (libm::sin(turn * step), -libm::cos(turn * step));
        // `cosine` here is downwards, as y on the page.
        let at = (middle.0 + radius * sine, middle.1 + radius * cosine);
        places.push(Place { at, cosine, sine });
        turn += 1.0;
    }
    places
}

/// A curve from one point of the ring to another, drawn towards the middle the more the further they are apart.
fn arc(from: Point, to: Point, (middle, radius): (Point, f64)) -> Vec<Point> {
    let chord = ((from.0 - to.0) * (from.0 - to.0) + (from.1 - to.1) * (from.1 - to.1)).sqrt();
    let part = 0.1 + 0.6 * (chord / (2.0 * radius)).min(1.0);
    let pull = |a: f64, b: f64, m: f64| f64::midpoint(a, b) * (1.0 - part) + m * part;
    let bend = (pull(from.0, to.0, middle.0), pull(from.1, to.1, middle.1));
    (0..=18)
        .map(|step| {
            let t = f64::from(step) / 18.0;
            let mix =
                |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            (mix(from.0, bend.0, to.0), mix(from.1, bend.1, to.1))
        })
        .collect()
}

/// Names outside the ring, to the right of its right half and to the left of its left, kept apart.
fn names(
    picture: &mut Picture,
    members: &[Member],
    places: &[Place],
    (middle, radius): (Point, f64),
    room: Rect,
) {
    for right in [true, false] {
        let side: Vec<usize> = (0..members.len())
            .filter(|&i| (places[i].sine >= 0.0) == right)
            .collect();
        let wanted: Vec<f64> = side
            .iter()
            .map(|&i| middle.1 + (radius + 24.0) * places[i].cosine)
            .collect();
        let ys = apart(&wanted, LINE, (room.top + 8.0, room.bottom - 8.0));
        for (&i, y) in side.iter().zip(ys) {
            let (outer, up) = (radius + 24.0, y - middle.1);
            let out = (outer * outer - up * up)
                .max(0.0)
                .sqrt()
                .max((places[i].at.0 - middle.0).abs());
            let (sign, anchor) = if right {
                (1.0, Anchor::Left)
            } else {
                (-1.0, Anchor::Right)
            };
            let x = middle.0 + sign * out;
            let width = if right {
                room.left + 864.0 - x
            } else {
                x - room.left - 6.0
            };
            picture.line(vec![places[i].at, (x - sign * 4.0, y)], PALE, 1.0);
            picture.text(
                &fit(&members[i].name, SMALLEST, width),
                (x, y),
                SMALLEST,
                anchor,
                BLACK,
            );
        }
    }
}

/// The blocs with their markers at the right edge; gives the y of the last.
fn legend(picture: &mut Picture, context: &ChartContext, blocs: &[(&str, usize)], room: Rect) -> f64 {
    let words = context.words;
    let left = room.left + SIDE;
    let width = room.right - left;
    let mut y = room.top + 30.0;
    picture.text(&words.text("network-blocs"), (left, y), SMALL, Anchor::Left, GREY);
    let most = 16;
    for (number, (bloc, count)) in blocs.iter().take(most).enumerate() {
        y += 27.0;
        mark(
            picture,
            style(number).marker,
            (left + 9.0, y),
            7.0,
            bloc_ink(number),
        );
        let name = fit(bloc, SMALL, width - 70.0);
        picture.text(
            &format!("{name} ({count})"),
            (left + 26.0, y),
            SMALL,
            Anchor::Left,
            BLACK,
        );
    }
    if blocs.len() > most {
        y += 24.0;
        let more = words.fill("network-more", &[("n", &(blocs.len() - most).to_string())]);
        picture.text(&more, (left + 26.0, y), SMALLEST, Anchor::Left, GREY);
    }
    y
}

/// What the lines mean, below the blocs.
fn line_legend(picture: &mut Picture, context: &ChartContext, (left, top): Point) {
    let (words, mut y) = (context.words, top);
    picture.text(&words.text("network-lines"), (left, y), SMALL, Anchor::Left, GREY);
    for (trust, ink, name) in [
        (0.7, bloc_ink(0), "network-within"),
        (0.9, GREY.faint(0.6), "network-between"),
    ] {
        y += 27.0;
        let width = 0.8 + 3.4 * (trust - TRUSTING) / (1.0 - TRUSTING);
        picture.line(vec![(left, y), (left + 36.0, y)], ink, width);
        let text = words.fill(name, &[("trust", &words.number(trust, 0.1))]);
        picture.text(&text, (left + 46.0, y), SMALL, Anchor::Left, BLACK);
    }
}

fn share(words: &Words, part: usize, all: usize) -> String {
    words.percent(part as f64 / all.max(1) as f64)
}

/// How many of the ties join blocs, and which nation has the most.
fn sentence(context: &ChartContext, members: &[Member], ties: &[Tie]) -> String {
    let words = context.words;
    let mut degree = vec![0_usize; members.len()];
    for tie in ties {
        degree[tie.one] += 1;
        degree[tie.other] += 1;
    }
    let between = ties
        .iter()
        .filter(|tie| members[tie.one].bloc != members[tie.other].bloc)
        .count();
    let hub = (0..members.len()).rev().max_by_key(|&i| degree[i]);
    let (Some(hub), false) = (hub, ties.is_empty()) else {
        return words.fill("network-none", &[("trust", &words.number(TRUSTING, 0.01))]);
    };
    let values = [
        ("between", share(words, between, ties.len())),
        ("hub", fit(&members[hub].name, SMALL, 200.0)),
        ("n", degree[hub].to_string()),
        ("trust", words.number(TRUSTING, 0.01)),
    ];
    words.fill(
        "network-sentence",
        &values.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}
