import { expect, test } from 'vitest'
import { rewriteLinks } from '../src/build/copy-documents.ts'

const copied = ['/clone/apps/proxy/docs/operation.md', '/clone/docs/payouts.md']
const rewrite = (text: string) => rewriteLinks(text, '/clone/docs/payouts.md', copied)

test.each([
  ['[how](../apps/proxy/docs/operation.md#health)', '[how](operation.md#health)'],
  ['[here](#alarms) and [`held`](#held)', '[here](#alarms) and [`held`](#held)'],
  ['[a site](https://example.com/x)', '[a site](https://example.com/x)'],
  ['the [glossary](../GLOSSARY.md), its [words](../GLOSSARY.md#w)', 'the glossary, its words'],
])('a link to what is not copied becomes plain text: %s', (text, expected) => {
  expect(rewrite(text)).toBe(expected)
})
