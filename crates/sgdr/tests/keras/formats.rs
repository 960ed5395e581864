//! serde's traits with the usual formats of checkpoints and settings, each by its own crate.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sgdr::{
    AnySchedule, Chain, CosineCycles, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay,
    NormalizedWeightDecay, PiecewiseConstantDecay, PolynomialDecay, ScheduleExt, Units, WarmupPlace, WarmupShape,
};

/// A schedule among other data, as in a checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Run<S> {
    step: u64,
    schedule: S,
    others: Vec<S>,
    last: Option<S>,
    name: String,
}

impl<S: Clone> Run<S> {
    fn new(schedule: S) -> Self {
        let others = vec![schedule.clone(), schedule.clone()];
        Self { step: 7, last: Some(schedule.clone()), schedule, others, name: String::from("a run") }
    }
}

fn restarts() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 1000).t_mul(1.1).m_mul(0.9).alpha(0.01).name("é\n").build().expect("legal")
}

/// A schedule of each class; every optional parameter once with a value and once without.
fn schedules() -> Vec<AnySchedule> {
    let units = Units::builder(1000, 10).build().expect("legal");
    let warm = restarts().warmup_builder(10).start(1e-5).shape(WarmupShape::Cosine).place(WarmupPlace::Inside);
    let limited = AnySchedule::from(restarts()).cycle_limit(3).expect("legal");
    let chain = Chain::new(AnySchedule::from(limited.clone())).then(9000, restarts().into()).expect("legal");
    vec![
        restarts().into(),
        CosineDecay::new(0.1, 1000).expect("legal").into(),
        CosineDecay::builder(0.1, 1000).warmup_target(0.5).warmup_steps(9).build().expect("legal").into(),
        ExponentialDecay::new(0.1, 1000, 0.96).expect("legal").into(),
        InverseTimeDecay::new(0.1, 1000, 0.5).expect("legal").into(),
        PiecewiseConstantDecay::new([10, 20], [1.0, 0.5, 0.25]).expect("legal").into(),
        PolynomialDecay::new(0.1, 1000).expect("legal").into(),
        CosineCycles::builder(0.1, 10).eta_min(0.001).closed(true).build().expect("legal").into(),
        limited.into(),
        AnySchedule::from(restarts()).scale(0.5).expect("legal").into(),
        AnySchedule::from(restarts()).clamp(Some(0.01), None).expect("legal").into(),
        NormalizedWeightDecay::new(AnySchedule::from(restarts()), 0.05, &units).expect("legal").into(),
        chain.into(),
        warm.build().expect("legal").into(),
    ]
}

/// Serializes and deserializes a value.
trait Format {
    fn round_trip<V: Serialize + DeserializeOwned>(value: &V) -> V;
}

macro_rules! round_trip {
    ($name:ident, $value:ident => $round_trip:expr) => {
        struct $name;

        impl Format for $name {
            fn round_trip<V: Serialize + DeserializeOwned>($value: &V) -> V {
                $round_trip
            }
        }
    };
}

round_trip!(Json, value => {
    serde_json::from_str(&serde_json::to_string(value).expect("text")).expect("just written")
});
round_trip!(Toml, value => {
    toml::from_str(&toml::to_string(value).expect("text")).expect("just written")
});
round_trip!(Ron, value => {
    ron::from_str(&ron::to_string(value).expect("text")).expect("just written")
});
round_trip!(Bincode, value => {
    bincode::deserialize(&bincode::serialize(value).expect("bytes")).expect("just written")
});
round_trip!(Postcard, value => {
    postcard::from_bytes(&postcard::to_allocvec(value).expect("bytes")).expect("just written")
});
round_trip!(MessagePack, value => {
    rmp_serde::from_slice(&rmp_serde::to_vec(value).expect("bytes")).expect("just written")
});
round_trip!(Cbor, value => {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("bytes");
    ciborium::from_reader(&bytes[..]).expect("just written")
});

fn check<F: Format>() {
    for schedule in schedules() {
        assert_eq!(F::round_trip(&schedule), schedule, "alone");
        let run = Run::new(schedule);
        assert_eq!(F::round_trip(&run), run);
    }
    let warm = Run::new(CosineDecayRestarts::new(0.1, 1000).expect("legal").warmup(10).expect("legal"));
    assert_eq!(F::round_trip(&warm), warm);
}

#[test]
fn every_schedule_round_trips_in_every_format() {
    check::<Json>();
    check::<Toml>();
    check::<Ron>();
    check::<Bincode>();
    check::<Postcard>();
    check::<MessagePack>();
    check::<Cbor>();
}

