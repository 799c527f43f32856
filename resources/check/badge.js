// Badges as tokens (Open Badges 3.0, endorsements; both styles of VC-JWT), opened and judged in the
// order of the program. Badges in pictures and with proofs inside the document are recognised and
// said to be of a kind that this page does not check.

const MOST_TOKEN = 1024 * 1024;
const MOST_ENDORSEMENTS = 20;
const MOST_FACT = 200;
const CREDENTIALS = ["https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"];
const REGISTERED = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
const CREDENTIAL_KINDS = {
  EndorsementCredential: "endorsement",
  OpenBadgeCredential: "badge",
  AchievementCredential: "badge",
};
const STARTS = ["validFrom", "issuanceDate"];
const ENDS = ["validUntil", "expirationDate"];
const STATUS_BITS = ["BitstringStatusListEntry", "StatusList2021Entry"];
const WORTHLESS = ["none", "hs256", "hs384", "hs512", "null", ""];

async function checkBadge(raw, name, at) {
  let badge;
  try {
    badge = openBadge(raw);
  } catch (error) {
    if (!(error instanceof NoBadgeError)) throw error;
    throw new FileError(
      "This file is nothing that can be checked here.",
      "CVs as PDF, letters and badges as signed tokens (JWT) can.",
    );
  }
  return report(name, "badge", [await badgeRow(badge, at)], at);
}

async function badgeRow(badge, at) {
  const verdict = await judgeBadge(badge, at);
  return row(verdict.trust, rowStep(verdict), { verdict, title: badge.title });
}

/** It is something else than a badge, and nothing need be wrong with it. */
class NoBadgeError extends BadgeError {}

// ------------------------------------------------------------------------ opening

/** What a file, or a part of a badge, turns out to be. */
function openBadge(raw) {
  if (hex(raw.subarray(0, 8)) === "89504e470d0a1a0a") return elsewhere("a badge in a picture");
  const text = textOf(raw)?.replace(/^\ufeff/, "").trim();
  if (text === undefined) throw new NoBadgeError("This file holds no badge.");
  if (/^<(?:\?xml|svg|!)/i.test(text)) {
    if (/openbadges:(?:assertion|credential)/.test(text)) return elsewhere("a badge in a picture");
    throw new NoBadgeError("This file holds no badge.");
  }
  if (text.startsWith("{")) return openDocument(parseObject(raw));
  let inner = text;
  if (text.startsWith('"')) {
    const quoted = parseJson(raw);
    inner = typeof quoted === "string" ? quoted.trim() : "";
  }
  return openToken(inner);
}

/** A badge this page cannot look into. */
function elsewhere(why) {
  return { why, title: "", credential: {}, claims: {}, header: {} };
}

function openDocument(document) {
  const types = texts(document.type);
  const isCredential = types.includes("VerifiableCredential") || CREDENTIALS.includes(texts(document["@context"])[0]);
  if (isCredential || types.includes("VerifiablePresentation")) {
    const suites = objects(document.proof).map((proof) => proof.cryptosuite ?? proof.type ?? "?");
    const opened = { ...elsewhere(suites.map(String).join(", ") || "?"), credential: document };
    return { ...opened, title: badgeTitle(opened) };
  }
  const isGiven = "badge" in document && "recipient" in document;
  if (!isGiven && !types.includes("Assertion") && !types.includes("Endorsement")) {
    throw new NoBadgeError("This file holds no badge.");
  }
  return { ...elsewhere("an older badge, kept by its issuer"), credential: document };
}

function openToken(text) {
  const bare = text.startsWith("e") ? text.replace(/\s+/gu, "") : "";
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(bare)) {
    throw new NoBadgeError("This file holds no badge.");
  }
  if (bare.length > MOST_TOKEN) throw refused("It is too large.");
  const [header, claims] = bare.split(".").slice(0, 2).map(fromBase64Url).map((part) => {
    if (part === null) throw refused("A part of the token is damaged.");
    return parseObject(part);
  });
  const inner = ["vc", "vp"].filter((name) => isObject(claims[name]));
  if (inner.length > 1 || (inner.length === 1 && ("credentialSubject" in claims || "verifiableCredential" in claims))) {
    throw refused("The token holds two credentials.");
  }
  if (inner[0] === "vp") return elsewhere("a bundle of badges");
  let credential = claims;
  if (inner.length === 1) credential = filledIn(claims.vc, claims);
  const form = formOf(credential);
  if (form !== "badge" && form !== "endorsement") return elsewhere(form);
  if (inner.length === 0) credential = withoutMembers(claims, REGISTERED);
  const opened = { form, token: bare, header, claims, credential };
  return { ...opened, title: badgeTitle(opened) };
}

