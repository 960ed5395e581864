//! Work compiled for wider vector instructions too, where the machine has them: the one place with `unsafe`.
//!
//! Loops without branches become vector instructions when they are compiled, but only those that every machine of the
//! kind has: for x86-64 the half of what most can do. No bit of a result depends on it. Each lane rounds as one number
//! does, and Rust never fuses a product and a sum.

/// Work that is worth it: loops, inlined down to the last of them.
pub(crate) trait Work {
    /// To be implemented with `#[inline(always)]`, for what is not inlined is not compiled anew.
    fn run(self);
}

/// Does the work with the widest instructions there are.
#[inline]
pub(crate) fn widest(work: impl Work) {
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "this is the place")]
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
