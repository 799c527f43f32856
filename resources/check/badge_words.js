// What a badge says of itself: title, issuer, what it lacks, when it holds.

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