function withoutMembers(object, names) {
  const kept = Object.create(null);
  for (const [name, value] of Object.entries(object)) if (!names.has(name)) kept[name] = value;
  return kept;
}

function formOf(credential) {
  const types = texts(credential.type);
  if (types.includes("VerifiablePresentation") || types.includes("ClrCredential")) return "a bundle of badges";
  const isCredential = types.includes("VerifiableCredential") || CREDENTIALS.includes(texts(credential["@context"])[0]);
  if (!isCredential) {
    if ("badge" in credential && "recipient" in credential) return "an older badge, signed by its issuer";
    throw new NoBadgeError("This file holds no badge.");
  }
  const kinds = new Set(types.filter((type) => Object.hasOwn(CREDENTIAL_KINDS, type)).map((type) => CREDENTIAL_KINDS[type]));
  if (kinds.size > 1) throw new BadgeError("This credential says it is several things at once.");
  if (kinds.size === 0) throw new NoBadgeError("This is a credential, but not a badge or endorsement.");
  return [...kinds][0];
}

/** What lies in `vc` with what lies in the token's own claims instead (VC 1.1, 6.3.1). */
function filledIn(inner, claims) {
  const made = Object.assign(Object.create(null), inner);
  if (typeof claims.jti === "string") made.id ??= claims.jti;
  if (typeof claims.iss === "string") made.issuer = withId(made.issuer, claims.iss);
  if (typeof claims.sub === "string" && isObject(made.credentialSubject)) {
    made.credentialSubject = withId(made.credentialSubject, claims.sub);
  }
  const names = texts(made["@context"]).includes(CREDENTIALS[1]) ? ["validFrom", "validUntil"] : ["issuanceDate", "expirationDate"];
  ["nbf", "exp"].forEach((claim, at) => {
    const instant = names[at] in made ? null : instantOf(claims[claim]);
    if (instant !== null) made[names[at]] = instant.toISOString();
  });
  return made;
}

function withId(value, id) {
  if (value === undefined || value === null) return id;
  return isObject(value) ? Object.assign(Object.create(null), { id }, value) : value;
}

// ------------------------------------------------------------------------ judging

async function judgeBadge(badge, at, withEndorsements = true) {
  const steps = [];
  const note = (mark, code, facts = {}) => {
    const says = saying(code, shortFacts(facts));
    steps.push(step(mark, says));
    return says;
  };
  const ended = (state, summary, trust = "self-reported") => ({ state, trust, summary, steps });
  if (badge.why !== undefined) {
    return ended("cannot-check", note(MARK.CANNOT_CHECK, "badge.not-on-page", { names: badge.why }));
  }
  const isBadge = badge.form === "badge";
  note(MARK.HELD, isBadge ? "badge.recognised" : "badge.recognised-endorsement", { kind: "Open Badges 3.0" });
  const missing = missingOf(badge);
  if (missing.length > 0) note(MARK.NOTE, "badge.missing", { names: missing.join(", ") });
  const seal = await sealOf(badge);
  let outcome = sealOutcome(badge, seal, note);
  if (outcome?.state === "invalid") return ended("invalid", outcome.summary);
  const isHeld = outcome === null;
  if (isHeld) outcome = await signerOutcome(badge, seal.key, note);
  const dated = datedOutcome(badge, at, note);
  if (isHeld && dated !== null) outcome = dated;
  if (isHeld) noteStatus(badge, note);
  if (isBadge) {
    noteRecipient(badge, note);
    if (withEndorsements) await noteEndorsements(badge, at, note, steps);
  }
  return ended(outcome.state, outcome.summary);
}

function shortFacts(facts) {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const chars = [...String(value)];
      return [name, chars.length <= MOST_FACT ? String(value) : `${chars.slice(0, MOST_FACT - 1).join("")}…`];
    }),
  );
}

function issuerOf(credential) {
  const issuer = credential.issuer ?? credential.holder;
  const id = isObject(issuer) ? issuer.id : issuer;
  return typeof id === "string" ? id : "";
}

