//! Help for people of a split commune.

use alloc::vec::Vec;

/// Where in a commune.
///
/// ```
/// use wesign_core::directory::Part;
/// assert_eq!(Part::ALL[0], Part::Centre);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Part {
    /// Around the middle.
    Centre = 1,
    /// North.
    North = 2,
    /// North-east.
    NorthEast = 3,
    /// East.
    East = 4,
    /// South-east.
    SouthEast = 5,
    /// South.
    South = 6,
    /// South-west.
    SouthWest = 7,
    /// West.
    West = 8,
    /// North-west.
    NorthWest = 9,
}

impl Part {
    /// Values on the wire: none, and the nine.
    pub(super) const COUNT: u32 = 10;

    /// From the middle and then clockwise from the north.
    ///
    /// ```
    /// use wesign_core::directory::Part;
    /// assert_eq!(Part::ALL.len(), 9);
    /// assert_eq!(Part::ALL[1], Part::North);
    /// ```
    pub const ALL: [Self; 9] = [
        Self::Centre,
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
        Self::NorthWest,
    ];

    /// The name on the wire, `north_east`.
    ///
    /// ```
    /// use wesign_core::directory::Part;
    /// assert_eq!(Part::NorthWest.as_str(), "north_west");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::North => "north",
            Self::NorthEast => "north_east",
            Self::East => "east",
            Self::SouthEast => "south_east",
            Self::South => "south",
            Self::SouthWest => "south_west",
            Self::West => "west",
            Self::NorthWest => "north_west",
        }
    }

    pub(super) fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)? as usize).copied()
    }
}

/// Which part of a split commune belongs to a constituency, as far as the contours show it.
///
/// ```
/// use wesign_core::directory::Part;
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let bourg = &shard.places("01000")[0];
/// let hint = shard.hint(bourg, bourg.seats[0]).expect("a hint");
/// assert_eq!((hint.part, hint.near), (Some(Part::North), vec!["Saint-Denis-lès-Bourg"]));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Hint<'a> {
    /// The part of the commune; `None` where it is too tangled to say.
    pub part: Option<Part>,
    /// Names of near communes that lie in the constituency as a whole.
    pub near: Vec<&'a str>,
}
