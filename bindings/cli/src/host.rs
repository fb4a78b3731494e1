//! Feeds the prober from a file on disk.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use postworthy::media::MediaInfo;
use postworthy::probe::{Prober, Step};

/// A local disk is read a page at a time.
const READ_AHEAD: u32 = 4096;

/// What a file is.
pub fn probe(path: &Path) -> Result<MediaInfo, String> {
    let trouble = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = File::open(path).map_err(trouble)?;
    let size = file.metadata().map_err(trouble)?.len();
    let mut prober = Prober::new(Some(size), READ_AHEAD);
    loop {
        match prober.step() {
            Step::Done(info) => return Ok(info),
            Step::Need { offset, length } => {
                file.seek(SeekFrom::Start(offset)).map_err(trouble)?;
                let mut bytes = Vec::new();
                file.by_ref()
                    .take(u64::from(length))
                    .read_to_end(&mut bytes)
                    .map_err(trouble)?;
                prober.supply(offset, &bytes);
            }
        }
    }
}
