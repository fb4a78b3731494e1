"""What a careful program in Python does today: models for the form, packages for the lengths."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from twitter_text import parse_tweet

Url = Annotated[str, Field(pattern="^https?://")]
Time = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d:\d\d)?$"),
]
Count = Annotated[int, Field(ge=0)]
Anything = dict[str, Any]

CONTENT = {
    "instagram": 2200, "facebook": 63206, "linkedin": 3000, "tiktok": 2200, "youtube": 5000,
    "pinterest": 800, "reddit": 40000, "threads": 500, "googlebusiness": 1500, "telegram": 4096,
    "snapchat": 160,
}  # fmt: skip
FILES = {
    "twitter": 4, "bluesky": 4, "instagram": 10, "threads": 10, "linkedin": 20, "telegram": 10,
    "facebook": 10, "googlebusiness": 1, "pinterest": 1, "youtube": 1, "snapchat": 1, "tiktok": 35,
}  # fmt: skip
CHARACTER = regex.compile(r"\X")


class Strict(BaseModel):
    """Unknown fields are mistakes, as in the schema beside."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MediaItem(Strict):
    url: Url
    type: Literal["image", "video", "gif", "document"] | None = None
    title: str | None = None
    altText: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    filename: str | None = None
    size: Count | None = None
    mimeType: str | None = None
    thumbnail: Url | Anything | None = None
    instagramThumbnail: Url | None = None
    tiktokProcessed: bool | None = None


class ThreadItem(Strict):
    content: str | None = None
    mediaItems: list[MediaItem] | None = None


class Twitter(Strict):
    threadItems: list[ThreadItem] | None = None
    article: Anything | None = None
    replyToTweetId: str | None = None
    quoteTweetId: str | None = None
    replySettings: Literal["following", "mentionedUsers", "subscribers", "verified"] | None = None
    poll: Anything | None = None
    longVideo: bool | None = None
    geoRestriction: Anything | None = None
    paidPartnership: bool | None = None
    madeWithAi: bool | None = None
    sensitiveMedia: Anything | None = None


class Instagram(Strict):
    contentType: Literal["story", "reels", "feed"] | None = None
    shareToFeed: bool | None = None
    collaborators: Annotated[list[str], Field(max_length=3)] | None = None
    firstComment: Annotated[str, Field(max_length=2200)] | None = None
    trialParams: Anything | None = None
    userTags: list[Anything] | None = None
    audioName: str | None = None
    audioConfiguration: Anything | None = None
    thumbOffset: Count | None = None
    instagramThumbnail: Url | None = None
    isAiGenerated: bool | None = None


class Facebook(Strict):
    contentType: Literal["story", "reel", "feed"] | None = None
    firstComment: str | None = None
    pageId: str | None = None
    title: str | None = None
    geoRestriction: Anything | None = None
    facebookSettings: Anything | None = None


class Linkedin(Strict):
    documentTitle: str | None = None
    organizationUrn: (
        Annotated[str, Field(pattern="^urn:li:organization:[0-9]+$")] | None
    ) = None
    firstComment: str | None = None
    disableLinkPreview: bool | None = None
    geoRestriction: Anything | None = None
    poll: Anything | None = None


class TiktokSettings(Strict):
    privacy_level: Literal[
        "PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"
    ]
    allow_comment: bool
    content_preview_confirmed: Literal[True]
    express_consent_given: Literal[True]
    allow_duet: bool | None = None
    allow_stitch: bool | None = None
    draft: bool | None = None
    description: Annotated[str, Field(max_length=4000)] | None = None
    video_cover_timestamp_ms: Count | None = None
    video_cover_image_url: Url | None = None
    photo_cover_index: Count | None = None
    auto_add_music: bool | None = None
    video_made_with_ai: bool | None = None
    commercial_content_type: Literal["none", "brand_organic", "brand_content"] | None = None
    brand_partner_promote: bool | None = None
    is_brand_organic_post: bool | None = None
    media_type: Literal["video", "photo"] | None = None


class Tiktok(Strict):
    tiktokSettings: TiktokSettings


class Youtube(Strict):
    title: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    visibility: Literal["public", "private", "unlisted"] | None = None
    firstComment: Annotated[str, Field(max_length=10000)] | None = None
    tags: list[str] | None = None
    containsSyntheticMedia: bool | None = None
    madeForKids: bool | None = None
    categoryId: str | None = None
    playlistId: str | None = None


class Pinterest(Strict):
    title: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    boardId: str | None = None
    link: Url | None = None
    coverImageUrl: Url | None = None
    coverImageKeyFrameTime: Count | None = None