proptest! {
    #[test]
    fn parameters_keep_their_bits(
        rate in crate::strategies::rate(),
        steps in crate::strategies::steps(),
        t_mul in crate::strategies::factor(),
        name in ".{0,12}",
    ) {
        let schedule = CosineDecayRestarts::builder(rate, steps).t_mul(t_mul.max(1e-300)).name(name).build().expect("legal");
        prop_assert_eq!(Toml::round_trip(&schedule), schedule.clone());
        prop_assert_eq!(Bincode::round_trip(&schedule), schedule.clone());
        prop_assert_eq!(Postcard::round_trip(&schedule), schedule);
    }
}

/// TOML promises no more than 2^63 - 1.
#[test]
fn the_longest_cycle_round_trips_in_toml_too() {
    let schedule = CosineDecayRestarts::new(0.1, u64::MAX).expect("legal");
    assert_eq!(Toml::round_trip(&schedule), schedule);
}

#[test]
fn a_toml_file_looks_like_keras_json() {
    let text = toml::to_string(&CosineDecayRestarts::new(0.1, 1000).expect("legal")).expect("text");
    assert_eq!(
        text,
        "module = \"keras.optimizers.schedules\"\nclass_name = \"CosineDecayRestarts\"\n\n[config]\n\
         initial_learning_rate = 0.1\nfirst_decay_steps = 1000\nt_mul = 2.0\nm_mul = 1.0\nalpha = 0.0\nname = \"SGDRDecay\"\n"
    );
}

/// The object itself, as another program may write it in a self-describing format.
#[test]
fn a_self_describing_binary_format_may_contain_the_object_itself() {
    let schedule = restarts();
    let object = serde_json::to_value(&schedule).expect("a value");
    let mut bytes = Vec::new();
    ciborium::into_writer(&object, &mut bytes).expect("bytes");
    assert_eq!(ciborium::from_reader::<CosineDecayRestarts, _>(&bytes[..]).expect("a schedule"), schedule);
    let bytes = rmp_serde::to_vec(&object).expect("bytes");
    assert_eq!(rmp_serde::from_slice::<CosineDecayRestarts>(&bytes).expect("a schedule"), schedule);
}

/// serde buffers flattened data, and reads the buffer as a human-readable format.
#[test]
fn a_schedule_may_lie_in_flattened_data() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        #[serde(flatten)]
        run: Inner,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Inner {
        schedule: CosineDecayRestarts,
    }
    let outer = Outer { run: Inner { schedule: restarts() } };
    assert_eq!(Json::round_trip(&outer), outer);
    assert_eq!(Toml::round_trip(&outer), outer);
    assert_eq!(Cbor::round_trip(&outer), outer);
}

#[test]
fn damaged_bytes_are_an_error() {
    let mut bytes = bincode::serialize(&restarts()).expect("bytes");
    let message = |bytes: &[u8]| bincode::deserialize::<CosineDecayRestarts>(bytes).expect_err("damaged").to_string();
    // In the text: "t_mul": 1.1 becomes "t_mul": -.1, and a key of the config another one.
    let place = bytes.windows(5).position(|window| window == b"t_mul").expect("the key");
    bytes[place] = b'x';
    assert!(message(&bytes).starts_with("config: unexpected key \"x_mul\""), "{}", message(&bytes));
    assert!(!message(&bytes[..bytes.len() / 2]).is_empty());
}

#[test]
fn units_are_written_as_their_parameters_and_checked_when_read() {
    let units = Units::builder(50_000, 32).accumulate(2).processes(4).drop_last(true).build().expect("legal");
    let text =
        r#"{"dataset_size":50000,"batch_size":32,"accumulate":2,"processes":4,"drop_last":true,"counter":"updates"}"#;
    assert_eq!(serde_json::to_string(&units).expect("text"), text);
    assert_eq!(serde_json::from_str::<Units>(text).expect("units"), units);
    assert_eq!(Toml::round_trip(&units), units);
    assert_eq!(Bincode::round_trip(&units), units);
    let short = serde_json::from_str::<Units>(r#"{"dataset_size": 1000, "batch_size": 10}"#).expect("units");
    assert_eq!(short, Units::builder(1000, 10).build().expect("legal"));
    let error = serde_json::from_str::<Units>(&text.replace("32", "0")).expect_err("no batch").to_string();
    assert!(error.starts_with("batch_size must be >= 1 (received 0)"), "{error}");
    assert!(serde_json::from_str::<Units>(&text.replace("processes", "workers")).is_err());
}

#[test]
fn fits_and_cycles_can_be_logged() {
    let fit = sgdr::fit(10_000, 3, 2.0).expect("legal");
    assert_eq!(Json::round_trip(&fit), fit);
    assert_eq!(Bincode::round_trip(&fit), fit);
    let cycle = CosineDecayRestarts::new(0.1, 1000).expect("legal").cycle_at(1500);
    assert_eq!(
        serde_json::to_string(&cycle).expect("text"),
        r#"{"index":1,"first_step":1000,"last_step":2999,"length":2000.0,"peak":0.1,"floor":0.0}"#
    );
}
