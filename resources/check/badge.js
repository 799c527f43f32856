// Opens badges as tokens (Open Badges 3.0, endorsements; both styles of VC-JWT). Badges in pictures and
// with proofs inside the document are recognised, and said to be of a kind this page does not check.

const MOST_TOKEN = 1024 * 1024;
const CREDENTIALS = ["https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"];
const REGISTERED = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
const CREDENTIAL_KINDS = {
  EndorsementCredential: "endorsement",
  OpenBadgeCredential: "badge",
  AchievementCredential: "badge",
};

async function checkBadge(raw, name, at) {
  let badge;
  try {
    badge = openBadge(raw);
  } catch (error) {
    if (!(error instanceof NoBadgeError)) throw error;
    throw new FileError(
      "This file is nothing that can be checked here.",
      "CVs as PDF, letters, share files and badges as signed tokens (JWT) can.",
    );
  }
  return report(name, "badge", [await badgeRow(badge, at)], at);
}

async function badgeRow(badge, at) {
  const verdict = await judgeBadge(badge, at);
  return row(verdict.trust, rowStep(verdict), { verdict, title: badge.title, claims: badgeClaims(badge) });
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