class Reddit(Strict):
    subreddit: str | None = None
    title: Annotated[str, Field(max_length=300)] | None = None
    url: Url | None = None
    forceSelf: bool | None = None
    flairId: str | None = None
    flairText: str | None = None
    nsfw: bool | None = None
    spoiler: bool | None = None
    sendreplies: bool | None = None
    nativeVideo: bool | None = None
    videogif: bool | None = None
    videoPosterUrl: Url | None = None


class Bluesky(Strict):
    langs: Annotated[list[str], Field(max_length=3)] | None = None
    threadItems: list[ThreadItem] | None = None


class Threads(Strict):
    threadItems: list[ThreadItem] | None = None
    topic_tag: Annotated[str, Field(min_length=1, max_length=50)] | None = None


class Googlebusiness(Strict):
    topicType: Literal["STANDARD", "EVENT", "OFFER"] | None = None
    locationId: str | None = None
    languageCode: str | None = None
    callToAction: Anything | None = None
    event: Anything | None = None
    offer: Anything | None = None


class Telegram(Strict):
    parseMode: Literal["HTML", "Markdown", "MarkdownV2"] | None = None
    disableWebPagePreview: bool | None = None
    disableNotification: bool | None = None
    protectContent: bool | None = None


class Snapchat(Strict):
    contentType: Literal["story", "saved_story", "spotlight"] | None = None


def target(name: str, options: type[Strict]) -> type[Strict]:
    """A target of a platform."""
    fields = {
        "platform": Literal[name],
        "accountId": Annotated[str, Field(min_length=1)],
        "customContent": str | None,
        "customMedia": list[MediaItem] | None,
        "scheduledFor": Time | None,
        "platformSpecificData": options | None,
    }
    optional = {field: None for field in fields if field not in {"platform", "accountId"}}
    return type(f"{name}_target", (Strict,), {"__annotations__": fields, **optional, "__module__": __name__})


PLATFORMS = {
    "twitter": Twitter, "instagram": Instagram, "facebook": Facebook, "linkedin": Linkedin,
    "tiktok": Tiktok, "youtube": Youtube, "pinterest": Pinterest, "reddit": Reddit,
    "bluesky": Bluesky, "threads": Threads, "googlebusiness": Googlebusiness,
    "telegram": Telegram, "snapchat": Snapchat,
}  # fmt: skip
Target: Any = None
for _name, _options in PLATFORMS.items():
    _one = target(_name, _options)
    Target = _one if Target is None else Target | _one


class Post(Strict):
    platforms: Annotated[
        list[Annotated[Target, Field(discriminator="platform")]], Field(min_length=1)
    ]
    title: str | None = None
    content: str | None = None
    mediaItems: Annotated[list[MediaItem], Field(max_length=35)] | None = None
    scheduledFor: Time | None = None
    publishNow: bool | None = None
    isDraft: bool | None = None
    timezone: str | None = None
    tags: list[str] | None = None
    hashtags: list[str] | None = None
    mentions: list[str] | None = None
    crosspostingEnabled: bool | None = None
    metadata: Anything | None = None
    link: Url | None = None
    tiktokSettings: Anything | None = None
    facebookSettings: Anything | None = None
    queuedFromProfile: str | None = None
    queueId: str | None = None
    recycling: Anything | None = None

    @model_validator(mode="after")
    def fits(self) -> Post:
        """Holds text and files against what the targets take."""
        if not (self.content or self.mediaItems or self.title):
            raise ValueError("nothing to post")
        for one in self.platforms:
            most = CONTENT.get(one.platform)
            if most is not None and len(self.content or "") > most:
                raise ValueError(f"the text is too long for {one.platform}")
            most = FILES.get(one.platform)
            if most is not None and len(self.mediaItems or ()) > most:
                raise ValueError(f"too many files for {one.platform}")
        return self


def form(line: str) -> int:
    """How many mistakes pydantic finds."""
    try:
        Post.model_validate_json(line)
    except ValidationError as error:
        return error.error_count()
    return 0


def check(line: str) -> int:
    """The same, and the lengths that a model cannot count."""
    try:
        post = Post.model_validate_json(line)
    except ValidationError as error:
        return error.error_count()
    errors = 0
    content = post.content or ""
    names = {one.platform for one in post.platforms}
    if "twitter" in names and not parse_tweet(content).valid:
        errors += 1
    if "bluesky" in names and len(CHARACTER.findall(content)) > 300:
        errors += 1
    return errors
