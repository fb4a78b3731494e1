//! Prints what files are, one JSON object a line: `cargo run --example probe -- FILE...`

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use postworthy::probe::{Prober, Step};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args_os().skip(1) {
        let mut file = File::open(&path)?;
        let mut prober = Prober::new(Some(file.metadata()?.len()), 4096);
        let mut bytes = Vec::new();
        let info = loop {
            match prober.step() {
                Step::Done(info) => break info,
                Step::Need { offset, length } => {
                    file.seek(SeekFrom::Start(offset))?;
                    bytes.clear();
                    (&file).take(length.into()).read_to_end(&mut bytes)?;
                    prober.supply(offset, &bytes);
                }
            }
        };
        println!("{} {}", path.display(), serde_json::to_string(&info)?);
    }
    Ok(())
}
