//! Why a fact stays unknown, in the words that are shown.

/// Makes the enumeration, and one text of all its lines: a table of their places would be larger.
macro_rules! reasons {
    ($($name:ident: $text:literal,)*) => {
        /// One reason.
        ///
        /// A number rather than its text, because an error is handed upwards at every read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Reason {
            $($name,)*
        }

        const TEXTS: &str = concat!($($text, "\n",)*);
    };
}

reasons! {
    NotSaid: "the file does not say",
    Truncated: "the file ends before this is said",
    TooMuch: "too much of the file would have to be read",
    NoVideo: "there is no video track",
    SizeUnknown: "the size of the file is not known, and the facts stand at its end",
    Empty: "the file is empty",
    WebPage: "this is a web page, not a media file",
    Drawing: "SVG drawings are not told apart further",
    SoundFile: "this is a sound file, not a picture, video or document",
    Zeros: "the file starts with zeros only",
    Stranger: "no format that is known here starts like this file",
    NoSize: "the picture has no size",
    NoPicture: "the file has no picture",
    NoFrameHeader: "the picture has no frame header",
    LinesLater: "the number of lines is said only after the picture",
    NoColourType: "the header names no colour type of PNG",
    HeaderNotFirst: "the header does not come first",
    PictureTooLong: "the first picture is too long to look behind it",
    NoKeyFrame: "the picture does not start with a key frame",
    NoPictureFirst: "the file does not start with a picture",
    SegmentsDamaged: "the segments are damaged",
    HeaderDamaged: "the header is damaged",
    BoxTooShort: "a box is shorter than its own header",
    MoovCutOff: "truncated: moov missing",
    NoMoov: "the file has no moov box",
    MoovTooFar: "the file has too many boxes before moov",
    MoovCompressed: "the moov box is compressed",
    TracksDamaged: "the list of tracks is damaged",
    FragmentByFragment: "the fragments of the file say it only one by one",
    NoSegment: "the file has no segment",
    NoTracks: "the file has no list of tracks",
    ElementsDamaged: "the elements are damaged",
    OddNumber: "a number has an odd length",
    NoHeaderList: "the file has no header list",
    BareStream: "a bare video stream does not say it",
    NoClock: "the file has no clock at its ends",
    NoPictureHeader: "no picture header within the first part of the file",
    NoPageTree: "the page tree cannot be found",
    PageTreeCutOff: "truncated: the page tree is missing",
    PageTreeEncrypted: "the page tree is encrypted",
    PageTreePacked: "the page tree is packed in an unusual way",
    NoTrailer: "the trailer cannot be found",
    XrefDamaged: "the cross-reference table is damaged",
    DirectoryCutOff: "truncated: the directory is missing",
    NoOffice: "a ZIP archive, but no Office document",
    OtherPacked: "an OpenDocument or another packed file, but no Office document",
    Spreadsheet: "this is a spreadsheet",
    TooManyParts: "the document has too many parts",
    PagesUnreliable: "this format does not store it reliably",
    CompoundDamaged: "the compound file is damaged",
    OtherCompound: "a compound file, but neither Word nor PowerPoint",
    DocumentEncrypted: "the document is encrypted",
    KindEncrypted: "an encrypted Office document does not show which kind it is",
    WouldBeSearched: "it would have to be searched for in the document",
}

impl Reason {
    /// The text, without a full stop.
    pub(super) fn text(self) -> &'static str {
        TEXTS.split('\n').nth(self as usize).unwrap_or_default()
    }
}
