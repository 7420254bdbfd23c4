//! The fields of a scenario as a JSON Schema (draft 2020-12), from the same declarations that read them.

use crate::scenario::field::{FieldSpec, Kind, Need, Step};
use crate::scenario::limits::{LONGEST_ID, MOST_ENTRIES};
use crate::scenario::load::header;
use crate::scenario::range::Range;
use crate::scenario::reader::Reader;
use crate::scenario::reference::{allowed, meaning};
use crate::scenario::section::Section;
use crate::scenario::section::quantities::FAMILIES;
use crate::scenario::tree::Spot;
use serde_json::{Map, Value as Json, json};

/// Every field that `read` would read, and those of the file itself, in the order in which they are read.
pub fn describe<T>(read: &dyn Fn(&Section) -> T) -> Vec<FieldSpec> {
    record(&|section| {
        header(section);
        read(section);
    })
}

fn record(read: &dyn Fn(&Section)) -> Vec<FieldSpec> {
    let reader = Reader::describing();
    read(&Section::root(&reader, None, Spot::Nowhere));
    reader.into_fields()
}

/// What is missing in the declarations: a field without a meaning, or a default without a source.
pub fn gaps(fields: &[FieldSpec]) -> Vec<String> {
    let mut gaps = Vec::new();
    for field in fields {
        let sourced = matches!(field.kind, Kind::Text { .. } | Kind::Texts | Kind::References(_));
        if field.about.is_empty() {
            gaps.push(format!("{} has no meaning", field.path));
        }
        if matches!(field.need, Need::Default(_)) && field.source.is_empty() && !sourced {
            gaps.push(format!("{} has a default without a source", field.path));
        }
    }
    gaps
}

