/** Limit of one row of a table, in characters. */
export const MAX_ROW = 160
/** Limit of one paragraph or list item, in characters. */
export const MAX_PARAGRAPH = 500

/** A line that ends the paragraph before it: blank, or a heading, row, rule or comment of its own. */
const SEPARATOR = /^\s*(?:$|#|\||---|<!--)/
const LIST_ITEM = /^\s*(?:[-*+]|\d+\.)\s/

/**
 * Rows and paragraphs of a page that are too long to read at once. Code blocks have no limit.
 * @param {string} text
 */
export function tooLong(text) {
  /** @type {string[]} */
  const found = []
  let paragraph = ''
  let start = 0
  let fence = ''
  const end = () => {
    if (sizeOf(paragraph) > MAX_PARAGRAPH)
      found.push(`line ${start}: a paragraph of ${sizeOf(paragraph)} characters`)
    paragraph = ''
  }
  for (const [at, line] of text.split('\n').entries()) {
    const [mark = ''] = /^\s*(?:`{3,}|~{3,})/.exec(line) ?? []
    const isFence = mark !== '' && (fence === '' || mark.trim().startsWith(fence))
    if (isFence) fence = fence === '' ? mark.trim() : ''
    if (isFence || fence !== '' || SEPARATOR.test(line) || LIST_ITEM.test(line)) end()
    if (isFence || fence !== '') continue
    if (/^\s*\|/.test(line) && sizeOf(line) > MAX_ROW)
      found.push(`line ${at + 1}: a row of ${sizeOf(line)} characters`)
    if (SEPARATOR.test(line)) continue
    if (paragraph === '') start = at + 1
    paragraph = `${paragraph} ${line.trim()}`.trim()
  }
  end()
  return found
}

/** @param {string} text */
function sizeOf(text) {
  return [...text].length
}
