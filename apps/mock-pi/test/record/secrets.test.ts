import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PassedExchange } from '../../src/record/check-exchange.ts'
import { collectExchanges } from '../../src/record/collect-exchanges.ts'
import { describeRecording } from '../../src/record/describe-recording.ts'
import { openFixtureFolder } from '../../src/record/fixture-folder.ts'
import { readBody } from '../../src/record/read-body.ts'
import { openRecording } from '../../src/record/recording.ts'
import { haveFolder } from '../have-folder.ts'
import { payment } from './have-exchange.ts'
import { haveRecorder, haveServer } from './have-recorder.ts'

// Nothing of this program has such a text in it.
const letters = (alphabet: string, least: number, most: number) =>
  fc
    .string({
      unit: fc.constantFrom(...alphabet),
      minLength: least,
      maxLength: most,
    })
    .map((text) => `zqx${text}`)
/** A word, as a name of a person or of a field: only its place says that it is data. */
const word = letters('jkvwxz', 4, 10)
/** A key, a token, a seed, an id. */
const token = fc.oneof(
  letters('abcdef0123456789', 20, 60).map((text) => `0${text}9`),
  letters('ABCDEFGHJK23456789abcdefghjk_-', 20, 50).map((text) => `7${text}`),
  letters('ABCDEFGHJK234567', 30, 50).map((text) => `S${text.toUpperCase()}`),
)
const secret = fc.oneof(word, token)

/** A secret, or secrets in lists and objects, whose members have these names. */
const anyData = (name: fc.Arbitrary<string>) =>
  fc.oneof(
    secret,
    fc.array(secret, { maxLength: 3 }),
    fc.dictionary(name, fc.oneof(secret, fc.dictionary(name, secret)), { maxKeys: 3 }),
  )

/** A body of an operation, in which members are replaced by secrets, or added under names that are secrets. */
const anyBody = fc
  .record({
    changed: fc.dictionary(
      fc.constantFrom(...Object.keys(payment()), 'error', 'error_message', 'verification_error'),
      // A word there is the name of a new member, which is to be shown.
      anyData(token),
      { maxKeys: 6 },
    ),
    type: fc.option(secret),
    metadata: fc.dictionary(secret, anyData(secret), { maxKeys: 3 }),
    extra: fc.dictionary(fc.oneof(token, fc.constantFrom('risk', 'newField')), anyData(secret), {
      maxKeys: 3,
    }),
    wrapped: fc.constantFrom('', 'payment', 'incomplete_server_payments', '_embedded', 'extras'),
  })
  .map(({ changed, metadata, extra, wrapped, type }) => {
    const defaults = { memo: 'zqxmemo', user_uid: 'zqxuid', metadata }
    const parts = [payment(defaults), changed, extra, type == null ? {} : { type }]
    const body: Record<string, unknown> = Object.assign({}, ...parts)
    if (wrapped === '') return body
    const inner = wrapped === 'incomplete_server_payments' ? [body] : body
    return Object.assign({ [wrapped]: inner }, body)
  })

const anySent = fc.oneof(
  anyBody.map((body) => ({ text: JSON.stringify(body), type: 'application/json' })),
  anyBody.map((payment) => ({ text: JSON.stringify({ payment }), type: 'application/json' })),
  fc.dictionary(secret, secret).map((fields) => ({
    text: new URLSearchParams(
      Object.entries(fields).map(([name, text]) => [`payment[metadata][${name}]`, text]),
    ).toString(),
    type: 'application/x-www-form-urlencoded',
  })),
  secret.map((text) => ({ text: `<html>${text}</html>`, type: `text/html; a=${text}` })),
  secret.map((text) => ({ text: `{"broken":"${text}"`, type: 'application/json' })),
  secret.map((text) => ({ text, type: text })),
  fc.constant({ text: '', type: '' }),
)

const anyHeaders = fc.record({
  'x-request-id': secret,
  'set-cookie': secret.map((text) => [`a=${text}`]),
  location: secret.map((text) => `https://example.com/${text}`),
  'x-new-header': secret,
})

