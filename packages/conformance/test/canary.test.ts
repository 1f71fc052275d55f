import { expect, test } from 'vitest'
import { describeFailure } from '../src/report/describe-failure.ts'
import { toHtml } from '../src/report/to-html.ts'
import { toJunit } from '../src/report/to-junit.ts'
import { closingLines, headLines, resultLine } from '../src/report/to-text.ts'
import { runConformance } from '../src/run-conformance.ts'
import type { WireRequest } from '../src/http/wire.ts'
import { fakeTarget, type FakeResponse } from './fake-target.ts'

const KEY = 'k3yCANARY7f2c9e41b0d85a6390qwertyuiopasdfghjklzxcvbnm12345678901'
const TOKEN = 't0kenCANARYzyxwvutsrqponmlkjihgfedcba98765432'
const OTHER = 'aloha_live_0therCANARY11_mnbvcxzlkjhgfdsapoiuytrewq0987654321abcde'
const SEED = `S${'CANARYSEED234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFG'}`
const secrets = [KEY, TOKEN, OTHER, SEED]

/** Every run of this length in a secret gives it away. */
const PIECE = 12
const pieces = secrets.flatMap((secret) =>
  Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE)),
)
const leaks = (text: string) => pieces.filter((piece) => text.includes(piece))

/** A careless target repeats what it was sent, in whole, in part and in other spellings. */
function repeat({ path, headers, body = '' }: WireRequest): FakeResponse {
  const all = `${path} ${headers.map((each) => each.join(': ')).join('; ')} ${body}`
  const authorization = headers.find(([name]) => name === 'authorization')?.[1] ?? ''
  return {
    status: 418,
    headers: { 'x-echo': authorization, [`x-${authorization.length}`]: encodeURIComponent(all) },
    body: {
      error: all,
      error_message: `begins ${KEY.slice(0, 20)} ends ${KEY.slice(-16)} ${TOKEN.slice(5, 30)}`,
      base64: Buffer.from(`x:${KEY}`).toString('base64'),
      seed: SEED,
    },
  }
}

const world = { network: 'Pi Testnet', settings: { u2a_pending: 'replace-unpaid' } }
const app = { app_id: 'demo-app', api_key: KEY, wallet_seed: SEED }
function mock(request: WireRequest): FakeResponse {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_mock':
      return { status: 200, body: world }
    case 'GET /_mock/apps':
      return { status: 200, body: { apps: [app] } }
    case 'GET /_mock/payments?limit=200':
      return { status: 200, body: { payments: [] } }
    default:
      return repeat(request)
  }
}

test.each(['platform', 'aloha'] as const)(
  'no report of a run against a careless %s target shows a secret, or a piece of one',
  async (target) => {
    const { send } = fakeTarget(mock)
    const report = await runConformance({
      target,
      baseUrl: 'http://127.0.0.1:9',
      apiKey: KEY,
      accessToken: TOKEN,
      otherApiKey: OTHER,
      control: 'http://127.0.0.1:9',
      payment: 'somePayment',
      write: true,
      send,
    })
    expect(report.counts.failed).toBeGreaterThan(60)

    const text = [
      ...headLines(report),
      ...report.results.map(resultLine),
      ...report.results.flatMap(describeFailure),
      ...closingLines(report),
    ].join('\n')
    for (const shown of [text, toJunit(report), toHtml(report), JSON.stringify(report)]) {
      expect(leaks(shown)).toEqual([])
    }
    expect(text).toContain('[API key]')
    expect(text).toContain('$CONFORMANCE_API_KEY')
  },
)

test('a target that repeats the key is a separate failure', async () => {
  const { send } = fakeTarget(mock)
  const report = await runConformance({
    target: 'platform',
    baseUrl: 'http://127.0.0.1:9',
    apiKey: KEY,
    send,
    only: ['payments.get/unknown'],
  })
  expect(report.results[0]?.problems).toContain('the response contains the credential')
})

test.each([
  ['a port without a listener', { baseUrl: 'http://127.0.0.1:9' }],
  ['a base URL with the key in it', { baseUrl: `http://${KEY}@127.0.0.1:9` }],
  ['a key with a line end', { apiKey: `${KEY}\n${KEY}` }],
  ['a payment that is the key', { payment: `${KEY}!` }],
])('an error about %s does not show the key', async (_, wish) => {
  const options = { target: 'platform', baseUrl: 'http://127.0.0.1:9', apiKey: KEY } as const
  const failure: unknown = await runConformance({ ...options, ...wish }).catch((error) => error)
  expect(failure).toBeInstanceOf(Error)
  expect(leaks(String(failure))).toEqual([])
})
