//! A host for whatever the standard library can read and seek.

use std::fs::{self, File, Metadata};
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::Path;
use std::vec::Vec;

use super::{Prober, Step};
use crate::media::MediaInfo;

/// Bytes read at once: what the head of most files fits into.
const READ_AHEAD: u32 = 4096;

/// Reads media facts from a file, or from anything else that can be read from any place.
///
/// Typical files take one to five reads of 4 KiB, and no more is held in memory.
///
/// ```
/// use std::io::Cursor;
///
/// let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\x0a\0;";
/// let info = postworthy::probe::probe_reader(Cursor::new(gif))?;
/// assert_eq!((info.width, info.height, info.animated), (Some(2), Some(1), Some(false)));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Those of reading and seeking. A file that is damaged is none: its facts are unknown.
pub fn probe_reader(mut reader: impl Read + Seek) -> Result<MediaInfo> {
    let size = reader.seek(SeekFrom::End(0))?;
    let mut prober = Prober::new(Some(size), READ_AHEAD);
    let mut bytes = Vec::new();
    loop {
        match prober.step() {
            Step::Done(info) => return Ok(info),
            Step::Need { offset, length } => {
                reader.seek(SeekFrom::Start(offset))?;
                bytes.clear();
                // With room for all of it the standard library does not feel its way.
                bytes.reserve(length as usize);
                let mut part = reader.by_ref().take(length.into());
                part.read_to_end(&mut bytes)?;
                prober.supply(offset, &bytes);
            }
        }
    }
}

/// Reads media facts from a local file.
///
/// ```no_run
/// let info = postworthy::probe::probe_file("clip.mp4".as_ref())?;
/// println!("{:?} pixels across", info.width);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Those of opening and reading: what is not a regular file (a folder, a pipe, a device) is one, a file
/// that is damaged is none.
pub fn probe_file(path: &Path) -> Result<MediaInfo> {
    // Opening a pipe waits for its other end, and opening a device may do anything.
    must_be_regular(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    must_be_regular(&file.metadata()?)?;
    probe_reader(file)
}

fn must_be_regular(metadata: &Metadata) -> Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else {
        Err(Error::new(
            ErrorKind::InvalidInput,
            "this is not a regular file",
        ))
    }
}
