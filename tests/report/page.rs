//! An invented comparison whose every name is under the tests' control, and what can be seen of a page without a browser.

use comity::output::manifest::{Manifest, PartRecord, ShockDay};
use comity::output::tables::{AnswerRow, EstimateRow, FunnelRow, NationRow, SurvivalRow, Tables, ThreatRow};
use serde_json::json;

use crate::comparison::comparison;

/// Texts that would run, load or close something if a page took them for markup. `P` is what they would run.
pub(crate) const PAYLOADS: [&str; 42] = [
    "<script>P</script>",
    "\"><script>P</script>",
    "'><script>P</script>",
    "</title><script>P</script>",
    "</style><script>P</script>",
    "</svg><script>P</script>",
    "</desc><script>P</script>",
    "</text><script>P</script>",
    "</textarea><script>P</script>",
    "</noscript><script>P</script>",
    "]]><script>P</script>",
    "<![CDATA[<script>P</script>]]>",
    "--><script>P</script>",
    "<!--<script>P</script>",
    "<img src=x onerror=P>",
    "\"><img src=x onerror=P>",
    "' onmouseover='P",
    "\" onfocus=\"P\" autofocus=\"",
    "\" autofocus onfocus=P x=\"",
    "<svg onload=P>",
    "<svg><animate onbegin=P attributeName=x dur=1s>",
    "<svg><script href=\"data:text/javascript,P\"/></svg>",
    "<iframe srcdoc=\"<script>P</script>\">",
    "<iframe src=\"javascript:P\">",
    "<object data=\"javascript:P\">",
    "<embed src=\"javascript:P\">",
    "<a href=\"javascript:P\" autofocus>x</a>",
    "javascript:P",
    "<math><mi xlink:href=\"javascript:P\">",
    "<details open ontoggle=P>",
    "<body onload=P>",
    "<input autofocus onfocus=P>",
    "<video><source onerror=P></video>",
    "<audio src=x onerror=P>",
    "<marquee onstart=P>",
    "<link rel=stylesheet href=\"data:text/css,*{color:red}\">",
    "<style>@import 'data:text/css,*{color:red}';</style>",
    "<meta http-equiv=refresh content=\"0;url=javascript:P\">",
    "<base href=\"http://127.0.0.1:9/\">",
    "{{ 7 * 7 }}{% include 'style.css' %}",
    "<template><script>P</script></template><slot onslotchange=P>",
    "\u{0}<scr\u{0}ipt>P</scr\u{0}ipt>\u{202e}",
];

/// What the names of the invented world are.
pub(crate) struct Names {
    text: Option<String>,
}

impl Names {
    /// Ordinary ones.
    pub(crate) fn plain() -> Self {
        Self { text: None }
    }

    /// Every name is this text.
    pub(crate) fn all(text: &str) -> Self {
        let run = "document.documentElement.dataset.pwned=1";
        Self {
            text: Some(text.replace('P', run)),
        }
    }

    fn or(&self, plain: &str) -> String {
        self.text.clone().unwrap_or_else(|| plain.to_owned())
    }
}

/// The manifest of the invented run.
pub(crate) fn manifest(names: &Names, compared: bool) -> Manifest {
    let mut manifest = json!({
        "work": {
            "version": "0.1.0",
            "scenario_digest": "00",
            "options": ["baseline", names.or("capacity")],
            "seed": 7,
            "replications": 100,
            "precision": null,
            "paired": true,
            "detail": "series",
            "max_events": 1_000_000
        },
        "replications": 100,
        "complete": true,
        "lost": [],
        "fingerprints": ["aa", "bb"],
        "name": names.or("world"),
        "title": names.or("Which harmonization helps most?"),
        "description": names.or("Eight nations, five options."),
        "illustration": true,
        "start": "2025-01-01",
        "horizon": 3650.0,
        "warm_up": 365.0,
        "threshold": 0.3,
        "shocks": [],
        "mechanisms": ["law"],
        "parts": [],
        "scenario": {
            "format": 1,
            "trust": { "half_life": 900 },
            "run": { "horizon": 3650 },
            "shock": { "scandal": { "name": names.or("A scandal"), "kind": "scandal" } },
            "class": { "terrorism": { "name": names.or("Terrorism"), "rate": 30 } },
            "nation": { "n00": { "name": names.or("Nation") } }
        },
        "files": []
    });
    if compared {
        manifest["work"]["comparison"] = json!({
            "measure": "disruption_rate",
            "delta": null,
            "most": 500,
            "decompose": 40,
            "uncertainty": 60,
            "world_replications": 5,
            "target": null,
            "tornado": 40
        });
    }
    let mut manifest: Manifest = serde_json::from_value(manifest).expect("it is a manifest");
    manifest.parts = vec![PartRecord {
        name: names.or("world.toml"),
        digest: "11".into(),
    }];
    manifest.shocks = vec![ShockDay {
        name: names.or("A scandal"),
        day: 900.0,
    }];
    manifest
}

