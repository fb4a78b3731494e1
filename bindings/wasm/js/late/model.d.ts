// What the service answers: typed where the docs type it; fields that nobody knows yet stay in place.

/** Fields that these types do not know. */
export interface Answer {
  readonly [name: string]: unknown;
}

/** One of the words that the service uses today, or another. */
export type Word<Known extends string> = Known | (string & {});

/** Something that the service names by its id alone, or shows whole. */
export type Reference = string | (Answer & { _id?: string; id?: string });

/** An answer that says something and no more. */
export interface Message extends Answer {
  message?: string;
  /** Whether it was done, where the service says it so. */
  success?: boolean;
}

/** Where a page stands among all. */
export interface Pagination extends Answer {
  /** From 1. */
  page?: number;
  /** How many items a page holds. */
  limit?: number;
  total?: number;
  pages?: number;
}

/** A post as the service has it. */
export interface LatePost extends Answer {
  _id?: string;
  title?: string;
  content?: string;
  status?: Word<"draft" | "scheduled" | "publishing" | "published" | "failed" | "partial">;
  /** RFC 3339. */
  scheduledFor?: string;
  /** An IANA name. */
  timezone?: string;
  mediaItems?: unknown[];
  /** What became of it on each platform. */
  platforms?: LateTarget[];
  createdAt?: string;
  updatedAt?: string;
}

/** What became of a post on one platform. */
export interface LateTarget extends Answer {
  platform?: string;
  accountId?: Reference;
  status?: Word<"pending" | "publishing" | "published" | "failed">;
  /** The platform's own id of the post. */
  platformPostId?: string;
  /** Where the public sees it; empty until it is published. */
  platformPostUrl?: string;
  /** Why it failed. */
  errorMessage?: string;
  /** What kind of failure that is, such as `auth_expired` or `user_content`. */
  errorCategory?: string;
}

/** A page of posts. */
export interface PostPage extends Answer {
  posts?: LatePost[];
  pagination?: Pagination;
}

/** What came of a create, an update or a retry. */
export interface Submitted {
  post: LatePost;
  /** What the service said. */
  message: string | undefined;
  /** The id that the request carried; none where the service knows none for the call. */
  requestId: string | undefined;
  /** The service had this post already, from a request under the same id: none was made now. */
  repeated: boolean;
  /** Some platforms took it and some did not (207): see {@link failures}. */
  partial: boolean;
  /** How many times the request was sent. */
  attempts: number;
  /** What else the service sent. */
  other: Answer;
}

/**
 * What a bulk upload made. The docs count `totalRows`, `created` and `failed`; today's service counts
 * `total`, `valid` and `invalid`.
 */
export interface BulkResult extends Answer {
  success?: boolean;
  totalRows?: number;
  created?: number;
  failed?: number;
  errors?: unknown[];
  posts?: LatePost[];
  total?: number;
  valid?: number;
  invalid?: number;
  /** Row by row, in their order. */
  results?: BulkRow[];
  /** Remarks on the upload as a whole. */
  warnings?: string[];
}

/** What became of one row of a bulk upload. */
export interface BulkRow extends Answer {
  /** From 1, without the heading. */
  rowIndex?: number;
  ok?: boolean;
  /** None in a dry run. */
  createdPostId?: string;
  /** What was wrong, such as `no_account_for_platform:tiktok`. */
  errors?: string[];
}

/** One step of publishing a post. */
export interface PostLog extends Answer {
  _id?: string;
  postId?: Reference;
  platform?: string;
  accountId?: Reference;
  action?: Word<"publish" | "retry" | "media_upload" | "rate_limit_pause" | "token_refresh" | "cancelled">;
  status?: Word<"success" | "failed" | "pending" | "skipped">;
  /** The platform's HTTP status. */
  statusCode?: number;
  durationMs?: number;
  /** From 1. */
  attemptNumber?: number;
  /** What was sent to the platform. */
  request?: unknown;
  /** What the platform answered. */
  response?: unknown;
  createdAt?: string;
}

/** Steps of publishing. */
export interface PostLogs extends Answer {
  logs?: PostLog[];
  count?: number;
  pagination?: Pagination;
}

/** Where a file is put, and where it will be seen. */
export interface Presigned extends Answer {
  /** Where its bytes are put, within an hour. Whoever has it can put there: a secret. */
  uploadUrl?: string;
  /** Where it will be seen: the URL for the post. */
  publicUrl?: string;
  /** Its name in the storage. */
  key?: string;
  type?: Word<"image" | "video" | "document">;
  /** Seconds until the address expires. */
  expiresIn?: number;
}

/** A connected account. */
export interface Account extends Answer {
  _id?: string;
  platform?: string;
  profileId?: Reference;
  /** Its name on the platform. */
  username?: string;
  /** The name that people see. */
  displayName?: string;
  /** Where the public sees it. */
  profileUrl?: string;
  /** Whether it is connected. */
  isActive?: boolean;
  /** Whether a person must connect it anew. */
  needsReconnection?: boolean;
  /** With the analytics add-on. */
  followersCount?: number;
  /** What else the platform says. */
  metadata?: Answer;
}

