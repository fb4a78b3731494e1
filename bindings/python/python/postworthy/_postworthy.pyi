from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from pathlib import PurePath
from typing import Any, ClassVar, Literal, Protocol, TypeAlias, final, overload

from typing_extensions import Self

from postworthy.types import (
    AccountFacts,
    Applicability,
    Code,
    ContentType,
    FindingDict,
    FixDict,
    Format,
    MeasureDict,
    MediaFacts,
    MediaKind,
    MeterDict,
    OperationDict,
    Platform,
    ReportDict,
    Severity,
    TargetReportDict,
    UncheckedDict,
    Unit,
)

class _Model(Protocol):
    def model_dump(self, *, mode: str, by_alias: bool) -> Any: ...

class _Binary(Protocol):
    def read(self, size: int, /) -> bytes: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

_Bytes: TypeAlias = bytes | bytearray | memoryview
_Post: TypeAlias = Mapping[str, Any] | str | _Bytes | _Model
_Media: TypeAlias = Mapping[str, MediaInfo | MediaFacts] | PathLike[str] | Literal["auto"]
_Accounts: TypeAlias = Mapping[str, AccountFacts]
_Rules: TypeAlias = (
    Engine | Sequence[Mapping[str, Any]] | Mapping[str, Any] | str | bytes | PathLike[str]
)

__version__: str
__all__ = [
    "Engine",
    "Finding",
    "Fix",
    "Late",
    "LateCall",
    "LateError",
    "LatePosts",
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
    "late_content_type",
    "late_files",
    "late_request_id",
    "late_urls",
    "limits",
    "main",
    "measure",
    "probe",
    "vocabulary",
]

class PostworthyError(ValueError):
    line: int | None
    column: int | None

class LateError(PostworthyError):
    kind: str
    message: str
    status: int | None
    call: str | None
    request_id: str | None
    attempts: int
    may_have_arrived: bool
    code: str | None
    field: str | None
    existing: str | None
    wait: float | None
    platform: str | None
    to: str | None

