/** A report as people use it. The module writes each record as a list of its values, in this order. */
export function reportOf(text) {
  const [valid, complete, errors, warnings, found, open, all] = JSON.parse(text);
  const diagnostics = each(found, diagnostic);
  const targets = each(all, target);
  // As everywhere else, a post of which nothing is open does not say so.
  return open.length === 0
    ? { valid, complete, errors, warnings, diagnostics, targets }
    : { valid, complete, errors, warnings, diagnostics, unchecked: each(open, unchecked), targets };
}

const target = ([index, platform, accountId, contentType, valid, meters, diagnostics, open]) => ({
  index,
  platform,
  accountId,
  contentType,
  valid,
  meters: each(meters, meter),
  diagnostics: each(diagnostics, diagnostic),
  unchecked: each(open, unchecked),
});

const meter = ([path, count, limit, unit, remaining]) => ({ path, count, limit, unit, remaining });

const diagnostic = ([rule, code, severity, path, message, hint, params, fixes, source]) => ({
  rule,
  code,
  severity,
  path,
  message,
  hint,
  params,
  fixes: each(fixes, fix),
  source,
});

const fix = ([title, applicability, patch]) => ({ title, applicability, patch });

const unchecked = ([rule, path, needs]) => ({ rule, path, needs });

/** In place, for the lists are ours, and most are empty. */
function each(list, named) {
  for (let at = 0; at < list.length; at += 1) {
    list[at] = named(list[at]);
  }
  return list;
}
