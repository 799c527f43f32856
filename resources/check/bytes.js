// Bytes and text: what every part of the check builds on.

/** What is wrong with a file, in one plain sentence for the person who looks at it. */
class FileError extends Error {
  constructor(title, detail = "") {
    super(title);
    this.detail = detail;
  }
}

/** The text is no letter, or not a whole one. */
class LetterError extends FileError {}

/** The file holds no badge, or a damaged one. */
class BadgeError extends FileError {}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

/** Text of UTF-8; null when it is none. A byte order mark stays. */
function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** One character for each byte, whatever it is. */
function latin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function find(bytes, wanted, from = 0) {
  const last = bytes.length - wanted.length;
  for (let at = bytes.indexOf(wanted[0], from); at >= 0 && at <= last; ) {
    let length = 1;
    while (length < wanted.length && bytes[at + length] === wanted[length]) length += 1;
    if (length === wanted.length) return at;
    at = bytes.indexOf(wanted[0], at + 1);
  }
  return -1;
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Strict base64: one text for each run of bytes. Null when it is none. */
function fromBase64(text) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const found = atob(text);
  const bytes = Uint8Array.from(found, (char) => char.charCodeAt(0));
  return btoa(found) === text ? bytes : null;
}

function toBase64(bytes) {
  return btoa(latin1(bytes));
}

/** Base64url without padding; null when it is none. */
function fromBase64Url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(plain + "=".repeat((4 - (plain.length % 4)) % 4));
}

async function digest(name, bytes) {
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}

async function sha256Hex(bytes) {
  return hex(await digest("SHA-256", bytes));
}

function uint32(value) {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** A string of SSH's wire format. */
function wireString(bytes) {
  return joined([uint32(bytes.length), bytes]);
}

/** How many characters a text has, as people and Python count them. */
function count(text) {
  let found = 0;
  for (const _ of text) found += 1;
  return found;
}

/** The first characters of a text as one line; what draws nothing or turns writing round is gone. */
function line(text, most = 400) {
  const plain = String(text)
    .slice(0, most * 8)
    .replace(UNSEEN, "")
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .trim();
  const chars = [...plain];
  return chars.length <= most ? plain : `${chars.slice(0, most - 1).join("").trimEnd()}…`;
}

// Controls (but line ends), invisible operators, marks that turn the direction, tags, surrogates.
const UNSEEN =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;
