/* What R calls when it loads the package: the calls are registered in Rust. */
void R_init_sgdr_extendr(void *dll);
void register_extendr_panic_hook(void);

void R_init_sgdr(void *dll) {
    register_extendr_panic_hook();
    R_init_sgdr_extendr(dll);
}
