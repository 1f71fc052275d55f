/** A code, or a range such as `C1 to C5`; not the escape `%C3`. */
const CITATION = /(?<![%\w./-])([PMRCAIDUL])(\d{1,2})(?: to \1(\d{1,2}))?\b/g
const ENTRY = /^(?:- \*\*([PMRCAI]\d+)\*\*: |\| ([DUL]\d+) +\| )(.*)$/gm

/**
 * Codes of rules that a text cites, each once.
 * @param {string} text
 */
export function citedCodes(text) {
  /** @type {Set<string>} */
  const codes = new Set()
  for (const [, letter, first, last = first] of text.matchAll(CITATION)) {
    for (let number = Number(first); number <= Number(last); number += 1)
      codes.add(`${letter}${number}`)
  }
  return codes
}

/**
 * Entries of a list of rules in their order.
 * @param {string} list
 */
export function listedRules(list) {
  return [...list.matchAll(ENTRY)].map(([, code, ofTable, text]) => ({
    code: code ?? ofTable ?? '',
    text: text ?? '',
  }))
}

/**
 * Files that the entries of docs/rules.md name, from the root: a section's first line names its folder.
 * @param {string} rules
 */
export function namedFiles(rules) {
  return rules.split(/^## /m).flatMap((section) => {
    const folder = /^Folder: `([^`]+)`/m.exec(section)?.[1]
    const names = [...section.matchAll(/`([\w./-]+(?:\.(?:ts|mjs)|\/))`/g)].map(
      ([, name = '']) => name,
    )
    return names.map((name) =>
      folder == null || /^(apps|packages|\.ci)\//.test(name) ? name : `${folder}/${name}`,
    )
  })
}
