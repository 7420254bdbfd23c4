//! Trust of every nation in every other at the moments that matter, as small multiples in one order of nations.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::apart;
use crate::output::charts::gallery::palette::{BLACK, GREY, WASH, WHITE, shade};
use crate::output::charts::gallery::picture::{Anchor, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST, nothing, page};
use crate::output::charts::gallery::trust::{Member, members, moment_rows, trust_of};
use crate::output::tables::{DyadRow, Tables};

/// The moments in order, each once.
const MOMENTS: [&str; 4] = ["start", "before_shock", "after_shock", "end"];

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let moments: Vec<(&str, Vec<&DyadRow>)> = MOMENTS
        .into_iter()
        .map(|moment| (moment, moment_rows(context, tables, moment)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let (Some((_, before)), Some((_, after))) = (moments.first(), moments.last()) else {
        return nothing(context, "matrix");
    };
    let (before, after) = (mean_trust(before), mean_trust(after));
    let change = if after > before + 0.005 {
        "matrix-title-up"
    } else if after < before - 0.005 {
        "matrix-title-down"
    } else {
        "matrix-title-same"
    };
    let values = [
        ("before", words.number(before, 0.01)),
        ("after", words.number(after, 0.01)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let said = sentence(context, &moments);
    let (names, gap) = (170.0, 16.0);
    let count = moments.len() as f64;
    let side = ((1200.0 - 72.0 - names - gap * (count - 1.0)) / count).min(430.0);
    let (mut picture, room) = page(context, &words.fill(change, &values), &said, side + 292.0);
    let members = members(context, tables);
    let top = room.top + 36.0;
    for (place, (moment, rows)) in moments.iter().enumerate() {
        let left = room.left + names + place as f64 * (side + gap);
        let panel = Rect::new(left, top, left + side, top + side);
        let time = rows[0].time;
        let when = if time > 0.0 {
            format!("{}, {}", words.name(moment), words.duration(time))
        } else {
            words.name(moment)
        };
        picture.text(
            &fit(&when, SMALL, side),
            (f64::midpoint(panel.left, panel.right), top - 16.0),
            SMALL,
            Anchor::Center,
            BLACK,
        );
        matrix(&mut picture, panel, &members, rows);
    }
    label_rows(
        &mut picture,
        &members,
        Rect::new(room.left, top, room.left + names, top + side),
    );
    scale_of_shades(&mut picture, context, (room.left + names, top + side + 40.0));
    picture
}

/// One panel: a cell for each ordered pair, rows trusting columns, with lines between blocs.
fn matrix(picture: &mut Picture, panel: Rect, members: &[Member], rows: &[&DyadRow]) {
    picture.rect(panel, WASH);
    let cell = panel.width() / members.len() as f64;
    let trust = trust_of(members, rows);
    for (i, from) in trust.iter().enumerate() {
        for (j, value) in from.iter().enumerate() {
            if let Some(value) = value {
                let (x, y) = (panel.left + cell * j as f64, panel.top + cell * i as f64);
                // A little over the next cell, so that no seam shines through between the two.
                let (right, bottom) = (x + cell + 0.5, y + cell + 0.5);
                let cell = Rect::new(x, y, right.min(panel.right), bottom.min(panel.bottom));
                picture.rect(cell, shade(*value));
            }
        }
    }
    for place in 1..members.len() {
        if members[place].bloc != members[place - 1].bloc {
            let (x, y) = (panel.left + cell * place as f64, panel.top + cell * place as f64);
            picture.line(vec![(x, panel.top), (x, panel.bottom)], WHITE, 2.5);
            picture.line(vec![(panel.left, y), (panel.right, y)], WHITE, 2.5);
        }
    }
    picture.outline(panel, GREY, 1.0);
}

/// Names before the first panel: every nation's where there is room, else every bloc's.
fn label_rows(picture: &mut Picture, members: &[Member], room: Rect) {
    let cell = room.height() / members.len() as f64;
    let right = room.right - 10.0;
    if cell >= 14.0 {
        for (place, member) in members.iter().enumerate() {
            let y = room.top + cell * (place as f64 + 0.5);
            picture.text(
                &fit(&member.name, SMALLEST, room.width() - 12.0),
                (right, y),
                SMALLEST,
                Anchor::Right,
                BLACK,
            );
        }
        return;
    }
    let mut blocs: Vec<(&str, usize, usize)> = Vec::new();
    for (place, member) in members.iter().enumerate() {
        match blocs.last_mut() {
            Some((bloc, _, last)) if *bloc == member.bloc => *last = place,
            _ => blocs.push((&member.bloc, place, place)),
        }
    }
    // Where there are more blocs than lines fit, the largest are named.
    let most = (room.height() / 16.0) as usize;
    blocs.sort_by_key(|(_, first, last)| first.wrapping_sub(*last));
    blocs.truncate(most);
    blocs.sort_by_key(|(_, first, _)| *first);
    let middles: Vec<f64> = blocs
        .iter()
        .map(|(_, first, last)| room.top + cell * (first + last + 1) as f64 / 2.0)
        .collect();
    let places = apart(&middles, 16.0, (room.top + 6.0, room.bottom - 6.0));
    for ((bloc, first, last), y) in blocs.iter().zip(places) {
        let (top, bottom) = (
            room.top + cell * *first as f64,
            room.top + cell * (last + 1) as f64,
        );
        picture.line(
            vec![(right + 3.0, top + 2.0), (right + 3.0, bottom - 2.0)],
            GREY,
            2.0,
        );
        picture.text(
            &fit(bloc, SMALLEST, room.width() - 16.0),
            (right - 4.0, y),
            SMALLEST,
            Anchor::Right,
            BLACK,
        );
    }
}

fn scale_of_shades(picture: &mut Picture, context: &ChartContext, (left, y): (f64, f64)) {
    let width = 260.0;
    for step in 0..52 {
        let x = left + width * f64::from(step) / 52.0;
        picture.rect(
            Rect::new(x, y - 8.0, x + width / 52.0 + 0.5, y + 8.0),
            shade((f64::from(step) + 0.5) / 52.0),
        );
    }
    for share in [0.0, 0.5, 1.0] {
        let at = (left + width * share, y + 20.0);
        picture.text(
            &context.words.number(share, 0.1),
            at,
            SMALLEST,
            Anchor::Center,
            GREY,
        );
    }
    picture.text(
        &context.words.text("matrix-scale"),
        (left + width + 24.0, y),
        SMALL,
        Anchor::Left,
        GREY,
    );
}

fn mean_trust(rows: &[&DyadRow]) -> f64 {
    let trust: Vec<f64> = rows.iter().filter_map(|row| finite(row.trust)).collect();
    trust.iter().sum::<f64>() / trust.len().max(1) as f64
}

/// Mean trust at each moment.
fn sentence(context: &ChartContext, moments: &[(&str, Vec<&DyadRow>)]) -> String {
    let words = context.words;
    let means: Vec<String> = moments
        .iter()
        .map(|(moment, rows)| format!("{} {}", words.name(moment), words.number(mean_trust(rows), 0.01)))
        .collect();
    words.fill("matrix-sentence", &[("means", &means.join(", "))])
}
