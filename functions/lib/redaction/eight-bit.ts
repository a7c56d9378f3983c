import { convertIndexedToRgb, type DecodedPng } from 'fast-png';
import type { Pixels } from './pixels.ts';

/** The samples of a grey picture of 1, 2 or 4 bits: several to a byte, each row from a new byte (PNG, third edition, 7.2). */
const unpacked = ({ width, height, depth, data }: DecodedPng): Uint8Array => {
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] ?? 0;
      samples[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  return samples;
};

/** Samples of any depth on the scale of 8 bits; the one colour that counts as transparent becomes alpha. */
const scaled = (png: DecodedPng): Pixels => {
  const { width, height, depth, channels, transparency: clear } = png;
  const samples = depth < 8 ? unpacked(png) : png.data;
  const most = 2 ** depth - 1;
  const wide = clear === undefined ? channels : channels + 1;
  const data = new Uint8Array(width * height * wide);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    let isClear = clear !== undefined;
    for (let c = 0; c < channels; c += 1) {
      const sample = samples[pixel * channels + c] ?? 0;
      if (sample !== clear?.[c]) isClear = false;
      data[pixel * wide + c] = Math.round((sample * 255) / most);
    }
    if (clear !== undefined) data[pixel * wide + channels] = isClear ? 0 : 255;
  }
  return { width, height, channels: wide, data };
};

/** The pixels of a decoded PNG, 8 bits a channel: greys, colours, and alpha where the picture has some. `indexed` is what its header says. */
export const eightBit = (png: DecodedPng, indexed: boolean): Pixels => {
  const { width, height, depth, channels, data, palette, transparency } = png;
  if (indexed) return { width, height, channels: palette?.[0]?.length ?? 0, data: convertIndexedToRgb(png) };
  if (depth === 8 && transparency === undefined && data instanceof Uint8Array) return { width, height, channels, data };
  return scaled(png);
};
