import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { serveTiny } from './tiny-server.ts'

/** POST of bytes: fetch adds no content type to them. */
function post(body: string | Uint8Array<ArrayBuffer>, contentType?: string): RequestInit {
  const headers: Record<string, string> = contentType == null ? {} : { 'content-type': contentType }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { method: 'POST', headers, body: bytes }
}
const refused = (refusal: string, reason: string) => ({
  status: 400,
  body: { kind: 'body', refusal, reason },
})
const received = (value: unknown) => ({ status: 200, body: { received: value } })

test.each([
  [undefined],
  ['application/json'],
  ['application/json; charset=utf-8'],
  ['APPLICATION/JSON; Charset="UTF-8"'],
  ['application/json;charset=utf8'],
  ['application/problem+json'],
  ['application/vnd.api+json; version=1'],
])('JSON with the content type %s is read', async (contentType) => {
  const { ask } = await serveTiny()
  expect(await ask('/things', post('{"a":[1,"ä"]}', contentType))).toEqual(
    received({ a: [1, 'ä'] }),
  )
})

test.each([
  ['text/plain', 'its content type is "text/plain"'],
  ['application/x-www-form-urlencoded', 'its content type is "application/x-www-form-urlencoded"'],
  ['application/jsonp', 'its content type is "application/jsonp"'],
  ['application/+json', 'its content type is "application/+json"'],
  ['multipart/form-data; boundary=application/json', 'its content type is "multipart/form-data"'],
  ['application/json; charset=latin1', 'its charset is not utf-8'],
  ['application/json; version=1; charset=utf-16', 'its charset is not utf-8'],
])('a body with the content type %s is refused', async (contentType, reason) => {
  const { ask } = await serveTiny()
  const response = await ask('/things', post('{"a":1}', contentType))
  expect(response).toEqual(refused('unsupported_media_type', reason))
})

test.each([
  ['null', null],
  ['[]', []],
  ['"text"', 'text'],
  ['\ufeff{"bom":true}', { bom: true }],
])('the JSON value %s is read, whatever the contract then says', async (json, value) => {
  const { ask } = await serveTiny()
  expect(await ask('/things', post(json, 'application/json'))).toEqual(received(value))
})

test.each([
  ['no content type', {}],
  ['a JSON content type', { 'content-type': 'application/json' }],
  ['a text content type', { 'content-type': 'text/plain' }],
])('a POST without a body and with %s has no body', async (_, headers) => {
  const { ask } = await serveTiny()
  expect(await ask('/things', { method: 'POST', headers })).toEqual(received('undefined'))
})

test.each([
  ['{"a":', 'it is not valid JSON'],
  ['junk', 'it is not valid JSON'],
  ["{'a':1}", 'it is not valid JSON'],
  ['{"a":1}{"b":2}', 'it is not valid JSON'],
  ['NaN', 'it is not valid JSON'],
  [' ', 'it is not valid JSON'],
])('%j is refused', async (body, reason) => {
  const { ask } = await serveTiny()
  expect(await ask('/things', post(body, 'application/json'))).toEqual(refused('malformed', reason))
})

test('bytes that are not UTF-8 are refused, not repaired', async () => {
  const { ask } = await serveTiny()
  const latin1 = new Uint8Array(Buffer.from('{"name":"Zo\xeb"}', 'latin1'))
  const response = await ask('/things', post(latin1, 'application/json'))
  expect(response).toEqual(refused('malformed', 'it is not valid UTF-8'))
})

test('P14: a key "__proto__" is refused at any depth, and pollutes nothing', async () => {
  const { ask } = await serveTiny()
  for (const json of ['{"__proto__":{"x":1}}', '{"a":[{"b":{"\\u005f_proto__":{"x":1}}}]}']) {
    const response = await ask('/things', post(json, 'application/json'))
    expect(response).toEqual(refused('malformed', 'it has the key "__proto__"'))
  }
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

test('P12: a compressed body is refused, not unpacked', async () => {
  const { ask } = await serveTiny()
  const init = post(new Uint8Array(gzipSync('{"a":1}')), 'application/json')
  const headers = { ...init.headers, 'content-encoding': 'gzip' }
  const response = await ask('/things', { ...init, headers })
  expect(response).toEqual(refused('unsupported_media_type', 'it is compressed'))
})

test('P13: a body is refused from its first byte over the limit', async () => {
  const { ask } = await serveTiny({ bytes: 20 })
  const json = (length: number) => `"${'a'.repeat(length - 2)}"`
  expect(await ask('/things', post(json(20)))).toEqual(received('a'.repeat(18)))
  expect(await ask('/things', post(json(21)))).toEqual(
    refused('too_large', 'it is larger than 20 bytes'),
  )
})

test('P13: a chunked body is counted while it comes', async () => {
  const { ask } = await serveTiny({ bytes: 20 })
  const chunks = (count: number) =>
    new ReadableStream({
      start(controller) {
        for (let i = 0; i < count; i++)
          controller.enqueue(new TextEncoder().encode('     1 '.slice(i)))
        controller.close()
      },
    })
  const init = (count: number) => ({ method: 'POST', body: chunks(count), duplex: 'half' }) as const
  expect(await ask('/things', init(1))).toEqual(received(1))
  expect(await ask('/things', init(5))).toEqual(refused('too_large', 'it is larger than 20 bytes'))
})

test('P13: nesting is refused from the first level over the limit', async () => {
  const { ask } = await serveTiny({ bytes: 1_000, depth: 3 })
  expect(await ask('/things', post('[{"a":[1]}]'))).toEqual(received([{ a: [1] }]))
  const response = await ask('/things', post('[{"a":[[1]]}]'))
  expect(response).toEqual(refused('too_complex', 'it nests deeper than 3 levels'))
})

test('P13: a body of only brackets is refused for its depth', async () => {
  const { ask } = await serveTiny({ bytes: 2_000_000, depth: 8 })
  const body = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
  const response = await ask('/things', post(body, 'application/json'))
  expect(response).toEqual(refused('too_complex', 'it nests deeper than 8 levels'))
})

test('P13: keys are counted over the whole body', async () => {
  const { ask } = await serveTiny({ bytes: 1_000, keys: 4 })
  expect(await ask('/things', post('[{"a":1,"b":{"c":1}},{"a":1}]'))).toMatchObject({ status: 200 })
  const response = await ask('/things', post('[{"a":1,"b":{"c":1}},{"a":1,"b":2}]'))
  expect(response).toEqual(refused('too_complex', 'it has more than 4 keys'))
})

test.each([
  ['nothing', { method: 'POST' }],
  ['{}', post('{}', 'application/json')],
  ['null', post('null', 'application/json')],
  ['a form', post('a=1&b=2', 'application/x-www-form-urlencoded')],
  ['no JSON', post('{"paymentId":', 'application/json')],
  ['a foreign charset', post('{}', 'application/json; charset=latin1')],
  ['bytes', post(new Uint8Array([0xff, 0x00, 0xfe]), 'image/png')],
])('a route without a body ignores %s', async (_, init) => {
  const { ask } = await serveTiny()
  expect(await ask('/things/a/ping', init)).toEqual(received('undefined'))
})

test('a route without a body still refuses one that is too large', async () => {
  const { ask } = await serveTiny({ bytes: 20 })
  const response = await ask('/things/a/ping', post('a'.repeat(21)))
  expect(response).toEqual(refused('too_large', 'it is larger than 20 bytes'))
})