/** Whether the token is signed by the key it names, and the key is its issuer's. */
async function sealOf(badge) {
  const { header, token } = badge;
  const named = String(header.alg === undefined ? "None" : header.alg).slice(0, 60);
  try {
    if (!ALGORITHMS.includes(header.alg)) return algorithmSeal(named);
    if ("crit" in header || (header.b64 ?? true) !== true) {
      throw new BadgeError("The badge demands a check this app does not know.");
    }
    const key = await keyOfToken(header, issuerOf(badge.credential));
    if (key.absent !== undefined) return { is: "absent", host: key.absent };
    if (key.algorithm !== header.alg) return algorithmSeal(named);
    const [signed, signature] = [token.slice(0, token.lastIndexOf(".")), token.slice(token.lastIndexOf(".") + 1)];
    const raw = fromBase64Url(signature);
    const fits = raw === null ? false : await key.fits(raw, utf8(signed));
    if (fits === null) return { is: "unsupported", names: `${named} in this browser` };
    if (!fits) return { is: "broken" };
    const against = disagreements(badge.claims, badge.credential);
    return against.length > 0 ? { is: "contradicted", names: against.join(", ") } : { is: "held", key };
  } catch (error) {
    if (error instanceof OtherSignerError) return { is: "other-signer" };
    if (error instanceof UnknownKeyNameError) return { is: "unsupported", names: error.message.slice(0, 80) };
    if (error instanceof BadgeError) return { is: "key-unfit", names: error.message };
    throw error;
  }
}

function algorithmSeal(named) {
  const isBad = WORTHLESS.includes(named.toLowerCase()) || ALGORITHMS.includes(named);
  return { is: isBad ? "worthless" : "unsupported", names: named };
}

async function keyOfToken(header, issuer) {
  const named = typeof header.kid === "string" ? header.kid : "";
  const jwk = header.jwk ?? null;
  if (jwk === null) return keyFor(named || issuer, issuer);
  let found;
  if (named && (issuer.startsWith("did:") || originOf(named))) {
    const own = keyFor(named, issuer);
    found = confirmedKey(own, keyOfJwk(jwk));
  } else {
    found = await carriedKey(jwk, issuer);
  }
  if (found.absent !== undefined && !issuer.startsWith("did:")) return { ...keyOfJwk(jwk), origin: "carried" };
  return found;
}

/** The claims of a token that say something else than its credential, by name. */
function disagreements(claims, credential) {
  const subjects = credential.credentialSubject;
  const subject = Array.isArray(subjects) ? (subjects.length === 1 ? subjects[0] : null) : subjects;
  const idOf = (value) => (isObject(value) ? value.id : value);
  const issuer = credential.issuer ?? null;
  const wanted = { iss: idOf(issuer), jti: credential.id, sub: idOf(subject) };
  const dates = {
    nbf: instantOf("validFrom" in credential ? credential.validFrom : credential.issuanceDate),
    exp: instantOf("validUntil" in credential ? credential.validUntil : credential.expirationDate),
  };
  const found = [];
  for (const name of ["iss", "jti", "sub"]) {
    if (name in claims && !(typeof claims[name] === "string" && claims[name] === wanted[name])) found.push(name);
  }
  for (const name of ["nbf", "exp"]) {
    if (!(name in claims) || dates[name] === null) continue;
    const seconds = Math.trunc(dates[name].getTime() / 1000);
    if (!(typeof claims[name] === "number" && Math.trunc(claims[name]) === seconds)) found.push(name);
  }
  return found;
}

function sealOutcome(badge, seal, note) {
  if (seal.is === "held") return null;
  if (seal.is === "absent") {
    const says = note(MARK.CANNOT_CHECK, "badge.key-elsewhere", { host: seal.host });
    return { state: "cannot-check", summary: says };
  }
  if (seal.is === "unsupported") {
    const says = note(MARK.CANNOT_CHECK, "badge.unsupported", { names: seal.names || "?" });
    return { state: "cannot-check", summary: says };
  }
  const facts = seal.is === "other-signer" ? { issuer: issuerOf(badge.credential) || "?" } : seal.names ? { names: seal.names } : {};
  return { state: "invalid", summary: note(MARK.BROKEN, `badge.${seal.is}`, facts) };
}

async function signerOutcome(badge, key, note) {
  const print = await fingerprintOf(key.wire);
  note(MARK.HELD, "badge.unchanged", { key: print });
  if (key.origin === "carried") {
    const says = note(MARK.NOTE, "badge.key-carried", { issuer: issuerOf(badge.credential) });
    return { state: "valid-but-not-anchored", summary: says };
  }
  note(MARK.NOTE, "badge.from-person");
  const says = note(MARK.NOTE, "badge.signer-unknown", { key: print });
  return { state: "valid-but-not-anchored", summary: says };
}

