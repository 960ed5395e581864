#![doc = include_str!("../../loops.md")]
