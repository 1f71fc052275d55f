import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import * as exported from '../src/index.ts'
import { serveMe } from './readme-example.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

test('the example of the README is the one that runs here', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``)
  const server = await serveMe()
  onTestFinished(() => server.close())
  const status = async (method: string) =>
    (await fetch(`http://127.0.0.1:${server.port}/v2/me`, { method })).status
  expect(await status('GET')).toBe(401)
  expect(await status('POST')).toBe(405)
})

test('the README names every function of the package', () => {
  const functions = Object.entries(exported).filter(([, value]) => typeof value === 'function')
  const listed = [...readme.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name)
  // The error class is what classifyRequestError reads.
  expect([...listed, 'BodyRefusal'].sort()).toEqual(functions.map(([name]) => name).sort())
})
