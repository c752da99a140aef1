// Makes a browser's screenshot small: at most 256 colours, one byte a pixel, deflated as far as it goes.
// A picture of an interface has few colours, so that nobody sees the difference.
// Format: https://www.w3.org/TR/png-3/
import { deflateSync, inflateSync } from "node:zlib";

/** An RGB or RGBA PNG of 8 bits a channel, as an indexed one. */
export function shrink(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decode(png);
  // The finest steps that leave no more than 256 colours.
  for (let bits = 8; bits > 0; bits -= 1) {
    const palette = new Map<number, number>();
    const indexed = Buffer.alloc((width + 1) * height); // each row begins with filter 0
    for (let y = 0, at = 0; y < height && palette.size <= 256; y += 1) {
      for (let x = 0; x < width; x += 1, at += channels) {
        const step = (value: number) => {
          const levels = (1 << bits) - 1;
          return Math.round((Math.round((value * levels) / 255) * 255) / levels);
        };
        const colour =
          (step(pixels[at] ?? 0) << 16) |
          (step(pixels[at + 1] ?? 0) << 8) |
          step(pixels[at + 2] ?? 0);
        if (!palette.has(colour)) palette.set(colour, palette.size);
        indexed[y * (width + 1) + 1 + x] = palette.get(colour) ?? 0;
      }
    }
    if (palette.size <= 256) return encode(width, height, [...palette.keys()], indexed);
  }
  throw new Error("unreachable: one bit a channel makes eight colours");
}

function decode(png: Buffer) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  if (png[24] !== 8 || (png[25] !== 6 && png[25] !== 2)) throw new Error("not an RGB or RGBA PNG");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") {
      data.push(png.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= channels ? (pixels[at - channels] ?? 0) : 0;
      const up = y > 0 ? (pixels[at - stride] ?? 0) : 0;
      const corner = x >= channels && y > 0 ? (pixels[at - stride - channels] ?? 0) : 0;
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      pixels[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + (guesses[filter ?? 0] ?? 0);
    }
  }
  return { width, height, channels, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function encode(width: number, height: number, palette: number[], indexed: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, indexed
  const colours = Buffer.from(palette.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(indexed, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** CRC-32 of the PNG specification; `node:zlib` has one from Node 22 on. */
function crc32(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
