// What the page carries compressed: base 85, deflated JSON, and in it numbers as
// characters and frequent words as one character each.

// RFC 1924, with a comma for the sign that could end a script element.
const ALPHABET = `0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_\`{|}~`;
const VALUES = new Uint8Array(128);
for (const [value, sign_] of [...ALPHABET].entries()) VALUES[sign_.charCodeAt(0)] = value;

/** Return the bytes of a text in base 85. */
function bytesOf(text) {
  const groups = Math.ceil(text.length / 5);
  const missing = groups * 5 - text.length;
  const padded = text + "~".repeat(missing);
  const view = new DataView(new ArrayBuffer(groups * 4));
  for (let group = 0; group < groups; group += 1) {
    let value = 0;
    for (let at = group * 5; at < group * 5 + 5; at += 1) {
      value = value * 85 + VALUES[padded.charCodeAt(at)];
    }
    view.setUint32(group * 4, value);
  }
  return new Uint8Array(view.buffer, 0, groups * 4 - missing);
}

const read = (id) => JSON.parse(byId(id).textContent);

/** Return the value that is compressed in an element. */
async function unpack(id) {
  const inflated = new DecompressionStream("deflate");
  const stream = new Blob([bytesOf(read(id))]).stream().pipeThrough(inflated);
  return new Response(stream).json();
}

const [LAST_DIGIT, OTHER_DIGIT, SHIFT] = [0x23, 0x5f, 32];

/** Return the numbers of a column. */
function numbersOf(text) {
  const found = [];
  let [value, weight] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.charCodeAt(at);
    if (point >= OTHER_DIGIT) {
      value += (point - OTHER_DIGIT) * weight;
      weight *= SHIFT;
    } else {
      found.push(value + (point - LAST_DIGIT) * weight);
      [value, weight] = [0, 1];
    }
  }
  return found;
}

const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);

/** Return the rows of each paper, given the column of their counts and the others. */
function rowsOf(counts, columns) {
  const fields = columns.map(numbersOf);
  let at = 0;
  return numbersOf(counts).map((count) => {
    const rows = [];
    for (const end = at + count; at < end; at += 1) rows.push(fields.map((field) => field[at]));
    return rows;
  });
}

const words = new Map(); // a character to the word that it stands for
let opening = ""; // the character that stands where a mention begins

const wordsRead = unpack("words").then(({ used, words: list }) => {
  const taken = new Set(used);
  let point = 0x7f;
  const nextFree = () => {
    while (taken.has(String.fromCharCode(point)) || (point >= 0xd800 && point < 0xe000)) point += 1;
    return String.fromCharCode(point++);
  };
  opening = nextFree();
  for (const word of list) words.set(nextFree(), word);
});

/** Return a text with its words. */
function lengthened(text) {
  let made = "";
  for (const char of text) made += words.get(char) ?? char;
  return made;
}
