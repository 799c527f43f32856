// What can be believed of a badge, in the order of the program.

const MOST_FACT = 200;
const STARTS = ["validFrom", "issuanceDate"];
const ENDS = ["validUntil", "expirationDate"];
const STATUS_BITS = ["BitstringStatusListEntry", "StatusList2021Entry"];
const WORTHLESS = ["none", "hs256", "hs384", "hs512", "null", ""];

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
