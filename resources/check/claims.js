// What a letter, badge, comment or consent claims, in the words of the program; nothing is judged.

const MOST_LISTED = 10;
const MOST_NAMED = 3;
const MOST_EVIDENCE = 50;

function claim(code, facts = {}) {
  return saying(`claim.${code}`, shortFacts(facts));
}

async function letterClaims(letter) {
  const { issuer, subject } = letter;
  const found = [];
  if (subject.name) found.push(claim("about", { name: subject.name, accounts: subject.accounts.join(", ") }));
  const who = [issuer.role, ...issuer.accounts].filter(Boolean).join(", ");
  if (who) found.push(claim("by", { name: issuer.name, who }));
  if (letter.basis.length > 0) found.push(claim("basis", { basis: letter.basis.join(", ") }));
  if (letter.mentoring) found.push(claim("mentoring", { words: letter.mentoring }));
  found.push(...periodClaims(letter.relation));
  found.push(...datedClaims("written", letter.issuedAt, letter.expiresAt));
  found.push(...workClaims("work", letter.works));
  if (letter.refersTo) {
    found.push(claim(letter.kind === "withdrawal" ? "takes-back" : "answers", { id: letter.refersTo }));
  }
  if (letter.newKey !== undefined) {
    found.push(claim("new-key", { key: await fingerprintOf(letter.newKey) }));
  }
  if (letter.audience) found.push(claim("audience", { audience: letter.audience }));
  if (letter.contactOk) found.push(claim("contact"));
  if (letter.status) found.push(claim("status", { url: letter.status }));
  return found;
}

function periodClaims([since, until]) {
  if (since && until) return [claim("period", { since, until })];
  if (since) return [claim("period-since", { at: since })];
  return until ? [claim("period-until", { at: until })] : [];
}

function datedClaims(what, at, until) {
  const facts = {};
  if (at !== null) facts[`${what}_on`] = dayOf(at);
  if (until !== null) facts.until_on = dayOf(until);
  if (at === null) return until === null ? [] : [claim("until", facts)];
  return [claim(until === null ? what : `${what}-until`, facts)];
}

function workClaims(code, works) {
  const found = works.slice(0, MOST_LISTED).map(({ title, url }, at) => {
    const number = at + 1;
    return title === url ? claim(`${code}-page`, { number, url }) : claim(code, { number, title, url });
  });
  if (works.length > MOST_LISTED) found.push(claim(`${code}s-more`, { count: works.length - MOST_LISTED }));
  return found;
}

function commentClaims(account, url, written) {
  const found = [claim("comment", { account, url })];
  const day = /^\d{4}-\d{2}-\d{2}/.exec(written ?? "")?.[0];
  return day === undefined ? found : [...found, claim("written", { written_on: day })];
}

// ------------------------------------------------------------------------ badges

function badgeClaims(badge) {
  const { credential } = badge;
  if (badge.form !== "badge" && badge.form !== "endorsement") return [];
  const found = [];
  const name = issuerName(badge);
  if (name) found.push(claim("badge-by", { name, address: issuerAddress(credential) }));
  const named = recipientsNamed(credential);
  const plain = named.filter((each) => !each.scrambled);
  found.push(...plain.slice(0, MOST_NAMED).map((each) => claim("badge-to", { name: each.name })));
  if (plain.length < named.length) found.push(claim("badge-to-hidden"));
  found.push(...(badge.form === "endorsement" ? endorsedClaims(badge) : whatClaims(badge)));
  found.push(...workClaims("badge-evidence", evidenceOf(credential)));
  const [at, until] = [GIVEN_AT, ENDS].map((names) => firstInstant(credential, names));
  return [...found, ...datedClaims("given", at ?? readInstant(badge.claims.nbf ?? badge.claims.iat), until ?? readInstant(badge.claims.exp))];
}

const GIVEN_AT = ["validFrom", "issuanceDate", "awardedDate", "issuedOn", "issued_on"];

function firstInstant(credential, names) {
  for (const name of names) {
    const found = readInstant(credential[name]);
    if (found !== null) return found;
  }
  return null;
}

function issuerAddress(credential) {
  const issuer = objects(items(credential.issuer)[0])[0] ?? {};
  const isOne = (value) => webAddress(value) !== "" || (value.startsWith("did:") && count(value) <= 500);
  return [issuer.url, issuerOf(credential)].find((each) => typeof each === "string" && isOne(each)) ?? "";
}

function whatClaims({ credential }) {
  const subject = objects(credential.credentialSubject).find((each) => Object.keys(each).length > 0) ?? {};
  const achievement = objects(subject.achievement)[0] ?? {};
  const found = [];
  const what = line(wordsOf(achievement.description) || wordsOf(credential.description));
  if (what) found.push(claim("badge-what", { text: what }));
  let [text, url] = ["", ""];
  for (const each of items(achievement.criteria)) {
    if (isObject(each)) {
      text ||= wordsOf(each.narrative);
      url ||= webAddress(each.id);
    } else if (typeof each === "string") {
      const address = webAddress(each);
      url ||= address;
      text ||= address ? "" : each;
    }
  }
  if (line(text)) found.push(claim("badge-for", { text: line(text) }));
  else if (url.startsWith("https://")) found.push(claim("badge-page", { url }));
  const told = [...objects(credential.credentialSubject), credential].map((each) => wordsOf(each.narrative));
  const narrative = line(told.find(Boolean) ?? "");
  if (narrative) found.push(claim("badge-narrative", { text: narrative }));
  return found;
}

function endorsedClaims(badge) {
  const { credential } = badge;
  const subjects = [...objects(credential.credentialSubject), ...objects(credential.claim)];
  const ids = subjects.map((each) => each.id).filter((each) => typeof each === "string" && each);
  const found = ids.slice(0, MOST_NAMED).map((id) => claim("speaks-for", { id }));
  const text = commentIn(badge);
  if (text) found.push(claim("words", { text }));
  return found;
}

function evidenceOf(credential) {
  const found = new Map();
  for (const each of items(credential.evidence).slice(0, MOST_EVIDENCE)) {
    const work = evidence(each);
    const key = JSON.stringify(work);
    if ((work.url || work.title) && !found.has(key)) found.set(key, work);
  }
  return [...found.values()];
}

function evidence(each) {
  if (typeof each === "string") return { url: webAddress(each), title: line(webAddress(each) || each) };
  if (!isObject(each)) return { url: "", title: "" };
  const url = webAddress(each.id);
  const titles = ["name", "narrative", "description", "genre"].map((name) => line(wordsOf(each[name])));
  return { url, title: titles.find(Boolean) || line(url) };
}

/** An address of the web as it was written, "" when it is none. */
function webAddress(value) {
  const isOne = typeof value === "string" && /^https?:\/\//i.test(value) && count(value) <= 2048;
  return isOne && !/[\u0000-\u0020\u007f]/.test(value) ? value : "";
}
