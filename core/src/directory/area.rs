//! Areas other than communes: a country, a département as a whole.

/// What elects several people together, or what leads to a constituency without a postcode: a
/// country for the French people abroad and for members of the European Parliament, a département
/// for senators.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let ain = shard.area("01").expect("an area");
/// assert_eq!((ain.name, ain.first, ain.count), ("Ain", 0, 2));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Area<'a> {
    /// ISO 3166-1 alpha-2 code of a country, or INSEE code of a département; `99` for the
    /// senators of the French people abroad.
    pub code: &'a str,
    /// Name in French.
    pub name: &'a str,
    /// Official languages to write to its people in, BCP 47 tags separated by commas, most spoken
    /// first; empty where it doesn't matter.
    pub languages: &'a str,
    /// The first of its seats in the shard's order.
    pub first: u32,
    /// How many seats it has.
    pub count: u32,
}