@final
class Report:
    @property
    def valid(self) -> bool: ...
    @property
    def complete(self) -> bool: ...
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def diagnostics(self) -> tuple[Finding, ...]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def unchecked(self) -> tuple[Unchecked, ...]: ...
    @property
    def targets(self) -> tuple[TargetReport, ...]: ...
    def to_dict(self) -> ReportDict: ...
    def to_json(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class TargetReport:
    @property
    def index(self) -> int: ...
    @property
    def platform(self) -> str | None: ...
    @property
    def account_id(self) -> str | None: ...
    @property
    def content_type(self) -> ContentType | None: ...
    @property
    def valid(self) -> bool: ...
    @property
    def meters(self) -> tuple[Meter, ...]: ...
    @property
    def diagnostics(self) -> tuple[Finding, ...]: ...
    @property
    def unchecked(self) -> tuple[Unchecked, ...]: ...
    def to_dict(self) -> TargetReportDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Finding:
    @property
    def rule(self) -> str: ...
    @property
    def code(self) -> Code: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def path(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def params(self) -> dict[str, Any]: ...
    @property
    def fixes(self) -> tuple[Fix, ...]: ...
    @property
    def source(self) -> str: ...
    def to_dict(self) -> FindingDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Meter:
    @property
    def path(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def limit(self) -> int: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def remaining(self) -> int: ...
    def to_dict(self) -> MeterDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Unchecked:
    @property
    def rule(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    def to_dict(self) -> UncheckedDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Fix:
    @property
    def title(self) -> str: ...
    @property
    def applicability(self) -> Applicability: ...
    @property
    def patch(self) -> list[OperationDict]: ...
    def to_dict(self) -> FixDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class MediaInfo:
    def __new__(
        cls,
        *,
        kind: MediaKind | None = ...,
        format: Format | None = ...,
        bytes: int | None = ...,
        width: int | None = ...,
        height: int | None = ...,
        duration_ms: int | None = ...,
        frame_rate: float | None = ...,
        bitrate: int | None = ...,
        video_codec: str | None = ...,
        audio_codec: str | None = ...,
        animated: bool | None = ...,
        pages: int | None = ...,
        encrypted: bool | None = ...,
        fast_start: bool | None = ...,
        rotation: int | None = ...,
        coded_width: int | None = ...,
        coded_height: int | None = ...,
        variable_frame_rate: bool | None = ...,
        video_tracks: int | None = ...,
        audio_tracks: int | None = ...,
        has_audio: bool | None = ...,
        color_model: str | None = ...,
        has_alpha: bool | None = ...,
        truncated: bool | None = ...,
        video_profile: str | None = ...,
        video_bitrate: int | None = ...,
        audio_bitrate: int | None = ...,
        unknown: Mapping[str, str] | None = ...,
    ) -> Self: ...
    @property
    def kind(self) -> MediaKind | None: ...
    @property
    def format(self) -> Format | None: ...
    @property
    def bytes(self) -> int | None: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def duration_ms(self) -> int | None: ...
    @property
    def frame_rate(self) -> float | None: ...
    @property
    def bitrate(self) -> int | None: ...
    @property
    def video_codec(self) -> str | None: ...
    @property
    def audio_codec(self) -> str | None: ...
    @property
    def animated(self) -> bool | None: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def encrypted(self) -> bool | None: ...
    @property
    def fast_start(self) -> bool | None: ...
    @property
    def rotation(self) -> int | None: ...
    @property
    def coded_width(self) -> int | None: ...
    @property
    def coded_height(self) -> int | None: ...
    @property
    def variable_frame_rate(self) -> bool | None: ...
    @property
    def video_tracks(self) -> int | None: ...
    @property
    def audio_tracks(self) -> int | None: ...
    @property
    def has_audio(self) -> bool | None: ...
    @property
    def color_model(self) -> str | None: ...
    @property
    def has_alpha(self) -> bool | None: ...
    @property
    def truncated(self) -> bool | None: ...
    @property
    def video_profile(self) -> str | None: ...
    @property
    def video_bitrate(self) -> int | None: ...
    @property
    def audio_bitrate(self) -> int | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def to_dict(self) -> MediaFacts: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @classmethod
    def _from_json(cls, text: str) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Measure:
    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def count(self) -> int: ...
    @property
    def limit(self) -> int: ...
    @property
    def remaining(self) -> int: ...
    @property
    def fits(self) -> int: ...
    def to_dict(self) -> MeasureDict: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class TextLimit:
    @property
    def rule(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def max(self) -> int: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def content_types(self) -> tuple[ContentType, ...]: ...
    @property
    def when(self) -> tuple[Any, ...]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Limits:
    @property
    def platform(self) -> Platform: ...
    @property
    def content_type(self) -> ContentType | None: ...
    @property
    def text(self) -> tuple[TextLimit, ...]: ...
    @property
    def formats(self) -> tuple[Format, ...]: ...
    @property
    def accept(self) -> str: ...
    @property
    def max_media(self) -> int | None: ...
    @property
    def rules(self) -> tuple[dict[str, Any], ...]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Rule:
    @property
    def id(self) -> str: ...
    @property
    def code(self) -> Code: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def content_types(self) -> tuple[ContentType, ...]: ...
    @property
    def summary(self) -> str: ...
    @property
    def why(self) -> str | None: ...
    @property
    def hint(self) -> str | None: ...
    @property
    def check(self) -> dict[str, Any]: ...
    @property
    def sources(self) -> tuple[dict[str, Any], ...]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Reports(Iterator[Report]):
    def __iter__(self) -> Self: ...
    def __next__(self) -> Report: ...

@final
class ReportArray:
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...

@final
class ReportChunks:
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...

@final
class Engine:
    def __new__(cls, rules: _Rules | None = None) -> Self: ...
    @property
    def rules(self) -> list[Rule]: ...
    def check(
        self,
        post: _Post,
        *,
        media: _Media | None = None,
        accounts: _Accounts | None = None,
        now: datetime | str | None = None,
    ) -> Report: ...
    def check_many(
        self,
        posts: Iterable[_Post],
        *,
        media: _Media | None = None,
        accounts: _Accounts | None = None,
        now: datetime | str | None = None,
    ) -> Reports: ...
    def check_ndjson(
        self,
        source: _Bytes | str | PathLike[str],
        *,
        media: _Media | None = None,
        accounts: _Accounts | None = None,
        now: datetime | str | None = None,
    ) -> Reports: ...
    @overload
    def check_arrow(
        self,
        column: _ArrowArray,
        *,
        media: _Media | None = None,
        accounts: _Accounts | None = None,
        now: datetime | str | None = None,
        findings: bool = True,
        threads: int | None = None,
    ) -> ReportArray: ...
    @overload
    def check_arrow(
        self,
        column: _ArrowStream,
        *,
        media: _Media | None = None,
        accounts: _Accounts | None = None,
        now: datetime | str | None = None,
        findings: bool = True,
        threads: int | None = None,
    ) -> ReportChunks: ...
    def measure(
        self,
        text: str,
        platform: Platform,
        content_type: ContentType | None = None,
        *,
        account: AccountFacts | None = None,
    ) -> list[Measure]: ...
    def limits(self, platform: Platform, content_type: ContentType | None = None) -> Limits: ...
    def explain(self, rule: str) -> Rule: ...

def check(
    post: _Post,
    *,
    media: _Media | None = None,
    accounts: _Accounts | None = None,
    now: datetime | str | None = None,
    rules: _Rules | None = None,
) -> Report: ...
def check_many(
    posts: Iterable[_Post],
    *,
    media: _Media | None = None,
    accounts: _Accounts | None = None,
    now: datetime | str | None = None,
    rules: _Rules | None = None,
) -> Reports: ...
def check_ndjson(
    source: _Bytes | str | PathLike[str],
    *,
    media: _Media | None = None,
    accounts: _Accounts | None = None,
    now: datetime | str | None = None,
    rules: _Rules | None = None,
) -> Reports: ...
@overload
def check_arrow(
    column: _ArrowArray,
    *,
    media: _Media | None = None,
    accounts: _Accounts | None = None,
    now: datetime | str | None = None,
    rules: _Rules | None = None,
    findings: bool = True,
    threads: int | None = None,
) -> ReportArray: ...
@overload
def check_arrow(
    column: _ArrowStream,
    *,
    media: _Media | None = None,
    accounts: _Accounts | None = None,
    now: datetime | str | None = None,
    rules: _Rules | None = None,
    findings: bool = True,
    threads: int | None = None,
) -> ReportChunks: ...
def probe(source: str | PathLike[str] | _Bytes | _Binary) -> MediaInfo: ...
def measure(
    text: str,
    platform: Platform,
    content_type: ContentType | None = None,
    *,
    account: AccountFacts | None = None,
    rules: _Rules | None = None,
) -> list[Measure]: ...
def limits(
    platform: Platform,
    content_type: ContentType | None = None,
    *,
    rules: _Rules | None = None,
) -> Limits: ...
def explain(rule: str, *, rules: _Rules | None = None) -> Rule: ...
def apply_fix(
    post: _Post,
    fix: Fix | FixDict | Sequence[Mapping[str, Any]],
) -> dict[str, Any]: ...
def vocabulary() -> dict[str, Any]: ...
def main(args: Sequence[str]) -> int: ...

@final
class Late:
    def __new__(
        cls,
        key: str | None,
        url: str | None,
        deadline: float,
        idle: float,
        connect: float,
        attempts: int,
        waits: tuple[float, float],
        answer_bytes: int,
        pacing: tuple[int | None, float] | None,
    ) -> Self: ...
    def call(
        self,
        name: str,
        given: dict[str, Any],
        told: Callable[[dict[str, Any]], object],
        *,
        path: str | PathLike[str] | None = None,
        data: bytes | None = None,
        pages: LatePosts | None = None,
    ) -> Any: ...
    def start(
        self,
        name: str,
        given: dict[str, Any],
        told: Callable[[dict[str, Any]], object],
        post: Callable[..., object],
        done: Callable[[Any, BaseException | None], object],
        *,
        path: str | PathLike[str] | None = None,
        data: bytes | None = None,
        pages: LatePosts | None = None,
    ) -> LateCall: ...
    def posts(self, filter: Mapping[str, Any]) -> LatePosts: ...

@final
class LatePosts: ...

@final
class LateCall:
    def abort(self) -> None: ...

def late_content_type(info: MediaInfo) -> str | None: ...
def late_files(
    post: _Post, folder: str | PathLike[str] | None = None
) -> list[tuple[str, PurePath, MediaInfo]]: ...
def late_request_id() -> str: ...
def late_urls(post: _Post, urls: dict[str, str]) -> dict[str, Any]: ...
