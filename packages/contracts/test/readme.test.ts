import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wireExchange } from '../fixtures/index.ts'
import packageJson from '../package.json' with { type: 'json' }
import { readPayment } from './readme-example.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

test('the example of the README is the one that runs here', () => {
  expect(readme).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``)
  expect(readPayment(wireExchange('platform-payments-create').response?.body)).toBe(false)
  expect(readPayment({})).toEqual({ field: 'identifier', rule: 'is required' })
})

test('the README lists the subpaths of the package', () => {
  const listed = [...readme.matchAll(/^\| `(\.[^`]*)` +\|/gm)].map(([, subpath]) => subpath)
  expect(listed).toEqual(Object.keys(packageJson.exports))
})
