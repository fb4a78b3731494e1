// What a client tells while it works.

/** Tells a listener. What it throws is its own trouble: a call must not fail of it. */
export function tell(listener, value) {
  try {
    listener?.(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

export function repeat(call, reason, waitMs, attempt, mayHaveArrived) {
  const id = call.id === undefined ? "" : ` under the same request id ${call.id}`;
  const doubt = mayHaveArrived ? ", as an earlier one may have arrived" : "";
  return {
    kind: "repeat",
    message: `${call.name}: ${reason}; attempt ${attempt} in ${seconds(waitMs)}${id}${doubt}`,
    call: call.name,
    reason,
    waitMs,
    attempt,
    requestId: call.id,
    mayHaveArrived,
  };
}

export const paced = (waitMs) => ({ kind: "paced", message: `the rate limit is used up: waiting ${seconds(waitMs)}`, waitMs });

export const forced = (errors) => ({
  kind: "forced",
  message: `SUBMITTING A POST WITH ${errors} ${errors === 1 ? "ERROR" : "ERRORS"}, as told to by force`,
  errors,
});

export const account = (accountId, reason) => ({ kind: "account", message: `account ${accountId}: ${reason}`, accountId, reason });
