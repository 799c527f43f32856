// Kept public comments: what the holder's program saw. A stranger who asks nobody is told what the
// holder says, and where to look.

const COMMENT_FORMAT = "portfolio-comment/1";

/** The row of a kept comment; null when a file is none. */
function commentRow(raw) {
  const text = textOf(raw);
  if (text === null || raw.length > 2 * MOST_JSON || !text.includes(COMMENT_FORMAT)) return null;
  let kept;
  try {
    kept = JSON.parse(text);
    if (kept.format !== COMMENT_FORMAT) return null;
    return commentOf(kept);
  } catch {
    return null;
  }
}

function commentOf(kept) {
  const link = partsOfAddress(kept.link);
  const answer = JSON.parse(kept.answer);
  const { account, name, said, at } = COMMENT_READERS[platformOf(link)](answer, link.host);
  const home = link.host === "gist.github.com" ? "github.com" : link.host;
  const isAtHome = partsOfAddress(account).host === home && /^https:\/\/[\x21-\x7e]{1,300}$/.test(account);
  const seen_on = /^\d{4}-\d{2}-\d{2}/.exec(kept.asked_at)?.[0];
  if (link.scheme !== "https" || !isAtHome || !said.trim() || !seen_on) return null;
  const facts = { account: accountName(account), service: serviceOf(account), seen_on };
  const summary = saying("level.0");
  const steps = [step(MARK.CANNOT_CHECK, saying("letter.comment-said", facts))];
  const verdict = { state: "cannot-check", trust: "self-reported", summary, steps };
  const claims = commentClaims(account, kept.link, at);
  return row("self-reported", rowStep(verdict), { verdict, title: line(name), text: said.slice(0, 12000), claims });
}

function platformOf({ host, path }) {
  if (host === "github.com" || host === "gist.github.com") return "github";
  if (path.includes("/-/")) return "gitlab";
  if (/^\/t\/[^/]+\/\d+\/\d+$/.test(path)) return "discourse";
  return /^\/@[^/]+\/\d+$/.test(path) ? "mastodon" : "gitea";
}

/** Account, name and words in what a platform answered. */
const COMMENT_READERS = {
  github: ({ user, body, created_at, submitted_at }) => ({
    account: user.html_url, name: user.login, said: body, at: created_at || submitted_at,
  }),
  gitlab: ({ author, body, created_at }) => ({
    account: author.web_url, name: author.name, said: body, at: created_at,
  }),
  gitea: ({ user, body, created_at }, host) => ({
    account: `https://${host}/${encodeURIComponent(user.login)}`,
    name: user.full_name || user.login,
    said: body,
    at: created_at,
  }),
  discourse: ({ username, name, raw, cooked, created_at }, host) => ({
    account: `https://${host}/u/${encodeURIComponent(username)}`,
    name: name || username,
    said: typeof raw === "string" ? raw : withoutTags(cooked),
    at: created_at,
  }),
  mastodon: ({ account, content, created_at }, host) => ({
    account: account.url || `https://${host}/@${encodeURIComponent(account.acct)}`,
    name: account.display_name || account.acct,
    said: withoutTags(content),
    at: created_at,
  }),
};

/** Markup as the words in it; it is shown as text in any case. */
function withoutTags(markup) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };
  return markup
    .replace(/<br\s*\/?>|<\/p>\s*<p[^>]*>/giu, "\n\n")
    .replace(/<[^>]*>/gu, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => named[name]);
}
