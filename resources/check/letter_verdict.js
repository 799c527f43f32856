// What can be believed of a letter, seen by a stranger who asks nobody.

const CLOCKS_DIFFER_MS = 24 * 60 * 60 * 1000;
const SERVICES = { "github.com": "GitHub", "gitlab.com": "GitLab", "codeberg.org": "Codeberg" };

async function judgeLetter(letter, at) {
  const steps = [];
  const note = (mark, code, facts = {}) => steps.push(step(mark, saying(code, facts)));
  if (letter.signature.length === 0) {
    note(MARK.NOTE, "letter.unsigned");
    return letterVerdict("unsigned", 0, steps);
  }
  let signature;
  try {
    signature = await checkLetter(letter);
  } catch (error) {
    if (error instanceof OtherKeyError) {
      note(MARK.CANNOT_CHECK, "letter.cannot-check-key", { algorithm: error.algorithm });
      return letterVerdict("cannot-check", 0, steps);
    }
    if (!(error instanceof LetterError)) throw error;
    await nameTheChange(letter, error, note);
    return letterVerdict("invalid", 0, steps);
  }
  const [named, key] = [letter.issuer.key, await fingerprintOf(signature.key)];
  if (named && named !== key) {
    note(MARK.BROKEN, "letter.other-key", { named, key });
    return letterVerdict("invalid", 0, steps);
  }
  if (letter.issuedAt === null) note(MARK.HELD, "letter.unchanged-undated", { key });
  else note(MARK.HELD, "letter.unchanged", { issued_on: dayOf(letter.issuedAt), key });
  if (letter.asCame !== null) note(MARK.NOTE, "letter.line-ends");
  noteWriter(letter, note);
  const isOwn = await noteContext(letter, signature, at, note);
  const hasExpired = noteDates(letter, at, note);
  const unknown = letter.extra.map(([name]) => name).filter((name) => name !== "New-Key");
  if (unknown.length > 0) note(MARK.NOTE, "letter.unknown-headers", { names: unknown.join(", ") });
  return letterVerdict(hasExpired ? "expired" : "valid-but-not-anchored", isOwn ? 0 : 1, steps);
}

/** The letter's signature, which fits the body, or the body with the line ends it came with. */
async function checkLetter(letter) {
  const signature = readSignature(letter.signature);
  const namespace = namespaceOf(letter);
  try {
    await verifySignature(letter.body, namespace, signature);
  } catch (error) {
    if (!(error instanceof SignatureError) || letter.asCame === null) throw error;
    await verifySignature(letter.asCame, namespace, signature);
  }
  return signature;
}

/** What it has to be signed for. */
function namespaceOf(letter) {
  return letter.signedFor ?? `${letter.kind}@portfolio`;
}

async function nameTheChange(letter, error, note) {
  const isOther = error instanceof SignatureError && error.detail;
  if (isOther && error.detail !== namespaceOf(letter)) {
    note(MARK.BROKEN, "letter.other-purpose", { namespace: error.detail });
    return;
  }
  const changed = await changedParts(letter.text, letter.parts);
  for (const name of changed) note(MARK.BROKEN, `letter.changed-${name}`);
  if (changed.length === 0) note(MARK.BROKEN, "letter.changed");
}

/** The parts that are not what their writer's program noted; this proves nothing by itself. */
async function changedParts(text, value) {
  if (!value) return [];
  const at = value.lastIndexOf(", parts ");
  const rest = at < 0 ? "" : value.slice(0, at);
  const own = at < 0 ? value : value.slice(at + 8);
  if (own !== (await partDigest(rest))) return ["headers"];
  const then = new Map(rest.split(", ").map(splitPair));
  const changed = [];
  for (const [name, part] of partsOf(text)) {
    const now = await partDigest(part);
    if ((then.get(name) ?? now) !== now) changed.push(name);
  }
  return changed;
}

