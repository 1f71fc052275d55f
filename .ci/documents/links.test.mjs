import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { readTracked, root } from './tracked-files.mjs'

const pages = readTracked(['.md']).filter(({ path }) => !path.startsWith('.changeset/'))
const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]))

/**
 * The anchors that GitHub makes of the headings of a page.
 * @param {string} text
 */
function anchorsOf(text) {
  const headings = text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/**
 * Links of a page that lead nowhere.
 * @param {{ path: string, text: string }} page
 */
function brokenLinks({ path, text }) {
  const links = text.replace(/^```.*?^```/gms, '').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)
  return [...links].flatMap(([, link = '']) => {
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : normalize(join(dirname(path), file))
    if (!existsSync(root + target)) return [`${path}: ${link}`]
    const isThere = anchor == null || anchors.get(target)?.has(anchor) !== false
    return isThere ? [] : [`${path}: ${link}`]
  })
}

test('every link of a document to a file or heading of the repository leads there', () => {
  expect(pages.length).toBeGreaterThan(30)
  expect(pages.flatMap(brokenLinks)).toEqual([])
})

test('finds a file and a heading that do not exist', () => {
  const text = '[a](MISSING.md) [b](README.md#no-such-heading) [c](#start) [d](GLOSSARY.md)'
  expect(brokenLinks({ path: 'README.md', text })).toEqual([
    'README.md: MISSING.md',
    'README.md: README.md#no-such-heading',
  ])
})
