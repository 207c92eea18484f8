// How often bytes follow each other in what images hold: counted over 435 MB of libraries, programs, texts and sources of Debian 12
// and of npm packages. Only the choice of a keyword's rarest bytes hangs on it, so a rough count does.
import { lookUpCommonWord } from './common-words.ts';

/** The characters that are told apart, in any case, all digits as one; whatever else there is comes last. */
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0_-./:=$"\' ';
const CLASSES = CHARACTERS.length + 1;

/** A line for each first character, a letter for each second: the count's logarithm to base 2, `A` for 4 and less. */
const PAIRS = [
  'LNOOLLOKOJMPPPJOJPPQOONLMKNNKLLJIIJJOS',
  'NKLKNKKKNMKNKJOKIMOKNJIKMJNKJLKIIIJJLR',
  'OKMKPKJONKNOMKPNJNMONJJLLJNMJLMKIJJJMQ',
  'NLLMQLKNOJJMKLNKJLMLMKJJLJNNLMMLJRKKPR',
  'OMPPNOMLMKLOOQMNMQQPLNMPNKOOLNOMKJMLQR',
  'OKKMNNJMPJJMKKOKJNLMNJKJKJNLLOKJKIKJOR',
  'LKKKOKKNNIJNLNMLJNMLMJJJJJMMJLLJJIJJNQ',
  'OJNLPKJNOJKLLKNNJMKNKJJJKJOLKLLJJIKJNT',
  'OPPNNOOKLJLPOQPNJNPPKNKMJMNLJKLIHIIILR',
  'LJJJMJJJJJKJJJKJJJLJKJJJJILIIJIIHIIIJQ',
  'MKKJOJKKMJJKJLKKIJLKKJJJJJLLJKJIIIJJMQ',
  'PKLNQMLKQJKOKKOLJKNNOLKJNJNNLLNKJPKKOS',
  'PNKLPKJKNJJMMKNOJJMKMJJJLJMMJLLJIIJKNQ',
  'OKPPONPKNJMMLMOLJKPPNMJJMKMNLMMKJILLPQ',
  'LMOOLOMKMLMOOQOOJQOOOMNKJKLMKKLJIJJJOQ',
  'PJLLPKKONJKOKKOOJPMONKJJNJMMJLKKIIJKMR',
  'JKJJJJJJKJIJJIIJJJJJNJJJJJLJIJIIHIIIKP',
  'PLNMQMNKPJMMNNPMJNOONLKJNKMNKMMLJJLLPQ',
  'NKNLQLKOPJLNLKONKMOQNKLKNKMNKNPMKILLPQ',
  'PKNMQMKQQKLMMLPMKPOOOKMKOKNOMNOMKPLLPR',
  'OMMNNMLMNJKONOKNJOOOKJJLJKNJJKJIIJJJMQ',
  'OJKJOJJKNJJJKJMKJJLJKJJKJJMJIJJIIIIIKQ',
  'OJJKMJJMOJJKJLMKJLLJJJKJJJLKJKJIIIIILP',
  'MKLKMKJNLJJLLJJNJJMNJJJLKKNMKKLJIIJJLQ',
  'LKKKKJKKLJJLMLMOJMMLJJLJJJMMJLLKJHJJOQ',
  'LJJJMJJKLJIJJKJJJJJJJJJJJJLIIJIIIIIIJR',
  'ONNNNNMONLLNMLLLLLLLLLLMLLRNMOMMKLMMOT',
  'NMNNMNLLNJLMNMMNJMNNMMLKJKNMHJJHGJHHJP',
  'KKLKKLJKKIIKKJKKIKLKJJJJIJNHNHHGHHHHLP',
  'LJNLLLLNLKJKLKLMKLLLKKJJJIOLGLJHHHLINQ',
  'NNNNMMMMNKJMNLLNKMNOLLLKIILIHIMKHJIHLP',
  'JJKJJJJKJIIJJIIKIJKJJJIIIILKHHLMHHIHOP',
  'IIJIIJIKKIIIIJIIIIIJIIIIIILHHHHHNIMJOP',
  'LKKMKKJOLJJMKJKOJKLLKJJOJJPJIIJIHLIIPS',
  'LJLKKKKKKIIKKKKKIKLLKJJJIILIJJJMHLMJNP',
  'KJKKKKJKKIIKKJJKIJLLJJJIIILIIJIKJIIJMP',
  'PPPOOONOPLMPOOPOKOPQNNOKLKPLMLNMONOOTR',
  'SRQSRRQTRQPSQQQQPQQRQQQQPRSPOPPPPSPPSX',
];

/** By first and second class. */
const PAIR_COUNTS = Uint8Array.from(PAIRS.join(''), (letter) => letter.charCodeAt(0) - 0x41);
const ALL = PAIRS.map((_, first) => {
  const row = PAIR_COUNTS.subarray(first * CLASSES, (first + 1) * CLASSES);
  return Math.log2(row.reduce((sum, count) => sum + 2 ** count, 0));
});

/** By character code. */
const CLASS_OF = Uint8Array.from({ length: 128 }, (_, code) => {
  const lower = String.fromCharCode(code).toLowerCase();
  const at = CHARACTERS.indexOf(lower >= '0' && lower <= '9' ? '0' : lower);
  return at < 0 ? CLASSES - 1 : at;
});

/** Of what stands in runs pairs tell too little: rules of dashes, zeros in base64. */
const RUN = Math.max(...ALL);

/** How often the four characters of ASCII `text` from `offset` on follow each other, as the estimated logarithm to base 2 of the count. */
export function estimateFour(text: string, offset: number): number {
  const common = lookUpCommonWord(text.slice(offset, offset + 4).toLowerCase());
  if (common !== undefined) return common;
  return estimateThree(text, offset) + estimatePair(text, offset + 2) - allOf(text, offset + 2);
}

/** Likewise for three. */
export function estimateThree(text: string, offset: number): number {
  if (text[offset] === text[offset + 1] && text[offset] === text[offset + 2]) return RUN;
  return estimatePair(text, offset) + estimatePair(text, offset + 1) - allOf(text, offset + 1);
}

function estimatePair(text: string, offset: number): number {
  return PAIR_COUNTS[classAt(text, offset) * CLASSES + classAt(text, offset + 1)]!;
}

function allOf(text: string, offset: number): number {
  return ALL[classAt(text, offset)]!;
}

function classAt(text: string, offset: number): number {
  return CLASS_OF[text.charCodeAt(offset)] ?? CLASSES - 1;
}
