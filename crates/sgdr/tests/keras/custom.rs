//! User-defined classes.

use sgdr::keras::{self, Class, Config, CustomObjects, Error, Fields};
use sgdr::{AnySchedule, CosineDecay, CosineDecayRestarts, CustomSchedule, Cycle, LearningRateSchedule, ScheduleExt};

/// A user-defined schedule with another schedule inside.
#[derive(Clone, Debug, PartialEq)]
struct Delayed {
    schedule: AnySchedule,
    delay: u64,
    factor: Option<f64>,
    table: Vec<f64>,
    label: String,
}

impl LearningRateSchedule for Delayed {
    fn at(&self, step: u64) -> f64 {
        self.schedule.at(step.saturating_sub(self.delay))
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        self.schedule.cycle_of(step)
    }
}

impl Class for Delayed {
    const NAME: &'static str = "Delayed";
    const PACKAGE: Option<&'static str> = Some("tests");

    fn get_config(&self) -> Config {
        Config::new()
            .with_schedule("schedule", &self.schedule)
            .with("delay", self.delay)
            .with("factor", self.factor)
            .with("table", self.table.clone())
            .with("label", self.label.as_str())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut delayed = Self {
            schedule: fields.schedule("schedule")?,
            delay: fields.required("delay")?,
            factor: None,
            table: Vec::new(),
            label: String::from("none"),
        };
        fields.update("factor", &mut delayed.factor)?;
        fields.update("table", &mut delayed.table)?;
        fields.update("label", &mut delayed.label)?;
        if delayed.delay > 100 {
            return Err(Error::custom("delay", format!("must be <= 100 (received {})", delayed.delay)));
        }
        Ok(delayed)
    }
}

fn delayed(schedule: AnySchedule) -> Delayed {
    Delayed { schedule, delay: 7, factor: Some(-0.5), table: vec![1.0, 2.5], label: "é".into() }
}

fn twice() -> AnySchedule {
    let inner = CosineDecay::new(0.1, 1000).expect("legal");
    let once = CustomSchedule::new(delayed(inner.into()));
    CustomSchedule::new(delayed(once.into())).into()
}

#[test]
fn a_user_defined_class_round_trips_with_the_schedules_inside() {
    let custom_objects = CustomObjects::new().with::<Delayed>();
    let schedule = twice();
    let text = keras::serialize(&schedule);
    let again: AnySchedule = keras::deserialize_with(&text, &custom_objects).expect("just written");
    assert_eq!(again, schedule);
    assert_eq!(keras::serialize(&again), text);
    assert_eq!(again.at(514), 0.05);
    assert_eq!(again.at_as::<f32>(514), 0.05_f32);
    let AnySchedule::Custom(custom) = &again else { panic!("{again:?}") };
    assert_eq!(custom.downcast_ref::<Delayed>().map(|delayed| delayed.delay), Some(7));
    assert!(custom.downcast_ref::<CosineDecay>().is_none());
    // The class itself, without the registry for the outer one.
    assert_eq!(keras::deserialize_with::<Delayed>(&text, &custom_objects).expect("just written").delay, 7);
}

#[test]
fn a_user_defined_class_has_cycles() {
    let inner = CosineDecayRestarts::new(0.1, 10).expect("legal");
    let schedule = AnySchedule::from(CustomSchedule::new(delayed(inner.into())));
    assert_eq!(schedule.restarts().take(2).collect::<Vec<_>>(), [10, 30]);
    assert!(schedule.cycle_limit(2).is_ok_and(|limited| limited.end() == Some(30)));
}

#[test]
fn a_class_is_known_by_its_registered_name_alone() {
    let text = keras::serialize(&twice());
    let error = keras::deserialize::<AnySchedule>(&text).expect_err("not registered").to_string();
    assert!(error.starts_with("registered_name: no schedule is known as \"tests>Delayed\" (known: Cosine"), "{error}");
    assert!(
        text.starts_with(
            "{\"module\": null, \"class_name\": \"Delayed\", \"config\": {\"schedule\": {\"module\": null"
        )
    );
}

#[test]
fn an_error_inside_says_where() {
    let custom_objects = CustomObjects::new().with::<Delayed>();
    let message =
        |text: &str| keras::deserialize_with::<AnySchedule>(text, &custom_objects).expect_err("wrong").to_string();
    let text = keras::serialize(&twice());
    assert_eq!(
        message(&text.replace("1000", "0")),
        "config.schedule.config.schedule.config.decay_steps: must be >= 1 (received 0)"
    );
    assert_eq!(
        message(&text.replace("\"delay\": 7", "\"delay\": 700")),
        "config.schedule.config.delay: must be <= 100 (received 700)"
    );
    assert_eq!(
        message(&text.replace("2.5", "\"x\"")),
        "config.schedule.config.table[1]: must be a number (received \"x\")"
    );
}

#[test]
fn keras_own_names_stay_keras_own() {
    #[derive(Debug)]
    struct Impostor;
    impl LearningRateSchedule for Impostor {
        fn at(&self, _step: u64) -> f64 {
            0.5
        }
    }
    impl Class for Impostor {
        const NAME: &'static str = "CosineDecay";
        const PACKAGE: Option<&'static str> = None;
        fn get_config(&self) -> Config {
            Config::new()
        }
        fn from_config(_fields: &mut Fields<'_>) -> Result<Self, Error> {
            Ok(Self)
        }
    }
    let text = keras::serialize(&CosineDecay::new(0.1, 1000).expect("legal"));
    let custom_objects = CustomObjects::new().with::<Impostor>();
    let schedule: AnySchedule = keras::deserialize_with(&text, &custom_objects).expect("legal");
    assert_eq!(schedule.at(0), 0.1);
}
