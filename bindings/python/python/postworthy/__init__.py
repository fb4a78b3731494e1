"""Tells whether a social-media post is fit to publish, before it is published.

    >>> import postworthy
    >>> report = postworthy.check({
    ...     "content": "We have news!",
    ...     "publishNow": True,
    ...     "mediaItems": [{"type": "image", "url": "https://example.com/launch.jpg"}],
    ...     "platforms": [{"platform": "instagram", "accountId": "acc_1"}],
    ... }, media={
    ...     "https://example.com/launch.jpg": postworthy.MediaInfo(width=1080, height=1920),
    ... })
    >>> report.valid
    False
    >>> finding = report.findings[0]
    >>> finding.code, finding.path
    ('aspect_ratio', '/mediaItems/0')

One post: `check`. Many: `check_many`, `check_ndjson`, `check_arrow`. What is known of a media
file: `probe`. What a platform takes: `limits`, `measure`, `explain`. How to mend a post:
`apply_fix`. Rules of your own: `Engine`. The types of posts: `postworthy.types`. Uploading and
posting: `postworthy.late`.

What is wrong with a post is data. The one exception is `PostworthyError`, for input that cannot be
read and arguments that make no sense.
"""

from postworthy._postworthy import (
    Engine,
    Finding,
    Fix,
    Limits,
    Measure,
    MediaInfo,
    Meter,
    PostworthyError,
    Report,
    ReportArray,
    ReportChunks,
    Reports,
    Rule,
    TargetReport,
    TextLimit,
    Unchecked,
    __version__,
    apply_fix,
    check,
    check_arrow,
    check_many,
    check_ndjson,
    explain,
    limits,
    measure,
    probe,
)

__all__ = [
    "Engine",
    "Finding",
    "Fix",
    "Limits",
    "Measure",
    "MediaInfo",
    "Meter",
    "PostworthyError",
    "Report",
    "ReportArray",
    "ReportChunks",
    "Reports",
    "Rule",
    "TargetReport",
    "TextLimit",
    "Unchecked",
    "__version__",
    "apply_fix",
    "check",
    "check_arrow",
    "check_many",
    "check_ndjson",
    "explain",
    "limits",
    "measure",
    "probe",
]
