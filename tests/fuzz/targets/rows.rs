#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| postworthy_fuzz::run("rows", input));
