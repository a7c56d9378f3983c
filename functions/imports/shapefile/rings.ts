export type Ring = number[][];

/** Twice the area: negative where the ring runs clockwise. */
const area = (ring: Ring): number =>
  ring.reduce((sum, [x = 0, y = 0], n) => {
    const [nextX = 0, nextY = 0] = ring[(n + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);

const contains = (ring: Ring, [x = 0, y = 0]: number[]): boolean => {
  let inside = false;
  for (let n = 0; n < ring.length; n += 1) {
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [ring[n] ?? [], ring[(n + 1) % ring.length] ?? []];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};

/**
 * A shapefile lists rings without saying which belong together: those that run clockwise are outlines, the others holes
 * of the smallest outline around them. A hole that lies in none is an outline that was drawn the wrong way round.
 * GeoJSON turns both round (RFC 7946, 3.1.6).
 */
export const polygonOf = (rings: readonly Ring[]): unknown => {
  const sized = rings.filter((ring) => ring.length > 0).map((ring) => ({ ring: ring.toReversed(), area: area(ring) }));
  const outlines = sized.filter((one) => one.area <= 0).map(({ ring, area: size }) => ({ rings: [ring], size: -size }));
  for (const hole of sized.filter((one) => one.area > 0)) {
    const around = outlines
      .filter(({ rings: [outline = []], size }) => size > hole.area && contains(outline, hole.ring[0] ?? []))
      .sort((a, b) => a.size - b.size)[0];
    if (around) around.rings.push(hole.ring);
    else outlines.push({ rings: [hole.ring.toReversed()], size: hole.area });
  }
  const [first, ...more] = outlines.map((outline) => outline.rings);
  if (first === undefined) return undefined;
  return more.length === 0
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: [first, ...more] };
};
