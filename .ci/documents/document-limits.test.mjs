import { expect, test } from 'vitest'
import { MAX_PARAGRAPH, MAX_ROW, tooLong } from './document-limits.mjs'
import { readTracked } from './tracked-files.mjs'

/** Made by a command from the contracts or from recorded runs, or by changesets. */
const GENERATED = /^docs\/(?:evidence|chaos-report)\.md$|CHANGELOG\.md$|^\.changeset\//

test('no document has a paragraph over 500 characters or a table row over 160', () => {
  const pages = readTracked(['.md']).filter(({ path }) => !GENERATED.test(path))
  expect(pages.length).toBeGreaterThan(30)
  expect(
    pages.flatMap(({ path, text }) => tooLong(text).map((each) => `${path}, ${each}`)),
  ).toEqual([])
})

test('finds a long paragraph, list item and row, with its line', () => {
  const words = (/** @type {number} */ size) => 'word '.repeat(size / 5).trim()
  const half = words(MAX_PARAGRAPH / 2)
  expect(tooLong(`# Title\n\n${half}\n${half} word\n`)).toEqual([
    `line 3: a paragraph of ${MAX_PARAGRAPH + 4} characters`,
  ])
  expect(tooLong(`- short\n- ${half}\n  ${half}\n- short`)).toEqual([
    `line 2: a paragraph of ${MAX_PARAGRAPH + 1} characters`,
  ])
  expect(tooLong(`| a |\n| ${words(MAX_ROW)} |`)).toEqual([
    `line 2: a row of ${MAX_ROW + 3} characters`,
  ])
})

test('allows what is at the limit, many short paragraphs, and any code', () => {
  const full = 'x'.repeat(MAX_PARAGRAPH)
  expect(tooLong(`${full}\n\n${full}\n- ${full.slice(2)}\n<!-- mark -->\n${full}`)).toEqual([])
  expect(tooLong(`text\n\`\`\`sh\n| ${full}\n${full} ${full}\n\`\`\`\ntext`)).toEqual([])
  expect(tooLong(`| ${'x'.repeat(MAX_ROW - 4)} |`)).toEqual([])
})