/** All accounts, or a page of them. */
export interface AccountPage extends Answer {
  accounts?: Account[];
  hasAnalyticsAccess?: boolean;
  /** Where pages were asked for. */
  pagination?: Pagination;
}

/** What an update of an account left. */
export interface AccountAnswer extends Message {
  account?: Account;
  username?: string;
  displayName?: string;
}

/** How all accounts are. */
export interface HealthSummary extends Answer {
  summary?: { total?: number; healthy?: number; warning?: number; error?: number; needsReconnect?: number };
  accounts?: AccountHealth[];
}

/** How an account is. */
export interface AccountHealth extends Answer {
  accountId?: string;
  platform?: string;
  username?: string;
  status?: Word<"healthy" | "warning" | "error">;
  canPost?: boolean;
  tokenValid?: boolean;
  /** RFC 3339. */
  tokenExpiresAt?: string;
  /** Whether a person must connect it anew. */
  needsReconnect?: boolean;
  tokenStatus?: Answer;
  permissions?: unknown;
  /** What is wrong. */
  issues?: string[];
  /** What to do about it. */
  recommendations?: string[];
}

/** How many follow, day by day. */
export interface FollowerStats extends Answer {
  accounts?: unknown[];
  /** Days by account. */
  stats?: Answer;
  dateRange?: Answer;
  granularity?: Word<"daily" | "weekly" | "monthly">;
}

/** A board of Pinterest. */
export interface Board extends Answer {
  /** As `boardId` takes it. */
  id?: string;
  name?: string;
  description?: string;
  privacy?: Word<BoardPrivacy>;
}

export type BoardPrivacy = "PUBLIC" | "PROTECTED" | "SECRET";

/** The subreddits that an account can post to. */
export interface Subreddits extends Answer {
  subreddits?: Subreddit[];
  /** Where posts go that name none. */
  defaultSubreddit?: string;
}

export interface Subreddit extends Answer {
  id?: string;
  /** Without `r/`. */
  name?: string;
  title?: string;
  subscribers?: number;
  /** Whether it is for adults. */
  over18?: boolean;
}

/** What TikTok lets a creator do. */
export interface CreatorInfo extends Answer {
  creator?: Answer;
  /** Who may be let see a post: `value` is what `privacy_level` takes. */
  privacyLevels?: { value?: string; label?: string }[];
  postingLimits?: { maxVideoDurationSec?: number; interactionSettings?: unknown };
}

/** A profile: a container of accounts. */
export interface Profile extends Answer {
  _id?: string;
  name?: string;
  description?: string;
  /** `#ffeda0`. */
  color?: string;
  isDefault?: boolean;
  /** Whether it is beyond the plan's limit. */
  isOverLimit?: boolean;
  createdAt?: string;
}

/** A time of a week. */
export interface Slot {
  /** 0 is Sunday, 6 is Saturday. */
  dayOfWeek: number;
  /** `HH:mm`, of 24 hours. */
  time: string;
}

/** A queue: the times of a week at which a profile posts. */
export interface Queue extends Answer {
  _id?: string;
  profileId?: string;
  name?: string;
  /** An IANA name. */
  timezone?: string;
  slots?: Slot[];
  active?: boolean;
  isDefault?: boolean;
}

/** A queue of a profile and its next times. */
export interface QueueState extends Answer {
  /** Whether the profile has the queue. */
  exists?: boolean;
  schedule?: Queue;
  /** RFC 3339. */
  nextSlots?: string[];
}

/** A queue that was made or changed. */
export interface QueueAnswer extends Message {
  schedule?: Queue;
  nextSlots?: string[];
  /** How many posts were moved to the new times. */
  reshuffledCount?: number;
}

/** The next times of a queue. */
export interface QueuePreview extends Answer {
  profileId?: string;
  count?: number;
  /** RFC 3339. */
  slots?: string[];
}

/** The next free time of a queue. */
export interface NextSlot extends Answer {
  profileId?: string;
  /** RFC 3339. */
  nextSlot?: string;
  timezone?: string;
  queueId?: string;
  queueName?: string;
}

/** The plan and its use; -1 is no limit. */
export interface Usage extends Answer {
  planName?: string;
  billingPeriod?: Word<"monthly" | "yearly">;
  signupDate?: string;
  limits?: { uploads?: number; profiles?: number };
  usage?: { uploads?: number; profiles?: number; lastReset?: string };
  /** Whether the account is in good standing. */
  hasAccess?: boolean;
  spend?: unknown;
}

/** How long a text is on each platform, as the service counts. */
export interface TextLengths extends Answer {
  text?: string;
  /** By platform; `twitterPremium` is one of them. */
  platforms?: Record<string, { count?: number; limit?: number; valid?: boolean }>;
}

/** What the service finds in a post. */
export interface PostVerdict extends Answer {
  valid?: boolean;
  message?: string;
  errors?: { platform?: string; error?: string }[];
  warnings?: { platform?: string; warning?: string }[];
}

/** What the service finds behind a media URL. */
export interface MediaVerdict extends Answer {
  valid?: boolean;
  url?: string;
  /** Why it cannot be fetched. */
  error?: string;
  contentType?: string;
  /** In bytes. */
  size?: number;
  type?: Word<"image" | "video" | "unknown">;
  /** By platform, whether it is small enough. */
  platformLimits?: Answer;
}
