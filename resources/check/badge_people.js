// Whom a badge was issued to, and who speaks for it.

const MOST_ENDORSEMENTS = 20;
const MOST_RECIPIENTS = 50;

function recipientsNamed(credential) {
  const named = [];
  if (texts(credential.type).includes("EndorsementCredential")) return named;
  for (const subject of objects(credential.credentialSubject)) {
    named.push(...plainIdentity(subject.id));
    for (const identifier of objects(subject.identifier)) {
      const value = identifier.identityHash;
      if (typeof value !== "string" || value.length > 2000) continue;
      const isScrambled = identifier.hashed === true || /^\s*(?:sha256\$.{64}|md5\$.{32})\s*$/i.test(value);
      if (isScrambled) named.push({ scrambled: true });
      else named.push(...plainIdentity(value));
    }
  }
  return named.slice(0, MOST_RECIPIENTS);
}

function noteRecipient(badge, note) {
  const named = recipientsNamed(badge.credential);
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
