// Words of four characters that are common in what images hold, as far as keywords have them: pairs of characters tell too little of
// these. Counted like pairs (pair-frequency.ts), over 200 MB of the benchmark's image; a rough count does.

/** By the count's logarithm to base 2, on the scale of pairs; words in lower case, `|` between them. */
const WORDS: Readonly<Record<number, readonly string[]>> = {
  18: ['tion'],
  16: [
    'node|----|ptio|ctio|ment|stri|atio|file|ring|able| to |root|port|trin|cons|scri|test|inte|sion|ript|crip|ions',
    'pack',
  ],
  15: [
    'valu|onst|alue|nter|lang|http|comp|form|opti|cont|with|stat|code|acka|ckag|time|kage|ndex|ault|-dev|lass|ourc',
    'sour|urce|ttps|tps:|s://|ps:/|data|ipti| pro|text|gith|ator|date|ithu|thub|oper|line|ress|nsta|inst|asse|read',
    'base|com/|buil|pres',
  ],
  14: [
    'ctor|tabl|on: |ted | use|serv|ion:|char|.com|fine|ture|shar|hare|tter|tran|essi|ents|conf|ion-|stre|tera|leme',
    '.org|erve|expo|eaae|ter |ssio|ther|rans|trea|late|onal|ine |ate |uild|ende|info|sign|onte|ream|tive|org/|ight',
    'ding|tory|rver|umen|atte|reac|cess|onfi|arch|rect|true|reat|ence|nfig|eact|ance| key|crea|elem|cati|icat|est-',
    'cale|eate|enti|lice|ecto|word|evel|ates|ore |dire|open|attr|ning| ins|irec|decl|est_|itio|work|back|even|trib',
    'lati|over|atus|tall|ense|ed t|aint|ount|posi|regi|chan',
  ],
  13: [
    'next|niti|clar|user|sage|stal|d to|renc|none|ibut|ribu|lock|repo|trac|mode|icen|cens|oken|vent|coun|toke|link',
    'osit|aria|face|rows|dent|essa|istr|orte|stem|curr|uffe|arge|gist|tree|egis|atur|ings|page|acce|plit|estr|syst',
    'cond|spac|ansf|prov|yste|mark|mess| ope|chem|lite|sfor|ssag|rovi|entr|hash|izer|bute|pace|help|sync|iler|make',
    'ion_|tent|stra|cces|ecur|tack|proc|stac|ster|owse|urre|ontr|rren|conv|econ|ping|glob|eral|nten|plic|tial|ttri',
    'appl|deve|vert|term|brow|nver|raph|grap|x_de|imag|onve|rese|bloc|mand|e pr|-ser|fini| any|leve|mage|ubli|nary',
    'roce|stor|ical|ass |wser|ate_|t-se|pdat|igna|pass|auth|meri|publ|secu|upda|rter|last|uest|here|_tra| pri|_sta',
    'ing_|-pro|ilit|cket|lter|siti|ques|subs| reg|part|angu|stry|gram|ampl|lica|scal|ord |ntry',
  ],
  12: [
    'epor|any |loba|obal|lity|aile|set_|ient|e us|sha2|ivat|alph|ure |lpha|priv|ppli|asyn|assi|tore|ures|a256|_com',
    'ha25|matt|riva|rest|ocke|scop|arti|vate|ntri|exec|in a|fact|.par|cope|fset|docu|gets|get |cove|ocum|cume| sig',
    'acto|keys|amer|dash|full|visi|stab|sani|inar|sts_|ar_t|redi|emap|anit|d co|gnat|in s|ared|utes|bina|ices|pper',
    'ate-|merg|: bo|igur|push|onne|figu|rage|en_s|tstr|ast_|ssig|n an|deco|ent-|hing|espa|conn|bili|p://|natu|ttp:',
    'tp:/',
  ],
};

const COUNT_BY_WORD: ReadonlyMap<string, number> = new Map(
  Object.entries(WORDS).flatMap(([count, rows]) =>
    rows.flatMap((row) => row.split('|').map((word): [string, number] => [word, Number(count)])),
  ),
);

/** The estimated logarithm of how often a word in lower case occurs; undefined where it is not common. */
export function lookUpCommonWord(word: string): number | undefined {
  return COUNT_BY_WORD.get(word);
}