function datedOutcome(badge, at, note) {
  const instants = (names, claim) =>
    [...names.map((name) => badge.credential[name]), badge.claims[claim]].map(readInstant).filter((each) => each !== null);
  const starts = instants(STARTS, "nbf").sort((one, other) => other - one);
  const ends = instants(ENDS, "exp").sort((one, other) => one - other);
  if (starts.length > 0 && starts[0] > at) {
    return { state: "not-yet-valid", summary: note(MARK.NOTE, "badge.not-before", { valid_on: dayOf(starts[0]) }) };
  }
  if (ends.length === 0) return null;
  const expires_on = dayOf(ends[0]);
  if (ends[0] < at) return { state: "expired", summary: note(MARK.NOTE, "badge.expired", { expires_on }) };
  note(MARK.HELD, "badge.valid-until", { expires_on });
  return null;
}

function noteStatus(badge, note) {
  for (const entry of items(badge.credential.credentialStatus).slice(0, 8)) {
    const given = isObject(entry) ? entry : {};
    const kinds = [...new Set(texts(given.type))];
    const isBits = kinds.some((kind) => STATUS_BITS.includes(kind));
    const isKnown = isBits || kinds.includes("1EdTechRevocationList");
    const host = secureHost(given[isBits ? "statusListCredential" : "id"]);
    if (!isKnown || !host || ![1, "1"].includes(given.statusSize ?? 1)) {
      note(MARK.CANNOT_CHECK, "badge.status-unknown-kind", { names: kinds.sort().join(", ") || "?" });
    } else if (!isBits || isAgainst(given)) {
      note(MARK.CANNOT_CHECK, "badge.status-not-looked", { host });
    }
  }
}

/** Whether an entry is for taking a badge back; a message says nothing against it. */
function isAgainst(entry) {
  const purpose = entry.statusPurpose;
  return typeof purpose !== "string" || ["revocation", "suspension"].includes(purpose);
}

function secureHost(url) {
  if (typeof url !== "string" || url.length > 2000 || /[\u0000-\u0020]/.test(url)) return "";
  return /^https?:\/\//.test(url) ? partsOfAddress(url).host : "";
}

function noteRecipient(badge, note) {
  const named = [];
  for (const subject of objects(badge.credential.credentialSubject)) {
    named.push(...plainIdentity(subject.id));
    for (const identifier of objects(subject.identifier)) {
      const value = identifier.identityHash;
      if (typeof value !== "string" || value.length > 2000) continue;
      const isScrambled = identifier.hashed === true || /^\s*(?:sha256\$.{64}|md5\$.{32})\s*$/i.test(value);
      if (isScrambled) named.push({ scrambled: true });
      else named.push(...plainIdentity(value));
    }
  }
  if (named.some((each) => each.scrambled)) note(MARK.NOTE, "badge.recipient-hidden");
  else if (named.length > 0) note(MARK.NOTE, "badge.recipient-named", { name: named[0].name });
  else note(MARK.NOTE, "badge.recipient-none");
}

function plainIdentity(value) {
  const isNamed = typeof value === "string" && value.trim() && value.length <= 2000;
  return isNamed && !/^(?:urn:uuid:|_:)/i.test(value) ? [{ name: value.trim() }] : [];
}

async function noteEndorsements(badge, at, note, steps) {
  const found = [];
  const unread = [];
  for (const value of endorsementsIn(badge.credential)) {
    try {
      const each = typeof value === "string" ? openToken(value.trim()) : openDocument(isObject(value) ? value : {});
      const isOne = each.form === "endorsement" || texts(each.credential.type).includes("EndorsementCredential");
      if (isOne) found.push(each);
      else unread.push("This is something else than an endorsement.");
    } catch (error) {
      if (!(error instanceof BadgeError)) throw error;
      unread.push(error.message);
    }
  }
  for (const each of found.slice(0, MOST_ENDORSEMENTS)) await noteEndorsement(badge, each, at, steps);
  for (const why of unread.slice(0, MOST_ENDORSEMENTS)) note(MARK.NOTE, "badge.endorsement-unread", { why });
}

async function noteEndorsement(badge, endorsement, at, steps) {
  const verdict = await judgeBadge(endorsement, at, false);
  const about = objects(endorsement.credential.credentialSubject).map((each) => each.id);
  const given = badge.credential;
  const speakable = [
    given.id,
    issuerOf(given),
    ...objects(given.credentialSubject).flatMap((each) => objects(each.achievement).map((one) => one.id)),
  ].filter((each) => typeof each === "string" && each);
  const fits = about.length > 0 && about.every((each) => speakable.includes(each));
  if (!fits) verdict.steps.push(step(MARK.BROKEN, saying("badge.endorsement-elsewhere")));
  const facts = shortFacts({ name: issuerName(endorsement) || "?", comment: commentIn(endorsement) });
  const isUnknown = fits && verdict.state === "valid-but-not-anchored";
  const code = isUnknown ? "badge.endorsed-unknown" : "badge.endorsement-not-confirmed";
  steps.push(step(MARK.NOTE, saying(code, isUnknown ? facts : { name: facts.name }), verdict.steps));
}