function splitPair(pair) {
  const at = pair.indexOf(" ");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

function partsOf(text) {
  const at = text.indexOf("\n\n");
  const headers = at < 0 ? text : text.slice(0, at);
  const rest = `\n${at < 0 ? "" : text.slice(at + 2)}`;
  const title = rest.indexOf("\nStatement\n");
  const lines = { issuer: [], subject: [], headers: [] };
  for (const each of headers.split("\n")) {
    const name = each.split(":")[0].split("-")[0].toLowerCase();
    const part = name === "issuer" || name === "subject" ? name : "headers";
    if (name !== "parts") lines[part].push(each);
  }
  return [
    ...Object.entries(lines).map(([name, each]) => [name, each.join("\n")]),
    ["works", title < 0 ? rest : rest.slice(0, title)],
    ["statement", title < 0 ? "" : rest.slice(title + 11)],
  ];
}

async function partDigest(text) {
  return (await sha256Hex(utf8(text))).slice(0, 16);
}

/** Nobody asks here, so which account holds the key is never known, only named. */
function noteWriter(letter, note) {
  for (const account of letter.issuer.accounts) {
    const code = hasKeyList(account) ? "letter.account-not-looked" : "letter.account-no-list";
    const facts = { account: accountName(account), service: serviceOf(account) };
    note(MARK.CANNOT_CHECK, code, facts);
  }
  if (letter.issuer.accounts.length === 0) note(MARK.CANNOT_CHECK, "letter.no-account");
}

/** Note whom it names and its status; return whether it is the subject's own word. */
async function noteContext(letter, signature, at, note) {
  let isOwn = false;
  if (letter.kind === "key-change") {
    note(MARK.NOTE, "letter.new-key", { fingerprint: await fingerprintOf(letter.newKey) });
  } else if (letter.kind !== "withdrawal") {
    const { name, accounts, key } = letter.subject;
    if (accounts.length > 0) {
      const facts = { name, account: accountName(accounts[0]), service: serviceOf(accounts[0]) };
      note(MARK.HELD, "letter.names", facts);
    } else {
      note(MARK.NOTE, "letter.names-only", { name });
    }
    const writers = letter.issuer.accounts.map(accountKey);
    isOwn =
      accounts.map(accountKey).some((each) => writers.includes(each)) ||
      (await fingerprintOf(signature.key)) === key;
    if (isOwn) note(MARK.REFUSED, "letter.own");
  }
  note(MARK.CANNOT_CHECK, letter.status ? "letter.status-not-looked" : "letter.status-unknown");
  return isOwn;
}

/** Note until when it holds and dates that cannot be; return whether it has expired. */
function noteDates(letter, at, note) {
  const { issuedAt, expiresAt } = letter;
  let hasExpired = false;
  if (expiresAt !== null) {
    hasExpired = expiresAt < at;
    const expires_on = dayOf(expiresAt);
    if (!hasExpired) note(MARK.NOTE, "letter.valid-until", { expires_on });
    else if (issuedAt === null) note(MARK.NOTE, "letter.expired-undated", { expires_on });
    else note(MARK.NOTE, "letter.expired", { expires_on, issued_on: dayOf(issuedAt) });
  }
  if (issuedAt !== null && issuedAt.getTime() > at.getTime() + CLOCKS_DIFFER_MS) {
    note(MARK.REFUSED, "letter.from-future", { issued_on: dayOf(issuedAt) });
  }
  return hasExpired;
}

function letterVerdict(state, level, steps) {
  const broken = steps.find((each) => each.mark === MARK.BROKEN);
  const own = steps.find((each) => each.says.code === "letter.own");
  let summary = saying(`level.${level}`);
  if (DOES_NOT_HOLD.has(state) && broken !== undefined) summary = broken.says;
  else if (own !== undefined) summary = own.says;
  else if (state === "cannot-check") summary = steps[0].says;
  return { state, trust: "self-reported", level, summary, steps };
}

// ------------------------------------------------------------------------- accounts, in words

function partsOfAddress(address) {
  const found = /^([a-z]+):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(address.trim());
  if (found === null) return { scheme: "", host: "", user: false, path: address, more: "" };
  const [, scheme, place, path, query, fragment] = found;
  const at = place.lastIndexOf("@");
  const host = place.slice(at + 1).replace(/:\d*$/, "").toLowerCase();
  const more = (query ?? "").slice(1) + (fragment ?? "").slice(1);
  return { scheme: scheme.toLowerCase(), host, user: at >= 0, path, more };
}

function accountKey(address) {
  const { host, path } = partsOfAddress(address);
  return `${host.replace(/^www\./, "")}${path.replace(/\/+$/, "").toLowerCase()}`;
}

function accountName(address) {
  if (/^mailto:/i.test(address)) return address.slice(7);
  const path = partsOfAddress(address).path.replace(/^\/+|\/+$/g, "");
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/^@/, "");
  return name || serviceOf(address);
}

function serviceOf(address) {
  if (/^mailto:/i.test(address)) return address.slice(address.lastIndexOf("@") + 1);
  const host = partsOfAddress(address).host.replace(/^www\./, "");
  return SERVICES[host] ?? host;
}

/** Whether a place is known where the service of an account lists its keys. */
function hasKeyList(account) {
  const { scheme, host, user, path, more } = partsOfAddress(account);
  const name = path.replace(/^\/+|\/+$/g, "");
  const isPlain = scheme === "https" && host && !user && !more;
  if (!isPlain || !/^~?[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)) return false;
  if (!name.startsWith("~")) return true;
  return /^(?:[a-z]+\.)?sr\.ht$/.test(host) || host === "launchpad.net";
}
