import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { API_KEY } from '../test/start-pi.ts'
import { json, startServer } from '../test/start-server.ts'
import { wirePayment } from '../test/wire-payment.ts'

const root = resolve(import.meta.dirname, '..')
const readme = readFileSync(resolve(root, 'README.md'), 'utf8')
const example = /```ts\n([\s\S]+?)```/.exec(readme)![1]!

/** Runs the example as it stands in the README; the package finds itself by its name. */
async function runExample(url: string) {
  const args = ['--input-type=module-typescript', '--eval', example]
  const env = { ...process.env, PI_API_KEY: API_KEY, PI_API_URL: url }
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  return stdout.trim()
}

test.each([
  ['a success', 200, wirePayment(), 'approved 3.14 Pi'],
  ['a repetition', 400, { error: 'already_approved' }, 'approved before'],
  ['an unknown outcome', 500, { error: 'unknown_error' }, 'read the payment first'],
])('the example of the README handles %s', async (_, status, body, output) => {
  const { url, requests } = await startServer((res) => json(res, status, body))
  expect(await runExample(url)).toBe(output)
  expect(requests).toMatchObject([
    {
      path: '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/approve',
      headers: { authorization: `Key ${API_KEY}` },
    },
  ])
})

test('the example of the README does not hide another refusal', async () => {
  const { url } = await startServer((res) => json(res, 404, { error: 'payment_not_found' }))
  await expect(runExample(url)).rejects.toThrow(/refused with 404 payment_not_found/)
})

test('the README stays short', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(41)
})
