//! Writes the seeds of every target into a folder, and the dictionary beside them.

use std::fs;
use std::io;
use std::path::Path;

use postworthy_fuzz::{TARGETS, seeds};

fn main() -> io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .ok_or_else(|| io::Error::other("usage: seeds FOLDER"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("words.dict"), seeds::dictionary())?;
    for target in TARGETS {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        let found = seeds::found(target.name)
            .into_iter()
            .map(|(_, input)| input);
        for (number, seed) in (target.seeds)().into_iter().chain(found).enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
