// Keys as badges name them: did:key, did:jwk, a key in the token's head; what lies elsewhere is
// named and not fetched. The kind of the key alone decides how it may sign (RFC 8725, 3.1).

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CURVE_FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const CURVE_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const ALGORITHMS = ["EdDSA", "ES256", "RS256"];

/** The key that is named belongs to somebody else than the named issuer. */
class OtherSignerError extends BadgeError {}

/** The key is named in a way nobody here can look up. */
class UnknownKeyNameError extends BadgeError {}

/** The key a badge says it was signed with, or `{ absent: host }` where it lies elsewhere. */
function keyFor(method, issuer) {
  if (!method || method.length > 2000 || !issuer || issuer.length > 2000) {
    throw new OtherSignerError(method);
  }
  let [owner, fragment] = cut(method, "#");
  if (!owner || !owner.includes(":")) [owner, fragment] = [issuer, fragment || owner];
  const full = method.includes("#") || owner === issuer ? `${owner}#${fragment}` : method;
  if (owner.startsWith("did:")) {
    if (owner !== issuer) throw new OtherSignerError(method);
    return keyOfDid(owner, fragment, full);
  }
  if (fragment.startsWith("z6Mk")) {
    if (owner !== issuer) throw new OtherSignerError(full);
    return { ...keyOfMultibase(fragment), origin: "carried" };
  }
  const origin = originOf(owner);
  if (!origin) throw new UnknownKeyNameError(full);
  if (origin !== originOf(issuer)) throw new OtherSignerError(full);
  return { absent: partsOfAddress(owner).host };
}

function keyOfDid(did, fragment, full) {
  if (did.startsWith("did:key:")) {
    const name = did.slice(8);
    if (fragment && fragment !== name) throw new OtherSignerError(full);
    return { ...keyOfMultibase(name), origin: "name" };
  }
  if (did.startsWith("did:jwk:")) {
    if (fragment && fragment !== "0") throw new OtherSignerError(full);
    const raw = fromBase64Url(did.slice(8));
    if (raw === null) throw new UnknownKeyNameError(full);
    return { ...keyOfJwk(parseJson(raw)), origin: "name" };
  }
  if (did.startsWith("did:web:")) return { absent: hostOfDidWeb(did) };
  throw new UnknownKeyNameError(full);
}

function hostOfDidWeb(did) {
  let parts;
  try {
    parts = did.slice(8).split(":").map(decodeURIComponent);
  } catch {
    throw new UnknownKeyNameError(did);
  }
  const host = parts[0].toLowerCase();
  const isHost = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/.test(host);
  const isPath = parts.slice(1).every((part) => /^[A-Za-z0-9._~-]{1,128}$/.test(part) && !/^\.+$/.test(part));
  if (!isHost || !isPath) throw new UnknownKeyNameError(did);
  return host.replace(/:\d+$/, "");
}

/** The key a token's head brings along, when it is the issuer's as far as can be said. */
async function carriedKey(jwk, issuer) {
  const key = keyOfJwk(jwk);
  if (issuer.startsWith("did:key:") || issuer.startsWith("did:jwk:")) {
    return confirmedKey(keyFor(issuer, issuer), key);
  }
  if (issuer.startsWith("did:web:")) return { absent: hostOfDidWeb(issuer) };
  return { ...key, origin: "carried" };
}

function confirmedKey(found, key) {
  if (found.absent === undefined && !same(found.wire, key.wire)) throw new OtherSignerError("");
  return found;
}

