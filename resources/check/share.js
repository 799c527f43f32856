// Share files: what an edition says, handed over for one purpose until a day.

const MOST_SHARE = 32 * 1024 * 1024;
const SHARE_HEAD = /^(?:\xef\xbb\xbf)?[ \t\n\r\f\v]{0,99}\{[ \t\n\r\f\v]{0,99}"schema"[ \t\n\r\f\v]{0,9}:[ \t\n\r\f\v]{0,9}"portfolio-share\//;
const SHARE_PARTS = ["schema", "audience", "purpose", "until", "document", "files"];

function isShare(raw) {
  return SHARE_HEAD.test(latin1(raw.subarray(0, 512)));
}

async function checkShare(raw, name, at) {
  const share = readShare(raw);
  const { record } = share;
  const facts = {
    name: record.name, audience: share.audience, purpose: share.purpose,
    until_on: share.until, made_on: record.made_on,
  };
  const isOver = share.until < dayOf(at);
  const first = row(null, step(MARK.NOTE, saying(isOver ? "share.over" : "share.for", facts)));
  const { rows, controls } = await insideRows(record, share.files, at);
  return report(name, "share", [first, ...rows], at, { controls });
}

/** What is in a share file; throws `FileError` when it is damaged or of another version. */
function readShare(raw) {
  if (raw.length > MOST_SHARE) throw new FileError("This share file is too large to be checked here.");
  let given;
  try {
    given = parseObject(raw, MOST_SHARE);
  } catch (error) {
    throw error instanceof BadgeError ? shareDamaged(error.detail) : error;
  }
  if (given.schema !== DATA.share.schema) {
    throw new FileError(
      "This share file is not one that this page can read.", "It may have been made by a newer version.",
    );
  }
  const names = Object.keys(given);
  if (names.length !== SHARE_PARTS.length || !SHARE_PARTS.every((each) => each in given)) {
    throw shareDamaged("It does not have the parts of a share file.");
  }
  const record = recordOf(given.document);
  if (record === null) throw shareDamaged("What it says cannot be read.");
  const until = typeof given.until === "string" && /^\d{4}-\d{2}-\d{2}$/.test(given.until) ? given.until : "";
  if (!until || !isPartialDate(until)) throw shareDamaged("Its last day is no day.");
  const [audience, purpose] = [given.audience, given.purpose].map(shareWords);
  return { audience, purpose, until, record, files: shareFiles(given.files) };
}

function shareWords(value) {
  const isWhole =
    typeof value === "string" && value.trim() && count(value) <= DATA.share.longest &&
    !HIDING.test(value) && !value.includes("\n");
  if (!isWhole) throw shareDamaged("It does not say whom it is for, or what.");
  return value;
}

function shareFiles(value) {
  if (!isObject(value) || Object.keys(value).length > MOST_SIGNED * 2) {
    throw shareDamaged("Its files are not listed.");
  }
  const found = new Map();
  for (const [name, said] of Object.entries(value)) {
    const data = typeof said === "string" ? fromBase64(said) : null;
    if (data === null) throw shareDamaged("One of its files is not whole.");
    found.set(name, data);
  }
  return found;
}

function shareDamaged(why) {
  return new FileError("This share file is damaged.", why);
}
