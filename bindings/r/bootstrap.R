# Brings everything that the package is built from into it, before R CMD build: the core from the checkout, and the crates that it
# depends on. What it writes is ignored by git.
#
#   Rscript bootstrap.R     in the folder bindings/r of a checkout; needs cargo and, the first time, a network
#
# Config/build/bootstrap in DESCRIPTION makes pkgbuild run it, and so remotes::install_git() and install_github().

stopifnot(file.exists("DESCRIPTION"), file.exists("../../crates/sgdr/Cargo.toml"))

cargo <- function(...) {
  if (system2("cargo", c(...), stdout = FALSE) != 0L) stop("cargo ", ..1, " failed", call. = FALSE)
}

vendor <- "src/rust/vendor"
unlink(c(vendor, "src/rust/vendor.tar.xz"), recursive = TRUE)

# The core as in the checkout: the crates that are needed, in a workspace of their own.
core <- file.path(vendor, "core")
crates <- file.path("crates", c("sgdr", "sgdr-plot"))
for (crate in crates) {
  dir.create(file.path(core, crate), recursive = TRUE)
  parts <- file.path("../..", crate, c("Cargo.toml", "src", "benches"))
  file.copy(parts[file.exists(parts)], file.path(core, crate), recursive = TRUE)
}
manifest <- readLines("../../Cargo.toml")
shared <- manifest[seq(match("[workspace.package]", manifest), length(manifest))]
members <- sprintf("members = [%s]", paste0("\"", crates, "\"", collapse = ", "))
writeLines(c("[workspace]", "resolver = \"3\"", members, "", shared), file.path(core, "Cargo.toml"))

cargo("vendor", "--quiet", "--locked", "--manifest-path", "src/rust/Cargo.toml", file.path(vendor, "crates"))
writeLines(c(
  "[source.crates-io]",
  "replace-with = \"vendored\"",
  "[source.vendored]",
  "directory = \"vendor/crates\""
), file.path(vendor, "config.toml"))

# Who wrote these crates, and under which licence.
field <- function(lines, name) {
  line <- grep(sprintf("^%s = ", name), lines)[1L]
  if (is.na(line)) return("not stated")
  text <- lines[[line]]
  if (grepl("\\[$", text)) text <- paste(lines[line:(line + grep("]", lines[-seq_len(line)], fixed = TRUE)[[1L]])], collapse = "")
  text <- gsub("^[a-z]+ = |[][\"]", "", text)
  gsub(",? *$|^ +", "", gsub(" +", " ", text))
}
manifests <- Sys.glob(file.path(vendor, "crates/*/Cargo.toml"))
credits <- vapply(manifests, function(file) {
  lines <- readLines(file)
  sprintf("%s %s: %s (%s)", field(lines, "name"), field(lines, "version"), field(lines, "authors"), field(lines, "license"))
}, "")
# Each licence text once, with the crates that it came with.
texts <- list()
for (file in Sys.glob(file.path(vendor, "crates/*/*"))) {
  if (!grepl("^(LICEN[CS]E|COPYING|UNLICENSE|NOTICE)", basename(file))) next
  text <- paste(readLines(file, warn = FALSE, encoding = "UTF-8"), collapse = "\n")
  texts[[text]] <- c(texts[[text]], basename(dirname(file)))
}
texts <- sprintf("%s\n%s:\n\n%s\n", strrep("-", 80), vapply(texts, function(crates) paste(unique(crates), collapse = ", "), ""), names(texts))
writeLines(enc2utf8(c(
  "The source package contains these Rust crates, in src/rust/vendor.tar.xz. Their authors hold the copyright.", "", credits,
  "", "Their licences:", "", texts
)), "inst/COPYRIGHTS", useBytes = TRUE)

folder <- setwd("src/rust")
utils::tar("vendor.tar.xz", "vendor", compression = "xz", tar = "internal")
setwd(folder)
unlink(vendor, recursive = TRUE)
cat(sprintf("src/rust/vendor.tar.xz: the core and %d crates, %.1f MB\n", length(manifests), file.size("src/rust/vendor.tar.xz") / 1e6))