/// The tables of the invented comparison.
pub(crate) fn tables(names: &Names) -> Tables {
    let mut all = comparison(5, 8);
    if let Some(text) = &names.text {
        all.options.iter_mut().for_each(|row| {
            row.name.clone_from(text);
            row.deeds.clone_from(text);
            row.unit.clone_from(text);
        });
        all.nation_differences.iter_mut().for_each(|row| {
            row.name.clone_from(text);
            row.bloc.clone_from(text);
            row.unit.clone_from(text);
        });
        all.differences
            .iter_mut()
            .for_each(|row| row.unit.clone_from(text));
        all.shock_differences
            .iter_mut()
            .for_each(|row| row.shock.clone_from(text));
        all.tornado.iter_mut().for_each(|row| {
            row.assumption.clone_from(text);
            row.low.clone_from(text);
        });
        all.pathways.iter_mut().for_each(|row| row.item.clone_from(text));
        all.tradeoffs
            .iter_mut()
            .for_each(|row| row.incremental_over.clone_from(text));
        all.selection
            .iter_mut()
            .for_each(|row| row.procedure.clone_from(text));
    }
    Tables {
        comparison: all,
        ..single_tables(names)
    }
}

/// The tables of the invented world as it stands.
pub(crate) fn single_tables(names: &Names) -> Tables {
    let option = "baseline".to_owned();
    let estimate = |measure: &str, unit: &str, mean: f64| EstimateRow {
        option: option.clone(),
        measure: measure.into(),
        unit: unit.into(),
        n: 100,
        mean: Some(mean),
        half_width: Some(mean.abs() * 0.05),
        lower: Some(mean * 0.95),
        upper: Some(mean * 1.05),
        ..EstimateRow::default()
    };
    Tables {
        estimates: vec![
            estimate("disruption_rate", "share", 0.47),
            estimate("disruption_rate_alone", "share", 0.21),
            estimate("disruption_rate_best", "share", 0.83),
            estimate("cooperation_efficiency", "share", 0.42),
            estimate("sharing_effectiveness", "share", 0.38),
            estimate("refused_share", "share", 0.3),
            estimate("unanswered_share", "share", 0.1),
            estimate("refused_legal", "share", 0.4),
            estimate("leaks", "leaks", 12.0),
            estimate("privacy_harm", &names.or("personal"), 31.0),
            estimate("cost", "million", 0.0),
        ],
        threats: [
            ("disrupted", 300.0),
            ("attacked", 340.0),
            ("disrupted_alone", 130.0),
            ("disrupted_best", 530.0),
        ]
        .map(|(fate, mean_count)| ThreatRow {
            option: option.clone(),
            class: names.or("terrorism"),
            fate: fate.into(),
            mean_count,
            half_width: Some(3.0),
        })
        .to_vec(),
        funnel: [("wanted", 900.0), ("sent", 700.0), ("useful", 200.0)]
            .map(|(stage, mean_count)| FunnelRow {
                option: option.clone(),
                kind: names.or("evidence"),
                stage: stage.into(),
                mean_count,
                half_width: Some(3.0),
            })
            .to_vec(),
        answers: [1.0, 10.0, 100.0]
            .map(|days| AnswerRow {
                option: option.clone(),
                kind: names.or("evidence"),
                days,
                at_risk: 900,
                answered: Some(days / 150.0),
                lower: Some(days / 160.0),
                upper: Some(days / 140.0),
            })
            .to_vec(),
        survival: [365.0, 1800.0, 3650.0]
            .map(|time| SurvivalRow {
                option: option.clone(),
                time,
                at_risk: 100,
                surviving: Some(0.8),
                lower: Some(0.7),
                upper: Some(0.9),
            })
            .to_vec(),
        nations: (0..8)
            .map(|nation| NationRow {
                option: option.clone(),
                nation: format!("n{nation:02}"),
                name: names.or(&format!("Nation {nation}")),
                bloc: names.or("Bloc"),
                harm_averted: Some(f64::from(nation) * 3.0),
                pieces_given: Some(f64::from(9 - nation)),
                ..NationRow::default()
            })
            .collect(),
        ..Tables::default()
    }
}

/// Every tag of a page as its name and the names of its attributes, as a browser's tokenizer would see them.
pub(crate) fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let opens = rest
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c));
        if !opens {
            continue;
        }
        let (tag, after) = tag(rest);
        tags.push(tag);
        rest = after;
    }
    tags
}

/// The tag that a text begins with, and what follows it; quotes are heeded.
fn tag(text: &str) -> (String, &str) {
    let (mut names, mut name, mut quote, mut value) = (Vec::new(), String::new(), None, false);
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if let Some(open) = quote {
            if c == open {
                quote = None;
                value = false;
            }
            continue;
        }
        match c {
            '>' => {
                end = at + 1;
                break;
            }
            '"' | '\'' if value => quote = Some(c),
            '=' => value = true,
            c if c.is_whitespace() => {
                value = false;
                if !name.is_empty() {
                    names.push(std::mem::take(&mut name));
                }
            }
            c if !value => name.push(c),
            _ => {}
        }
    }
    if !name.is_empty() {
        names.push(name);
    }
    (names.join(" ").to_lowercase(), &text[end..])
}
