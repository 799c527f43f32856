// What undoes the filters of a PDF's streams (ISO 32000-2, 7.4).

function unpredicted(data, settings) {
  const number = (key, other) => (typeof settings.get(key) === "number" ? settings.get(key) : other);
  if (number("Predictor", 1) < 10) return data;
  const bits = number("Colors", 1) * number("BitsPerComponent", 8);
  const width = Math.ceil((bits * number("Columns", 1)) / 8);
  const pixel = Math.max(1, Math.ceil(bits / 8));
  if (!(width > 0 && width <= 1000000)) throw new DamagedError("A part of it does not unpack.");
  const rows = Math.ceil(data.length / (width + 1));
  const found = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const kind = data[row * (width + 1)];
    for (let at = 0; at < width; at += 1) {
      const place = row * width + at;
      const left = at >= pixel ? found[place - pixel] : 0;
      const up = row > 0 ? found[place - width] : 0;
      const corner = row > 0 && at >= pixel ? found[place - width - pixel] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0;
      found[place] = (data[row * (width + 1) + 1 + at] ?? 0) + guess;
    }
  }
  return found;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((each) => Math.abs(guess - each));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function ascii85(data) {
  const found = new Uint8Array(data.length * 4);
  let length = 0;
  let group = [];
  const add = (bytes) => {
    found.set(bytes, length);
    length += bytes.length;
  };
  const flush = () => {
    const digits = group.length;
    if (digits < 2) return;
    while (group.length < 5) group.push(84);
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    add(uint32(value).subarray(0, digits - 1));
    group = [];
  };
  for (const byte of data) {
    if (byte === 126) break;
    if (byte === 122 && group.length === 0) add(new Uint8Array(4));
    if (byte < 33 || byte > 117) continue;
    group.push(byte - 33);
    if (group.length === 5) flush();
  }
  flush();
  return found.slice(0, length);
}
