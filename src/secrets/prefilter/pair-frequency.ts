// How often bytes follow each other in what images hold: counted over 435 MB of libraries, programs, texts and sources of Debian 12
// and of npm packages. Only the choice of a keyword's rarest bytes hangs on it, so a rough count does.

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

const ALL = PAIRS.map((row) => Math.log2([...row].reduce((sum, letter) => sum + 2 ** readLetter(letter), 0)));

/** Of what stands in runs pairs tell too little: rules of dashes, zeros in base64. */
const RUN = Math.max(...ALL);

/** How often the four characters of `text` from `offset` on follow each other, as the estimated logarithm to base 2 of the count. */
export function estimateFour(text: string, offset: number): number {
  const [c, d] = [classOf(text[offset + 2]!), classOf(text[offset + 3]!)];
  return estimateThree(text, offset) + estimatePair(c, d) - ALL[c]!;
}

/** Likewise for three. */
export function estimateThree(text: string, offset: number): number {
  const characters = [...text.slice(offset, offset + 3)];
  if (new Set(characters).size === 1) return RUN;
  const [a, b, c] = characters.map(classOf);
  return estimatePair(a!, b!) + estimatePair(b!, c!) - ALL[b!]!;
}

function estimatePair(first: number, second: number): number {
  return readLetter(PAIRS[first]![second]!);
}

function classOf(character: string): number {
  const lower = character.toLowerCase();
  const at = CHARACTERS.indexOf(lower >= '0' && lower <= '9' ? '0' : lower);
  return at < 0 ? CLASSES - 1 : at;
}

function readLetter(letter: string): number {
  return letter.charCodeAt(0) - 0x41;
}