const anyExchange: fc.Arbitrary<PassedExchange> = fc
  .record({
    // `:s` is a secret.
    target: fc.constantFrom(
      ['GET', '/v2/payments/:s'],
      ['POST', '/v2/payments/:s/approve'],
      ['POST', '/v2/payments/:s/complete'],
      ['POST', '/v2/payments'],
      ['GET', '/v2/payments/incomplete_server_payments'],
      ['POST', '/v2/in_app_notifications/notify'],
      ['GET', '/v2/me'],
      ['GET', '/accounts/:s/operations'],
      ['POST', '/transactions'],
      ['GET', '/ledgers'],
      ['GET', '/v2/:s/:s'],
      ['GET', '/v2/refunds/:s'],
      ['PUT', '/v2/payments/:s/:s'],
      ['DELETE', '/:s'],
    ),
    segment: token,
    query: fc.dictionary(fc.oneof(token, fc.constantFrom('limit', 'cursor', 'tx')), secret),
    status: fc.constantFrom(200, 201, 302, 400, 401, 404, 418, 500, 504),
    sent: anySent,
    received: anySent,
    headers: anyHeaders,
    odd: fc.dictionary(token, secret, { maxKeys: 2 }),
    credential: fc.constantFrom('Key', 'Bearer', 'none', 'another scheme'),
  })
  .map(
    ({
      target: [method = '', template = ''],
      segment,
      query,
      status,
      sent,
      received,
      headers,
      odd,
      credential,
    }) => {
      const search = new URLSearchParams(query).toString()
      const url = `${template.replaceAll(':s', segment)}${search === '' ? '' : `?${search}`}`
      const sentHeaders = { ...headers, 'content-type': sent.type }
      const receivedHeaders = { ...headers, ...odd, 'content-type': received.type }
      return {
        method,
        url,
        requestHeaders: sentHeaders,
        credential,
        requestBody: readBody(Buffer.from(sent.text), sentHeaders),
        status,
        responseHeaders: receivedHeaders,
        responseBody: readBody(Buffer.from(received.text), receivedHeaders),
      }
    },
  )

/** Everything that is printed and written, as one text, with the names of the files. */
function outputOf(exchanges: readonly PassedExchange[], folder: string): string {
  const said: string[] = []
  const book = openRecording(undefined)
  const run = collectExchanges(book, {
    folder: openFixtureFolder(folder),
    say: (line) => said.push(line),
  })
  for (const exchange of exchanges) run.listener.onExchange(exchange)
  const recording = book.read()
  return [
    ...said,
    ...describeRecording(recording, run.exchanges()),
    JSON.stringify(recording),
    ...filesIn(folder),
  ].join('\n')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => [
    file,
    readFileSync(path.join(folder, file), 'utf8'),
  ])
}

function linesWithSecrets(output: string): string[] {
  return output.split('\n').filter((line) => line.toLowerCase().includes('zqx'))
}

test('no value, key, token or name under metadata of any exchange is in any output', () => {
  let fixtures = 0
  let differences = 0
  fc.assert(
    fc.property(fc.array(anyExchange, { minLength: 1, maxLength: 4 }), (exchanges) => {
      const folder = haveFolder()
      const output = outputOf(exchanges, folder)
      expect(linesWithSecrets(output)).toEqual([])
      fixtures += readdirSync(folder).length
      differences += output.split('\n').length
    }),
    { numRuns: 150 },
  )
  // Else the search would find nothing in nothing.
  expect(fixtures).toBeGreaterThan(100)
  expect(differences).toBeGreaterThan(1_000)
})

test('an upstream that lies everywhere, by HTTP: none of its texts is in any output', async () => {
  const folder = haveFolder()
  const lies = {
    ...payment({ memo: 'zqxmemo', metadata: { zqxname: 'zqxvalue' } }),
    risk: { zqxwho: 1 },
  }
  const url = await haveServer((req, res) => {
    req.resume()
    res.writeHead(req.url?.includes('400') === true ? 400 : 200, 'zqxreason', {
      'content-type': 'application/json; zqx=zqxtype',
      'x-request-id': 'zqxid',
      'set-cookie': 'a=zqxcookie',
      '7zqxheader12345': 'zqxvalue',
    })
    res.end(JSON.stringify({ ...lies, error: 'zqxerror', verification_error: 'zqxverification' }))
  })
  const recorder = await haveRecorder(url, { fixtures: folder })
  for (const target of ['/v2/payments/zqxid', '/v2/payments/zqx400?token=zqxtoken', '/v2/me']) {
    const response = await fetch(`${recorder.url}${target}`, {
      headers: { authorization: 'Key zqxkey', cookie: 'zqx=zqx' },
    })
    expect(await response.text()).toContain('zqxmemo')
  }
  const recording = recorder.read()
  const output = [
    ...recorder.said,
    ...describeRecording(recording, 3),
    JSON.stringify(recording),
    ...filesIn(folder),
  ].join('\n')
  expect(recording.differences.length).toBeGreaterThan(3)
  expect(readdirSync(folder).length).toBeGreaterThan(1)
  expect(linesWithSecrets(output)).toEqual([])
})
