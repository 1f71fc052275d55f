import { expect, test } from 'vitest'
import { documents } from './documents.ts'

type Node = Readonly<Record<string, unknown>>

/** Every schema-like object of a document, examples aside. */
function* nodesIn(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node == null) return
  if (!Array.isArray(node)) yield node as Node
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'example' && key !== 'examples') yield* nodesIn(value)
  }
}

/** Look-around, references and named groups: not in RE2, which Go and Rust use. */
const BEYOND_RE2 = /\(\?(?!:)|\\[1-9k]/
/** Escapes of a slash; shorthands of Unicode, which need a flag. */
const UNPORTABLE = /\\\/|\\[pPu]/

test.each(documents)('%s: every pattern is read alike by every language', (_, document) => {
  const patterns = [...nodesIn(document)].flatMap(({ pattern }) => pattern ?? []).map(String)

  expect(patterns.length).toBeGreaterThan(0)
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(BEYOND_RE2)
    expect(pattern).not.toMatch(UNPORTABLE)
    expect(() => new RegExp(pattern, 'u')).not.toThrow()
  }
})

test.each(documents)('%s: no schema hides its type behind allOf', (_, document) => {
  expect([...nodesIn(document)].filter((node) => 'allOf' in node)).toEqual([])
})
