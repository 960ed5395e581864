//! PNG: the SVG rendered in its light theme, at two pixels for each of its units.

use crate::error::CliError;

#[cfg(feature = "png")]
pub(super) fn render(svg: &str) -> Result<Vec<u8>, CliError> {
    use resvg::{tiny_skia, usvg};

    /// The only fonts used, so that a picture does not depend on the machine.
    const FONTS: [&[u8]; 2] = [
        include_bytes!("../../assets/vendor/inter/Inter-Regular.otf"),
        include_bytes!("../../assets/vendor/inter/Inter-SemiBold.otf"),
    ];
    const SCALE: f32 = 2.0;

    let failed = |what: &str| CliError::failed(format!("cannot render the picture: {what}"));
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family("Inter");
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| failed(&error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed("it is too large"))?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| failed("it is too large"))?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error.to_string()))
}

#[cfg(not(feature = "png"))]
pub(super) fn render(_: &str) -> Result<Vec<u8>, CliError> {
    Err(CliError::failed("this sgdr was built without the feature png").hint("export the picture as svg"))
}