function* endorsementsIn(credential) {
  const holders = [credential, ...objects(credential.issuer)];
  for (const subject of objects(credential.credentialSubject)) holders.push(...objects(subject.achievement));
  for (const holder of holders) {
    for (const name of ["endorsement", "endorsementJwt"]) {
      for (const each of items(holder[name])) {
        if (typeof each !== "string" || !/^https?:\/\//i.test(each)) yield each;
      }
    }
  }
}

// ------------------------------------------------------------------------ what it says

function badgeTitle({ credential }) {
  const subject = objects(credential.credentialSubject)[0] ?? {};
  const achievement = objects(subject.achievement)[0] ?? {};
  return line(wordsOf(achievement.name) || wordsOf(credential.name));
}

function issuerName({ credential }) {
  const id = issuerOf(credential).trim();
  const name = line(wordsOf(objects(credential.issuer)[0]?.name));
  if (name) return name;
  if (id.startsWith("did:") && id.length > 30) return `${id.slice(0, 16)}…${id.slice(-6)}`;
  return partsOfAddress(id).host || line(id);
}

function commentIn({ credential }) {
  const said = objects(credential.credentialSubject).map((each) => wordsOf(each.endorsementComment));
  return line(said.find(Boolean) ?? "", 6000);
}

/** A text that may be written with its language, or in several; the first. */
function wordsOf(value) {
  for (const each of items(value)) {
    const said = isObject(each) ? each["@value"] : each;
    if (typeof said === "string" && said.trim()) return said;
  }
  return "";
}

/** Required members a credential does not have (Open Badges 3.0, B.1). */
function missingOf({ credential, form }) {
  const missing = [];
  if (typeof credential.id !== "string") missing.push("id");
  if (!issuerOf(credential)) missing.push("issuer.id");
  if (STARTS.every((name) => readInstant(credential[name]) === null)) missing.push("validFrom");
  missing.push(...ENDS.filter((name) => name in credential && readInstant(credential[name]) === null));
  const subject = objects(credential.credentialSubject)[0];
  if (subject === undefined) missing.push("credentialSubject");
  else if (form === "badge") missing.push(...missingOfSubject(subject));
  return missing;
}

function missingOfSubject(subject) {
  const missing = isGivenValue(subject.id) || isGivenValue(subject.identifier) ? [] : ["credentialSubject.id"];
  const achievement = objects(subject.achievement)[0];
  if (achievement === undefined) return [...missing, "credentialSubject.achievement"];
  const names = ["id", "name", "description", "criteria"].filter((name) => !isGivenValue(achievement[name]));
  return [...missing, ...names.map((name) => `credentialSubject.achievement.${name}`)];
}

function isGivenValue(value) {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

// ------------------------------------------------------------------------ dates

/** An instant as badges write them: RFC 3339, a day, seconds or thousandths since 1970. */
function readInstant(written) {
  let value = typeof written === "string" ? written.trim() : written;
  if (typeof value === "string" && /^\d{9,}$/.test(value)) value = Number(value.slice(0, 20));
  if (typeof value === "number" && Math.abs(value) >= 100000000000) value = Math.floor(value / 1000);
  return instantOf(value);
}

function instantOf(written) {
  if (typeof written === "number") {
    return new Date(Math.min(Math.max(written, -62135596800), 253402300799) * 1000);
  }
  const form =
    /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,](\d{1,12}))?([Zz]|[+-]\d{2}:?\d{2})?)?$/;
  const found = typeof written === "string" ? form.exec(written) : null;
  if (found === null || !isDay(found[1], found[2], found[3])) return null;
  const [hour, minute, whole] = [found[4], found[5], found[6]].map((part) => Number(part ?? 0));
  const second = whole === 60 ? 59 : whole;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const at = new Date(0);
  at.setUTCFullYear(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  at.setUTCHours(hour, minute, second, Number((found[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(found[8] ?? "");
  if (zone === null) return at;
  const [hours, minutes] = [Number(zone[2]), Number(zone[3])];
  if (hours > 23 || minutes > 59) return null;
  const shift = (hours * 60 + minutes) * 60000 * (zone[1] === "+" ? -1 : 1);
  return bounded(new Date(at.getTime() + shift));
}

function bounded(at) {
  const [first, last] = [-62135596800000, 253402300799000];
  return new Date(Math.min(Math.max(at.getTime(), first), last));
}
