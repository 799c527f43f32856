// SSH signatures (OpenSSH, PROTOCOL.sshsig): read strictly, checked for Ed25519 and ECDSA P-256.

const SIGNATURE_BEGIN = "-----BEGIN SSH SIGNATURE-----";
const SIGNATURE_END = "-----END SSH SIGNATURE-----";
const MOST_SIGNATURE = 16 * 1024;
const ED25519 = "ssh-ed25519";
const P256 = "ecdsa-sha2-nistp256";
const FIELD = 2n ** 255n - 19n;
// Heights of the curve's points of order 1, 2, 4 and 8: as keys they fit any text.
const SMALL_ORDER = [
  0n,
  1n,
  FIELD - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
];

/** The signature does not fit what it stands under. */
class SignatureError extends LetterError {}

/** The key is of a kind that this page, or this browser, does not check. */
class OtherKeyError extends LetterError {
  constructor(algorithm) {
    super(`A signature by a key of the kind ${algorithm} cannot be checked here.`);
    this.algorithm = algorithm;
  }
}

/** Reads SSH's wire format (RFC 4251, 5). */
class WireReader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  take(length) {
    if (length > this.data.length - this.at) throw new LetterError("The signature is not whole.");
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  number() {
    return this.take(4).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  string() {
    return this.take(this.number());
  }

  text() {
    const found = latin1(this.string());
    if (!/^[\x20-\x7e]{0,100}$/.test(found)) {
      throw new LetterError("A name in the signature cannot be read.");
    }
    return found;
  }

  rest() {
    return this.take(this.data.length - this.at);
  }

  end() {
    if (this.at !== this.data.length) {
      throw new LetterError("There is something after the end of the signature.");
    }
  }
}

/** Read an armoured signature; nothing of it is checked yet. */
function readSignature(armoured) {
  const reader = new WireReader(unarmoured(armoured));
  if (latin1(reader.take(6)) !== "SSHSIG") {
    throw new LetterError("The signature is not one that ssh-keygen makes.");
  }
  if (reader.number() !== 1) {
    throw new LetterError("The signature is of a version this page does not know.");
  }
  const key = reader.string();
  const namespace = reader.text();
  if (reader.string().length > 0) {
    throw new LetterError("The signature says something no program writes.");
  }
  const hashName = reader.text();
  const blob = new WireReader(reader.string());
  reader.end();
  const madeBy = blob.text();
  const signature = madeBy === ED25519 ? blob.string() : blob.rest();
  if (madeBy === ED25519) blob.end();
  if (!namespace) throw new LetterError("The signature says not what it is for.");
  const algorithm = new WireReader(key).text();
  if (!madeWith(algorithm).includes(madeBy)) {
    throw new LetterError("The signature is of another kind than the key it names.");
  }
  return { key, algorithm, namespace, hashName, madeBy, signature };
}

function unarmoured(armoured) {
  if (armoured.length > MOST_SIGNATURE) {
    throw new LetterError("The signature is too long to be one.");
  }
  const text = latin1(armoured).replaceAll("\r\n", "\n").replace(/\n$/, "");
  const lines = text.split("\n");
  const isWhole =
    lines.length >= 3 &&
    lines[0] === SIGNATURE_BEGIN &&
    lines[lines.length - 1] === SIGNATURE_END &&
    lines.every(Boolean);
  const blob = isWhole ? fromBase64(lines.slice(1, -1).join("")) : null;
  if (blob === null) throw new LetterError("The signature is not whole.");
  return blob;
}

/** The kinds of signatures a kind of key makes; SHA-1 is none of them. */
function madeWith(algorithm) {
  let plain = algorithm.replace(/-cert-v01@openssh\.com$/, "");
  if (plain.startsWith("sk-") && !plain.includes("@")) plain = `${plain}@openssh.com`;
  if (plain === "ssh-rsa") return ["rsa-sha2-512", "rsa-sha2-256"];
  return plain.startsWith("sk-ecdsa-") ? [plain, `webauthn-${plain}`] : [plain];
}

async function fingerprintOf(key) {
  return `SHA256:${toBase64(await digest("SHA-256", key)).replace(/=+$/, "")}`;
}

/** Check that a signature fits a body; throws when it does not, or cannot be checked here. */
async function verifySignature(body, namespace, signature) {
  const isKnown = signature.algorithm === ED25519 || signature.algorithm === P256;
  if (!isKnown) throw new OtherKeyError(signature.algorithm);
  const reader = new WireReader(signature.key);
  reader.text();
  const raw = signature.algorithm === ED25519 ? ed25519Raw(reader) : pointOf(reader);
  if (signature.namespace !== namespace) {
    throw new SignatureError("The signature is for another purpose.", signature.namespace);
  }
  const hash = { sha512: "SHA-512", sha256: "SHA-256" }[signature.hashName];
  if (hash === undefined || signature.madeBy !== signature.algorithm) {
    throw new SignatureError("The signature is not made as it says.");
  }
  const message = joined([
    utf8("SSHSIG"),
    wireString(utf8(namespace)),
    wireString(new Uint8Array()),
    wireString(utf8(signature.hashName)),
    wireString(await digest(hash, body)),
  ]);
  const fits =
    signature.algorithm === ED25519
      ? await ed25519Fits(raw, signature.signature, message)
      : await p256Fits(raw, signatureNumbers(signature.signature), message);
  if (fits === null) throw new OtherKeyError(signature.algorithm);
  if (!fits) throw new SignatureError("The signature does not fit.");
}

function ed25519Raw(reader) {
  const raw = reader.string();
  reader.end();
  if (raw.length !== 32) throw new LetterError("The key in the signature is not whole.");
  const height = BigInt(`0x${hex(raw.slice().reverse())}`) & (2n ** 255n - 1n);
  if (height >= FIELD || SMALL_ORDER.includes(height)) {
    throw new LetterError("The key in the signature is none that anybody can hold.");
  }
  return raw;
}

function pointOf(reader) {
  const curve = reader.text();
  const point = reader.string();
  reader.end();
  if (curve !== "nistp256" || point.length !== 65 || point[0] !== 4) {
    throw new LetterError("The key in the signature is not whole.");
  }
  return point;
}

/** The two numbers of an ECDSA signature, 32 bytes each. */
function signatureNumbers(rest) {
  const outer = new WireReader(rest);
  const inner = new WireReader(outer.string());
  outer.end();
  const numbers = [inner.string(), inner.string()].map((number) => {
    const bare = number[0] === 0 ? number.subarray(1) : number;
    if (bare.length > 32) throw new SignatureError("The signature does not fit.");
    return joined([new Uint8Array(32 - bare.length), bare]);
  });
  inner.end();
  return joined(numbers);
}

/** Whether an Ed25519 signature fits; null where this browser cannot say. */
async function ed25519Fits(raw, signature, message) {
  if (!(await hasEd25519())) return null;
  if (signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch {
    return false;
  }
}

/** Whether an ECDSA P-256 signature of two numbers of 32 bytes fits (SHA-256). */
async function p256Fits(point, signature, message) {
  const kind = { name: "ECDSA", namedCurve: "P-256" };
  try {
    const key = await crypto.subtle.importKey("raw", point, kind, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
  } catch {
    return false;
  }
}

let ed25519Known = null;

/** Whether this browser checks Ed25519 signatures: tried on the first test of RFC 8032, 7.1. */
function hasEd25519() {
  ed25519Known ??= tryEd25519();
  return ed25519Known;
}

async function tryEd25519() {
  const raw = bytesOf("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = bytesOf(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, new Uint8Array());
  } catch {
    return false;
  }
}

function bytesOf(text) {
  return Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));
}
