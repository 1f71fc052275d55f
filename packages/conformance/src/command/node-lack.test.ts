import { expect, test } from 'vitest'
import { findNodeLack } from './node-lack.ts'

test.each([
  ['20.20.2', 'needs Node 22.19 or newer, and this is Node 20.20.2'],
  ['22.18.0', 'needs Node 22.19 or newer, and this is Node 22.18.0'],
  ['22.19.0', undefined],
  ['24.0.0', undefined],
  ['26.10.0', undefined],
])('Node %s: %s', (version, sentence) => {
  expect(findNodeLack(version, '>=22.19')).toBe(sentence)
})
