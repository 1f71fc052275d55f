import { afterAll, expect, test } from 'vitest'
import { createLogger } from '../src/telemetry/logger.ts'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const { call, lines } = proxy

const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
const serverKey = 'k3y0'.repeat(16)
const accessToken = 'Rm9vQmFy-_Rm9vQmFyRm9vQmFyRm9vQmFyRm9vQmFy1'
/** The first character with a percent-escape. */
const percent = (text: string) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`
const txid = 'c0ffee00'.repeat(8)

test.each([
  ['a wallet seed', seed],
  ['a Server API key', serverKey],
  ['an access token', accessToken],
])('%s as an id or in any header is in no log line and no response', async (_, secret) => {
  for (const key of [null, DEVELOPMENT_KEY]) {
    const from = lines.length
    for (const route of [
      `GET u2a/details/${secret}`,
      `GET a2u/details/${secret}`,
      `POST u2a/approve/${secret}`,
      `POST u2a/complete/${secret}/${txid}`,
      `POST u2a/abort/${secret}`,
      `POST a2u/cancel/${secret}`,
      `GET ${secret}`,
      `GET u2a/details/${percent(secret)}`,
      `GET ${percent(secret)}`,
      `GET u2a/details/${percent(percent(secret))}`,
    ]) {
      const headers = {
        'x-request-id': secret,
        'user-agent': secret,
        'idempotency-key': secret,
        referer: `https://app.example/${secret}`,
      }
      const response = await call(route, { key, headers })
      expect(JSON.stringify([response.body, ...response.headers])).not.toContain(secret.slice(1))
      expect(response.body.request_id).toMatch(/^[0-9a-f-]{36}$/)
    }
    await expect.poll(() => lines.length - from).toBeGreaterThanOrEqual(10)
    expect(lines.slice(from).join('')).not.toContain(secret.slice(1))
    for (const line of lines.slice(from)) expect(JSON.parse(line)).toHaveProperty('level')
  }
})

test('a secret in the text of an error or in the detail of an alarm is masked, a hash is not', () => {
  const written: string[] = []
  const log = createLogger('info', { write: (line) => written.push(line) })
  log.error({ fault: { message: `Pi said: Key ${serverKey}`, stack: `at ${seed}` } }, 'fault')
  log.error({ alarm: 'x', detail: `Bearer ${seed.toLowerCase()} in ${txid}` }, 'an alarm')

  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { fault: { message: 'Pi said: Key … (an API key)', stack: 'at S… (a wallet seed)' } },
    { detail: `Bearer … (a token) in ${txid}` },
  ])
})