/// The JSON Schema of a scenario with these fields.
pub fn json_schema(fields: &[FieldSpec], title: &str) -> Json {
    let mut schema = Map::new();
    schema.insert(
        "$schema".into(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".into(), json!(title));
    let mut shape = Shape::of(fields);
    shape.fields.push((
        "$schema".into(),
        Shape {
            schema: Some(json!({"type": "string"})),
            ..Shape::default()
        },
    ));
    schema.extend(shape.object());
    let distribution = Shape::of(&record(&|section| {
        section.variant("family", None, FAMILIES);
    }));
    let number =
        json!({"type": "number", "minimum": 0, "description": "the default's family with this mean"});
    let id = json!({"type": "string", "pattern": format!("^[a-z0-9][a-z0-9_-]{{0,{}}}$", LONGEST_ID - 1)});
    schema.insert(
        "$defs".into(),
        json!({"distribution": {"oneOf": [number, distribution.object()]}, "id": id}),
    );
    Json::Object(schema)
}

/// A table of the scenario while its schema is put together.
#[derive(Default)]
struct Shape {
    about: &'static str,
    /// The schema of a field that is no table.
    schema: Option<Json>,
    required: bool,
    fields: Vec<(String, Shape)>,
    each: Option<Box<Shape>>,
    item: Option<Box<Shape>>,
    cases: Vec<(&'static str, Vec<(&'static str, Shape)>)>,
}

impl Shape {
    fn of(fields: &[FieldSpec]) -> Self {
        let mut root = Self::default();
        for field in fields {
            let shape = field.steps.iter().fold(&mut root, |shape, step| shape.step(step));
            shape.about = field.about;
            shape.required = field.need == Need::Required;
            if !matches!(field.kind, Kind::Table | Kind::Keyed | Kind::Tables) {
                shape.schema = Some(field_schema(field));
            }
        }
        root
    }

    fn step(&mut self, step: &Step) -> &mut Shape {
        match step {
            Step::Key(key) => found_or_added(&mut self.fields, |name| name == key, || (*key).to_owned()),
            Step::Each => self.each.get_or_insert_default(),
            Step::Item => self.item.get_or_insert_default(),
            Step::Case { tag, name } => {
                let at = self
                    .cases
                    .iter()
                    .position(|(other, _)| other == tag)
                    .unwrap_or_else(|| {
                        self.cases.push((tag, Vec::new()));
                        self.cases.len() - 1
                    });
                found_or_added(&mut self.cases[at].1, |other| other == name, || name)
            }
        }
    }

    fn to_json(&self) -> Json {
        let mut schema = match (&self.schema, &self.each, &self.item) {
            (Some(schema), ..) => return schema.clone(),
            (None, Some(each), _) => json!({
                "type": "object",
                "propertyNames": {"$ref": "#/$defs/id"},
                "maxProperties": MOST_ENTRIES,
                "additionalProperties": each.to_json(),
            }),
            (None, None, Some(item)) => json!({"type": "array", "items": item.to_json()}),
            (None, None, None) => Json::Object(self.object()),
        };
        if let Some(schema) = schema.as_object_mut().filter(|_| !self.about.is_empty()) {
            schema.insert("description".into(), json!(self.about));
        }
        schema
    }

    /// The schema of a table with named fields; of a tagged one, the fields of each case stand beside its tag.
    fn object(&self) -> Map<String, Json> {
        let mut schema = self.open_object();
        schema.insert("type".into(), json!("object"));
        let closed = if self.cases.is_empty() {
            "additionalProperties"
        } else {
            "unevaluatedProperties"
        };
        let groups = self.cases.iter().map(|(tag, cases)| {
            let required = self
                .fields
                .iter()
                .any(|(key, field)| key == tag && field.required);
            let case = |(name, case): &(&str, Shape)| case.case(tag, name, required);
            json!({"oneOf": cases.iter().map(case).collect::<Vec<_>>()})
        });
        if !self.cases.is_empty() {
            schema.insert("allOf".into(), groups.collect());
        }
        schema.insert(closed.into(), json!(false));
        schema
    }

    /// The schema of one case of a tagged table.
    fn case(&self, tag: &str, name: &str, required: bool) -> Json {
        let mut schema = self.open_object();
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        properties[tag] = json!({"const": name});
        if required {
            let keys = schema.entry("required").or_insert_with(|| json!([]));
            keys.as_array_mut()
                .expect("required keys are a list")
                .push(json!(tag));
        }
        Json::Object(schema)
    }

    fn open_object(&self) -> Map<String, Json> {
        let properties: Map<String, Json> = self
            .fields
            .iter()
            .map(|(key, shape)| (key.clone(), shape.to_json()))
            .collect();
        let mut schema = Map::from_iter([("properties".to_owned(), Json::Object(properties))]);
        let required: Vec<&str> = self
            .fields
            .iter()
            .filter(|(_, shape)| shape.required)
            .map(|(key, _)| key.as_str())
            .collect();
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        schema
    }
}

fn found_or_added<K>(
    shapes: &mut Vec<(K, Shape)>,
    is: impl Fn(&K) -> bool,
    key: impl FnOnce() -> K,
) -> &mut Shape {
    let at = shapes.iter().position(|(other, _)| is(other)).unwrap_or_else(|| {
        shapes.push((key(), Shape::default()));
        shapes.len() - 1
    });
    &mut shapes[at].1
}

/// The schema of a field that is no table.
fn field_schema(field: &FieldSpec) -> Json {
    let number = || {
        field
            .range
            .map_or_else(|| json!({"type": "number"}), range_schema)
    };
    let list = |items: Json| json!({"type": ["array", "string", "number"], "items": items});
    let mut schema = match &field.kind {
        Kind::Number => number(),
        Kind::Count { low, high } => json!({"type": "integer", "minimum": low, "maximum": high}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Text { longest } => json!({"type": "string", "maxLength": longest}),
        Kind::Choice(names) => json!({"enum": names}),
        Kind::Tag(cases) => json!({"enum": cases.iter().map(|(name, _)| name).collect::<Vec<_>>()}),
        Kind::Numbers { fewest, most } => {
            let mut schema = list(number());
            schema["minItems"] = json!(fewest);
            schema["maxItems"] = json!(most);
            schema
        }
        Kind::Texts => list(json!({"type": "string"})),
        Kind::Reference(_) => json!({"$ref": "#/$defs/id"}),
        Kind::References(_) => list(json!({"$ref": "#/$defs/id"})),
        Kind::ByName(_) => {
            json!({"type": "object", "propertyNames": {"$ref": "#/$defs/id"}, "additionalProperties": number()})
        }
        Kind::DaysByName(_) => {
            json!({"type": "object", "additionalProperties": {"type": ["number", "string"]}})
        }
        Kind::Days => json!({"type": ["number", "string", "array"], "items": {"type": ["number", "string"]}}),
        Kind::Distribution => json!({"$ref": "#/$defs/distribution"}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Day { .. } => json!({"type": ["number", "string"]}),
        Kind::Table | Kind::Keyed | Kind::Tables => json!({"type": "object"}),
    };
    schema["description"] = json!(description(field));
    if let (Need::Default(default), false) = (&field.need, matches!(field.kind, Kind::ByName(_))) {
        schema["default"] = default.clone();
    }
    schema
}

fn range_schema(range: Range) -> Json {
    let low = if range.low_open {
        "exclusiveMinimum"
    } else {
        "minimum"
    };
    let high = if range.high_open {
        "exclusiveMaximum"
    } else {
        "maximum"
    };
    json!({"type": "number", low: range.low, high: range.high})
}

/// What a field means, what is allowed, its unit, its default and the default's source.
fn description(field: &FieldSpec) -> String {
    let mut text = format!("{} ({})", meaning(field), allowed(field));
    let mut add = |more: String| text.push_str(&more);
    if !field.unit.is_empty() {
        add(format!(" [{}]", field.unit));
    }
    if let Need::Default(default) = &field.need {
        add(format!(". Default: {default}"));
    }
    if !field.source.is_empty() {
        add(format!(". Source: {}", field.source));
    }
    text
}
