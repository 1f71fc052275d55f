import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { API_KEY } from './start-pi.ts'
import { json, startServer } from './start-server.ts'
import { payoutEnvelope, TXID, wirePayment } from './wire-payment.ts'

const root = resolve(import.meta.dirname, '..')
const readme = readFileSync(resolve(root, 'README.md'), 'utf8')
const [approve, payOut, observe] = [...readme.matchAll(/```ts\n([\s\S]+?)```/g)].map(
  (found) => found[1]!,
)
const payment = wirePayment({ identifier: 'RKo9DyyzYmmnq4roS1infxy1qc4m' })

/** Runs an example as it is in the README; the package finds itself by its name. */
async function run(example: string | undefined, url: string): Promise<string[]> {
  const args = ['--input-type=module-typescript', '--eval', example!]
  const pi = { PI_API_KEY: API_KEY, PI_API_URL: url }
  const env = { ...process.env, ...pi, ALOHA_API_KEY: API_KEY, ALOHA_URL: url }
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  return stdout.trim().split('\n')
}

test.each([
  ['a success', 200, payment, 'approved 3.14 Pi'],
  ['a repetition', 400, { error: 'already_approved' }, 'approved before'],
])('the first example handles %s', async (_, status, body, output) => {
  const { url, requests } = await startServer((res) => json(res, status, body))
  expect(await run(approve, url)).toEqual([output])
  expect(requests).toMatchObject([
    {
      path: '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/approve',
      headers: { authorization: `Key ${API_KEY}` },
    },
  ])
})

test('the first example handles an unknown outcome, after a read', async () => {
  const { url, requests } = await startServer((res) => json(res, 500, { error: 'unknown_error' }))
  expect(await run(approve, url)).toEqual(['not failed: read the payment later'])
  expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
})

test('the first example does not hide another refusal', async () => {
  const { url } = await startServer((res) => json(res, 404, { error: 'payment_not_found' }))
  await expect(run(approve, url)).rejects.toThrow(/refused with 404 payment_not_found/)
})

test('the second example pays once and waits', async () => {
  const { url, requests } = await startServer((res, { method }) =>
    method === 'POST'
      ? json(res, 202, payoutEnvelope('create', 'processing'))
      : json(res, 200, payoutEnvelope('details', 'completed')),
  )
  expect(await run(payOut, url)).toEqual(['processing', `completed ${TXID}`])
  expect(requests).toMatchObject([
    { path: '/v1/transaction/a2u/create', headers: { 'idempotency-key': 'refund-12345' } },
    { method: 'GET' },
  ])
})

test('the third example logs a retry and shows what came around the data', async () => {
  const busy = [true]
  const { url } = await startServer((res) =>
    busy.pop()
      ? json(res, 503, {})
      : json(res, 200, { incomplete_server_payments: [payment] }, { 'x-request-id': 'r-2' }),
  )
  expect(await run(observe, url)).toEqual([
    'payments.incomplete 1 503',
    'PiApiError true',
    'payments.incomplete 2 200',
    '1 200 r-2 application/json; charset=utf-8',
  ])
})

test('the README stays short', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(121)
})
