/** The word at the end of what is typed: what stands before it, and whether it is to be left out. */
export type LastWord = { before: string; word: string; out: boolean };

/** Tell the word that is being typed; in an open quotation there is none, it is meant as it is. */
export function lastWord(text: string): LastWord {
  if ((text.split('"').length - 1) % 2 === 1) return { before: text, word: "", out: false };
  const [, before = "", minus = "", word = ""] = /^(.*?)(-?)([^\s"-][^\s"]*)?$/s.exec(text) ?? [];
  const begins = before === "" || /[\s"]$/.test(before);
  return begins ? { before, word, out: minus === "-" } : { before: text, word: "", out: false };
}
