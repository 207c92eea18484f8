// How others cut images into layers, as far as choosing goes: each takes a fleet and what each image holds, and gives each image a row
// of component lists, bottom first.

/** One layer an image. */
export function cutSquashed(_fleet, held) {
  return held.map((set) => [[...set]]);
}

/** What all images hold, and the rest of each. */
export function cutBaseAndRest({ images, components }, held) {
  const isBase = components.images.map((holders) => holders.length === images);
  return held.map((set) => [set.filter((c) => isBase[c]), set.filter((c) => !isBase[c])]);
}

/**
 * As nix's layered images: each image alone; packages by how many others in the image need them, the most needed first; each of the
 * first K - 1 is a layer, all others are the last one. Sizes and other images are not looked at.
 */
export function cutByPopularity({ components }, held, layers) {
  const { keys, needs } = components;
  return held.map((set) => {
    const isHeld = new Set(set);
    const popularity = new Map(set.map((c) => [c, 0]));
    for (const c of set)
      for (const needed of needs[c])
        if (isHeld.has(needed)) popularity.set(needed, popularity.get(needed) + 1);
    const sorted = [...set].sort(
      (a, b) => popularity.get(b) - popularity.get(a) || (keys[a] < keys[b] ? -1 : 1),
    );
    return [...sorted.slice(0, layers - 1).map((c) => [c]), sorted.slice(layers - 1).sort((a, b) => a - b)];
  });
}

/**
 * As chunkah: each image alone; packages larger than the median and 1.5 median deviations get layers of their own, up to 80 % of them;
 * the rest goes to bins of three tiers of stability, by the hash of its name.
 */
export function cutByImage({ components }, held, layers) {
  const { names, weights, changeRates } = components;
  const stability = (c) => 1 - changeRates[c];
  return held.map((set) => {
    const sizes = set.map((c) => weights[c]);
    const middle = median(sizes);
    const limit = middle + 1.5 * median(sizes.map((size) => Math.abs(size - middle)));
    const bySize = [...set].sort((a, b) => weights[b] - weights[a] || (names[a] < names[b] ? -1 : 1));
    const alone = bySize.filter((c) => weights[c] >= limit).slice(0, Math.floor(0.8 * layers));
    const rest = bySize.slice(alone.length);
    const mean = rest.reduce((sum, c) => sum + stability(c), 0) / rest.length;
    const deviation = Math.sqrt(rest.reduce((sum, c) => sum + (stability(c) - mean) ** 2, 0) / rest.length);
    const tierOf = (c) => (stability(c) > mean + deviation ? 0 : stability(c) < mean - deviation ? 2 : 1);
    const tiers = [0, 1, 2].map((tier) => rest.filter((c) => tierOf(c) === tier));
    const left = layers - alone.length;
    const bins = tiers.flatMap((tier) => {
      const count = tier.length === 0 ? 0 : Math.max(1, Math.floor((left * tier.length) / rest.length));
      const filled = Array.from({ length: count }, () => []);
      for (const c of tier) filled[fnv(names[c]) % count].push(c);
      return filled;
    });
    const row = [...alone.map((c) => [c]), ...bins.map((bin) => bin.sort((a, b) => a - b))];
    // Three tiers may round to a layer too many.
    while (row.length > layers) row.push([...row.pop(), ...row.pop()].sort((a, b) => a - b));
    return row;
  });
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** FNV-1a, 32 bits. */
function fnv(text) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