function originOf(url) {
  const { scheme, host, user } = partsOfAddress(url);
  if (scheme !== "https" || !host || user) return "";
  const port = /^https:\/\/[^/?#]*?:(\d+)(?:[/?#]|$)/i.exec(url)?.[1] ?? "443";
  return `https://${host}:${port}`;
}

function keyOfMultibase(text) {
  const raw = text.startsWith("z") ? fromBase58(text.slice(1)) : null;
  const kind = raw === null ? "" : hex(raw.subarray(0, 2));
  if (kind === "ed01" && raw.length === 34) return ed25519Key(raw.subarray(2));
  if (kind === "8024" && raw.length === 35) return p256Key(wholePoint(raw.subarray(2)));
  throw new BadgeError("The key's name cannot be read.");
}

function keyOfJwk(jwk) {
  if (!isObject(jwk)) throw new BadgeError("The key cannot be read.");
  if (PRIVATE_MEMBERS.some((name) => name in jwk)) {
    throw new BadgeError("A private key is written into this badge; nothing it signs counts.");
  }
  if (jwk.kty === "OKP" && jwk.crv === "Ed25519") {
    const raw = jwkMember(jwk, "x");
    if (raw.length !== 32) throw new BadgeError("The key cannot be read.");
    return ed25519Key(raw);
  }
  if (jwk.kty === "EC" && jwk.crv === "P-256") {
    const [x, y] = ["x", "y"].map((name) => padded(jwkMember(jwk, name), 32));
    if (!isOnCurve(numberOf(x), numberOf(y))) throw new BadgeError("The key cannot be read.");
    return p256Key(joined([Uint8Array.of(4), x, y]));
  }
  if (jwk.kty === "RSA") return rsaKey(jwkMember(jwk, "n"), jwkMember(jwk, "e"));
  throw new BadgeError("The key is of a kind badges are not signed with.");
}

function jwkMember(jwk, name) {
  const value = jwk[name];
  const raw = typeof value === "string" && value.length <= 2048 ? fromBase64Url(value) : null;
  if (raw === null || raw.length === 0) throw new BadgeError("The key cannot be read.");
  return raw;
}

function ed25519Key(raw) {
  const wire = joined([wireString(utf8(ED25519)), wireString(raw)]);
  return { algorithm: "EdDSA", wire, fits: (signature, signed) => ed25519Fits(raw, signature, signed) };
}

function p256Key(point) {
  const wire = joined([P256, "nistp256"].map((text) => wireString(utf8(text))).concat(wireString(point)));
  return { algorithm: "ES256", wire, fits: (signature, signed) => p256Fits(point, signature, signed) };
}

function rsaKey(n, e) {
  const [modulus, exponent] = [n, e].map(withoutZeros);
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (!(bits >= 2048 && bits < 8193)) {
    throw new BadgeError("The key is of a kind or size badges are not signed with.");
  }
  const wire = joined([utf8("ssh-rsa"), signedNumber(exponent), signedNumber(modulus)].map(wireString));
  const jwk = { kty: "RSA", n: toBase64Url(modulus), e: toBase64Url(exponent) };
  return { algorithm: "RS256", wire, fits: (signature, signed) => rsaFits(jwk, signature, signed) };
}

async function rsaFits(jwk, signature, signed) {
  const kind = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const key = await crypto.subtle.importKey("jwk", jwk, kind, false, ["verify"]);
    return await crypto.subtle.verify(kind, key, signature, signed);
  } catch {
    return false;
  }
}

function toBase64Url(bytes) {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function withoutZeros(bytes) {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}

function signedNumber(bytes) {
  return bytes[0] >= 128 ? joined([Uint8Array.of(0), bytes]) : bytes;
}

function padded(bytes, length) {
  const bare = withoutZeros(bytes);
  if (bare.length > length) throw new BadgeError("The key cannot be read.");
  return joined([new Uint8Array(length - bare.length), bare]);
}

function fromBase58(text) {
  if (!text || text.length > 128) return null;
  let number = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const digits = number === 0n ? "" : number.toString(16);
  const body = fromHex(digits.length % 2 === 1 ? `0${digits}` : digits);
  return joined([new Uint8Array(/^1*/.exec(text)[0].length), body]);
}

function numberOf(bytes) {
  return BigInt(`0x${hex(bytes) || "0"}`);
}

function isOnCurve(x, y) {
  const isSmall = x < CURVE_FIELD && y < CURVE_FIELD;
  return isSmall && (y * y - (x * x * x - 3n * x + CURVE_B)) % CURVE_FIELD === 0n;
}

/** A point of P-256 with both its numbers, from one with a number and a sign (SEC 1, 2.3.4). */
function wholePoint(short) {
  const x = numberOf(short.subarray(1));
  const square = (x * x * x - 3n * x + CURVE_B) % CURVE_FIELD;
  let y = power(square, (CURVE_FIELD + 1n) / 4n);
  if (y % 2n !== BigInt(short[0] & 1)) y = CURVE_FIELD - y;
  if (![2, 3].includes(short[0]) || !isOnCurve(x, y)) {
    throw new BadgeError("The key's name cannot be read.");
  }
  const low = fromHex(y.toString(16).padStart(64, "0"));
  return joined([Uint8Array.of(4), short.subarray(1), low]);
}

function power(base, exponent) {
  let found = 1n;
  let factor = ((base % CURVE_FIELD) + CURVE_FIELD) % CURVE_FIELD;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) found = (found * factor) % CURVE_FIELD;
    factor = (factor * factor) % CURVE_FIELD;
  }
  return found;
}

function cut(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
