//! Loops compiled for wider vector instructions too, where the machine has them: the only `unsafe` code.
//!
//! Loops without branches become vector instructions when they are compiled, but only those that every machine of the
//! kind has: for x86-64 two doubles at a time, where most machines can do four. No bit of a result depends on it: each
//! lane rounds as one number does, and Rust never fuses a product and a sum.

/// A loop to be compiled for several sets of vector instructions.
pub(super) trait Work {
    /// Must be `#[inline(always)]`, like everything that it calls: what is not inlined is not compiled again.
    fn run(self);
}

/// Does the work with the widest instructions there are.
#[inline]
pub(super) fn widest(work: impl Work) {
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "the only place, see the top of the file")]
        // SAFETY: `with_avx2` is unsafe only for machines without AVX2, and this one has it.
        return unsafe { with_avx2(work) };
    }
    work.run();
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[expect(unsafe_code, reason = "a requirement on the machine")]
#[target_feature(enable = "avx2")]
unsafe fn with_avx2(work: impl Work) {
    work.run();
}
