/** A code, or a range such as `C1 to C5`; not the escape `%C3`. */
const CITATION = /(?<![%\w./-])([PMRCAIDUL])(\d{1,2})(?: to \1(\d{1,2}))?\b/g
const ENTRY = /^(?:- \*\*([PMRCAI]\d+)\*\*: |\| ([DUL]\d+) +\| )(.*)$/gm

/** Codes of rules that a text cites, each once. */
export function citedCodes(text) {
  const codes = new Set()
  for (const [, letter, first, last = first] of text.matchAll(CITATION)) {
    for (let number = Number(first); number <= Number(last); number += 1)
      codes.add(`${letter}${number}`)
  }
  return codes
}

/** Entries of a list of rules in their order: `{ code, text }`. */
export function listedRules(list) {
  return [...list.matchAll(ENTRY)].map(([, code, ofTable, text]) => ({
    code: code ?? ofTable,
    text,
  }))
}

/** Files that the entries of docs/rules.md name, from the root: a section's first line names its folder. */
export function namedFiles(rules) {
  return rules.split(/^## /m).flatMap((section) => {
    const folder = /^Folder: `([^`]+)`/m.exec(section)?.[1]
    const names = [...section.matchAll(/`([\w./-]+(?:\.(?:ts|mjs)|\/))`/g)].map(([, name]) => name)
    return names.map((name) =>
      folder == null || /^(apps|packages|\.ci)\//.test(name) ? name : `${folder}/${name}`,
    )
  })
}
