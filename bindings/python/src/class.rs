//! What the classes of schedules have in common.

/// A class of schedules with a getter for each parameter.
macro_rules! class {
    ($(#[$attribute:meta])* $name:ident [$($field:ident)*] $($new:tt)*) => {
        $(#[$attribute])*
        #[pyclass(frozen, extends = LearningRateSchedule, module = "sgdr")]
        pub(crate) struct $name;

        impl $name {
            pub(crate) fn initializer(schedule: impl Into<sgdr::AnySchedule>) -> PyClassInitializer<Self> {
                PyClassInitializer::from(LearningRateSchedule::new(schedule)).add_subclass(Self)
            }
        }

        #[pymethods]
        impl $name {
            $($new)*

            $(
                #[getter]
                fn $field<'py>(slf: PyRef<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
                    slf.as_super().parameter(slf.py(), stringify!($field))
                }
            )*
        }
    };
}
pub(crate) use class;
